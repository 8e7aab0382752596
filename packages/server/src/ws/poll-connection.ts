import { LONGPOLL_HOLD_SECONDS, SEND_BUFFER_MAX_BYTES } from '@parley/protocol'
import { LiveConnection } from '../hub/connection.ts'
import { closeSlow } from '../hub/life.ts'
import type { Topics } from '../hub/topics.ts'
import { newConnectionId } from './socket-connection.ts'

/** What a poll brings home: frames as they are, and the end where there is one. */
export interface PollResult {
  readonly frames: readonly string[]
  readonly close: { readonly code: number; readonly reason: string } | undefined
}

/** What a poll connection needs of the world around it. */
export interface PollHost {
  readonly topics: Topics
  /** On the wheel's clock. */
  nowS(): number
  wakeAt(connection: PollConnection, atS: number): void
  onClose(connection: PollConnection, code: number): void
}

/** A connection without a socket: frames wait in a bounded queue for the next poll. */
export class PollConnection extends LiveConnection {
  override readonly transport = 'longpoll'
  override id = newConnectionId()
  readonly ip: string
  readonly #host: PollHost
  readonly #topics = new Set<string>()
  #frames: string[] = []
  #queuedChars = 0
  #close: PollResult['close']
  #answer: ((result: PollResult) => void) | undefined
  #heldUntilS = 0

  constructor(ip: string, host: PollHost) {
    super()
    this.ip = ip
    this.#host = host
  }

  send(frame: string): void {
    if (this.#close) return
    this.#frames.push(frame)
    this.#queuedChars += frame.length
    if (this.#queuedChars > SEND_BUFFER_MAX_BYTES) this.#overflow()
    else this.#scheduleAnswer()
  }

  close(code: number, reason: string): void {
    if (this.#close) return
    this.#close = { code, reason }
    this.#host.onClose(this, code)
    this.#answerNow()
  }

  /** A request waits for the next frame. */
  get isHeld(): boolean {
    return this.#answer !== undefined
  }

  /** What there is, or the next frame, or nothing after 25 s. A newer poll takes the place of an older one. */
  poll(signal: AbortSignal): Promise<PollResult> {
    this.#answerNow()
    this.heardAtS = this.#host.nowS()
    if (this.#frames.length > 0 || this.#close) return Promise.resolve(this.#take())
    this.#heldUntilS = this.heardAtS + LONGPOLL_HOLD_SECONDS
    this.#host.wakeAt(this, this.#heldUntilS)
    return new Promise(resolve => {
      this.#answer = resolve
      // Frames must not be given to a request that nobody waits for any more.
      signal.addEventListener('abort', () => this.#abandon(resolve), { once: true })
    })
  }

  subscribe(topic: string): void {
    if (this.#topics.has(topic)) return
    this.#topics.add(topic)
    this.#host.topics.subscribeSoftly(topic, this)
  }

  unsubscribe(topic: string): boolean {
    return this.#topics.delete(topic) && this.#host.topics.unsubscribeSoftly(topic, this)
  }

  topics(): readonly string[] {
    return [...this.#topics]
  }

  bufferedBytes(): number {
    return this.#queuedChars
  }

  timePassed(nowS: number): void {
    if (!this.#answer) return
    if (nowS >= this.#heldUntilS) this.#answerNow()
    else this.#host.wakeAt(this, this.#heldUntilS)
  }

  /** Several frames of one moment go home together. */
  #scheduleAnswer(): void {
    if (this.#answer && this.#frames.length === 1) queueMicrotask(() => this.#answerNow())
  }

  #answerNow(): void {
    const answer = this.#answer
    this.#answer = undefined
    answer?.(this.#take())
  }

  #abandon(answer: (result: PollResult) => void): void {
    if (this.#answer === answer) this.#answer = undefined
    answer({ frames: [], close: undefined })
  }

  #overflow(): void {
    this.#frames = []
    this.#queuedChars = 0
    closeSlow(this)
  }

  #take(): PollResult {
    const frames = this.#frames
    this.#frames = []
    this.#queuedChars = 0
    return { frames, close: this.#close }
  }
}
