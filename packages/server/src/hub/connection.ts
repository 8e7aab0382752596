import type { UserKind } from '../domain/records.ts'
import { type Agent, UNKNOWN_AGENT } from './agents.ts'
import type { Connection } from './hub.ts'

/** How far a connection has come. Numbers, because one stands in every connection. */
export const OPEN = 0
/** The credential holds and the place is taken; the user is being loaded. Nothing is delivered yet. */
export const ADMITTED = 1
export const READY = 2
export const CLOSED = 3
export type ConnectionState = typeof OPEN | typeof ADMITTED | typeof READY | typeof CLOSED

/** What a token says that matters while it is in use. 0 where it says nothing. */
export interface TokenTimes {
  readonly issuedAtUs: number | undefined
  readonly expiresAtS: number
  /** When the client is told that the token ends soon. */
  readonly expiringNoticeAtS: number
  /** The app's secret it was signed with, or the id of an identity provider. */
  readonly secretId: string | undefined
}

/** What the address of a connection said of who connects. */
export interface ConnectionQuery {
  readonly apiKey: string | undefined
  readonly authType: string | undefined
  readonly token: string | undefined
  /** `json`, as text still. */
  readonly json: string | undefined
}

/**
 * One connection as the hub keeps it. Memory per idle connection is what this server sells:
 * few small fields, no closures, no timers, collections only where something is in them.
 */
export abstract class LiveConnection implements Connection {
  id = ''
  appId = 0
  userId = ''
  kind: UserKind = 'anonymous'
  /** Of the user when they came; undefined for none. */
  teams: readonly string[] | undefined = undefined
  state: ConnectionState = OPEN
  /** The next connection of the same user: a list without an array. */
  nextOfUser: LiveConnection | undefined = undefined
  /** Watched cids; the value says whether the user is a member, so that notifications can come back. */
  watched: Map<string, boolean> | undefined = undefined
  /** Memberships that came or went while they were being loaded. */
  membershipNews: Map<string, boolean> | undefined = undefined
  /** Place in the wheel. */
  bucket = 0
  slot = -1
  /** Seconds on the wheel's clock. */
  openedAtS = 0
  heardAtS = 0
  framesInSecond = 0
  /** Closed for leaving too much unread. */
  isTooSlow = false
  expiresAtS = 0
  expiringNoticeAtS = 0
  issuedAtUs: number | undefined = undefined
  secretId: string | undefined = undefined
  agent: Agent = UNKNOWN_AGENT
  /** Frames that wait for the one being worked on; undefined when none is. */
  waiting: unknown[] | undefined = undefined
  /** Credentials of the address, until they are used. */
  query: ConnectionQuery | undefined = undefined

  /** The client's address, for limits per address. */
  abstract readonly ip: string
  abstract readonly transport: 'websocket' | 'longpoll'
  abstract send(frame: string): void
  abstract close(code: number, reason: string): void
  abstract subscribe(topic: string): void
  /** True when it was subscribed. */
  abstract unsubscribe(topic: string): boolean
  /** The wheel came by: a chance to end what waits for a time. */
  abstract timePassed(nowS: number): void
  /** Every topic it is subscribed to. */
  abstract topics(): readonly string[]
  /** Bytes that wait for a reader. */
  abstract bufferedBytes(): number

  get isReady(): boolean {
    return this.state === READY
  }

  get isClosed(): boolean {
    return this.state === CLOSED
  }

  setToken(times: TokenTimes): void {
    this.issuedAtUs = times.issuedAtUs
    this.secretId = times.secretId
    this.expiresAtS = times.expiresAtS
    this.expiringNoticeAtS = times.expiringNoticeAtS
  }
}
