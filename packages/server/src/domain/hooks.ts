import { createHash } from 'node:crypto'
import { APP_QUEUES, findQueueProblem, HOOK_QUEUES, type Queue, queueOf } from './queues.ts'
import type { Json } from './records.ts'

/** Where an app's events go besides its connections. */
export interface Hook {
  readonly id: string
  readonly kind: HookKind
  /** Where requests go; of SQS and SNS, those about the queue. */
  readonly url: string
  /** Of SQS and SNS. */
  readonly queue: Queue | undefined
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
  return [...listed, ...legacyWebhook(stored, listed), ...legacyQueues(stored, listed)]
}

function legacyWebhook(stored: Json, listed: readonly Hook[]): readonly Hook[] {
  const { webhook_url: url, webhook_events: types } = stored
  if (typeof url !== 'string' || url === '' || listed.some(hook => hook.url === url)) return []
  const version = `${url} ${JSON.stringify(types)}`
  return [{ ...LEGACY, id: LEGACY_HOOK_ID, kind: 'webhook', url, types: typesOf(types), version }]
}

/** The queue and the topic that settings of their own name, once they are complete; `webhook_events` is theirs, too. */
function legacyQueues(stored: Json, listed: readonly Hook[]): readonly Hook[] {
  return Object.values(APP_QUEUES).flatMap(keys => {
    const queue = queueOf(keys, stored)
    const { service: kind, name, url } = queue
    if (findQueueProblem(keys, queue) || listed.some(hook => hook.queue?.name === name)) return []
    const version = digest(JSON.stringify([queue, stored.webhook_events]))
    return [{ ...LEGACY, id: keys.name, kind, url, queue, types: typesOf(stored.webhook_events), version }]
  })
}

/** Of what holds a secret. */
function digest(text: string): string {
  return createHash('sha256').update(text).digest('base64url')
}

const LEGACY = { queue: undefined, timeoutMs: undefined, stored: {} } as const

/** One hook of `event_hooks`, switched on or not. */
export function findHook(stored: Json, id: string): Hook | undefined {
  const listed = Array.isArray(stored.event_hooks) ? (stored.event_hooks as readonly Json[]) : []
  const [found] = listed.filter(hook => hook.id === id).flatMap(hook => toHook({ ...hook, enabled: true }))
  return found ?? parseHooks(stored).find(hook => hook.id === id)
}

function toHook(hook: Json): readonly Hook[] {
  const { id, hook_type: kind, webhook_url: url, timeout_ms: timeoutMs } = hook
  const queue = kind === 'sqs' || kind === 'sns' ? queueOf(HOOK_QUEUES[kind], hook) : undefined
  if (typeof id !== 'string' || typeof kind !== 'string' || !KINDS.includes(kind) || hook.enabled === false) {
    return []
  }
  return [
    {
      id,
      kind: kind as HookKind,
      url: queue?.url ?? (typeof url === 'string' ? url : ''),
      queue,
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
