import type { LocalMessage } from '../channel/message-sets.ts'
import { isUnanswered, type RestRequest } from '../net/rest.ts'
import { throwIfAborted } from '../signals.ts'
import type { GuestStorage } from './guest-store.ts'

/** Where writes wait over a reload; `localStorage` and React Native's AsyncStorage fit. */
export type OfflineStorage = GuestStorage

/** A write that may wait for a connection. JSON, so that it can be kept. */
export interface Task {
  id: string
  request: Omit<RestRequest, 'signal'>
  /** A message to show meanwhile. */
  message?: LocalMessage
}

/** What the outbox needs of its session. */
export interface OutboxOwner {
  /** Whether there was a connection, and is none now. */
  readonly isAway: boolean
  readonly isClosed: boolean
  /** Resolves when the connection stands. @throws ChatError when it never will */
  connected(signal: AbortSignal | undefined): Promise<void>
  request<T>(request: RestRequest): Promise<T>
}

/**
 * Writes of the connected user. Without a connection they wait, and go out one after the other
 * when it is back; with one they go at once.
 */
export class Outbox {
  readonly #owner: OutboxOwner
  readonly #storage: OfflineStorage | undefined
  readonly #waiting = new Map<string, Task>()
  #line: Promise<unknown> = Promise.resolve()
  #keeping: Promise<unknown> = Promise.resolve()
  #key: string | undefined

  constructor(owner: OutboxOwner, storage: OfflineStorage | undefined) {
    this.#owner = owner
    this.#storage = storage
  }

  /** What waits, in order. */
  get waiting(): readonly Task[] {
    return [...this.#waiting.values()]
  }

  /** @throws ChatError what the server said; of a lost answer only while there is a connection */
  async send<T>(task: Task, signal?: AbortSignal): Promise<T> {
    if (!this.#owner.isAway && this.#waiting.size === 0) {
      try {
        return await this.#request<T>(task, signal)
      } catch (error) {
        if (!this.#owner.isAway || !isUnanswered(error)) throw error
      }
    }
    return this.#wait<T>(task, signal)
  }

  /** Takes up what waited when this user was here last. `found` is told of each before it goes. */
  async restore(key: string, found: (task: Task, sent: Promise<unknown>) => void): Promise<void> {
    if (!this.#storage || this.#key === key) return
    this.#key = key
    for (const task of await this.#kept(key)) {
      if (!this.#waiting.has(task.id)) found(task, this.#wait(task, undefined))
    }
  }

  async #wait<T>(task: Task, signal: AbortSignal | undefined): Promise<T> {
    this.#waiting.set(task.id, task)
    this.#keep()
    const turn = this.#line.then(() => this.#untilAnswered<T>(task, signal))
    this.#line = turn.catch(() => undefined)
    try {
      return await turn
    } finally {
      // what a closing session leaves undone is for the user's next one
      if (!this.#owner.isClosed) {
        this.#waiting.delete(task.id)
        this.#keep()
      }
    }
  }

  async #untilAnswered<T>(task: Task, signal: AbortSignal | undefined): Promise<T> {
    for (;;) {
      throwIfAborted(signal)
      await this.#owner.connected(signal)
      try {
        return await this.#request<T>(task, signal)
      } catch (error) {
        if (!this.#owner.isAway || !isUnanswered(error)) throw error
      }
    }
  }

  #request<T>({ request }: Task, signal: AbortSignal | undefined): Promise<T> {
    return this.#owner.request<T>({ ...request, repeatable: true, signal })
  }

  /** A storage that fails counts as none. */
  #keep(): void {
    const [storage, key] = [this.#storage, this.#key]
    if (!storage || !key) return
    const kept = this.waiting
    this.#keeping = this.#keeping
      .then(() => (kept.length > 0 ? storage.setItem(key, JSON.stringify(kept)) : storage.removeItem(key)))
      .catch(() => undefined)
  }

  async #kept(key: string): Promise<Task[]> {
    try {
      const kept: unknown = JSON.parse((await this.#storage?.getItem(key)) ?? '[]')
      return Array.isArray(kept) ? kept : []
    } catch {
      return []
    }
  }
}
