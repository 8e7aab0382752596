import { computed, DestroyRef, effect, inject, type Signal, signal } from '@angular/core'
import type { ChannelState } from '@parley/client'
import { lastSentAtMs, waitMs } from './slow-mode'

/** How long one has to wait in a channel with slow mode, second by second. */
export class CooldownClock {
  readonly #state: Signal<ChannelState | undefined>
  readonly #userId: Signal<string | undefined>
  readonly #nowMs = signal(Date.now())
  /** When one wrote last by this device's clock, by channel. */
  readonly #sentAtMs = signal<Readonly<Record<string, number>>>({})

  readonly #isOver = signal(false)
  /** One had to wait here, and may write again. */
  readonly isOver = this.#isOver.asReadonly()

  /** Seconds between two messages; 0 where slow mode is off or does not count for the user. */
  readonly cooldownSeconds = computed(() => {
    const { cooldown = 0, own_capabilities = [] } = this.#state()?.channel ?? {}
    return own_capabilities.includes('skip-channel-cooldown') ? 0 : cooldown
  })
  /** Whole seconds until one may write again; 0 when one may. */
  readonly waitSeconds = computed(() => {
    const cooldownSeconds = this.cooldownSeconds()
    if (cooldownSeconds === 0) return 0
    return Math.ceil(waitMs({ cooldownSeconds, lastSentAtMs: this.#last() }, this.#nowMs()) / 1000)
  })

  /** In an injection context. */
  constructor(state: Signal<ChannelState | undefined>, userId: Signal<string | undefined>) {
    this.#state = state
    this.#userId = userId
    let timer: ReturnType<typeof setTimeout> | undefined
    let waitedIn: string | undefined
    effect(() => {
      clearTimeout(timer)
      this.#nowMs()
      const cid = this.#state()?.channel?.cid
      const isWaiting = this.waitSeconds() > 0
      if (isWaiting) timer = setTimeout(() => this.look(), TICK_MS)
      this.#isOver.set(!isWaiting && cid !== undefined && waitedIn === cid)
      if (isWaiting || waitedIn !== cid) waitedIn = isWaiting ? cid : undefined
    })
    inject(DestroyRef).onDestroy(() => clearTimeout(timer))
  }

  /** One wrote just now. */
  sent(): void {
    this.#note(Date.now())
  }

  /** The server says how long there is to wait. */
  refused(seconds: number): void {
    this.#note(Date.now() - (this.cooldownSeconds() - seconds) * 1000)
  }

  /** Looks at the clock. */
  look(): void {
    this.#nowMs.set(Date.now())
  }

  #note(atMs: number): void {
    const cid = this.#state()?.channel?.cid
    if (cid) this.#sentAtMs.update(known => ({ ...known, [cid]: atMs }))
    this.look()
  }

  /** NOTE: what the server's clock says counts only as far as it is not ahead of this one. */
  #last(): number | undefined {
    const state = this.#state()
    const here = this.#sentAtMs()[state?.channel?.cid ?? '']
    const told = state && lastSentAtMs(state, this.#userId())
    if (told === undefined || told > this.#nowMs()) return here
    return Math.max(told, here ?? 0)
  }
}

const TICK_MS = 250
