import type { Duration, Time } from './common.ts'
import type { Member } from './member.ts'

/** Where the request came from that caused an event. */
export interface RequestInfo {
  type: 'client' | 'server'
  ip: string
  user_agent: string
  /** `X-Stream-Client` */
  sdk: string
  /** `X-Stream-Ext` */
  ext?: string
}

/** What of a message an edit touched. */
export interface MessageUpdate {
  /** The text before; absent when the text stayed. */
  old_text?: string
  change_set: {
    custom: boolean
    text: boolean
    html: boolean
    attachments: boolean
    mentioned_user_ids: boolean
    quoted_message_id: boolean
    silent: boolean
    pin: boolean
  }
}

/** What webhooks are told beyond what connections get. */
export interface WebhookExtras {
  /** Absent where no request caused the event. */
  request_info?: RequestInfo
  /** Of the channel, at most 50: on events of messages and channels. */
  members?: Member[]
  /** On `message.updated` of an edit. */
  message_update?: MessageUpdate
}

/** A delivery that was given up. */
export interface DeadLetter {
  /** `X-Webhook-Id`. */
  id: string
  hook_id: string
  type: string
  attempts: number
  /** Why the last attempt failed. */
  error: string
  payload: Record<string, unknown>
  created_at: Time
  died_at: Time
}

/** Reply of `GET hooks/dead_letters`, the newest first. */
export interface DeadLettersResponse extends Duration {
  dead_letters: DeadLetter[]
  next?: string
}

/** How a hook is doing. */
export interface HookStatus {
  id: string
  hook_type: string
  /** Events that wait to be delivered; counted up to 10,000. */
  waiting: number
  /** Attempts that failed since the last one that did not. */
  failures: number
  /** Why the last attempt failed. */
  error?: string
  /** The hook does not answer: nothing but a probe is sent to it until then. */
  paused_until?: Time
}

/** Reply of `GET hooks`. */
export interface HooksResponse extends Duration {
  hooks: HookStatus[]
}
