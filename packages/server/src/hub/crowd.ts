import type { UserKind } from '../domain/records.ts'
import { bucketOf, type Grain, type UsageKind } from '../domain/usage.ts'
import type { PeakRecord, UsageScope } from '../store/store.ts'

const KINDS = ['regular', 'guest', 'anonymous', 'total'] as const satisfies readonly UsageKind[]
const TOTAL = 3
const PLACE: Readonly<Record<UserKind, number>> = { regular: 0, guest: 1, anonymous: 2 }

/** The most that were open at once in a minute, hour, day or month, and what of it was written. */
interface Peaks {
  at: number
  readonly most: number[]
  readonly written: number[]
}

/** The connections of an app, or of one of its teams: how many are open, and how many were at most. */
export class Crowd {
  readonly #scope: UsageScope
  readonly #grains: readonly Grain[]
  readonly #open = [0, 0, 0, 0]
  readonly #peaks: Peaks[]
  /** Of minutes and hours that are over. */
  #over: PeakRecord[] = []
  #minute = -1

  constructor(scope: UsageScope, grains: readonly Grain[]) {
    this.#scope = scope
    this.#grains = grains
    this.#peaks = grains.map(() => ({ at: -1, most: [0, 0, 0, 0], written: [0, 0, 0, 0] }))
  }

  get open(): number {
    return this.#open[TOTAL] ?? 0
  }

  openOf(kind: UserKind): number {
    return this.#open[PLACE[kind]] ?? 0
  }

  enter(kind: UserKind, minute: number): void {
    this.pass(minute)
    this.#change(kind, 1)
    for (const { most } of this.#peaks) {
      raise(most, PLACE[kind], this.#open)
      raise(most, TOTAL, this.#open)
    }
  }

  leave(kind: UserKind, minute: number): void {
    // Who leaves was there when the minute began.
    this.pass(minute)
    this.#change(kind, -1)
  }

  /** Who stays connected counts in every minute, not only in the one of their coming. */
  pass(minute: number): void {
    if (minute === this.#minute) return
    this.#minute = minute
    for (const [index, peaks] of this.#peaks.entries()) {
      const grain = this.#grains[index] as Grain
      const at = bucketOf(minute * 60e6, grain)
      if (at === peaks.at) continue
      this.#over.push(...this.#unwritten(grain, peaks))
      peaks.at = at
      for (const place of this.#open.keys()) {
        peaks.most[place] = this.#open[place] ?? 0
        peaks.written[place] = 0
      }
    }
  }

  /** What is to be written; tell with `wrote` that it was. */
  news(): PeakRecord[] {
    return [...this.#over, ...this.#grains.flatMap((grain, index) => this.#newsOf(grain, index))]
  }

  wrote(news: readonly PeakRecord[]): void {
    this.#over = this.#over.filter(each => !news.includes(each))
    for (const { grain, at, kind, value } of news) {
      const peaks = this.#peaks[this.#grains.indexOf(grain)]
      if (peaks?.at === at) peaks.written[KINDS.indexOf(kind)] = value
    }
  }

  #newsOf(grain: Grain, index: number): PeakRecord[] {
    const peaks = this.#peaks[index]
    return peaks ? this.#unwritten(grain, peaks) : []
  }

  #unwritten(grain: Grain, { at, most, written }: Peaks): PeakRecord[] {
    return KINDS.flatMap((kind, place) => {
      const value = most[place] ?? 0
      return value > (written[place] ?? 0) ? [{ scope: this.#scope, grain, at, kind, value }] : []
    })
  }

  #change(kind: UserKind, by: number): void {
    const place = PLACE[kind]
    this.#open[place] = (this.#open[place] ?? 0) + by
    this.#open[TOTAL] = (this.#open[TOTAL] ?? 0) + by
  }
}

function raise(most: number[], place: number, open: readonly number[]): void {
  const now = open[place] ?? 0
  if (now > (most[place] ?? 0)) most[place] = now
}
