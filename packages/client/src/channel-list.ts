import {
  CHANNELS_DEFAULT_LIMIT,
  CHANNELS_MAX_LIMIT,
  type ChatError,
  type Filter,
  type OwnUser,
  type QueryChannelsRequest,
  type SortParam,
} from '@parley/protocol'
import { type Call, disconnected, toChatError } from './call.ts'
import type { Channel } from './channel/channel.ts'
import { type ChannelEvent, compareChannels, ListRules } from './channel-list-rules.ts'
import { Emitter, type Subscription } from './emitter.ts'
import type { ClientEvent } from './events.ts'
import type { Listen } from './listen.ts'

/** How a list of channels is asked for. */
export type ChannelListOptions = Omit<QueryChannelsRequest, 'filter_conditions' | 'sort' | 'offset'>

/** What a list of channels shows. Another object after every change. */
export interface ChannelListState {
  /** The loaded pages, in the order of the sort as things are now. */
  readonly channels: readonly Channel[]
  /** There is another page. */
  readonly hasNext: boolean
  /** `idle` until it is loaded, and after the user was disconnected. */
  readonly status: 'idle' | 'loading' | 'ready' | 'failed'
  /** Why the last query failed. */
  readonly error: ChatError | undefined
}

/** What a list of channels needs of its client. */
interface ChannelSource {
  readonly on: Listen
  readonly userID: string | undefined
  subscribe(listener: (user: OwnUser | undefined) => void): Subscription
  queryChannels(filter: Filter, sort: readonly SortParam[], options: QueryChannelsRequest): Call<Channel[]>
}

const NOTHING: ChannelListState = { channels: [], hasNext: false, status: 'idle', error: undefined }

/** What of a channel is needed to know that it matches. */
const BARE = { state: false, watch: false, presence: false, message_limit: 0, member_limit: 0 }

/**
 * Channels as a list on a screen: pages, kept as a fresh query would show them. Made by `client.channels`.
 *
 * Channels come when they match the filter from now on, go when they no longer do, and move as the
 * sort says. It belongs to the user who is connected when it is loaded.
 */
export class ChannelList {
  readonly #source: ChannelSource
  readonly #filter: Filter
  readonly #sort: readonly SortParam[]
  readonly #options: ChannelListOptions
  readonly #changed = new Emitter<{ type: 'changed' }>()
  readonly #heard: readonly Subscription[]
  readonly #rules: ListRules
  /** One per channel of the list: its changes may move it. */
  readonly #watches = new Map<Channel, Subscription>()
  /** Cids that an event made doubtful. */
  readonly #doubtful = new Set<string>()
  /** Of these the ones that are in the list, and that the server no longer sends the events of. */
  readonly #lapsed = new Set<string>()
  #isAsking = false
  #state = NOTHING
  /** Another one after every reload: replies of before are late. */
  #round = 0

  /** For `ChatClient`: ask that for a list of channels. */
  constructor(
    source: ChannelSource,
    filter: Filter = {},
    sort: readonly SortParam[] = [],
    options: ChannelListOptions = {},
  ) {
    this.#source = source
    this.#filter = filter
    this.#sort = sort
    this.#options = options
    this.#rules = new ListRules(filter)
    this.#heard = [
      source.on(event => this.#hear(event)),
      // also when another one takes over whom the server had thrown out: until then the list stays
      source.subscribe(user => user ?? this.#clear()),
    ]
  }

  get state(): ChannelListState {
    return this.#state
  }

  /** Calls back after every change of the list; a channel tells of its own. */
  subscribe(listener: (state: ChannelListState) => void): Subscription {
    return this.#changed.on('changed', () => listener(this.#state))
  }

  /**
   * The first page, again where it was loaded before.
   * @throws ChatError of the query, which is also in the state; `disconnected` when it came too late
   */
  async reload(): Promise<readonly Channel[]> {
    const round = this.#begin()
    await this.#settle(round, async () => {
      const channels = await this.#query(this.#filter, { ...this.#options, limit: this.#limit })
      if (round === this.#round) this.#show(channels, channels.length >= this.#limit)
    })
    return this.#state.channels
  }

  /** The next page; nothing where there is none, or while one is on its way. */
  async loadNextPage(): Promise<void> {
    const { status, hasNext } = this.#state
    if (!hasNext || status === 'loading') return
    const round = this.#round
    this.#set({ ...this.#state, status: 'loading', error: undefined })
    await this.#settle(round, async () => {
      for (let offset = this.#state.channels.length, isNew = false; !isNew; offset += this.#limit) {
        const page = await this.#query(this.#filter, { ...this.#options, limit: this.#limit, offset })
        if (round !== this.#round) return
        isNew = page.some(channel => !this.#has(channel)) || page.length < this.#limit
        this.#show([...this.#state.channels, ...page], page.length >= this.#limit)
      }
    })
  }

  /** Empty, and hears nothing more. */
  end(): void {
    for (const subscription of this.#heard) subscription.unsubscribe()
    this.#clear()
  }

  get #limit(): number {
    return this.#options.limit || CHANNELS_DEFAULT_LIMIT
  }

