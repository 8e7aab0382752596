import type { ChannelEventMap } from './channel-events.ts'
import type { Time } from './common.ts'
import type { ConnectionEventMap } from './connection-events.ts'
import type { DraftEventMap } from './draft.ts'
import type { ModerationEventMap } from './moderation-events.ts'
import type { PollEventMap } from './poll.ts'
import type { ReminderEventMap } from './reminder.ts'
import type { UserEventMap } from './user-events.ts'

/**
 * Every event that this version sends, by its type. Closed: a wrong name does not compile.
 *
 * Who gets which event is listed in PROTOCOL.md.
 */
export interface EventMap
  extends ConnectionEventMap,
    ChannelEventMap,
    ModerationEventMap,
    PollEventMap,
    DraftEventMap,
    ReminderEventMap,
    UserEventMap {}

/** The type of a built-in event. */
export type EventType = keyof EventMap

/** Any built-in event; `event.type` tells which. */
export type ChatEvent = EventMap[EventType]

/**
 * An event of the app's own, sent with `POST channels/{type}/{id}/event` or `users/{id}/event`.
 *
 * Its type has no dot; its data stands at the root.
 */
export interface CustomEvent<Type extends string = string> {
  type: Type
  created_at: Time
  /** On channel events, which are logged; not on events for one user. */
  cid?: string
  channel_id?: string
  channel_type?: string
  seq?: number
  user_id?: string
  [custom: string]: unknown
}

/** The text itself when it may name a custom event: no dot inside. */
export type CustomEventType<Type extends string> = Type extends `${string}.${string}` ? never : Type

/** The event of a type: a built-in one by its name, a custom one otherwise. */
export type EventOf<Type extends string> = Type extends EventType ? EventMap[Type] : CustomEvent<Type>

/** Whatever a connection may be sent as an event. */
export type AnyEvent = ChatEvent | CustomEvent

/** The event of a request to send one. */
export interface EventRequest {
  /** `typing.start`, `typing.stop` or a type of your own without a dot. */
  type: string
  /** Typing inside of a thread. */
  parent_id?: string
  /** Who sends it; server only. */
  user_id?: string
  user?: { id: string; [custom: string]: unknown }
  [custom: string]: unknown
}

export type { ChannelEventMap, ConnectionEventMap, UserEventMap }
