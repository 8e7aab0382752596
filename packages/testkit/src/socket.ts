import { within } from './deadline.ts'
import { type Frame, type FrameTest, Inbox } from './inbox.ts'

export interface Closed {
  readonly code: number
  readonly reason: string
}

/** A bare WebSocket to the server: what a client in another language would see. */
export class TestSocket implements AsyncDisposable {
  readonly closed: Promise<Closed>
  readonly #inbox = new Inbox()
  readonly #socket: WebSocket

  constructor(url: string) {
    const { promise, resolve } = Promise.withResolvers<Closed>()
    this.closed = promise
    this.#socket = new WebSocket(url)
    this.#socket.onmessage = message => this.#inbox.push(JSON.parse(String(message.data)) as Frame)
    this.#socket.onclose = ({ code, reason }) => resolve({ code, reason })
  }

  /** Resolves when the upgrade succeeded. */
  async opened(): Promise<this> {
    if (this.#socket.readyState === WebSocket.CONNECTING) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      this.#socket.onopen = () => resolve()
      this.#socket.onerror = () => reject(new Error('the socket did not open'))
      await within(promise, 'the socket did not open in time')
    }
    return this
  }

  /** Text is sent as it is, bytes as a binary frame, anything else as JSON. */
  send(frame: unknown): void {
    const raw = typeof frame === 'string' || frame instanceof Uint8Array
    this.#socket.send(raw ? (frame as string) : JSON.stringify(frame))
  }

  next(wanted: string | FrameTest, ms?: number): Promise<Frame> {
    return this.#inbox.next(wanted, ms)
  }

  /** The `error` object of the next error frame. */
  async nextError(): Promise<Frame> {
    const frame = await this.#inbox.next(frame => frame.error !== undefined)
    return frame.error as Frame
  }

  /** Frames that came and that nobody asked for. */
  drain(): Frame[] {
    return this.#inbox.drain()
  }

  /** How the server closed it. */
  whenClosed(ms?: number): Promise<Closed> {
    return within(this.closed, 'the server did not close the socket', ms)
  }

  async close(): Promise<void> {
    this.#socket.close()
    await within(this.closed, 'the socket did not close')
  }

  async [Symbol.asyncDispose](): Promise<void> {
    if (this.#socket.readyState !== WebSocket.CLOSED) await this.close()
  }
}
