import { Injectable, inject } from '@angular/core'
import type { AppSettings, CheckQueueResponse, EventHook, HookStatus, HooksResponse } from '@parley/client'
import { Api, path } from '../../../api/api'
import { ChatApi } from '../../../api/chat-api'
import { CurrentApp } from '../../../api/current-app'
import {
  type AskedHookId,
  type HookKind,
  type HookSettings,
  type HookTest,
  type HookView,
  OLD_HOOKS,
  type OldHookId,
  type QueueKind,
  type QueueSettings,
} from './hook-types'
import { isQueue, NO_QUEUE, QUEUE_SETTINGS, type QueueDraft, queueSettings } from './queue-draft'

/** What can be said of a hook. */
export interface HookDraft {
  /** Undefined for a new one. */
  readonly id: string | undefined
  readonly kind: HookKind
  readonly url: string
  /** Of SQS and SNS; without a secret, the one that is kept stays. */
  readonly queue: (QueueSettings & { readonly secret?: string }) | undefined
  readonly isEnabled: boolean
  readonly types: readonly string[] | undefined
  readonly timeoutMs: number | undefined
}

export interface AllHooks {
  readonly hooks: readonly HookView[]
  readonly settings: HookSettings
}

/** The current app's hooks. They are settings of the app, and replaced as a whole: each change reads them anew. */
@Injectable({ providedIn: 'root' })
export class Hooks {
  readonly #chat = inject(ChatApi)
  readonly #api = inject(Api)
  readonly #app = inject(CurrentApp)

  async list(): Promise<AllHooks> {
    const [settings, { hooks }] = await Promise.all([
      this.#settings(),
      this.#chat.get<HooksResponse>('/hooks'),
    ])
    return { settings, hooks: viewsOf(settings, hooks) }
  }

  async save(draft: HookDraft): Promise<void> {
    if (draft.id === ('webhook_url' satisfies OldHookId)) {
      await this.#patch({ webhook_url: draft.url, webhook_events: draft.types ?? [] })
      return
    }
    const { event_hooks: hooks } = await this.#settings()
    const before = hooks.find(hook => hook.id === draft.id)
    const hook = toHook(draft, before)
    const isNew = before === undefined
    await this.#patch({
      event_hooks: isNew ? [...hooks, hook] : hooks.map(each => (each === before ? hook : each)),
    })
  }

  async remove(id: string): Promise<void> {
    if (Object.hasOwn(OLD_HOOKS, id)) return this.#patch({ [id]: '' })
    const { event_hooks: hooks } = await this.#settings()
    await this.#patch({ event_hooks: hooks.filter(hook => hook.id !== id) })
  }

  saveAsked(id: AskedHookId, url: string): Promise<void> {
    return this.#patch({ [id]: url })
  }

  resume(id: string): Promise<unknown> {
    return this.#chat.post(path`/hooks/${id}/resume`)
  }

  test(id: string, eventType: string | undefined): Promise<HookTest> {
    const body = eventType === undefined ? {} : { event_type: eventType }
    return this.#api.post<HookTest>(path`/apps/${this.#app.key()}/hooks/${id}/test`, body)
  }

  /** Sends a queue or a topic a sample, saved or not. Its secret must be given. */
  check(kind: QueueKind, queue: QueueDraft): Promise<CheckQueueResponse> {
    const nameKey = kind === 'sqs' ? 'sqs_url' : 'sns_topic_arn'
    return this.#chat.post<CheckQueueResponse>(`/check_${kind}`, queueSettings(kind, queue, nameKey))
  }

  async #settings(): Promise<HookSettings> {
    return (await this.#chat.get<{ app: AppSettings }>('/app')).app
  }

  async #patch(settings: object): Promise<void> {
    await this.#chat.patch('/app', settings)
  }
}

function viewsOf(settings: HookSettings, statuses: readonly HookStatus[]): HookView[] {
  const statusOf = (id: string) => statuses.find(status => status.id === id)
  const views = settings.event_hooks.map(hook => toView(hook, statusOf(hook.id)))
  const old = (Object.keys(OLD_HOOKS) as OldHookId[]).flatMap(id => oldView(id, settings, statusOf(id)))
  return [...views, ...old]
}

/** Nothing where it is not set, or incomplete. */
function oldView(id: OldHookId, settings: HookSettings, status: HookStatus | undefined): HookView[] {
  const { [id]: url = '', webhook_events: types } = settings
  if (url === '' || !status) return []
  const kind = OLD_HOOKS[id]
  const all = { isEnabled: true, timeoutMs: undefined, queue: undefined, isOld: true } as const
  return [{ ...all, id, kind, url, types: types.length > 0 ? types : undefined, status }]
}

function toView(hook: EventHook, status: HookStatus | undefined): HookView {
  const { id, hook_type, enabled, event_types: types, timeout_ms } = hook
  const { webhook_url, sqs_queue_url, sns_topic_arn } = hook
  const kind = hook_type as HookKind
  const addresses = {
    webhook: webhook_url,
    pending_message: webhook_url,
    sqs: sqs_queue_url,
    sns: sns_topic_arn,
  }
  return {
    id,
    kind,
    url: textOf(addresses[kind]),
    queue: isQueue(kind) ? queueOf(kind, hook) : undefined,
    isEnabled: enabled,
    types: types && types.length > 0 ? types : undefined,
    timeoutMs: typeof timeout_ms === 'number' ? timeout_ms : undefined,
    status,
    isOld: false,
  }
}

function queueOf(kind: QueueKind, hook: EventHook): QueueSettings {
  const { [`${kind}_key`]: key, [`${kind}_region`]: region, sns_endpoint: endpoint } = hook
  return { key: textOf(key), region: textOf(region), endpoint: kind === 'sns' ? textOf(endpoint) : '' }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** What the dashboard does not know of a hook stays as it is. */
function toHook(draft: HookDraft, before: EventHook | undefined): object {
  const { kind, isEnabled, types, timeoutMs } = draft
  const { event_types: _, timeout_ms: __, ...rest } = (before ?? {}) as Partial<EventHook>
  return {
    ...(isQueue(kind) ? withoutQueue(rest) : rest),
    hook_type: kind,
    ...targetOf(draft),
    enabled: isEnabled,
    ...(types && kind !== 'pending_message' && { event_types: types }),
    ...(timeoutMs !== undefined && kind === 'pending_message' && { timeout_ms: timeoutMs }),
  }
}

function targetOf({ kind, url, queue }: HookDraft): object {
  return isQueue(kind) ? queueSettings(kind, { ...NO_QUEUE, ...queue, name: url }) : { webhook_url: url }
}

/** What is left empty of a queue goes. */
function withoutQueue(hook: object): object {
  return Object.fromEntries(Object.entries(hook).filter(([key]) => !QUEUE_SETTINGS.has(key)))
}
