import type { Logger } from 'pino'
import type { Announcement } from '../bus/bus.ts'
import type { UserKind } from '../domain/records.ts'
import type { Store } from '../store/store.ts'
import type { Metrics } from '../util/metrics.ts'
import type { Clock } from '../util/time.ts'
import { Arrivals } from './arrivals.ts'
import { CLOSED, type LiveConnection, READY, type TokenTimes } from './connection.ts'
import { applyDisconnect, applyMembership } from './controls.ts'
import { Directory } from './directory.ts'
import type { Connection, Hub, LiveCounts } from './hub.ts'
import { HubMetrics } from './hub-metrics.ts'
import { Life } from './life.ts'
import { Throttle } from './throttle.ts'
import { noticeTopic, type Publisher, presenceTopic, Topics, userTopic, watchTopic } from './topics.ts'
import { Usage } from './usage.ts'
import { Watching } from './watching.ts'

export interface NodeHubOptions {
  readonly store: Store
  readonly metrics: Metrics
  readonly log: Logger
  /** Compress what is published (permessage-deflate). */
  readonly compress: boolean
  readonly clock: Clock
}

/** Whose connection it becomes. */
export interface Identity {
  readonly appId: number
  readonly userId: string
  readonly kind: UserKind
  readonly token: TokenTimes
  /** Connections the user may have, this one included. */
  readonly limit: number
}

/** What a connection left behind. */
export interface Departure {
  readonly wasReady: boolean
  /** The user has no other ready connection here. */
  readonly lastOfUser: boolean
  /** Channels that the user watches no more. */
  readonly unwatched: readonly string[]
}

/** What it meant that a connection became another user's. */
export interface Succession extends Departure {
  /** Channels that the new user was not watching before. */
  readonly watched: readonly string[]
}

/** The hub of one node: native topics for sockets, one wheel for all, counts where rules need them. */
export class NodeHub implements Hub {
  readonly usage: Usage
  readonly life: Life
  readonly topics: Topics
  readonly arrivals = new Arrivals()
  readonly #directory = new Directory()
  readonly #watching = new Watching()
  readonly #throttle = new Throttle()
  readonly #metrics: HubMetrics
  readonly #clock: Clock

