import type { MessageThrottle } from '@parley/protocol'

/**
 * Carries announcements between nodes. A hint, never the truth: the log in the store is.
 * Delivery is at most once, in the order of `publish` per node.
 */
export interface Bus {
  /** Other nodes listen too: that nobody here wants to hear something does not mean that nobody does. */
  readonly shared: boolean
  publish(announcement: Announcement): void
  /** The handler is called for announcements of every node, this one included. */
  subscribe(handler: (announcement: Announcement) => void): () => void
  close(): Promise<void>
}

/** `frame` is the event as it goes over the wire, serialised once. */
export type Announcement =
  /** To everyone who watches the channel; `notice` to its members' connections that do not. */
  | {
      readonly to: 'channel'
      readonly appId: number
      readonly cid: string
      readonly type: string
      readonly frame: string
      readonly notice?: string | undefined
      /** In a large room it may be held back: who watches finds it in the log. */
      readonly throttle?: MessageThrottle | undefined
    }
  /** To the members' connections that do not watch the channel. */
  | {
      readonly to: 'members'
      readonly appId: number
      readonly cid: string
      readonly type: string
      readonly frame: string
    }
  /** To every connection of one user; only to those that do not, or that do, watch that channel. */
  | {
      readonly to: 'user'
      readonly appId: number
      readonly userId: string
      readonly type: string
      readonly frame: string
      readonly unlessWatching?: string
      readonly onlyWatching?: string
    }
  /** To whoever asked for this user's presence. */
  | {
      readonly to: 'presence'
      readonly appId: number
      readonly userId: string
      readonly type: string
      readonly frame: string
    }
  /** To every node itself. */
  | { readonly to: 'nodes'; readonly control: Control }

/** What nodes must do at once, not only know. */
export type Control =
  /** Close the connections of a user, or of all users of an app, with an error frame. */
  | {
      readonly kind: 'disconnect'
      readonly appId: number
      readonly userId?: string
      /** Only connections whose token was issued before then (or carries no `iat`). */
      readonly issuedBeforeUs?: number
      /** Only this connection. */
      readonly connectionId?: string
      /** Only connections whose token was signed with this secret, or by the identity provider of this id; `unsigned` for nobody. */
      readonly secretId?: string
      readonly closeCode: number
      readonly error: {
        readonly name: string
        readonly message: string
        readonly details?: Readonly<Record<string, unknown>>
      }
    }
  /** A membership came or went: notifications of that channel follow it. */
  | {
      readonly kind: 'membership'
      readonly appId: number
      readonly userId: string
      readonly cid: string
      readonly member: boolean
    }
  /** Channels are no more: nobody watches them or hears of them. */
  | { readonly kind: 'channels_gone'; readonly appId: number; readonly cids: readonly string[] }
  /** The user was written: forget what is remembered of them. */
  | { readonly kind: 'user'; readonly appId: number; readonly userId: string }
  /** A user has other roles or teams, or a channel another team or grants: who may still watch? */
  | {
      readonly kind: 'rights'
      readonly appId: number
      readonly of: { readonly userId: string } | { readonly cid: string }
    }
  /** Something was put in the tasks' queue. */
  | { readonly kind: 'task' }
  /** App, secrets or channel types were written: forget what is remembered of them. */
  | { readonly kind: 'app'; readonly appId: number }
