import type { Deps } from '../actions/deps.ts'
import type { OutboxLane } from '../domain/outbox.ts'
import type { OutboxTarget } from '../store/store.ts'
import type { Courier } from './courier.ts'
import { workLane } from './work-lane.ts'

/** Lanes of this node that are worked on side by side … */
const LANES_AT_ONCE = 48
/** … and those of one target, so that a slow receiver holds up nobody else. */
const LANES_PER_TARGET = 12
/** How often it looks without being woken: for what another node wrote, or left when it crashed. */
const LOOK_EVERY_MS = 1_000
/** When a node dies, so long its lanes wait for another one. Long enough for one that only hangs a while. */
const LEASE_US = 15_000_000
/** How often a node says that it still works on its lanes. */
const EXTEND_EVERY_MS = 4_000
/** How long a stop waits for deliveries under way. */
const STOP_MS = 2_000

/** Which courier a target is for: hooks have ids, everything else a name. */
export type CourierOf = (target: string) => Courier

/**
 * Empties the outbox until disposed of: each lane in order, many lanes at once, each lane by one
 * node at a time.
 */
export class OutboxWorker implements AsyncDisposable {
  readonly #deps: Deps
  readonly #courierOf: CourierOf
  readonly #stop = new AbortController()
  readonly #cut = new AbortController()
  readonly #working = new Map<number, Promise<void>>()
  readonly #perTarget = new Map<string, { readonly target: OutboxTarget; lanes: number }>()
  readonly #extending: ReturnType<typeof setInterval>
  #timer: ReturnType<typeof setTimeout> | undefined
  #looking: Promise<void> | undefined
  #lookAgain = false

  constructor(deps: Deps, courierOf: CourierOf) {
    this.#deps = deps
    this.#courierOf = courierOf
    deps.store.onOutbox(() => this.look())
    this.#extending = setInterval(() => this.#extend(), EXTEND_EVERY_MS)
    this.#extending.unref()
    this.look()
  }

  /** Takes what is due. */
  look(): void {
    this.#lookAgain = true
    this.#looking ??= this.#lookOn().finally(() => {
      this.#looking = undefined
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#stop.abort()
    clearTimeout(this.#timer)
    await this.#looking
    const done = Promise.allSettled(this.#working.values())
    await Promise.race([done, Bun.sleep(STOP_MS)])
    this.#cut.abort()
    await done
    clearInterval(this.#extending)
  }

  /** Also lanes that were taken just now: seldom many, and one statement for all. */
  #extend(): void {
    if (this.#working.size === 0) return
    const { store, clock, log } = this.#deps
    const lanes = [...this.#working.keys()]
    store
      .transaction(tx => tx.extendLanes(lanes, clock() + LEASE_US))
      .catch((error: unknown) => log.warn({ err: error }, 'lanes of the outbox could not be kept'))
  }

  async #lookOn(): Promise<void> {
    clearTimeout(this.#timer)
    let waitMs = LOOK_EVERY_MS
    while (this.#lookAgain && !this.#stop.signal.aborted) {
      this.#lookAgain = false
      try {
        waitMs = await this.#take()
      } catch (error) {
        this.#deps.log.error({ err: error }, 'the outbox could not be read; it will be tried again')
      }
    }
    if (this.#stop.signal.aborted) return
    this.#timer = setTimeout(() => this.look(), waitMs)
    this.#timer.unref()
  }

  /** Begins with lanes as long as there is room; milliseconds until the next one is due. */
  async #take(): Promise<number> {
    const { store, clock } = this.#deps
    const limit = LANES_AT_ONCE - this.#working.size
    // Who finishes looks again.
    if (limit <= 0) return LOOK_EVERY_MS
    const nowUs = clock()
    const nextUs = await store.read.findNextDue(nowUs)
    if (nextUs === undefined || nextUs > nowUs) return this.#waitMs(nextUs)
    const except = [...this.#perTarget.values()].filter(each => each.lanes >= LANES_PER_TARGET)
    const claim = { nowUs, untilUs: nowUs + LEASE_US, limit, except: except.map(each => each.target) }
    const lanes = await store.transaction(tx => tx.claimLanes(claim))
    for (const lane of lanes) this.#begin(lane)
    this.#lookAgain ||= lanes.length === limit
    return LOOK_EVERY_MS
  }

  #waitMs(nextUs: number | undefined): number {
    if (nextUs === undefined) return LOOK_EVERY_MS
    const waitMs = Math.ceil((nextUs - this.#deps.clock()) / 1000)
    return Math.min(Math.max(waitMs, 1), LOOK_EVERY_MS)
  }

  #begin(lane: OutboxLane): void {
    const key = `${lane.appId} ${lane.target}`
    const busy = this.#perTarget.get(key) ?? { target: lane, lanes: 0 }
    busy.lanes++
    this.#perTarget.set(key, busy)
    const stopped = this.#stop.signal
    const work = workLane(this.#deps, this.#courierOf(lane.target), lane, stopped, this.#cut.signal)
      .catch((error: unknown) => {
        const { appId, target } = lane
        this.#deps.log.error({ err: error, appId, target, lane: lane.lane }, 'a lane of the outbox failed')
      })
      .finally(() => {
        this.#working.delete(lane.pk)
        busy.lanes--
        if (busy.lanes === 0) this.#perTarget.delete(key)
        if (!stopped.aborted) this.look()
      })
    this.#working.set(lane.pk, work)
  }
}
