import { Injectable, signal } from '@angular/core'
import type { ClientOptions, WebSocketClass, WebSocketLike } from '@parley/client'

/** Code of a close without a closing handshake: what a lost network looks like. */
const LOST = 1006

/**
 * The network, with a switch: given to the SDK in place of `fetch` and `WebSocket`, it can be cut.
 *
 * Requests pass by here, so it also knows the token that is in use.
 */
@Injectable({ providedIn: 'root' })
export class NetworkSwitch {
  readonly isCut = signal(false)
  /** The token of the last request; undefined when that had none. */
  readonly token = signal<string | undefined>(undefined)
  readonly #open = new Set<SwitchedSocket>()
  readonly #news = new EventTarget()

  /** For the SDK. */
  readonly options: ClientOptions = {
    fetch: (url, init) => this.fetch(url, init),
    WebSocket: this.#socketClass(),
    network: this.#news,
  }

  constructor() {
    globalThis.addEventListener?.('online', () => this.#tell('online'))
    globalThis.addEventListener?.('offline', () => this.#tell('offline'))
  }

  readonly fetch = async (url: string, init: RequestInit = {}): Promise<Response> => {
    if (this.isCut()) throw new TypeError('the network is cut')
    const token = new Headers(init.headers).get('authorization')
    if (token !== null) this.token.set(token)
    return fetch(url, init)
  }

  /** Nothing goes out or comes in from now on. */
  cut(): void {
    this.isCut.set(true)
    for (const socket of this.#open) socket.lose()
    this.#open.clear()
    this.#tell('offline')
  }

  restore(): void {
    this.isCut.set(false)
    this.#tell('online')
  }

  #tell(type: 'online' | 'offline'): void {
    if (type === 'offline' || !this.isCut()) this.#news.dispatchEvent(new Event(type))
  }

  #socketClass(): WebSocketClass {
    const { isCut } = this
    const open = this.#open
    return class extends SwitchedSocket {
      constructor(url: string) {
        super(isCut() ? undefined : url)
        open.add(this)
      }
    }
  }
}

/** A WebSocket that can be lost. Without an address it is lost from the start. */
class SwitchedSocket implements WebSocketLike {
  onopen: ((event: never) => void) | null = null
  onmessage: ((event: never) => void) | null = null
  onerror: ((event: never) => void) | null = null
  onclose: ((event: never) => void) | null = null
  readonly #socket: WebSocket | undefined
  #isLost = false

  constructor(url: string | undefined) {
    if (url === undefined) {
      setTimeout(() => this.lose())
      return
    }
    this.#socket = new WebSocket(url)
    this.#socket.onopen = event => this.#pass(this.onopen, event)
    this.#socket.onmessage = event => this.#pass(this.onmessage, event)
    this.#socket.onerror = event => this.#pass(this.onerror, event)
    this.#socket.onclose = event => this.#pass(this.onclose, event)
  }

  send(data: string): void {
    if (!this.#isLost) this.#socket?.send(data)
  }

  close(code?: number, reason?: string): void {
    this.#socket?.close(code, reason)
  }

  /** What is still under way reaches nobody. */
  lose(): void {
    if (this.#isLost) return
    this.#pass(this.onclose, { code: LOST, reason: '' })
    this.#isLost = true
    this.#socket?.close()
  }

  #pass(listener: ((event: never) => void) | null, event: unknown): void {
    if (!this.#isLost) listener?.(event as never)
  }
}
