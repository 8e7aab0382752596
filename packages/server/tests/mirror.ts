import { expect } from 'bun:test'
import { channelPath, type Frame, Person, type TestServer } from '@parley/testkit'
import { isParent, Threads } from './mirror-threads.ts'

type Entry = Frame & Record<string, unknown>

/** What a client holds of a channel, kept by applying events the way PROTOCOL.md §8 says. */
export class Mirror {
  seq: number
  channel: Entry
  readonly messages = new Map<string, Entry>()
  readonly members = new Map<string, Entry>()
  readonly reads = new Map<string, string>()
  readonly delivered = new Map<string, unknown>()
  readonly threads: Threads

  readonly #viewerId: string | undefined

  /** `viewerId`: whose own reactions are kept. */
  constructor(state: Frame, viewerId: string | undefined) {
    this.#viewerId = viewerId
    this.seq = state.seq as number
    this.channel = withoutViewer(state.channel as Entry)
    for (const message of state.messages as Entry[]) this.messages.set(message.id as string, message)
    for (const member of state.members as Entry[]) this.members.set(member.user_id as string, member)
    for (const read of state.read as Entry[]) {
      this.reads.set(idOf(read.user), read.last_read as string)
      this.#delivered(idOf(read.user), read.last_delivered_message_id)
    }
    this.threads = new Threads(this.messages, (state.threads ?? []) as Entry[])
  }

