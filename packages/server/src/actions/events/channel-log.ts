import type { EventType } from '@parley/protocol'
import type { Announcement } from '../../bus/bus.ts'
import type { ChannelRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { Clock } from '../../util/time.ts'
import type { Deps } from '../deps.ts'
import { channelFrame } from '../wire/channel-event.ts'

/** Where an event stands in its channel's log. */
export interface Place {
  readonly seq: number
  readonly atUs: number
}

type Parts = Readonly<Record<string, string | undefined>>

/**
 * Writes a channel's log inside one transaction and keeps what is to be announced once that is
 * committed. Made anew whenever the transaction's work runs.
 */
export class ChannelLog {
  readonly announcements: Announcement[] = []
  readonly #tx: Tx
  readonly #channel: ChannelRecord
  readonly #clock: Clock

  constructor(tx: Tx, channel: ChannelRecord, clock: Clock) {
    this.#tx = tx
    this.#channel = channel
    this.#clock = clock
  }

  /**
   * The next place in the log; what is written there must follow with `append`. For a new message
   * the channel counts it along.
   */
  next(message?: { readonly movesLastMessage: boolean }): Promise<Place> {
    return this.#tx.nextSeq(this.#channel.pk, this.#clock(), message)
  }

  /** Logs an event for the watchers, and what members who do not watch get instead. */
  async append(type: EventType, place: Place, parts: Parts, notice?: string): Promise<void> {
    const { appId, cid, pk } = this.#channel
    const frame = channelFrame(type, this.#channel, place, parts)
    await this.#tx.appendEvent({ channelPk: pk, ...place, type, frame })
    const announcement = { to: 'channel', appId, cid, type, frame } as const
    this.announcements.push(notice === undefined ? announcement : { ...announcement, notice })
  }

  /** The next place and an event there. */
  async add(type: EventType, parts: Parts): Promise<Place> {
    const place = await this.next()
    await this.append(type, place, parts)
    return place
  }

  /** For one user's connections that do not watch; not logged. */
  notifyUser(userId: string, type: EventType, atUs: number, parts: Parts): void {
    const { appId, cid } = this.#channel
    const frame = channelFrame(type, this.#channel, { atUs }, parts)
    this.announcements.push({ to: 'user', appId, userId, type, frame, unlessWatching: cid })
  }

  /** Tells every node that a membership came or went. */
  membership(userId: string, member: boolean): void {
    const { appId, cid } = this.#channel
    this.announcements.push({ to: 'nodes', control: { kind: 'membership', appId, userId, cid, member } })
  }
}

/** After the commit, in commit order. */
export function announceAll(deps: Pick<Deps, 'bus'>, announcements: readonly Announcement[]): void {
  for (const announcement of announcements) deps.bus.publish(announcement)
}
