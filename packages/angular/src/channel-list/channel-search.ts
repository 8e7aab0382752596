import { computed, type Signal, signal } from '@angular/core'
import type { Channel, ChatClient, ChatError, Filter } from '@parley/client'
import { channelTitle } from '../format/channel-title'
import { userName } from '../format/user-name'

/** What a search needs. */
export interface SearchSource {
  client: () => ChatClient | undefined
  /** What is on the screen already: looked through at once. */
  listed: Signal<readonly Channel[]>
  /** The condition that every channel found has to meet. */
  scope: Signal<Filter>
}

/** How long nobody types before the server is asked. */
const PAUSE_MS = 250
const MOST = 20

/** Looks for channels by their name or their members' names. */
export class ChannelSearch {
  readonly #term = signal('')
  /** What was typed. */
  readonly term = this.#term.asReadonly()
  /** Whether the server was asked and has not answered. */
  readonly isSearching = signal(false)
  readonly error = signal<ChatError | undefined>(undefined)
  /** Undefined while nothing is looked for. */
  readonly results: Signal<readonly Channel[] | undefined>
  readonly #found = signal<readonly Channel[]>([])
  readonly #source: SearchSource
  #timer: ReturnType<typeof setTimeout> | undefined
  #round = 0

  constructor(source: SearchSource) {
    this.#source = source
    this.results = computed(() => (this.#words() ? this.#all() : undefined))
  }

  /** Looks at what is listed at once, and asks the server when nothing more is typed. */
  look(term: string): void {
    this.#term.set(term)
    const words = this.#words()
    this.#reset(words !== '')
    if (words) this.#timer = setTimeout(() => void this.#ask(words), PAUSE_MS)
  }

  /** Asks the server again after an error. */
  retry(): void {
    this.#reset(true)
    void this.#ask(this.#words())
  }

  /** Shows nothing that is still on its way. */
  end(): void {
    this.#reset(false)
  }

  #words(): string {
    return this.term().trim().slice(0, 100)
  }

  #reset(isSearching: boolean): void {
    clearTimeout(this.#timer)
    this.#round += 1
    this.#found.set([])
    this.error.set(undefined)
    this.isSearching.set(isSearching)
  }

  async #ask(words: string): Promise<void> {
    const round = this.#round
    const client = this.#source.client()
    if (!client) return this.isSearching.set(false)
    const settle = (found: readonly Channel[], error?: ChatError) => {
      if (round !== this.#round) return
      this.#found.set(found)
      this.error.set(error)
      this.isSearching.set(false)
    }
    await findChannels(client, words, this.#source.scope()).then(
      found => settle(found),
      (error: ChatError) => settle([], error),
    )
  }

  #all(): readonly Channel[] {
    const ownId = this.#source.client()?.userID
    const words = this.#words().toLocaleLowerCase()
    const listed = this.#source.listed()
    const named = listed.filter(({ state }) => channelTitle(state, ownId).toLocaleLowerCase().includes(words))
    const withMember = listed.filter(channel => hasMember(channel, words, ownId))
    return [...new Set([...named, ...withMember, ...this.#found()])]
  }
}

/** Channels that are known already keep what is loaded of them. */
async function findChannels(client: ChatClient, words: string, scope: Filter): Promise<readonly Channel[]> {
  const named = [{ name: { $autocomplete: words } }, { 'member.user.name': { $autocomplete: words } }]
  const bare = { state: false, watch: false, message_limit: 0, member_limit: 0, limit: MOST }
  const found = await client.queryChannels({ $and: [scope, { $or: named }] }, [], bare)
  const cids = found.flatMap(({ cid, isWatching }) => (cid && !isWatching ? [cid] : []))
  if (cids.length > 0)
    await client.queryChannels({ cid: { $in: cids } }, [], { watch: false, message_limit: 1, limit: MOST })
  return found
}

function hasMember({ state }: Channel, words: string, ownId: string | undefined): boolean {
  return Object.values(state.members).some(
    ({ user_id, user }) => user_id !== ownId && userName(user).toLocaleLowerCase().includes(words),
  )
}
