import { DEADLINE_MS, type Frame, within } from '@parley/testkit'

/** A request that a receiver got. */
export interface Received {
  readonly method: string
  readonly path: string
  readonly headers: Headers
  /** Byte for byte, for signatures. */
  readonly text: string
  readonly body: Frame
}

export type Answer = (received: Received) => Response | Promise<Response>

const fine: Answer = () => new Response('ok')

/** A real HTTP server on a free port that keeps what it is sent, and answers as it is told. */
export class Receiver implements AsyncDisposable {
  answer: Answer
  readonly all: Received[] = []
  readonly #server: Bun.Server<undefined>
  readonly #untaken: Received[] = []
  readonly #waiting: { wants: (received: Received) => boolean; resolve: (received: Received) => void }[] = []

  constructor(answer: Answer = fine) {
    this.answer = answer
    this.#server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: request => this.#receive(request) })
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.port}`
  }

  /** The first that was not taken yet: of an event type, or as the test says. */
  next(wanted?: string | ((received: Received) => boolean), ms = DEADLINE_MS): Promise<Received> {
    const wants =
      typeof wanted === 'function'
        ? wanted
        : (received: Received) => wanted === undefined || received.body.type === wanted
    const at = this.#untaken.findIndex(wants)
    const [found] = at < 0 ? [] : this.#untaken.splice(at, 1)
    if (found) return Promise.resolve(found)
    const { promise, resolve } = Promise.withResolvers<Received>()
    this.#waiting.push({ wants, resolve })
    const came = () => this.all.map(({ path, body }) => body.type ?? path).join(', ') || 'nothing'
    return within(promise, () => `no ${String(wanted)} within ${ms} ms; came: ${came()}`, ms)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop(true)
  }

  async #receive(request: Request): Promise<Response> {
    const text = await request.text()
    const { method, headers, url } = request
    const { pathname, search } = new URL(url)
    const received = { method, path: pathname + search, headers, text, body: parsed(text) }
    this.all.push(received)
    const answer = await this.answer(received)
    const at = this.#waiting.findIndex(({ wants }) => wants(received))
    const [waiting] = at < 0 ? [] : this.#waiting.splice(at, 1)
    if (waiting) waiting.resolve(received)
    else this.#untaken.push(received)
    return answer
  }
}

function parsed(text: string): Frame {
  try {
    return JSON.parse(text) as Frame
  } catch {
    return {}
  }
}
