import type { Announcement } from '../bus/bus.ts'
import type { UserKind } from '../domain/records.ts'
import type { Agent } from './agents.ts'

/** One open connection of this node, socket or long poll. `hub/` owns its fields; others only pass it on. */
export interface Connection {
  readonly id: string
  readonly appId: number
  /** `!anon` for anonymous ones. Changes on `user.upgrade`. */
  readonly userId: string
  readonly kind: UserKind
  /** Where it comes from. */
  readonly ip: string
  readonly transport: 'websocket' | 'longpoll'
  readonly agent: Agent
  /** Epoch seconds. */
  readonly openedAtS: number
  /** Epoch seconds; 0 when its token does not expire. */
  readonly expiresAtS: number
  /** The app's secret that its token was signed with, or the id of an identity provider; undefined without a token. */
  readonly secretId: string | undefined
  /** Sends one frame, already serialised. */
  send(frame: string): void
  /** Closes with a code of `CLOSE_CODES`; a frame sent before is delivered first. */
  close(code: number, reason: string): void
}

/** Connections of an app by whom and how, and what they are for. */
export interface LiveCounts {
  readonly regular: number
  readonly guest: number
  readonly anonymous: number
  readonly total: number
  /** Those of `total` that are long polls. */
  readonly polling: number
  /** Distinct users, anonymous ones left out. */
  readonly users: number
  /** Channels that somebody watches. */
  readonly channels: number
}

/** Who is connected to this node, what they watch, and how frames reach them. */
export interface Hub {
  /** Hands an announcement to the local connections it concerns: native publish, no loop over sockets. */
  deliver(announcement: Announcement): void

  /** The connection of that id, if it is this app's and this user's (undefined user: server). */
  findConnection(appId: number, connectionId: string, userId: string | undefined): Connection | undefined
  isOnline(appId: number, userId: string): boolean
  connectionsOf(appId: number, userId: string): readonly Connection[]

  /** Subscribes the connection to the channel; true when its user was not watching before. */
  watch(connection: Connection, cid: string): boolean
  /** True when its user watches no more from any connection. */
  unwatch(connection: Connection, cid: string): boolean
  isWatching(connection: Connection, cid: string): boolean
  watchedCids(connection: Connection): readonly string[]
  /** Distinct users watching; anonymous connections count one each. */
  watcherCount(appId: number, cid: string): number
  /** Ids of watching users, anonymous left out, in the order they came. */
  watcherIds(appId: number, cid: string, limit: number, offset: number): readonly string[]
  /** Events `user.presence.changed` and `user.updated` of these users reach the connection from now on. */
  subscribePresence(connection: Connection, userIds: readonly string[]): void

  /** Who is connected to this node, and how often; anonymous ones left out. */
  connectionCounts(appId: number): ReadonlyMap<string, number>

  /** How many connections of the app were opened with a token of each secret. Looks at every connection. */
  countBySecret(appId: number): ReadonlyMap<string, number>

  readonly connectionCount: number

  /** What is open now on this node. Costs no look at connections. */
  liveCounts(appId: number): LiveCounts
}
