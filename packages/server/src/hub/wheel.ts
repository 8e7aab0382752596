import type { LiveConnection } from './connection.ts'

/** Every connection is visited once in so many seconds. */
export const ROUND_SECONDS = 30
/** How far ahead something can be asked for; the next round asks again for what lies further. */
const SOON_SECONDS = 64
/** A gap between two ticks that means this process stood still (suspended, or very busy). */
const STALL_SECONDS = 10

/** What the wheel does to the connections it comes by. */
export interface WheelRules {
  /** Once per round. */
  visit(connection: LiveConnection, nowS: number): void
  /** At a second that `soon` named. */
  due(connection: LiveConnection, nowS: number): void
}

type Task = (nowS: number) => void

/**
 * The one clock of all connections: no connection has a timer of its own.
 *
 * Connections are spread over the seconds of a round as they come, so that a crowd that connected
 * together is not visited together.
 */
export class Wheel {
  nowS: number
  readonly #rules: WheelRules
  readonly #buckets: LiveConnection[][] = Array.from({ length: ROUND_SECONDS }, () => [])
  readonly #soon: (LiveConnection[] | undefined)[] = new Array(SOON_SECONDS).fill(undefined)
  readonly #tasks: Task[] = []
  #nextBucket = 0
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(rules: WheelRules, nowMs: number) {
    this.#rules = rules
    this.nowS = Math.floor(nowMs / 1000)
  }

  start(): void {
    this.#timer ??= setInterval(() => this.tick(Date.now()), 1000)
    this.#timer.unref()
  }

  stop(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  /** Runs every second, after the connections of that second. */
  onSecond(task: Task): void {
    this.#tasks.push(task)
  }

  add(connection: LiveConnection): void {
    const bucket = this.#buckets[this.#nextBucket] as LiveConnection[]
    connection.bucket = this.#nextBucket
    connection.slot = bucket.length
    bucket.push(connection)
    this.#nextBucket = (this.#nextBucket + 1) % ROUND_SECONDS
  }

  remove(connection: LiveConnection): void {
    const bucket = this.#buckets[connection.bucket] as LiveConnection[]
    if (bucket[connection.slot] !== connection) return
    const last = bucket.pop() as LiveConnection
    if (last !== connection) {
      bucket[connection.slot] = last
      last.slot = connection.slot
    }
    connection.slot = -1
  }

  /** Calls `due` at that second; what lies beyond the next round is left to the next visit. */
  soon(connection: LiveConnection, atS: number): void {
    if (atS > this.nowS + ROUND_SECONDS + 1) return
    const at = Math.max(atS, this.nowS + 1) % SOON_SECONDS
    const list = this.#soon[at]
    if (list) list.push(connection)
    else this.#soon[at] = [connection]
  }

  /** Moves to that time, second by second; going back is ignored. */
  tick(nowMs: number): void {
    const targetS = Math.floor(nowMs / 1000)
    if (targetS - this.nowS > STALL_SECONDS) this.#forgiveSilence(targetS)
    while (this.nowS < targetS) this.#step(this.nowS + 1)
  }

  /** As if so many seconds had passed without a word. For tests. */
  advance(seconds: number): void {
    for (let i = 0; i < seconds; i++) this.#step(this.nowS + 1)
  }

  forEach(visit: (connection: LiveConnection) => void): void {
    for (const bucket of this.#buckets) for (const connection of [...bucket]) visit(connection)
  }

  #step(nowS: number): void {
    this.nowS = nowS
    const due = this.#soon[nowS % SOON_SECONDS]
    this.#soon[nowS % SOON_SECONDS] = undefined
    if (due) for (const connection of due) this.#rules.due(connection, nowS)
    // A copy: whoever is closed by its visit leaves the bucket.
    const bucket = this.#buckets[nowS % ROUND_SECONDS] as LiveConnection[]
    for (const connection of bucket.slice()) this.#rules.visit(connection, nowS)
    for (const task of this.#tasks) task(nowS)
  }

  /** Nobody could be heard while the process stood still: silence begins anew. */
  #forgiveSilence(nowS: number): void {
    this.forEach(connection => {
      connection.heardAtS = nowS
    })
    // Older seconds than these are visited by the steps that are left anyway.
    this.nowS = Math.max(this.nowS, nowS - SOON_SECONDS)
  }
}
