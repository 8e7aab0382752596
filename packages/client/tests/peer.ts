import type { Server, ServerWebSocket } from 'bun'
import type { ClientOptions, Timing } from '../src/index.ts'

/** A frame as the peer sees it. */
export type Json = Record<string, unknown>

/** Waits short enough for tests. */
export const FAST: Partial<Timing> = {
  connectTimeoutMs: 20_000,
  requestTimeoutMs: 20_000,
  stableAfterMs: 60_000,
  closeTimeoutMs: 500,
  recountMs: 50,
  reconnectMinMs: 4,
  reconnectMaxMs: 16,
  restartSpreadMs: 30,
  providerSlowRetryMs: 40,
}

/** One connection, seen from the server. */
export interface PeerSocket {
  /** What the client said first. */
  hello: Json
  /** Frames after that. */
  frames: Json[]
  send(frame: Json): void
  close(code: number, reason?: string): void
}

/** How a peer behaves where it should not do the ordinary thing. */
export interface Behaviour {
  /** A new socket said hello; `greet` is the ordinary answer. */
  hello?(socket: PeerSocket, greet: () => void): void
  /** A frame came; true when it was taken care of. */
  frame?(socket: PeerSocket, frame: Json): boolean
  /** A request other than a socket's. */
  rest?(request: Request, url: URL): Response | undefined | Promise<Response | undefined>
}

/** A tiny server that speaks the protocol's connection level, for misbehaviour a real one has not. */
export class Peer {
  readonly sockets: PeerSocket[] = []
  readonly requests: { method: string; path: string; authorization: string | null; type: string | null }[] =
    []
  behaviour: Behaviour
  readonly #server: Server<{ socket: PeerSocket | undefined }>
  readonly #waiters = new Set<() => void>()
  #lastId = 0

  constructor(behaviour: Behaviour = {}) {
    this.behaviour = behaviour
    this.#server = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: (request, server) => this.#fetch(request, server),
      websocket: { data: { socket: undefined }, message: (ws, text) => this.#message(ws, String(text)) },
    })
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`
  }

  options(timing: Partial<Timing> = {}): ClientOptions {
    return { baseURL: this.url, timing: { ...FAST, ...timing } }
  }

  get last(): PeerSocket {
    const socket = this.sockets.at(-1)
    if (!socket) throw new Error('nobody has connected')
    return socket
  }

  /** Resolves when the condition holds; looked at after everything that comes in. */
  async until(condition: () => boolean, what: string, deadlineMs = 20_000): Promise<void> {
    const end = Date.now() + deadlineMs
    while (!condition()) {
      if (Date.now() > end) throw new Error(`waited ${deadlineMs} ms in vain until ${what}`)
      await new Promise<void>(resolve => {
        const timer = setTimeout(resolve, 20)
        this.#waiters.add(() => {
          clearTimeout(timer)
          resolve()
        })
      })
    }
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#server.stop(true)
  }

  #moved(): void {
    for (const go of this.#waiters) go()
    this.#waiters.clear()
  }

  async #fetch(
    request: Request,
    server: Server<{ socket: PeerSocket | undefined }>,
  ): Promise<Response | undefined> {
    const url = new URL(request.url)
    if (url.pathname === '/connect' && server.upgrade(request, { data: { socket: undefined } }))
      return undefined
    const { headers, method } = request
    const type = headers.get('stream-auth-type')
    this.requests.push({ method, path: url.pathname, authorization: headers.get('authorization'), type })
    this.#moved()
    return (await this.behaviour.rest?.(request, url)) ?? Response.json({ duration: '0ms' })
  }

  #message(ws: ServerWebSocket<{ socket: PeerSocket | undefined }>, text: string): void {
    const frame = JSON.parse(text) as Json
    const known = ws.data.socket
    if (known) this.#frame(known, frame)
    else this.#hello(ws, frame)
    this.#moved()
  }

  #hello(ws: ServerWebSocket<{ socket: PeerSocket | undefined }>, hello: Json): void {
    const socket: PeerSocket = {
      hello,
      frames: [],
      send: frame => void ws.send(JSON.stringify(frame)),
      close: (code, reason) => ws.close(code, reason),
    }
    ws.data.socket = socket
    this.sockets.push(socket)
    const greet = () => socket.send(this.greeting(hello))
    if (this.behaviour.hello) this.behaviour.hello(socket, greet)
    else greet()
  }

  #frame(socket: PeerSocket, frame: Json): void {
    socket.frames.push(frame)
    if (this.behaviour.frame?.(socket, frame)) return
    const reply_to = frame.id
    const created_at = new Date().toISOString()
    if (frame.type === 'health.check') socket.send({ type: 'health.check', cid: '*', created_at, reply_to })
    if (frame.type === 'token.refresh') socket.send({ type: 'token.refreshed', created_at, reply_to })
  }

  greeting({ user_id = '!anon', user_details = {} }: Json): Json {
    const connection_id = `connection-${++this.#lastId}`
    const me = {
      ...(user_details as Json),
      id: user_id,
      total_unread_count: 0,
      unread_count: 0,
      unread_channels: 0,
    }
    return { type: 'health.check', connection_id, cid: '*', created_at: new Date().toISOString(), me }
  }
}

/** An error frame and the close that goes with it. */
export function refuse(
  socket: PeerSocket,
  closeCode: number,
  error: { code: number; message: string; details?: Json },
): void {
  socket.send({ error: { StatusCode: 401, more_info: '', duration: '0ms', ...error } })
  socket.close(closeCode, error.message)
}

/** An error reply. */
export function errorReply(
  status: number,
  error: { code: number; message: string; details?: Json },
): Response {
  return Response.json({ StatusCode: status, more_info: '', duration: '0ms', ...error }, { status })
}

/** A token that nobody has signed, with these claims. */
export function tokenOf(claims: Json): string {
  const part = (value: Json) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'HS256', typ: 'JWT' })}.${part(claims)}.${Math.random().toString(36).slice(2)}`
}
