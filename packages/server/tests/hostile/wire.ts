import { connect, type Socket } from 'node:net'
import { within } from '@parley/testkit'

/** An answer as it came over the wire. */
export interface WireReply {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  readonly text: string
}

/**
 * One TCP connection that says whatever it is told to: `fetch` would not send half of what a
 * hostile client does. Kept alive between requests, opened again when the server closed it.
 */
export class Wire implements AsyncDisposable {
  readonly #port: number
  #socket: Socket | undefined
  #received = Buffer.alloc(0)
  #heard: (() => void) | undefined

  constructor(url: string) {
    this.#port = Number(new URL(url).port)
  }

  /**
   * Sends bytes and reads one answer; undefined when the connection was closed without one.
   * With `end` nothing else will come from this side. `isHead` answers have no body.
   */
  async ask(
    bytes: string | Uint8Array,
    { end = false, isHead = false, ms = 30_000 } = {},
  ): Promise<WireReply | undefined> {
    const socket = this.#socket ?? this.#open()
    this.#received = Buffer.alloc(0)
    socket.write(bytes)
    if (end) socket.end()
    const reply = await within(this.#reply(isHead), () => `no answer within ${ms} ms`, ms)
    if (end || !reply || reply.headers.get('connection')?.toLowerCase() === 'close') this.#drop()
    return reply
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#drop()
  }

  async #reply(isHead: boolean): Promise<WireReply | undefined> {
    for (;;) {
      const reply = parseReply(this.#received, isHead)
      if (reply || !this.#socket) return reply
      await new Promise<void>(resolve => {
        this.#heard = resolve
      })
    }
  }

  #open(): Socket {
    const socket = connect({ port: this.#port, host: '127.0.0.1', allowHalfOpen: true })
    socket.setNoDelay(true)
    socket.on('data', (data: Buffer) => {
      this.#received = Buffer.concat([this.#received, data])
      this.#heard?.()
    })
    // A reset is one of the ways in which a server ends a connection.
    socket.on('error', () => this.#gone(socket))
    socket.on('end', () => this.#gone(socket))
    socket.on('close', () => this.#gone(socket))
    this.#socket = socket
    return socket
  }

  #gone(socket: Socket): void {
    if (this.#socket === socket) this.#drop()
    this.#heard?.()
  }

  #drop(): void {
    this.#socket?.destroy()
    this.#socket = undefined
  }
}

/** The answer at the start of what came; undefined while it is not whole. */
function parseReply(bytes: Buffer, isHead: boolean): WireReply | undefined {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [first = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
  const status = Number(first.split(' ')[1])
  if (status === 100) return parseReply(bytes.subarray(end + 4), isHead)
  const headers = new Map(lines.map(headerOf))
  const length = isHead ? 0 : Number(headers.get('content-length') ?? 0)
  const body = bytes.subarray(end + 4)
  if (body.length < length) return undefined
  return { status, headers, text: body.toString('utf8', 0, length) }
}

function headerOf(line: string): [name: string, value: string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
}
