import { type EventType, HOOK_EVENT_TYPES, type MessageThrottle } from '@parley/protocol'
import type { Announcement } from '../../bus/bus.ts'
import type { Audience, ChannelRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { channelFrame } from '../wire/channel-event.ts'
import { addForHooks, type EventSource } from './hook-event.ts'

/** Where an event stands in its channel's log. */
export interface Place {
  readonly seq: number
  readonly atUs: number
}

/** Whom an entry reaches that is not for everybody. */
export interface Recipients {
  /** Kept with the entry: who may have it of `/sync`. */
  readonly audience: Audience
  /** Of these the connections that watch get it at once. */
  readonly watcherIds: readonly string[]
  /** Of these the connections that do not watch get the notice. */
  readonly memberIds: readonly string[]
}

type Parts = Readonly<Record<string, string | undefined>>

/** What an entry of the log says beside what watchers get. */
export interface Aside {
  /** To the members who do not watch, instead of the event: a whole frame. */
  readonly notice?: string | undefined
  /** To webhooks alone. */
  readonly forHooks?: Parts | undefined
  /** For these only; everybody else's watching connections are told to count it as seen. */
  readonly to?: Recipients | undefined
  /** Large rooms need not get it at once. */
  readonly throttle?: MessageThrottle | undefined
}

const HOOKED: ReadonlySet<string> = new Set(HOOK_EVENT_TYPES)

/**
 * Writes a channel's log inside one transaction and keeps what is to be announced once that is
 * committed. What webhooks want of it is kept for them in the same transaction (`hook-event.ts`).
 * Made anew whenever the transaction's work runs.
 */
export class ChannelLog {
  readonly announcements: Announcement[] = []
  readonly #tx: Tx
  readonly #channel: ChannelRecord
  readonly #deps: Pick<Deps, 'clock'>
  readonly #source: EventSource

  /** `source`: who acts, for whom webhooks are told of it; `{ kind: 'server', app }` for the server itself. */
  constructor(deps: Pick<Deps, 'clock'>, tx: Tx, source: EventSource, channel: ChannelRecord) {
    this.#deps = deps
    this.#tx = tx
    this.#source = source
    this.#channel = channel
  }

  /**
   * The next place in the log; what is written there must follow with `append`. For a new message
   * the channel counts it along.
   */
  next(message?: { readonly movesLastMessage: boolean }): Promise<Place> {
    return this.#tx.nextSeq(this.#channel.pk, this.#deps.clock(), message)
  }

  /** Logs an event for the watchers and for webhooks. */
  async append(type: EventType, place: Place, parts: Parts, aside: Aside = {}): Promise<void> {
    const frame = channelFrame(type, this.#channel, place, parts)
    await this.appendFrame(type, place, frame, aside)
  }

  /** As `append`, of an event that is text already; also of the app's own types. */
  async appendFrame(
    type: string,
    place: Place,
    frame: string,
    { notice, forHooks, to, throttle }: Aside = {},
  ): Promise<void> {
    const { appId, cid, pk } = this.#channel
    await this.#tx.appendEvent({ channelPk: pk, ...place, type, frame, audience: to?.audience })
    if (this.#source.app.settings.hooks.length > 0 && (HOOKED.has(type) || !type.includes('.'))) {
      const { atUs } = place
      await addForHooks(this.#tx, this.#source, {
        type,
        atUs,
        lane: cid,
        // The author is not told, who gets the frame. An event of the app's own has no message of ours in it.
        frame: to?.audience.why === 'shadowed' && HOOKED.has(type) ? asShadowed(frame) : frame,
        ...(forHooks && { extra: forHooks }),
      })
    }
    if (to) return this.#announceTo(to, type, place, frame, notice)
    this.announcements.push({ to: 'channel', appId, cid, type, frame, notice, throttle })
  }

  /** The next place and an event there. */
  async add(type: EventType, parts: Parts, aside?: Aside): Promise<Place> {
    const place = await this.next()
    await this.append(type, place, parts, aside)
    return place
  }

  /** NOTE: the entry goes before `log.skipped`, so that who gets both drops the second. */
  #announceTo(to: Recipients, type: string, place: Place, frame: string, notice: string | undefined): void {
    const { appId, cid } = this.#channel
    for (const userId of to.watcherIds) {
      this.announcements.push({ to: 'user', appId, userId, type, frame, onlyWatching: cid })
    }
    for (const userId of notice === undefined ? [] : to.memberIds) {
      this.announcements.push({ to: 'user', appId, userId, type, frame: notice ?? '', unlessWatching: cid })
    }
    const skipped = channelFrame('log.skipped', this.#channel, place, {})
    this.announcements.push({ to: 'channel', appId, cid, type: 'log.skipped', frame: skipped })
  }

  /** For one user's connections that do not watch; not logged. */
  notifyUser(userId: string, type: EventType, atUs: number, parts: Parts): void {
    const { appId, cid } = this.#channel
    const frame = channelFrame(type, this.#channel, { atUs }, parts)
    this.announcements.push({ to: 'user', appId, userId, type, frame, unlessWatching: cid })
  }

  /** For all of one user's connections; not logged. */
  tellUser(userId: string, type: EventType, atUs: number, parts: Parts): void {
    const { appId } = this.#channel
    const frame = channelFrame(type, this.#channel, { atUs }, parts)
    this.announcements.push({ to: 'user', appId, userId, type, frame })
  }

  /** Tells every node that a membership came or went. */
  membership(userId: string, member: boolean): void {
    const { appId, cid } = this.#channel
    this.announcements.push({ to: 'nodes', control: { kind: 'membership', appId, userId, cid, member } })
  }
}

/** An event as servers see it. */
function asShadowed(frame: string): string {
  const event = JSON.parse(frame) as { message?: object }
  return JSON.stringify({ ...event, message: { ...event.message, shadowed: true } })
}

/** After the commit, in commit order. */
export function announceAll(deps: Pick<Deps, 'bus'>, announcements: readonly Announcement[]): void {
  for (const announcement of announcements) deps.bus.publish(announcement)
}
