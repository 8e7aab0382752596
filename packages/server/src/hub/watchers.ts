import type { LiveConnection } from './connection.ts'

/** Watchers of one channel: user id → how many of the user's connections watch it. */
interface ChannelWatchers {
  readonly users: Map<string, number>
  anonymous: number
}

/** Who watches which channel on this node. Keys are watch topics. */
export class Watchers {
  readonly #channels = new Map<string, ChannelWatchers>()
  /** By app, how many channels. */
  readonly #counts = new Map<number, number>()

  /** True when the user was not watching before. */
  add(topic: string, connection: LiveConnection): boolean {
    const channel = this.#channelOf(topic, connection.appId)
    if (connection.kind === 'anonymous') {
      channel.anonymous++
      return true
    }
    const before = channel.users.get(connection.userId) ?? 0
    channel.users.set(connection.userId, before + 1)
    return before === 0
  }

  /** True when the user watches no more. */
  remove(topic: string, connection: LiveConnection): boolean {
    const channel = this.#channels.get(topic)
    if (!channel) return false
    const last = leave(channel, connection)
    if (channel.anonymous === 0 && channel.users.size === 0) {
      this.#channels.delete(topic)
      this.#count(connection.appId, -1)
    }
    return last
  }

  count(topic: string): number {
    const channel = this.#channels.get(topic)
    return channel ? channel.users.size + channel.anonymous : 0
  }

  ids(topic: string, limit: number, offset: number): string[] {
    const ids: string[] = []
    let at = 0
    for (const id of this.#channels.get(topic)?.users.keys() ?? []) {
      if (at++ < offset) continue
      if (ids.length >= limit) break
      ids.push(id)
    }
    return ids
  }

  channels(appId: number): number {
    return this.#counts.get(appId) ?? 0
  }

  #count(appId: number, by: number): void {
    this.#counts.set(appId, this.channels(appId) + by)
  }

  #channelOf(topic: string, appId: number): ChannelWatchers {
    const known = this.#channels.get(topic)
    if (known) return known
    const channel: ChannelWatchers = { users: new Map(), anonymous: 0 }
    this.#channels.set(topic, channel)
    this.#count(appId, 1)
    return channel
  }
}

function leave(channel: ChannelWatchers, connection: LiveConnection): boolean {
  if (connection.kind === 'anonymous') {
    channel.anonymous--
    return true
  }
  const before = channel.users.get(connection.userId) ?? 0
  if (before > 1) channel.users.set(connection.userId, before - 1)
  else channel.users.delete(connection.userId)
  return before === 1
}
