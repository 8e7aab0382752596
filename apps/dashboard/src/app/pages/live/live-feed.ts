import { computed, DestroyRef, DOCUMENT, Injectable, inject, signal } from '@angular/core'
import { Api, path } from '../../api/api'
import { CurrentApp } from '../../api/current-app'
import type { LiveReport, LiveSample } from './live-types'

const EVERY_MS = 2_000
const LONGEST_WAIT_MS = 30_000
/** Seconds that are looked at. */
export const SHOWN_SECONDS = 300

export type FeedState = 'starting' | 'live' | 'paused' | 'lost'

/**
 * What the app does right now, asked for again and again: not while nobody looks, and ever more rarely
 * while the server can't be reached. Ends with the page that provides it.
 */
@Injectable()
export class LiveFeed {
  readonly #api = inject(Api)
  readonly #app = inject(CurrentApp)
  readonly #document = inject(DOCUMENT)
  readonly report = signal<LiveReport | undefined>(undefined)
  readonly samples = signal<readonly LiveSample[]>([])
  /** Of the latest attempt. */
  readonly error = signal<unknown>(undefined)
  readonly isPaused = signal(false)
  /** When the next attempt is, while the server can't be reached. */
  readonly nextAtMs = signal(0)
  readonly state = computed((): FeedState => {
    if (this.isPaused()) return 'paused'
    if (this.error() !== undefined) return 'lost'
    return this.report() ? 'live' : 'starting'
  })
  #failures = 0
  #timer: ReturnType<typeof setTimeout> | undefined
  #asking = false
  #isOver = false

  constructor() {
    const seen = () => this.#isSeen() && this.retry()
    this.#document.addEventListener('visibilitychange', seen)
    inject(DestroyRef).onDestroy(() => {
      this.#isOver = true
      clearTimeout(this.#timer)
      this.#document.removeEventListener('visibilitychange', seen)
    })
    void this.#ask()
  }

  pause(): void {
    clearTimeout(this.#timer)
    this.isPaused.set(true)
  }

  /** Goes on, at once. */
  retry(): void {
    clearTimeout(this.#timer)
    void this.#ask()
  }

  resume(): void {
    this.isPaused.set(false)
    this.retry()
  }

  async #ask(): Promise<void> {
    if (this.#asking || this.isPaused() || this.#isOver) return
    this.#asking = true
    try {
      this.#took(
        await this.#api.get<LiveReport>(path`/apps/${this.#app.key()}/live`, { since: this.#since() }),
      )
    } catch (error) {
      this.#failures += 1
      this.error.set(error)
    } finally {
      this.#asking = false
      this.#askLater()
    }
  }

  #took(report: LiveReport): void {
    if (this.#isOver) return
    this.#failures = 0
    this.error.set(undefined)
    this.report.set(report)
    this.samples.update(known => joined(known, report.samples))
  }

  #askLater(): void {
    clearTimeout(this.#timer)
    // Whoever comes back to the page is told at once: see the constructor.
    if (this.#isOver || this.isPaused() || !this.#isSeen()) return
    const waitMs = Math.min(LONGEST_WAIT_MS, EVERY_MS * 2 ** this.#failures)
    this.nextAtMs.set(Date.now() + waitMs)
    this.#timer = setTimeout(() => void this.#ask(), waitMs)
  }

  #isSeen(): boolean {
    return this.#document.visibilityState === 'visible'
  }

  #since(): number {
    return this.samples().at(-1)?.second ?? 0
  }
}

/** Samples one after the other; a server that began anew begins anew here. */
function joined(known: readonly LiveSample[], news: readonly LiveSample[]): readonly LiveSample[] {
  const [first] = news
  if (!first) return known
  return [...known.filter(({ second }) => second < first.second), ...news].slice(-SHOWN_SECONDS)
}
