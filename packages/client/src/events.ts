import type { AnyEvent, ChatError, CustomEvent, EventMap } from '@parley/protocol'

/**
 * Where the connection stands:
 * - `disconnected`: nobody is connected, and nothing is tried
 * - `connecting`: a connection is being opened
 * - `connected`: the server has greeted
 * - `offline`: the connection was lost; the next try waits
 */
export type ConnectionState = 'disconnected' | 'connecting' | 'connected' | 'offline'

/** Events that the SDK itself makes; they never come from the server. */
export interface LocalEventMap {
  /** `connectionState` is another one now. */
  'connection.changed': {
    type: 'connection.changed'
    created_at: string
    state: ConnectionState
    previous: ConnectionState
    /** Whether the state is `connected`. */
    online: boolean
  }
  /** After a loss all watched channels are up to date again; `lost_channels` are no longer readable. */
  'connection.recovered': { type: 'connection.recovered'; created_at: string; lost_channels: string[] }
  /** Connecting, or the token provider, failed five times in a row. Once per row; it is tried on. */
  'connection.failed': { type: 'connection.failed'; created_at: string; error: ChatError }
  /** The server ended it for good: `error` says why. Nothing is tried until `connectUser`. */
  'connection.closed': {
    type: 'connection.closed'
    created_at: string
    code: number
    reason: string
    error: ChatError
  }
}

/** Every event that `on` can be asked for by name. */
export interface ClientEventMap extends EventMap, LocalEventMap {}

/** The name of a built-in event. */
export type ClientEventType = keyof ClientEventMap

/** Any event: the server's, the SDK's own, or one of the app's. */
export type ClientEvent = AnyEvent | LocalEventMap[keyof LocalEventMap]

/** What a listener for a type is given: `all` hears every event. */
export type ListenedEvent<Type extends string> = Type extends 'all'
  ? ClientEvent
  : Type extends ClientEventType
    ? ClientEventMap[Type]
    : CustomEvent<Type>
