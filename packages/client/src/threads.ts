import type { EventMap, QueryThreadsRequest } from '@parley/protocol'
import type { Call } from './call.ts'
import { takesPart } from './channel/reduce-threads.ts'
import type { Thread } from './channel/thread.ts'
import { Emitter, type Subscription } from './emitter.ts'
import type { ClientEvent } from './events.ts'
import type { Listen } from './listen.ts'

/** What a list of threads shows. Another object after every change. */
export interface ThreadsState {
  /** The loaded pages, in the order the server gave. */
  readonly threads: readonly Thread[]
  /** There is another page. */
  readonly hasNext: boolean
  /** Parents of threads that grew and are not in the list: reload to see them. */
  readonly unseenThreadIds: readonly string[]
}

/** What a list of threads needs of its client. */
interface ThreadSource {
  readonly on: Listen
  readonly userID: string | undefined
  queryThreads(options: QueryThreadsRequest): Call<{ threads: Thread[]; next?: string }>
}

const NO_THREADS: ThreadsState = { threads: [], hasNext: true, unseenThreadIds: [] }

/** The own user's threads as a list on a screen: pages, and what is new since. Made by `client.threads`. */
export class Threads {
  readonly #source: ThreadSource
  readonly #changed = new Emitter<{ type: 'changed' }>()
  readonly #heard: Subscription
  #state = NO_THREADS
  /** Of the list as it is: a cursor belongs to its filter. */
  #options: Omit<QueryThreadsRequest, 'next' | 'prev'> = {}
  #next: string | undefined
  /** Parents of replies in watched channels, until they say who takes part. */
  readonly #grown = new Set<string>()

  /** For `ChatClient`: ask that for a list of threads. */
  constructor(source: ThreadSource) {
    this.#source = source
    this.#heard = source.on(event => this.#hear(event))
  }

  get state(): ThreadsState {
    return this.#state
  }

  /** Calls back after every change of the list; a thread tells of its own. */
  subscribe(listener: (state: ThreadsState) => void): Subscription {
    return this.#changed.on('changed', () => listener(this.#state))
  }

  /** The first page again. */
  async reload(options: Omit<QueryThreadsRequest, 'next' | 'prev'> = {}): Promise<void> {
    const { threads, next } = await this.#source.queryThreads(options)
    this.#options = options
    this.#next = next
    this.#set({ threads, hasNext: next !== undefined, unseenThreadIds: [] })
  }

  /** The next page of what was loaded, with its filter; nothing where there is none. */
  async loadNextPage(options: Omit<QueryThreadsRequest, 'next' | 'prev'> = {}): Promise<void> {
    if (this.#state === NO_THREADS) return this.reload(options)
    if (this.#next === undefined) return
    const { threads, next } = await this.#source.queryThreads({
      ...this.#options,
      ...options,
      next: this.#next,
    })
    this.#next = next
    const known = new Set(this.#state.threads.map(({ id }) => id))
    const added = threads.filter(({ id }) => !known.has(id))
    const all = [...this.#state.threads, ...added]
    this.#set({ ...this.#state, threads: all, hasNext: next !== undefined })
  }

  /** Hears nothing more. */
  end(): void {
    this.#heard.unsubscribe()
  }

  #hear(event: ClientEvent): void {
    if (event.type === 'notification.thread_message_new') this.#see(String(event.thread_id))
    else if (event.type === 'message.new') this.#note(event as EventMap['message.new'])
    else if (event.type === 'message.updated') this.#look(event as EventMap['message.updated'])
    else if (event.type === 'connection.changed' && event.state === 'disconnected') {
      this.#grown.clear()
      this.#set(NO_THREADS)
    }
  }

  #note({ message: { parent_id } }: EventMap['message.new']): void {
    if (parent_id) this.#grown.add(parent_id)
  }

  /** The parent follows every reply. */
  #look({ message }: EventMap['message.updated']): void {
    const { userID = '' } = this.#source
    if (this.#grown.delete(message.id) && takesPart(message, userID)) this.#see(message.id)
  }

  #see(id: string): void {
    const { threads, unseenThreadIds } = this.#state
    if (threads.some(thread => thread.id === id) || unseenThreadIds.includes(id)) return
    this.#set({ ...this.#state, unseenThreadIds: [...unseenThreadIds, id] })
  }

  #set(state: ThreadsState): void {
    this.#state = state
    this.#changed.emit({ type: 'changed' })
  }
}
