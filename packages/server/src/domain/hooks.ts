import type { Json } from './records.ts'

/** Where an app's events go besides its connections. */
export interface Hook {
  readonly id: string
  readonly kind: HookKind
  /** Of a webhook; SQS and SNS have settings of their own. */
  readonly url: string
  /** Undefined: every type, those of later versions too. */
  readonly types: ReadonlySet<string> | undefined
  /** Of `pending_message`: how long its messages may wait. */
  readonly timeoutMs: number | undefined
  /** Changes whenever the hook does. */
  readonly version: string
  readonly stored: Json
}

export type HookKind = 'webhook' | 'sqs' | 'sns' | 'pending_message'

const KINDS: readonly string[] = ['webhook', 'sqs', 'sns', 'pending_message'] satisfies HookKind[]

/** The id of the one webhook that `webhook_url` names. */
export const LEGACY_HOOK_ID = 'webhook_url'

/** The hooks that are switched on, as settings name them. Lenient: what is stored was checked before. */
export function parseHooks(stored: Json): readonly Hook[] {
  const listed = Array.isArray(stored.event_hooks) ? stored.event_hooks.flatMap(toHook) : []
  const { webhook_url: url } = stored
  if (typeof url !== 'string' || url === '' || listed.some(hook => hook.url === url)) return listed
  const types = typesOf(stored.webhook_events)
  const version = `${url} ${JSON.stringify(stored.webhook_events)}`
  const legacy = {
    id: LEGACY_HOOK_ID,
    kind: 'webhook',
    url,
    types,
    timeoutMs: undefined,
    version,
    stored: {},
  }
  return [...listed, legacy as Hook]
}

/** One hook of `event_hooks`, switched on or not. */
export function findHook(stored: Json, id: string): Hook | undefined {
  const listed = Array.isArray(stored.event_hooks) ? (stored.event_hooks as readonly Json[]) : []
  const [found] = listed.filter(hook => hook.id === id).flatMap(hook => toHook({ ...hook, enabled: true }))
  return found ?? parseHooks(stored).find(hook => hook.id === id)
}

function toHook(hook: Json): readonly Hook[] {
  const { id, hook_type: kind, webhook_url: url, timeout_ms: timeoutMs } = hook
  if (typeof id !== 'string' || typeof kind !== 'string' || !KINDS.includes(kind) || hook.enabled === false) {
    return []
  }
  return [
    {
      id,
      kind: kind as HookKind,
      url: typeof url === 'string' ? url : '',
      types: typesOf(hook.event_types),
      timeoutMs: typeof timeoutMs === 'number' ? timeoutMs : undefined,
      version: String(hook.updated_at),
      stored: hook,
    },
  ]
}

function typesOf(value: unknown): ReadonlySet<string> | undefined {
  return Array.isArray(value) && value.length > 0 ? new Set(value) : undefined
}

/** Whether events, as opposed to callbacks, go to this hook. */
export function takesEvents({ kind }: Hook): boolean {
  return kind !== 'pending_message'
}

export function wants(hook: Hook, type: string): boolean {
  return takesEvents(hook) && (hook.types === undefined || hook.types.has(type))
}
