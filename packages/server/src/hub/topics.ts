import type { LiveConnection } from './connection.ts'

/** What fan-out needs of `Bun.serve`. */
export interface Publisher {
  publish(topic: string, frame: string, compress?: boolean): number
  subscriberCount(topic: string): number
}

/** Everybody who watches the channel. */
export const watchTopic = (appId: number, cid: string): string => `w:${appId}:${cid}`
/** Connections of members that do not watch the channel. */
export const noticeTopic = (appId: number, cid: string): string => `n:${appId}:${cid}`
/** The user's own connections: only a name, since each is sent to by itself. */
export const userTopic = (appId: number, userId: string): string => `u:${appId}:${userId}`
/** Who asked for the user's presence. */
export const presenceTopic = (appId: number, userId: string): string => `p:${appId}:${userId}`

/** Anything a topic can reach that is no socket. */
export type SoftSubscriber = Pick<LiveConnection, 'send'>

/**
 * Topics of this node: sockets are the server's own subscribers, everything else stands in a set.
 * A frame is encoded once by the server and costs nothing here per socket.
 */
export class Topics {
  readonly #soft = new Map<string, Set<SoftSubscriber>>()
  readonly #compress: boolean
  #publisher: Publisher | undefined
  /** Characters published since the last look at readers: none can have more than that newly waiting. */
  published = 0

  constructor(compress: boolean) {
    this.#compress = compress
  }

  attach(publisher: Publisher): void {
    this.#publisher = publisher
  }

  /** Returns how many connections were handed the frame. */
  publish(topic: string, frame: string): number {
    const sockets = this.#publisher?.subscriberCount(topic) ?? 0
    if (sockets > 0) {
      this.published += frame.length
      this.#publisher?.publish(topic, frame, this.#compress)
    }
    return sockets + this.#publishSoftly(topic, frame)
  }

  subscriberCount(topic: string): number {
    return (this.#publisher?.subscriberCount(topic) ?? 0) + (this.#soft.get(topic)?.size ?? 0)
  }

  subscribeSoftly(topic: string, subscriber: SoftSubscriber): void {
    const subscribers = this.#soft.get(topic)
    if (subscribers) subscribers.add(subscriber)
    else this.#soft.set(topic, new Set([subscriber]))
  }

  unsubscribeSoftly(topic: string, subscriber: SoftSubscriber): boolean {
    const subscribers = this.#soft.get(topic)
    if (!subscribers?.delete(subscriber)) return false
    if (subscribers.size === 0) this.#soft.delete(topic)
    return true
  }

  #publishSoftly(topic: string, frame: string): number {
    const subscribers = this.#soft.get(topic)
    if (!subscribers) return 0
    for (const subscriber of subscribers) subscriber.send(frame)
    return subscribers.size
  }
}