  #delivered(userId: string, messageId: unknown): void {
    if (messageId !== undefined) this.delivered.set(userId, messageId)
  }

  /** Drops what it has seen, insists that nothing is missing. */
  apply(event: Entry): void {
    const seq = event.seq as number | undefined
    if (seq === undefined || seq <= this.seq) return
    expect(seq).toBe(this.seq + 1)
    this.seq = seq
    this.#change(event)
  }

  /** Numbers that `/sync` leaves out are not for this user. */
  applySynced(event: Entry): void {
    this.seq = Math.max(this.seq, (event.seq as number) - 1)
    this.apply(event)
  }

  #change(event: Entry): void {
    const message = event.message as Entry
    const member = event.member as Entry
    if (this.threads.apply(event)) return
    if (event.type === 'message.new') this.#newMessage(message)
    else if (event.type === 'message.updated') this.#keep(message)
    else if (String(event.type).startsWith('reaction.')) this.#reacted(event)
    else if (event.type === 'message.deleted' && event.deleted_for_me) this.#forget(message)
    else if (event.type === 'message.deleted' && event.hard_delete) this.#drop(message)
    else if (event.type === 'message.deleted') this.#keep(message)
    else if (event.type === 'message.delivered')
      this.#delivered(idOf(event.user), event.last_delivered_message_id)
    else if (event.type === 'message.read')
      this.reads.set(idOf(event.user), event.channel_last_read_at as string)
    else if (event.type === 'member.added') this.#joined(member, event.member_count)
    else if (event.type === 'member.updated') this.#changed(member)
    else if (event.type === 'member.removed') this.#left(idOf(event.user), event.member_count)
    else if (event.type === 'channel.truncated') this.#truncated(event.channel as Entry)
    else if (event.type === 'channel.updated') this.channel = { ...(event.channel as Entry) }
    else if (event.type === 'user.messages.deleted') this.#messagesDeleted(event)
    else if (String(event.type).startsWith('poll.')) this.#poll(event)
    // Neither does what is not for the viewer, nor a custom event.
    else if (event.type !== 'log.skipped') expect(String(event.type)).not.toContain('.')
  }

  #drop(message: Entry): void {
    this.messages.delete(message.id as string)
    // A thread goes with the message it hangs on.
    for (const [id, reply] of this.messages) if (reply.parent_id === message.id) this.messages.delete(id)
    this.#requote(message.id, null)
    // Everything is loaded here, so what is newest now is known.
    const newest = [...this.messages.values()].findLast(each => !each.restricted_visibility)
    if (newest) this.channel.last_message_at = newest.created_at
    else delete this.channel.last_message_at
  }

  #messagesDeleted(event: Entry): void {
    const { deleted_at: at, channel_last_message_at: last } = event
    for (const message of [...this.messages.values()]) {
      const isConcerned = message.user_id === idOf(event.user) && String(message.created_at) <= String(at)
      if (!isConcerned) continue
      if (event.hard_delete) this.#drop(message)
      else if (message.type !== 'deleted') this.#keep(deletedSoftly(message, at))
    }
    if (last === undefined) delete this.channel.last_message_at
    else this.channel.last_message_at = last
  }

  /** Gone for the viewer alone: everything else is as it was. */
  #forget(message: Entry): void {
    this.messages.delete(message.id as string)
  }

  /** Replies go too; what is quoted from before is not seen any more. */
  #truncated(channel: Entry): void {
    this.channel = { ...channel }
    for (const [id, message] of this.messages) {
      if (String(message.created_at) > String(channel.truncated_at)) continue
      this.messages.delete(id)
      this.#requote(id, null)
    }
  }

  /** Quotes show what they quote as it is now. */
  #requote(id: unknown, quoted: Entry | null): void {
    for (const [key, message] of this.messages) {
      if (message.quoted_message_id === id) this.messages.set(key, { ...message, quoted_message: quoted })
    }
  }

  /** A reply that is not shown in the channel is not in the list. */
  #keep(message: Entry): void {
    const before = this.messages.get(message.id as string)
    const kept =
      before && message.type !== 'deleted' ? { ...message, own_reactions: before.own_reactions } : message
    if (before) this.messages.set(message.id as string, kept)
    if (!message.restricted_visibility) this.#requote(message.id, kept)
  }

  /** Events go to everybody alike, so whose own a reaction is each finds for themselves. */
  #reacted({ type, message, reaction }: Entry): void {
    const { id } = message as Entry
    const given = reaction as Entry
    const before = this.messages.get(id as string)
    if (before && given.user_id === this.#viewerId) {
      const others = (before.own_reactions as Entry[]).filter(each => each.type !== given.type)
      const own = type === 'reaction.deleted' ? others : [given, ...others]
      own.sort((a, b) => String(b.created_at).localeCompare(String(a.created_at)))
      this.messages.set(id as string, { ...before, own_reactions: own })
    }
    this.#keep(message as Entry)
  }

  /** A poll is the same in every message that has it, quoted ones too; deleted it is in none. */
  #poll({ type, poll }: Entry): void {
    const shown = poll as Entry
    const gone = type === 'poll.deleted'
    for (const [id, message] of this.messages) this.messages.set(id, withPoll(message, shown, gone))
  }

  #joined(member: Entry, count: unknown): void {
    this.members.set(member.user_id as string, member)
    this.reads.set(member.user_id as string, member.created_at as string)
    this.channel.member_count = count
  }

  #changed(member: Entry): void {
    const id = member.user_id as string
    const before = this.members.get(id)
    this.members.set(id, member)
    const accepted = member.invite_accepted_at as string | undefined
    if (accepted !== undefined && before?.invite_accepted_at !== accepted) this.reads.set(id, accepted)
  }

  #left(userId: string, count: unknown): void {
    this.members.delete(userId)
    this.reads.delete(userId)
    this.delivered.delete(userId)
    this.channel.member_count = count
  }

  #newMessage(message: Entry): void {
    if (message.parent_id && !message.show_in_channel) return
    this.messages.set(message.id as string, message)
    // What not everybody sees moves nothing that everybody sees.
    if (message.restricted_visibility) return
    this.channel.last_message_at = message.created_at
    const author = message.user_id as string
    if (this.reads.has(author)) this.reads.set(author, message.created_at as string)
  }

  /** What can be compared: nothing that no event tells of. */
  view() {
    const { message_count: _, ...channel } = this.channel
    return {
      seq: this.seq,
      channel: plain(channel),
      messages: [...this.messages.values()].map(plain),
      members: Object.fromEntries([...this.members].sort().map(([id, member]) => [id, plain(member)])),
      reads: Object.fromEntries([...this.reads].sort()),
      delivered: Object.fromEntries([...this.delivered].sort()),
      threads: this.threads.view(),
    }
  }
}