  constructor(options: NodeHubOptions) {
    this.usage = new Usage(options)
    this.#clock = options.clock
    this.topics = new Topics(options.compress)
    this.#metrics = new HubMetrics(options.metrics)
    this.life = new Life(Date.now(), (connection, atUs) => this.#touch(connection, atUs))
    this.life.wheel.onSecond(nowS => {
      this.life.checkReaders(this.topics)
      this.usage.beat(nowS)
      options.metrics.live.beat(nowS, appId => this.usage.openConnections(appId))
    })
  }

  get connectionCount(): number {
    return this.#directory.size
  }

  connectionCounts(appId: number): ReadonlyMap<string, number> {
    return this.#directory.countsOf(appId)
  }

  countBySecret(appId: number): ReadonlyMap<string, number> {
    const counts = new Map<string, number>()
    for (const { appId: own, secretId, isReady } of this.#directory.all()) {
      if (own !== appId || secretId === undefined || !isReady) continue
      counts.set(secretId, (counts.get(secretId) ?? 0) + 1)
    }
    return counts
  }

  /** Begins to serve: frames go out through the publisher, time passes. */
  start(publisher: Publisher): void {
    this.topics.attach(publisher)
    this.life.wheel.start()
  }

  /** Time stands still; what waits to be written is written. */
  async stop(): Promise<void> {
    this.life.wheel.stop()
    await this.usage.flush()
  }

  deliver(announcement: Announcement): void {
    if (announcement.to === 'nodes') {
      const { control } = announcement
      if (control.kind === 'disconnect') applyDisconnect(this.#directory, control)
      if (control.kind === 'membership') applyMembership(this.#directory, control)
      if (control.kind === 'channels_gone') this.#watching.forget(this.#directory.all(), control)
      return
    }
    this.#metrics.announced(announcement.appId, announcement.type, this.#handOut(announcement))
  }

  /**
   * Takes a place among the user's connections; false when there is none left.
   * From now on a `disconnect` control closes it, though nothing else reaches it before `ready`.
   */
  admit(connection: LiveConnection, identity: Identity): boolean {
    const { appId, userId, kind } = identity
    if (kind !== 'anonymous' && !this.hasPlace(identity)) return false
    connection.appId = appId
    connection.userId = userId
    connection.kind = kind
    connection.setToken(identity.token)
    this.#directory.add(connection)
    return true
  }

  /** Frames reach it from now on. True when it is the user's first. */
  ready(connection: LiveConnection, memberCids: Iterable<string>, teams?: readonly string[]): boolean {
    const first = !this.isOnline(connection.appId, connection.userId)
    connection.state = READY
    this.#watching.followMemberships(connection, memberCids)
    connection.teams = teamsOrNone(teams)
    this.usage.opened(connection)
    this.#metrics.opened(connection)
    this.life.look(connection, this.life.wheel.nowS)
    return first && connection.kind !== 'anonymous'
  }

  hasPlace({ appId, userId, limit }: Identity): boolean {
    return this.#directory.countOf(appId, userId) < limit
  }

  renewToken(connection: LiveConnection, token: TokenTimes): void {
    connection.setToken(token)
    this.life.look(connection, this.life.wheel.nowS)
  }

  /** The ready connection belongs to another user from now on; what it watches stays. */
  become(connection: LiveConnection, identity: Identity, teams: readonly string[]): Succession {
    const left = this.#leave(connection)
    const { appId, kind, transport, teams: formerTeams } = connection
    connection.userId = identity.userId
    connection.kind = identity.kind
    connection.teams = teamsOrNone(teams)
    this.usage.became(connection, { appId, kind, transport, teams: formerTeams })
    this.#directory.link(connection)
    const watched = this.#watching.recount(connection)
    this.#metrics.becameKind(connection, kind)
    this.renewToken(connection, identity.token)
    return { ...left, watched }
  }

  /** Subscribes to the notifications of these channels, where it does not watch them. */
  followMemberships(connection: LiveConnection, memberCids: Iterable<string>): void {
    this.#watching.followMemberships(connection, memberCids)
  }

  /** Forgets a connection that closed. Called once, by its transport. */
  remove(connection: LiveConnection): Departure {
    const wasReady = connection.state === READY
    this.life.end(connection)
    if (connection.id !== '' && !wasReady) this.#directory.remove(connection)
    connection.state = CLOSED
    if (!wasReady) return { wasReady, lastOfUser: false, unwatched: [] }
    const departure = this.#leave(connection)
    this.#directory.remove(connection)
    for (const topic of connection.topics()) connection.unsubscribe(topic)
    connection.watched = undefined
    this.usage.closed(connection)
    this.#metrics.closed(connection)
    return departure
  }

  findConnection(
    appId: number,
    connectionId: string,
    userId: string | undefined,
  ): LiveConnection | undefined {
    const connection = this.#directory.find(connectionId)
    if (!connection?.isReady || connection.appId !== appId) return undefined
    return userId === undefined || connection.userId === userId ? connection : undefined
  }

  /** Also one that is still being let in. */
  findLive(connectionId: string): LiveConnection | undefined {
    return this.#directory.find(connectionId)
  }

  isOnline(appId: number, userId: string): boolean {
    return this.#directory.isOnline(appId, userId)
  }

  connectionsOf(appId: number, userId: string): readonly LiveConnection[] {
    const connections: LiveConnection[] = []
    for (let at = this.#directory.firstOf(appId, userId); at; at = at.nextOfUser) {
      if (at.isReady) connections.push(at)
    }
    return connections
  }

  // Whoever closed meanwhile must not come back through a late request: hence `#live`.
  watch(connection: Connection, cid: string): boolean {
    const live = this.#live(connection)
    return live !== undefined && this.#watching.start(live, cid)
  }

  unwatch(connection: Connection, cid: string): boolean {
    const live = this.#live(connection)
    return live !== undefined && this.#watching.end(live, cid)
  }

  isWatching(connection: Connection, cid: string): boolean {
    return this.#live(connection)?.watched?.has(cid) ?? false
  }

  watchedCids(connection: Connection): readonly string[] {
    return [...(this.#live(connection)?.watched?.keys() ?? [])]
  }

  /** Connections that watch the channel, or any; looks at all that there are. */
  watching(appId: number, cid?: string): LiveConnection[] {
    const found: LiveConnection[] = []
    for (const connection of this.#directory.all()) {
      const { isReady, watched } = connection
      if (!isReady || connection.appId !== appId || !watched) continue
      if (cid === undefined ? watched.size > 0 : watched.has(cid)) found.push(connection)
    }
    return found
  }

  watcherCount(appId: number, cid: string): number {
    return this.#watching.count(appId, cid)
  }

  liveCounts(appId: number): LiveCounts {
    const open = this.usage.find(appId)
    const kinds = { regular: 0, guest: 0, anonymous: 0 }
    for (const kind of ['regular', 'guest', 'anonymous'] as const) kinds[kind] = open?.all.openOf(kind) ?? 0
    return {
      ...kinds,
      total: open?.all.open ?? 0,
      polling: open?.polling ?? 0,
      users: this.#directory.userCount(appId),
      channels: this.#watching.channels(appId),
    }
  }

  watcherIds(appId: number, cid: string, limit: number, offset: number): readonly string[] {
    return this.#watching.ids(appId, cid, limit, offset)
  }

  subscribePresence(connection: Connection, userIds: readonly string[]): void {
    const live = this.#live(connection)
    if (live) for (const userId of userIds) live.subscribe(presenceTopic(live.appId, userId))
  }

  /** Somebody on this node would hear of the user's presence. */
  hasPresenceSubscribers(appId: number, userId: string): boolean {
    return this.topics.subscriberCount(presenceTopic(appId, userId)) > 0
  }

  #live(connection: Connection): LiveConnection | undefined {
    const live = this.#directory.find(connection.id)
    return live?.isReady ? live : undefined
  }

  #touch(connection: LiveConnection, atUs: number): void {
    if (connection.kind === 'anonymous') return
    this.usage.touch(connection.appId, connection.userId, atUs)
    // A connection that is open into the next month is active there too.
    this.usage.active(connection.appId, connection.userId, connection.kind, this.#clock())
  }

  /** Takes the connection's user out of the counts. */
  #leave(connection: LiveConnection): Departure {
    const unwatched = this.#watching.uncount(connection)
    this.#directory.unlink(connection)
    return { wasReady: true, lastOfUser: !this.isOnline(connection.appId, connection.userId), unwatched }
  }

  /** Returns how many connections were handed a frame. */
  #handOut(announcement: Exclude<Announcement, { to: 'nodes' }>): number {
    const { appId, frame } = announcement
    switch (announcement.to) {
      case 'channel':
        return (
          (this.#isHeldBack(announcement)
            ? 0
            : this.topics.publish(watchTopic(appId, announcement.cid), frame)) +
          (announcement.notice === undefined
            ? 0
            : this.#notify(noticeTopic(appId, announcement.cid), announcement.notice))
        )
      case 'members':
        return this.#notify(noticeTopic(appId, announcement.cid), frame)
      case 'presence':
        return this.topics.publish(presenceTopic(appId, announcement.userId), frame)
      case 'user':
        this.arrivals.note(userTopic(appId, announcement.userId))
        return this.#sendToUser(announcement)
    }
  }

  #isHeldBack({ appId, cid, throttle }: Extract<Announcement, { to: 'channel' }>): boolean {
    if (!throttle) return false
    const watchers = this.#watching.count(appId, cid)
    return !this.#throttle.passes(watchTopic(appId, cid), watchers, throttle, performance.now())
  }

  #notify(topic: string, notice: string): number {
    this.arrivals.note(topic)
    return this.topics.publish(topic, notice)
  }

  /** A user has few connections: sending to each costs less than keeping a topic for everybody. */
  #sendToUser(announcement: Extract<Announcement, { to: 'user' }>): number {
    const { appId, userId, frame, unlessWatching, onlyWatching } = announcement
    let deliveries = 0
    let next: LiveConnection | undefined
    for (let at = this.#directory.firstOf(appId, userId); at; at = next) {
      // Read first: a reader that is too slow is closed by the send and leaves the list.
      next = at.nextOfUser
      if (!at.isReady || (unlessWatching !== undefined && at.watched?.has(unlessWatching))) continue
      if (onlyWatching !== undefined && !at.watched?.has(onlyWatching)) continue
      at.send(frame)
      deliveries++
    }
    return deliveries
  }
}

/** No array is kept for who is in no team: most are not. */
function teamsOrNone(teams: readonly string[] | undefined): readonly string[] | undefined {
  return teams && teams.length > 0 ? teams : undefined
}
