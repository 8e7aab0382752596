import type { Control } from '../bus/bus.ts'
import type { LiveConnection } from './connection.ts'
import { noticeTopic, watchTopic } from './topics.ts'
import { Watchers } from './watchers.ts'

type ChannelsGone = Extract<Control, { kind: 'channels_gone' }>

/**
 * Moves connections between a channel's two topics: whoever watches gets its events, a member who
 * does not gets notifications, and nobody both.
 */
export class Watching {
  readonly #watchers = new Watchers()

  /** True when the connection's user was not watching before. */
  start(connection: LiveConnection, cid: string): boolean {
    if (connection.watched?.has(cid)) return false
    connection.watched ??= new Map()
    connection.watched.set(cid, connection.unsubscribe(noticeTopic(connection.appId, cid)))
    const topic = watchTopic(connection.appId, cid)
    connection.subscribe(topic)
    return this.#watchers.add(topic, connection)
  }

  /** True when the connection's user watches no more. */
  end(connection: LiveConnection, cid: string): boolean {
    const member = connection.watched?.get(cid)
    if (member === undefined) return false
    connection.watched?.delete(cid)
    const topic = watchTopic(connection.appId, cid)
    connection.unsubscribe(topic)
    if (member) connection.subscribe(noticeTopic(connection.appId, cid))
    return this.#watchers.remove(topic, connection)
  }

  count(appId: number, cid: string): number {
    return this.#watchers.count(watchTopic(appId, cid))
  }

  /** How many channels somebody watches. */
  channels(appId: number): number {
    return this.#watchers.channels(appId)
  }

  ids(appId: number, cid: string, limit: number, offset: number): readonly string[] {
    return this.#watchers.ids(watchTopic(appId, cid), limit, offset)
  }

  /** Notifications of these channels, but for what came or went while the list was made. */
  followMemberships(connection: LiveConnection, memberCids: Iterable<string>): void {
    const news = connection.membershipNews
    connection.membershipNews = undefined
    for (const cid of memberCids) if (!news?.has(cid)) follow(connection, cid)
    for (const [cid, member] of news ?? []) if (member) follow(connection, cid)
  }

  /** Nobody watches these channels or hears of them any more. */
  forget(connections: Iterable<LiveConnection>, { appId, cids }: ChannelsGone): void {
    for (const connection of connections) {
      if (connection.appId === appId) for (const cid of cids) this.#drop(connection, cid)
    }
  }

  #drop(connection: LiveConnection, cid: string): void {
    if (!connection.isReady) {
      connection.membershipNews ??= new Map()
      connection.membershipNews.set(cid, false)
      return
    }
    if (connection.watched?.has(cid)) connection.watched.set(cid, false)
    this.end(connection, cid)
    connection.unsubscribe(noticeTopic(connection.appId, cid))
  }

  /** Takes the connection's user out of the counts; returns the channels that the user watches no more. */
  uncount(connection: LiveConnection): string[] {
    const unwatched: string[] = []
    for (const cid of connection.watched?.keys() ?? []) {
      if (this.#watchers.remove(watchTopic(connection.appId, cid), connection)) unwatched.push(cid)
    }
    return unwatched
  }

  /**
   * Counts what the connection goes on watching as another user, of whose memberships nothing is
   * known yet; returns the channels that this user was not watching before.
   */
  recount(connection: LiveConnection): string[] {
    for (const topic of connection.topics()) if (topic.startsWith('n:')) connection.unsubscribe(topic)
    const began: string[] = []
    for (const cid of connection.watched?.keys() ?? []) {
      if (this.#watchers.add(watchTopic(connection.appId, cid), connection)) began.push(cid)
      connection.watched?.set(cid, false)
    }
    return began
  }
}

function follow(connection: LiveConnection, cid: string): void {
  if (connection.watched?.has(cid)) connection.watched.set(cid, true)
  else connection.subscribe(noticeTopic(connection.appId, cid))
}
