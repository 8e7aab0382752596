import type { ErrorBody } from '../chat-error.ts'
import type { DeviceRequest } from './device.ts'
import type { AnyEvent, ChatEvent } from './events.ts'
import type { UserDetails } from './user.ts'

/** What a socket says of its user: `json` of the query, or the root of the `auth` frame. */
export interface ConnectPayload {
  /** Must be the token's. */
  user_id?: string
  /** Merged into the stored user. Absent: `{id: user_id}`. */
  user_details?: UserDetails | null
  /** The token, where `authorization` is missing. */
  user_token?: string
  device?: DeviceRequest | null
}

/** A frame of a client may be numbered; the answer carries the number as `reply_to`. */
interface Numbered {
  /** At most 64 characters. */
  id?: string
}

/** First frame of a socket whose address has no credentials, within 10 s. */
export interface AuthFrame extends ConnectPayload, Numbered {
  type: 'auth'
  /** Where the address has none. */
  api_key?: string
  /** `jwt` unless given. */
  'stream-auth-type'?: 'jwt' | 'anonymous'
  /** The token, bare or after `Bearer `. */
  authorization?: string
}

/** Sign of life, every 25 s; answered with the same type. */
export interface HealthCheckFrame extends Numbered {
  type: 'health.check'
  connection_id?: string
}

/** A new token for the same user. Answered with `token.refreshed` or an error frame. */
export interface TokenRefreshFrame extends Numbered {
  type: 'token.refresh'
  token: string
}

/** Anonymous or guest becomes a regular user. Answered with `user.upgraded` or an error frame. */
export interface UserUpgradeFrame extends Numbered {
  type: 'user.upgrade'
  token: string
  user_details?: UserDetails | null
  /** The guest's messages, memberships and so on become the user's, the guest goes. */
  merge?: boolean
}

/** Every frame a client may send: text, JSON, 64 KiB at most. */
export type ClientFrame = AuthFrame | HealthCheckFrame | TokenRefreshFrame | UserUpgradeFrame

/** Something went wrong; a close follows when the connection can not live on. */
export interface ErrorFrame {
  error: ErrorBody
  /** When it answers a frame that had an `id`. */
  reply_to?: string
}

/** Every frame a server sends: events, or an error. */
export type ServerFrame<Event = ChatEvent> = Event | ErrorFrame

/** Tells an error frame from an event. */
export function isErrorFrame(frame: ServerFrame<AnyEvent>): frame is ErrorFrame {
  return 'error' in frame && !('type' in frame)
}

/** Reply of `GET longpoll`. */
export interface LongPollResponse {
  /** Continue with it. */
  connection_id: string
  /** The frames that a socket would have got, in order; empty after 25 s without any. */
  events: ServerFrame<AnyEvent>[]
  /** The connection is over; the code means what it means on a socket. */
  close?: { code: number; reason: string }
  duration: string
}

/** Body of `POST longpoll`. */
export interface LongPollRequest {
  frames: ClientFrame[]
}
