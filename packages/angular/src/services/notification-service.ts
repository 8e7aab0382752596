import { DestroyRef, Injectable, inject } from '@angular/core'
import { State } from '../state/state'
import { describeError, isExpectedEnd } from './describe-error'
import { TranslationService } from './translation-service'

/** How a notification looks, how long it stays, and what can be done about it. */
export interface NotificationOptions {
  /** `info` unless given. */
  type?: 'info' | 'success' | 'error'
  /** Milliseconds until it goes by itself; 0 keeps it. 5 s unless given, errors 8 s. */
  timeoutMs?: number
  action?: { label: string; run: () => void }
}

/** A short message to the user, on the screen for a while. */
export interface ParleyNotification {
  id: string
  text: string
  type: 'info' | 'success' | 'error'
  timeoutMs: number
  action?: { label: string; run: () => void }
}

/** More than these nobody reads: the oldest goes. */
const MOST = 5
const INFO_MS = 5_000
const ERROR_MS = 8_000

/** What the user should notice: what failed and what to do, what happened to the open channel. */
@Injectable({ providedIn: 'root' })
export class NotificationService {
  readonly #texts = inject(TranslationService).texts
  readonly #notifications = new State<readonly ParleyNotification[]>([])
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>()
  #count = 0
  #isHeld = false
  /** The oldest first, at most five. */
  readonly notifications$ = this.#notifications.changes$
  readonly notifications = this.#notifications.signal

  constructor() {
    inject(DestroyRef).onDestroy(() => this.clear())
  }

  /** Shows a notification and returns its id. The same text again replaces the one that is there. */
  add(text: string, { type = 'info', timeoutMs, action }: NotificationOptions = {}): string {
    for (const same of this.#notifications.value.filter(other => other.text === text)) this.dismiss(same.id)
    this.#count += 1
    const id = `notification-${this.#count}`
    const stayMs = timeoutMs ?? (type === 'error' ? ERROR_MS : INFO_MS)
    const added = { id, text, type, timeoutMs: stayMs, ...(action && { action }) }
    for (const old of this.#notifications.value.slice(0, 1 - MOST)) this.dismiss(old.id)
    this.#notifications.update(list => [...list, added])
    this.#schedule(added)
    return id
  }

  /**
   * Says what failed, why, and what to do; `whatFailed` without a full stop. Returns the id; undefined
   * where nothing is said, since the user went meanwhile.
   */
  addError(error: unknown, whatFailed: string, options: NotificationOptions = {}): string | undefined {
    if (isExpectedEnd(error)) return undefined
    const t = this.#texts()
    return this.add(t.failed(whatFailed, describeError(error, t)), { type: 'error', ...options })
  }

  /** Takes one away; an id that is not there does nothing. */
  dismiss(id: string): void {
    clearTimeout(this.#timers.get(id))
    this.#timers.delete(id)
    const rest = this.#notifications.value.filter(notification => notification.id !== id)
    if (rest.length < this.#notifications.value.length) this.#notifications.set(rest)
    // what was pointed at or had the focus is gone
    if (rest.length === 0) this.#isHeld = false
  }

  clear(): void {
    for (const { id } of this.#notifications.value) this.dismiss(id)
  }

  /** Nothing goes by itself until `release`: somebody reads, or is about to press. */
  hold(): void {
    this.#isHeld = true
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#timers.clear()
  }

  /** Everything goes by itself again, its whole time from now. */
  release(): void {
    if (!this.#isHeld) return
    this.#isHeld = false
    for (const notification of this.#notifications.value) this.#schedule(notification)
  }

  #schedule({ id, timeoutMs }: ParleyNotification): void {
    if (timeoutMs <= 0 || this.#isHeld) return
    const timer = setTimeout(() => this.dismiss(id), timeoutMs)
    this.#timers.set(id, timer)
  }
}
