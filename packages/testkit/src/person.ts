import { type CallOptions, callHttp, type Reply, type ReplyBody } from './http.ts'
import type { Frame, FrameTest } from './inbox.ts'
import { TestSocket } from './socket.ts'

/** Where a person's requests go. */
export interface Doorway {
  readonly url: string
  readonly apiKey: string
}

/** Somebody with a credential, on the wire: REST calls and one socket. */
export class Person implements AsyncDisposable {
  readonly id: string
  readonly token: string | undefined
  connectionId: string | undefined
  me: Frame | undefined
  #socket: TestSocket | undefined
  readonly #doorway: Doorway

  constructor(doorway: Doorway, id: string, token: string | undefined) {
    this.#doorway = doorway
    this.id = id
    this.token = token
  }

  get socket(): TestSocket {
    if (!this.#socket) throw new Error(`${this.id} is not connected`)
    return this.#socket
  }

  get isAnonymous(): boolean {
    return this.token === undefined
  }

  /** Opens a socket by first frame and waits for `me`. */
  async connect(details: Readonly<Record<string, unknown>> = {}): Promise<this> {
    const socket = await new TestSocket(this.socketUrl()).opened()
    socket.send(this.authFrame(details))
    const frame = await socket.next(frame => frame.me !== undefined || frame.error !== undefined)
    if (frame.error) throw new Error(`${this.id} was refused: ${JSON.stringify(frame.error)}`)
    this.#socket = socket
    this.connectionId = String(frame.connection_id)
    this.me = frame.me as Frame
    return this
  }

  socketUrl(): string {
    return `${this.#doorway.url.replace('http', 'ws')}/connect`
  }

  authFrame(details: Readonly<Record<string, unknown>> = {}): Frame {
    const api_key = this.#doorway.apiKey
    if (this.isAnonymous) return { type: 'auth', api_key, 'stream-auth-type': 'anonymous' }
    return {
      type: 'auth',
      api_key,
      authorization: this.token,
      user_id: this.id,
      user_details: { id: this.id, ...details },
    }
  }

  /** `alice.call('POST /channels/messaging/hall/message', { message: { text: 'hi' } })`; any status. */
  call(endpoint: string, body?: unknown, options: Partial<CallOptions> = {}): Promise<Reply> {
    return callHttp(this.#doorway.url, endpoint, {
      apiKey: this.#doorway.apiKey,
      token: this.token,
      authType: this.isAnonymous ? 'anonymous' : 'jwt',
      body,
      ...options,
    })
  }

  /** Like `call`, but anything other than 2xx fails the test with the answer. */
  async ok(endpoint: string, body?: unknown, options: Partial<CallOptions> = {}): Promise<ReplyBody> {
    const reply = await this.call(endpoint, body, options)
    if (reply.status >= 300)
      throw new Error(`${endpoint} answered ${reply.status}: ${JSON.stringify(reply.body)}`)
    return reply.body
  }

  /** Gets or creates the channel and watches it from this person's socket. */
  watch(cid: string, data?: Readonly<Record<string, unknown>>): Promise<ReplyBody> {
    const body = { watch: true, state: true, presence: true, ...(data ? { data } : {}) }
    return this.ok(`POST ${channelPath(cid)}/query`, body, {
      query: { connection_id: this.connectionId ?? '' },
    })
  }

  async send(cid: string, text: string, extra: Readonly<Record<string, unknown>> = {}): Promise<Frame> {
    const body = await this.ok(`POST ${channelPath(cid)}/message`, { message: { text, ...extra } })
    return body.message as Frame
  }

  next(wanted: string | FrameTest, ms?: number): Promise<Frame> {
    return this.socket.next(wanted, ms)
  }

  async disconnect(): Promise<void> {
    await this.#socket?.close()
    this.#socket = undefined
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#socket?.[Symbol.asyncDispose]()
  }
}

/** `messaging:hall` → `/channels/messaging/hall` */
export function channelPath(cid: string): string {
  const [type = '', id = ''] = cid.split(/:(.*)/s)
  return `/channels/${type}/${encodeURIComponent(id)}`
}
