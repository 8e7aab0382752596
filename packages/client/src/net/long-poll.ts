import { LONGPOLL_HOLD_SECONDS } from '@parley/protocol'
import { type Hello, type Link, type LinkEvents, LOST, type OpenLink } from './link.ts'
import type { Rest } from './rest.ts'

const HOLD_MS = LONGPOLL_HOLD_SECONDS * 1000

interface Poll {
  connection_id?: string
  events?: unknown[]
  close?: { code: number; reason: string }
}

/** Links over long polling, for networks that let no WebSocket through. */
export function longPollLink(rest: Rest): OpenLink {
  return (hello, events) => new LongPoll(rest, hello, events)
}

class LongPoll implements Link {
  readonly #rest: Rest
  readonly #events: LinkEvents
  readonly #abort = new AbortController()
  #connectionId: string | undefined
  /** Frames are sent one request after the other, so that they arrive in order. */
  #sending: Promise<unknown> = Promise.resolve()

  constructor(rest: Rest, hello: Hello, events: LinkEvents) {
    this.#rest = rest
    this.#events = events
    void this.#run(hello)
  }

  send(text: string): void {
    const body = `{"frames":[${text}]}`
    this.#sending = this.#sending
      .then(() => this.#post(body))
      .catch(() => this.#end(LOST, 'a frame could not be sent'))
  }

  close(): void {
    const id = this.#connectionId
    this.#end(1000, '')
    if (id) void this.#request('DELETE', id).catch(() => undefined)
  }

  async #run(hello: Hello): Promise<void> {
    try {
      await this.#take(await this.#connect(hello))
      while (!this.#abort.signal.aborted) await this.#take(await this.#request('GET', this.#connectionId))
    } catch {
      this.#end(LOST, 'polling failed')
    }
  }

  #connect(hello: Hello): Promise<Poll> {
    const { authorization, user_id, user_details } = hello
    return this.#rest.request<Poll>({
      method: 'GET',
      path: 'longpoll',
      query: user_id === undefined ? {} : { json: { user_id, user_details } },
      headers: { 'stream-auth-type': hello['stream-auth-type'], ...(authorization && { authorization }) },
      bare: true,
      holdMs: HOLD_MS,
      signal: this.#abort.signal,
    })
  }

  #request(method: 'GET' | 'DELETE', connection_id: string | undefined): Promise<Poll> {
    const signal = method === 'GET' ? this.#abort.signal : undefined
    return this.#rest.request<Poll>({
      method,
      path: 'longpoll',
      query: { connection_id },
      bare: true,
      holdMs: HOLD_MS,
      signal,
    })
  }

  #post(text: string): Promise<unknown> {
    const query = { connection_id: this.#connectionId }
    return this.#rest.request({
      method: 'POST',
      path: 'longpoll',
      query,
      text,
      bare: true,
      signal: this.#abort.signal,
    })
  }

  async #take(poll: Poll): Promise<void> {
    if (this.#abort.signal.aborted) return
    this.#connectionId = poll.connection_id ?? this.#connectionId
    for (const event of poll.events ?? []) this.#events.frame(JSON.stringify(event))
    if (poll.close) this.#end(poll.close.code, poll.close.reason)
  }

  #end(code: number, reason: string): void {
    if (this.#abort.signal.aborted) return
    this.#abort.abort()
    this.#events.closed(code, reason)
  }
}
