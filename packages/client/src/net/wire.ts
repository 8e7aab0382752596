import { type ChatError, chatErrorOf, type ErrorBody } from '@parley/protocol'
import { connectionLost, localError } from '../call.ts'
import { report } from '../emitter.ts'
import { parseObject } from '../json.ts'
import type { Timing } from '../timing.ts'
import { type Hello, type Link, LOST, type OpenLink } from './link.ts'

/** A frame of the server: an event, an answer, or an error. */
export interface Frame {
  type: string
  /** The `id` of the client's frame that this answers. */
  reply_to?: string
  error?: ErrorBody
  [key: string]: unknown
}

/** How a connection ended. */
export interface Closing {
  code: number
  reason: string
  /** The last error frame before the end. */
  error: ChatError | undefined
  /** Whether its first `health.check` had come. */
  wasReady: boolean
  /** Whether it lasted long enough for the backoff to start anew. */
  wasStable: boolean
}

/** What a connection tells its owner, in order; nothing after its end. */
export interface WireEvents {
  /** The first `health.check`. */
  ready(frame: Frame): void
  /** Everything later that is not an answer. */
  frame(frame: Frame): void
}

interface Asked {
  resolve(frame: Frame): void
  reject(error: ChatError): void
}

/**
 * One connection, from hello to close: its first `health.check`, its life signs, its answers.
 */
export class Wire {
  readonly closed: Promise<Closing>
  readonly #timing: Timing
  readonly #on: WireEvents
  readonly #link: Link
  readonly #asked = new Map<string, Asked>()
  #setClosed: (closing: Closing) => void = () => undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #connectionId: string | undefined
  #readyAtMs: number | undefined
  #error: ChatError | undefined
  #heard = false
  #lastId = 0
  #done = false

  constructor(open: OpenLink, hello: Hello, timing: Timing, on: WireEvents) {
    this.#timing = timing
    this.#on = on
    this.closed = new Promise(resolve => {
      this.#setClosed = resolve
    })
    this.#link = open(hello, {
      frame: text => this.#take(text),
      closed: (code, reason) => this.#end(code, reason),
    })
    this.#later(timing.connectTimeoutMs, () => this.#giveUp('no health.check came'))
  }

  get isOpen(): boolean {
    return this.#readyAtMs !== undefined && !this.#done
  }

  /** Sends a frame and waits for its answer. @throws ChatError the error frame that answered */
  async ask(frame: { type: string; [key: string]: unknown }): Promise<Frame> {
    if (!this.isOpen) throw connectionLost()
    const id = String(++this.#lastId)
    const answer = new Promise<Frame>((resolve, reject) => this.#asked.set(id, { resolve, reject }))
    const late = () => this.#asked.get(id)?.reject(localError(`${frame.type} was not answered`, 'network'))
    const timer = setTimeout(late, this.#timing.requestTimeoutMs)
    this.#send({ ...frame, id })
    try {
      return await answer
    } finally {
      clearTimeout(timer)
      this.#asked.delete(id)
    }
  }

  /** Asks for a life sign now: regularly, and when the network may have changed. */
  probe(): void {
    if (!this.isOpen) return
    const { healthIntervalMs, healthAnswerMs } = this.#timing
    this.#heard = false
    this.#send({ type: 'health.check', connection_id: this.#connectionId })
    this.#later(healthAnswerMs, () => {
      if (this.#heard) this.#later(Math.max(0, healthIntervalMs - healthAnswerMs), () => this.probe())
      else this.#giveUp('no answer to health.check')
    })
  }

  /** Closes and waits until it is closed, for a while. No frame is handed on from now. */
  async close(): Promise<void> {
    this.#stop()
    if (this.#done) return
    this.#done = true
    const timer = setTimeout(() => this.#settle(LOST, ''), this.#timing.closeTimeoutMs)
    this.#link.close()
    await this.closed
    clearTimeout(timer)
  }

  #take(text: string): void {
    if (this.#done) return
    const frame = parseObject(text) as Frame | undefined
    if (!frame) return
    this.#heard = true
    const asked = frame.reply_to === undefined ? undefined : this.#asked.get(frame.reply_to)
    if (frame.error) {
      const error = chatErrorOf(frame.error)
      if (asked) asked.reject(error)
      else this.#error = error
      return
    }
    asked?.resolve(frame)
    if (this.#readyAtMs === undefined) this.#welcome(frame)
    // a server of another version may leave out what this one counts on
    else if (!asked) report(() => this.#on.frame(frame))
  }

  #welcome(frame: Frame): void {
    if (frame.type !== 'health.check') return
    this.#readyAtMs = this.#timing.now()
    this.#connectionId = String(frame.connection_id)
    this.#later(this.#timing.healthIntervalMs, () => this.probe())
    this.#on.ready(frame)
  }

  #later(ms: number, then: () => void): void {
    clearTimeout(this.#timer)
    if (!this.#done) this.#timer = setTimeout(then, ms)
  }

  #send(frame: object): void {
    try {
      this.#link.send(JSON.stringify(frame))
    } catch {
      this.#giveUp('the socket takes nothing more')
    }
  }

  /** A dead connection may take minutes to report its close: it is not waited for. */
  #giveUp(reason: string): void {
    if (this.#done) return
    this.#link.close()
    this.#end(LOST, reason)
  }

  #end(code: number, reason: string): void {
    if (!this.#done) this.#stop()
    this.#done = true
    this.#settle(code, reason)
  }

  #stop(): void {
    clearTimeout(this.#timer)
    for (const { reject } of this.#asked.values()) reject(connectionLost())
    this.#asked.clear()
  }

  #settle(code: number, reason: string): void {
    const openMs = this.#readyAtMs === undefined ? 0 : this.#timing.now() - this.#readyAtMs
    const wasReady = this.#readyAtMs !== undefined
    const wasStable = wasReady && openMs >= this.#timing.stableAfterMs
    this.#setClosed({ code, reason, error: this.#error, wasReady, wasStable })
  }
}
