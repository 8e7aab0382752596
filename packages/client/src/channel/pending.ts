import type { AnyEvent } from '@parley/protocol'
import type { ChannelState } from './state.ts'

/** Something that was asked of the server and is shown before it says that it was done. */
export interface Change {
  /** The state with it. A state that has it already stays as it is. */
  apply(state: ChannelState): ChannelState
  /** Whether this event tells that the server has done it. */
  isToldBy(event: AnyEvent): boolean
}

/** What is on its way to the server, in the order that it was asked for. */
export class Pending {
  readonly #changes = new Map<string, Change>()
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  readonly #settleMs: number

  /** `settleMs`: how long the event of something that was done is waited for. */
  constructor(settleMs: number) {
    this.#settleMs = settleMs
  }

  has(key: string): boolean {
    return this.#changes.has(key)
  }

  /** A change of the same key takes the place of the old one. */
  add(key: string, change: Change): void {
    this.#changes.set(key, change)
  }

  applyTo(state: ChannelState): ChannelState {
    let shown = state
    for (const change of this.#changes.values()) shown = change.apply(shown)
    return shown
  }

  /** The first change that the event tells of is part of the state now; false when it tells of none. */
  hear(event: AnyEvent): boolean {
    const [key] = [...this.#changes].find(([, change]) => change.isToldBy(event)) ?? []
    if (key !== undefined) this.remove(key)
    return key !== undefined
  }

  /** The server has answered. When its event was in a snapshot already none will come: then `late`. */
  settle(key: string, late: () => void): void {
    if (!this.#timers.has(key)) this.#timers.set(key, setTimeout(late, this.#settleMs))
  }

  remove(key: string): void {
    clearTimeout(this.#timers.get(key))
    this.#timers.delete(key)
    this.#changes.delete(key)
  }

  clear(): void {
    for (const key of [...this.#changes.keys()]) this.remove(key)
  }
}