const NO_REACTIONS = {
  latest_reactions: [],
  own_reactions: [],
  reaction_counts: {},
  reaction_scores: {},
  reaction_groups: null,
}

/** What is left of a message that said nothing but text. */
function deletedSoftly(message: Entry, at: unknown): Entry {
  const content = { text: '', html: '', attachments: [], mentioned_users: [], ...NO_REACTIONS }
  const unpinned = { pinned: false, pinned_at: null, pinned_by: null, pin_expires: null }
  return { ...message, ...content, ...unpinned, type: 'deleted', deleted_at: at, updated_at: at }
}

function withPoll(message: Entry, poll: Entry, gone: boolean): Entry {
  const own = withPollAlone(message, poll, gone)
  const { quoted_message: quoted } = own
  return quoted ? { ...own, quoted_message: withPollAlone(quoted as Entry, poll, gone) } : own
}

function withPollAlone(message: Entry, poll: Entry, gone: boolean): Entry {
  if (message.poll_id !== poll.id) return message
  const { poll: _, poll_id, ...rest } = message
  return gone ? rest : { ...rest, poll_id, poll }
}

function idOf(user: unknown): string {
  return (user as { id: string }).id
}

/** What of a channel depends on who looks. */
function withoutViewer(channel: Entry): Entry {
  const { own_capabilities: _, hidden: __, ...rest } = channel
  return rest
}

const VOLATILE = new Set(['online', 'last_active'])

/** Without what presence changes, which is not logged. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([key]) => !VOLATILE.has(key))
  return Object.fromEntries(entries.map(([key, inner]) => [key, plain(inner)]))
}

/** Whose calls these are: a person's, or a server's. */
type Eyes = Pick<TestServer, 'ok'>

function viewerOf(eyes: Eyes): string | undefined {
  return eyes instanceof Person ? eyes.id : undefined
}

/** The channel's whole state as a server sees it, or a person. */
export async function snapshot(eyes: Eyes, cid: string): Promise<Frame> {
  const state = await eyes.ok(`POST ${channelPath(cid)}/query`, { state: true, messages: { limit: 300 } })
  const parents = (state.messages as Entry[]).filter(isParent)
  const threads = await Promise.all(parents.map(({ id }) => eyes.ok(`GET /threads/${id}`)))
  return { ...state, threads: threads.map(({ thread }) => thread) }
}

/**
 * The law: an old snapshot and the events since make a fresh snapshot. Tried with what a watcher's
 * socket got and with what `/sync` tells one who was away.
 */
export class Law {
  readonly #eyes: Eyes
  readonly #cid: string
  readonly #watcher: Person
  readonly #live: Mirror
  readonly #start: Frame

  private constructor(eyes: Eyes, cid: string, watcher: Person, start: Frame) {
    this.#eyes = eyes
    this.#cid = cid
    this.#watcher = watcher
    this.#start = start
    this.#live = new Mirror(start, viewerOf(eyes))
  }

  /**
   * `watcher` watches the channel already, and nobody else reads their frames. Where not everybody
   * sees the same, the law is about what the watcher sees: `eyes` is the watcher then.
   */
  static async begin(eyes: Eyes, cid: string, watcher: Person): Promise<Law> {
    return new Law(eyes, cid, watcher, await snapshot(eyes, cid))
  }

  async holds(): Promise<void> {
    const fresh = await snapshot(this.#eyes, this.#cid)
    const expected = new Mirror(fresh, viewerOf(this.#eyes)).view()
    while (this.#live.seq < expected.seq) {
      this.#live.apply(await this.#watcher.next(frame => frame.cid === this.#cid && frame.seq !== undefined))
    }
    expect(this.#live.view()).toEqual(expected)
    const away = new Mirror(this.#start, viewerOf(this.#eyes))
    const body = { channel_cids: [this.#cid], channel_seqs: { [this.#cid]: this.#start.seq } }
    const { events } = await this.#eyes.ok('POST /sync', body)
    for (const event of events as Frame[]) away.applySynced(event)
    away.seq = expected.seq
    expect(away.view()).toEqual(expected)
  }
}
