import type { Filter, SortParam } from '@parley/protocol'
import type { Channel } from './channel/channel.ts'
import type { ClientEvent } from './events.ts'

/** An event of a channel. */
export type ChannelEvent = ClientEvent & { cid: string }

/** What an event means for the list: the channel goes, the server must be asked, or nothing. */
export type Verdict = 'out' | 'ask' | undefined

/** The own membership changed, or who sees the channel. */
const CHANGES_MATCH = new Set([
  'notification.added_to_channel',
  'notification.removed_from_channel',
  'notification.invited',
  'notification.invite_accepted',
  'notification.invite_rejected',
  'channel.visible',
  'channel.updated',
])

const OF_MEMBERS = new Set(['member.added', 'member.updated', 'member.removed'])

const OF_MESSAGES = new Set(['message.new', 'notification.message_new'])

const OF_READS = new Set([
  'message.new',
  'message.read',
  'notification.mark_read',
  'notification.mark_unread',
])

/** Which events may bring a channel into a list, or take it out. */
export class ListRules {
  readonly #mentioned: ReadonlySet<string>
  /** Cids that were asked about and do not match: what they were like then, as far as it was told. */
  readonly #refused = new Map<string, string | undefined>()
  /** When the channels were changed of which one was told without watching them. */
  readonly #changedAt = new Map<string, string>()

  constructor(filter: Filter) {
    this.#mentioned = new Set(fieldsOf(filter))
  }

  /** What was found out about a channel. */
  note(cid: string, matches: boolean): void {
    if (matches) this.#refused.delete(cid)
    else this.#refused.set(cid, this.#changedAt.get(cid))
  }

  judge(event: ChannelEvent, { isListed, ownId }: { isListed: boolean; ownId: string | undefined }): Verdict {
    const { type } = event
    if (type === 'channel.deleted' || type === 'notification.channel_deleted')
      return isListed ? 'out' : undefined
    if (type === 'channel.hidden') return this.#mentions('hidden') ? 'ask' : isListed ? 'out' : undefined
    if (CHANGES_MATCH.has(type)) return 'ask'
    if (OF_MEMBERS.has(type)) {
      const { member, user } = event as { member?: { user_id?: string }; user?: { id?: string } }
      const isOwn = (member?.user_id ?? user?.id) === ownId
      return isOwn || this.#mentions('members', 'member_count', 'member.user.name') ? 'ask' : undefined
    }
    if (OF_MESSAGES.has(type) && !isListed) return this.#isRefused(event) ? undefined : 'ask'
    return OF_READS.has(type) && this.#mentions('has_unread', 'unread_count') ? 'ask' : undefined
  }

  /** A message alone does not make a channel match, unless the filter asks for messages. */
  #isRefused({ cid, ...event }: ChannelEvent): boolean {
    const { updated_at } = (event as { channel?: { updated_at: string } }).channel ?? {}
    if (updated_at) this.#changedAt.set(cid, updated_at)
    const isSame = this.#refused.has(cid) && this.#refused.get(cid) === this.#changedAt.get(cid)
    return isSame && !this.#mentions('last_message_at', 'last_updated')
  }

  #mentions(...fields: string[]): boolean {
    return fields.some(field => this.#mentioned.has(field))
  }
}

function fieldsOf(filter: unknown): string[] {
  if (Array.isArray(filter)) return filter.flatMap(fieldsOf)
  if (typeof filter !== 'object' || filter === null) return []
  return Object.entries(filter).flatMap(([key, value]) => [
    key,
    ...(key.startsWith('$') ? fieldsOf(value) : []),
  ])
}

type Value = string | number | boolean | undefined

/** The server's order: the sort, what has no value last, then the younger channel first. */
export function compareChannels(sort: readonly SortParam[]): (a: Channel, b: Channel) => number {
  const sorts = [
    ...(sort.length > 0 ? sort : [{ field: 'last_updated', direction: -1 as const }]),
    { field: 'created_at', direction: -1 as const },
  ]
  return (a, b) => {
    for (const { field, direction = 1 } of sorts) {
      const order = compare(fieldOf(a, field), fieldOf(b, field), direction)
      if (order !== 0) return order
    }
    return 0
  }
}

function compare(a: Value, b: Value, direction: number): number {
  if (a === b) return 0
  if (a === undefined || b === undefined) return a === undefined ? 1 : -1
  return a < b ? -direction : direction
}

function fieldOf({ cid, id, state }: Channel, field: string): Value {
  const { channel, membership, unread_count } = state
  switch (field) {
    case 'cid':
      return cid
    case 'id':
      return id
    case 'unread_count':
      return unread_count
    case 'has_unread':
      return Number(unread_count > 0)
    case 'pinned_at':
      return membership?.pinned_at
    case 'last_updated':
      return newest(channel?.last_message_at, channel?.created_at)
    default: {
      const value = channel?.[field]
      return value === null ? undefined : (value as Value)
    }
  }
}

function newest(a: string | undefined, b: string | undefined): string | undefined {
  return (a ?? '') > (b ?? '') ? a : b
}
