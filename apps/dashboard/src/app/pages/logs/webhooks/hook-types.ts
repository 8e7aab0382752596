import type { EventHook, HookStatus } from '@parley/client'

/** What the page needs of `GET /app`. */
export interface HookSettings {
  readonly event_hooks: readonly EventHook[]
  readonly webhook_url: string
  readonly webhook_events: readonly string[]
  readonly before_message_send_hook_url: string
  readonly custom_action_handler_url: string
}

/** The setting that holds the address of a hook that is asked. */
export type AskedHookId = 'before_message_send_hook_url' | 'custom_action_handler_url'

/** The one webhook of older backends; its setting is its id. */
export const OLD_HOOK_ID = 'webhook_url'

export type HookKind = 'webhook' | 'pending_message' | 'sqs' | 'sns'

/** A hook that is told of things, as the page shows it. */
export interface HookView {
  readonly id: string
  readonly kind: HookKind
  readonly url: string
  readonly isEnabled: boolean
  /** Undefined: every type, those of later versions too. */
  readonly types: readonly string[] | undefined
  /** Of `pending_message`. */
  readonly timeoutMs: number | undefined
  /** Undefined for one that is off. */
  readonly status: HookStatus | undefined
  readonly isOld: boolean
}

/** Attempts since the server was started. */
export interface HookCount {
  readonly hook: string
  readonly delivered: number
  readonly failed: number
}

/** One attempt, as `GET /apps/{app}/hook_deliveries` tells of it. */
export interface HookDelivery {
  readonly number: number
  readonly hook: string
  readonly host: string
  readonly type: string
  readonly webhook_id: string
  readonly attempt: number
  readonly outcome: 'delivered' | 'failed'
  readonly status: number | null
  readonly error: string | null
  /** How the answer to what failed begins. */
  readonly answer: string | null
  readonly ms: number
  readonly at: string
  readonly next_try_at: string | null
  readonly is_dead: boolean
  readonly is_test: boolean
}

export interface HookDeliveries {
  readonly since: string
  readonly hooks: readonly HookCount[]
  readonly deliveries: readonly HookDelivery[]
  readonly has_more: boolean
}

/** How a test went. */
export interface HookTest {
  readonly outcome: 'delivered' | 'failed'
  readonly status: number | null
  readonly error: string | null
  readonly answer: string | null
  readonly ms: number
  readonly type: string
  readonly webhook_id: string
  readonly payload: Readonly<Record<string, unknown>>
}