  #begin(): number {
    this.#round += 1
    this.#doubtful.clear()
    this.#set({ ...this.#state, status: 'loading', error: undefined })
    return this.#round
  }

  async #settle(round: number, load: () => Promise<void>): Promise<void> {
    try {
      await load()
    } catch (error) {
      if (round === this.#round) this.#set({ ...this.#state, status: 'failed', error: toChatError(error) })
      throw error
    }
    if (round !== this.#round) throw disconnected()
  }

  #hear(event: ClientEvent): void {
    if (this.#state.status === 'idle') return
    if (event.type === 'connection.recovered' || event.type === 'user.upgraded') void this.#refresh()
    else if ('cid' in event && typeof event.cid === 'string') this.#judge(event as ChannelEvent)
  }

  #judge(event: ChannelEvent): void {
    const { cid } = event
    const verdict = this.#rules.judge(event, { isListed: this.#cids().has(cid), ownId: this.#source.userID })
    if (verdict === 'out') this.#show(this.#state.channels.filter(channel => channel.cid !== cid))
    // told to connections alone that do not watch: who was removed, and is back
    if (event.type === 'notification.added_to_channel') this.#lapsed.add(cid)
    if (verdict === 'ask') this.#doubt(cid)
  }

  #doubt(cid: string): void {
    this.#doubtful.add(cid)
    if (!this.#isAsking) void this.#ask(this.#round)
  }

  /** Doubts that come together are settled together. */
  async #ask(round: number): Promise<void> {
    this.#isAsking = true
    await Promise.resolve()
    while (this.#doubtful.size > 0 && round === this.#round) {
      const cids = [...this.#doubtful].slice(0, CHANNELS_MAX_LIMIT)
      for (const cid of cids) this.#doubtful.delete(cid)
      await this.#settleDoubts(cids, round)
    }
    this.#isAsking = false
    if (this.#doubtful.size > 0) void this.#ask(this.#round)
  }

  /** What can't be told now is asked again after the next loss, or event. */
  async #settleDoubts(cids: string[], round: number): Promise<void> {
    const found = await this.#find(cids).catch(() => undefined)
    if (!found || round !== this.#round) return
    const asked = new Set(cids)
    const others = this.#state.channels.filter(({ cid = '' }) => !asked.has(cid))
    for (const cid of cids)
      this.#rules.note(
        cid,
        found.some(channel => channel.cid === cid),
      )
    this.#show([...others, ...found])
  }

  /** Those that match. One that may not be read makes the server refuse all: then each is asked for. */
  async #find(cids: string[]): Promise<Channel[]> {
    const listed = this.#cids()
    const known = cids.filter(cid => listed.has(cid) && !this.#lapsed.has(cid))
    const fresh = cids.filter(cid => !known.includes(cid))
    for (const cid of cids) this.#lapsed.delete(cid)
    const found = await Promise.all([this.#match(known, BARE), this.#match(fresh, this.#options)])
    return found.flat()
  }

  async #match(cids: string[], options: ChannelListOptions): Promise<Channel[]> {
    if (cids.length === 0) return []
    const filter = { $and: [this.#filter, { cid: { $in: cids } }] }
    try {
      return await this.#query(filter, { ...options, limit: CHANNELS_MAX_LIMIT })
    } catch (error) {
      if (toChatError(error).statusCode !== 403) throw error
      if (cids.length === 1) return []
      return (await Promise.all(cids.map(cid => this.#match([cid], options)))).flat()
    }
  }

  /** As many as there are now, in their order; channels that are known keep what they show. */
  async #refresh(): Promise<void> {
    const round = this.#round
    const count = Math.max(this.#limit, this.#state.channels.length)
    try {
      const cids = await this.#list(count)
      const listed = this.#cids()
      const fresh = await this.#match(
        cids.filter(cid => !listed.has(cid)),
        this.#options,
      )
      if (round !== this.#round) return
      const found = new Set(cids)
      const kept = this.#state.channels.filter(({ cid = '' }) => found.has(cid))
      this.#show([...kept, ...fresh], cids.length >= count)
    } catch (error) {
      if (round === this.#round) this.#set({ ...this.#state, error: toChatError(error) })
    }
  }

  async #list(count: number): Promise<string[]> {
    const cids: string[] = []
    while (cids.length < count) {
      const limit = Math.min(CHANNELS_MAX_LIMIT, count - cids.length)
      const page = await this.#query(this.#filter, { ...BARE, limit, offset: cids.length })
      cids.push(...page.map(({ cid = '' }) => cid))
      if (page.length < limit) break
    }
    return cids
  }

  #query(filter: Filter, options: QueryChannelsRequest): Call<Channel[]> {
    return this.#source.queryChannels(filter, this.#sort, options)
  }

  #cids(): Set<string> {
    return new Set(this.#state.channels.map(({ cid = '' }) => cid))
  }

  #has(channel: Channel): boolean {
    return this.#watches.has(channel)
  }

  #clear(): void {
    this.#round += 1
    this.#doubtful.clear()
    this.#watch([])
    this.#set(NOTHING)
  }

  /** Shows these, each once, in their order. */
  #show(channels: readonly Channel[], hasNext = this.#state.hasNext): void {
    const next = this.#sorted([...new Set(channels)])
    this.#watch(next)
    this.#set({ channels: next, hasNext, status: 'ready', error: undefined })
  }

  #watch(channels: readonly Channel[]): void {
    const wanted = new Set(channels)
    for (const [channel, watch] of this.#watches) {
      if (wanted.has(channel)) continue
      watch.unsubscribe()
      this.#watches.delete(channel)
    }
    for (const channel of wanted) {
      if (!this.#has(channel))
        this.#watches.set(
          channel,
          channel.subscribe(() => this.#order()),
        )
    }
  }

  #order(): void {
    const { channels } = this.#state
    const next = this.#sorted(channels)
    if (next.some((channel, index) => channel !== channels[index]))
      this.#set({ ...this.#state, channels: next })
  }

  #sorted(channels: readonly Channel[]): readonly Channel[] {
    return [...channels].sort(compareChannels(this.#sort))
  }

  #set(state: ChannelListState): void {
    if (state === this.#state) return
    this.#state = state
    this.#changed.emit({ type: 'changed' })
  }
}
