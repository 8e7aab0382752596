import { Injectable, inject } from '@angular/core'
import type { AppSettings, EventHook, HookStatus, HooksResponse } from '@parley/client'
import { Api, path } from '../../../api/api'
import { ChatApi } from '../../../api/chat-api'
import { CurrentApp } from '../../../api/current-app'
import {
  type AskedHookId,
  type HookKind,
  type HookSettings,
  type HookTest,
  type HookView,
  OLD_HOOK_ID,
} from './hook-types'

/** What can be said of a hook. */
export interface HookDraft {
  /** Undefined for a new one. */
  readonly id: string | undefined
  readonly kind: HookKind
  readonly url: string
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
    if (draft.id === OLD_HOOK_ID) {
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
    if (id === OLD_HOOK_ID) return this.#patch({ webhook_url: '' })
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
  const old = statusOf(OLD_HOOK_ID)
  if (settings.webhook_url === '' || !old) return views
  const types = settings.webhook_events.length > 0 ? settings.webhook_events : undefined
  const { webhook_url: url } = settings
  return [
    ...views,
    {
      id: OLD_HOOK_ID,
      kind: 'webhook',
      url,
      isEnabled: true,
      types,
      timeoutMs: undefined,
      status: old,
      isOld: true,
    },
  ]
}

function toView(hook: EventHook, status: HookStatus | undefined): HookView {
  const {
    id,
    hook_type,
    enabled,
    event_types: types,
    webhook_url,
    sqs_queue_url,
    sns_topic_arn,
    timeout_ms,
  } = hook
  const addresses = {
    webhook: webhook_url,
    pending_message: webhook_url,
    sqs: sqs_queue_url,
    sns: sns_topic_arn,
  }
  return {
    id,
    kind: hook_type as HookKind,
    url: String(addresses[hook_type as HookKind] ?? ''),
    isEnabled: enabled,
    types: types && types.length > 0 ? types : undefined,
    timeoutMs: typeof timeout_ms === 'number' ? timeout_ms : undefined,
    status,
    isOld: false,
  }
}

/** What the dashboard does not know of a hook stays as it is. */
function toHook(draft: HookDraft, before: EventHook | undefined): object {
  const { kind, url, isEnabled, types, timeoutMs } = draft
  const { event_types: _, timeout_ms: __, ...rest } = (before ?? {}) as Partial<EventHook>
  return {
    ...rest,
    hook_type: kind,
    ...(!isQueue(kind) && { webhook_url: url }),
    enabled: isEnabled,
    ...(types && kind !== 'pending_message' && { event_types: types }),
    ...(timeoutMs !== undefined && kind === 'pending_message' && { timeout_ms: timeoutMs }),
  }
}

/** The server knows more of them than the dashboard edits. */
function isQueue(kind: HookKind): boolean {
  return kind === 'sqs' || kind === 'sns'
}
