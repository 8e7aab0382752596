import type { EventHook, HookStatus } from '@parley/client'

/** What the page needs of `GET /app`. */
export interface HookSettings {
  readonly event_hooks: readonly EventHook[]
  readonly webhook_url: string
  readonly webhook_events: readonly string[]
  /** Of older backends, as `webhook_url`. */
  readonly sqs_url?: string
  readonly sns_topic_arn?: string
  readonly before_message_send_hook_url: string
  readonly custom_action_handler_url: string
}

/** The setting that holds the address of a hook that is asked. */
export type AskedHookId = 'before_message_send_hook_url' | 'custom_action_handler_url'

/** The one webhook, queue and topic of older backends: each has its setting as its id. */
export const OLD_HOOKS = { webhook_url: 'webhook', sqs_url: 'sqs', sns_topic_arn: 'sns' } as const

export type OldHookId = keyof typeof OLD_HOOKS

export type QueueKind = 'sqs' | 'sns'

export type HookKind = 'webhook' | 'pending_message' | QueueKind

/** What a hook says of its queue or topic besides the name; its secret is nobody's to see. */
export interface QueueSettings {
  /** The id of the access key. */
  readonly key: string
  /** `''`: as the name says. */
  readonly region: string
  /** Of SNS; `''` for Amazon's. */
  readonly endpoint: string
}

/** A hook that is told of things, as the page shows it. */
export interface HookView {
  readonly id: string
  readonly kind: HookKind
  /** Where it goes; of SQS the queue's address, of SNS the topic's ARN. */
  readonly url: string
  /** Of SQS and SNS. */
  readonly queue: QueueSettings | undefined
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
