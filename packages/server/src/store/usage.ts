import type { Grain, UsageKind } from '../domain/usage.ts'

/** All of an app, or one of its teams: `''` is who belongs to none. */
export type UsageScope = 'all' | { readonly team: string }

export type UsageWhat = 'messages' | 'users' | 'connections'

/** A number of one minute, hour, day or month (UTC): the first is that of 1970. */
export interface UsageCount {
  readonly at: number
  readonly kind: UsageKind
  readonly value: number
}

/** The most connections at once. */
export interface PeakRecord extends UsageCount {
  readonly scope: UsageScope
  readonly grain: Grain
}

/** Which numbers; both ends included. */
export interface UsageSpan {
  readonly appId: number
  readonly scope: UsageScope
  readonly grain: Grain
  readonly from: number
  readonly to: number
}

/** Up to where messages are there for good: what lies below is committed, or never will be. */
export interface Frontier {
  readonly pk: number
  readonly xid: number
}

export interface UsageReader {
  /** Of users and connections. */
  listUsage(what: Exclude<UsageWhat, 'messages'>, span: UsageSpan): Promise<UsageCount[]>
  /** Messages sent, each counted once: also those of a moment ago. */
  listMessageUsage(span: UsageSpan): Promise<{ readonly counts: UsageCount[]; readonly behind: number }>
  /** By name, those that have numbers; after a name. */
  listUsageTeams(appId: number, after: string, limit: number): Promise<string[]>
  /** The first day with a number. */
  findFirstUsageDay(appId: number): Promise<number | undefined>
}

export interface UsageWriter {
  /**
   * Counts some of the messages that were not counted yet. `seen` is what the call before answered;
   * `more` when there are others that could be counted now.
   */
  countMessages(seen: Frontier | undefined): Promise<{ readonly seen: Frontier; readonly more: boolean }>
  /** Users active on a day: counted once in it, and once in its month. */
  recordActiveUsers(
    appId: number,
    day: number,
    users: readonly { readonly userId: string; readonly guest: boolean }[],
  ): Promise<void>
  /** Keeps the larger of stored and given. */
  recordPeaks(appId: number, peaks: readonly PeakRecord[]): Promise<void>
  /** Forgets minutes, hours and who was active on days before those. */
  pruneUsage(before: { readonly minute: number; readonly hour: number; readonly day: number }): Promise<void>
}
