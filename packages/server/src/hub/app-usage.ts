import type { UserKind } from '../domain/records.ts'
import type { Grain } from '../domain/usage.ts'
import type { PeakRecord } from '../store/store.ts'
import { Crowd } from './crowd.ts'

/** Of a connection, what is counted. */
export interface Counted {
  readonly appId: number
  readonly kind: UserKind
  readonly transport: 'websocket' | 'longpoll'
  /** Of its user when it came; undefined for none. */
  readonly teams: readonly string[] | undefined
}

export interface Touch {
  readonly atUs: number
  readonly address: string | undefined
}

const OF_APPS: readonly Grain[] = ['minute', 'hour', 'day', 'month']
/** Not by minute: a thousand teams would fill the disk with what nobody reads. */
const OF_TEAMS: readonly Grain[] = ['hour', 'day', 'month']
const NO_TEAM: readonly string[] = ['']

/** What one app is used for, remembered until it is written. */
export class AppUsage {
  readonly all = new Crowd('all', OF_APPS)
  /** Epoch minute → most connections open at once. */
  readonly peaks = new Map<number, number>()
  /** User id → last activity. */
  readonly touched = new Map<string, Touch>()
  /** Day since 1970 → user id → whether a guest. */
  readonly active = new Map<number, Map<string, boolean>>()
  readonly #teams = new Map<string, Crowd>()
  #polling = 0

  /** How many of the open ones are long polls. */
  get polling(): number {
    return this.#polling
  }

  enter({ kind, transport, teams = NO_TEAM }: Counted, minute: number): void {
    if (transport === 'longpoll') this.#polling++
    this.all.enter(kind, minute)
    for (const team of teams) this.#crowd(team).enter(kind, minute)
    this.#notePeak(minute)
  }

  leave({ kind, transport, teams = NO_TEAM }: Counted, minute: number): void {
    if (transport === 'longpoll') this.#polling--
    this.all.leave(kind, minute)
    for (const team of teams) this.#crowd(team).leave(kind, minute)
  }

  pass(minute: number): void {
    this.all.pass(minute)
    for (const crowd of this.#teams.values()) crowd.pass(minute)
    if (this.all.open > 0) this.#notePeak(minute)
  }

  /** Peaks to be written; call `wrote` when they are. */
  news(limit: number): { readonly peaks: readonly PeakRecord[]; wrote(): void } {
    const taken: [string | undefined, Crowd, PeakRecord[]][] = []
    let count = 0
    for (const [team, crowd] of [[undefined, this.all] as const, ...this.#teams]) {
      if (count >= limit) break
      const news = crowd.news()
      count += news.length
      if (news.length > 0 || crowd.open === 0) taken.push([team, crowd, news])
    }
    return {
      peaks: taken.flatMap(([, , news]) => news),
      wrote: () => {
        for (const [team, crowd, news] of taken) {
          crowd.wrote(news)
          // A crowd that comes back knows less than what is written, and that stays.
          if (team !== undefined && crowd.open === 0 && crowd.news().length === 0) this.#teams.delete(team)
        }
      },
    }
  }

  get isEmpty(): boolean {
    return this.touched.size === 0 && this.active.size === 0 && this.peaks.size === 0
  }

  #notePeak(minute: number): void {
    this.peaks.set(minute, Math.max(this.all.open, this.peaks.get(minute) ?? 0))
  }

  #crowd(team: string): Crowd {
    let crowd = this.#teams.get(team)
    if (!crowd) {
      crowd = new Crowd({ team }, OF_TEAMS)
      this.#teams.set(team, crowd)
    }
    return crowd
  }
}
