import { SEND_BUFFER_MAX_BYTES } from '@parley/protocol'
import type { ServerWebSocket } from 'bun'
import { LiveConnection } from '../hub/connection.ts'
import { closeSlow } from '../hub/life.ts'

/** What a send returns when the socket takes no more for now. */
const BACKPRESSURE = -1

/** 128 random bits: knowing the id of a connection proves that one made it. */
export function newConnectionId(): string {
  return crypto.getRandomValues(new Uint8Array(16)).toBase64({ alphabet: 'base64url', omitPadding: true })
}

/** A connection over a socket; its topics are the server's own. */
export class SocketConnection extends LiveConnection {
  override readonly transport = 'websocket'
  override id = newConnectionId()
  #ws: ServerWebSocket<SocketConnection> | undefined
  /** Kept only where a proxy stands between; the socket knows the rest. */
  #forwardedFor: string | undefined

  constructor(forwardedFor: string | undefined) {
    super()
    this.#forwardedFor = forwardedFor
  }

  get ip(): string {
    return this.#forwardedFor ?? this.#ws?.remoteAddress ?? ''
  }

  attach(ws: ServerWebSocket<SocketConnection>): void {
    this.#ws = ws
  }

  send(frame: string): void {
    const isQueued = this.#ws?.sendText(frame) === BACKPRESSURE
    if (isQueued && this.bufferedBytes() > SEND_BUFFER_MAX_BYTES) closeSlow(this)
  }

  close(code: number, reason: string): void {
    this.#ws?.close(code, reason)
  }

  subscribe(topic: string): void {
    this.#ws?.subscribe(topic)
  }

  unsubscribe(topic: string): boolean {
    return this.#ws?.unsubscribe(topic) ?? false
  }

  topics(): readonly string[] {
    return this.#ws?.subscriptions ?? []
  }

  bufferedBytes(): number {
    return this.#ws?.getBufferedAmount() ?? 0
  }

  timePassed(): void {}
}
