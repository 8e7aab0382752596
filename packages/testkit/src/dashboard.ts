import type { ReplyBody } from './http.ts'
import type { TestServer } from './server.ts'

/** An answer of the dashboard, read to the end. */
export interface DashboardReply {
  readonly status: number
  readonly body: ReplyBody
  readonly headers: Headers
}

/** What a browser is to the dashboard: it keeps the cookie, and sends the header that our pages send. */
export class DashboardBrowser {
  readonly #base: string
  cookie: string | undefined

  constructor(server: Pick<TestServer, 'url'>) {
    this.#base = `${server.url}/dashboard/api`
  }

  /** `browser.call('POST /sign_in', { email, password })`; a text is sent as it is. */
  async call(
    endpoint: string,
    body?: unknown,
    headers: Readonly<Record<string, string | undefined>> = {},
  ): Promise<DashboardReply> {
    const [method = 'GET', path = '/'] = endpoint.split(' ')
    const all: Record<string, string | undefined> = {
      'x-parley-dashboard': '1',
      cookie: this.cookie,
      ...(body !== undefined && { 'content-type': 'application/json' }),
      ...headers,
    }
    const given = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined)
    const text = typeof body === 'string' ? body : JSON.stringify(body)
    const sent = body === undefined || method === 'GET' ? {} : { body: text }
    const init = { method, headers: Object.fromEntries(given), ...sent }
    const response = await fetch(this.#base + path, init)
    this.#keep(response.headers.get('set-cookie'))
    return { status: response.status, body: await bodyOf(response), headers: response.headers }
  }

  /** Like `call`, but anything other than 2xx fails the test with the answer. */
  async ok(endpoint: string, body?: unknown): Promise<ReplyBody> {
    const reply = await this.call(endpoint, body)
    if (reply.status >= 300)
      throw new Error(`${endpoint} answered ${reply.status}: ${JSON.stringify(reply.body)}`)
    return reply.body
  }

  /** `reason` of the details where something is refused: `wrong_password`. */
  async refusal(endpoint: string, body?: unknown): Promise<readonly [status: number, reason: unknown]> {
    const reply = await this.call(endpoint, body)
    return [reply.status, (reply.body.details as ReplyBody | undefined)?.reason]
  }

  #keep(header: string | null): void {
    if (header === null) return
    const pair = header.split(';', 1)[0] ?? ''
    this.cookie = pair.endsWith('=') ? undefined : pair
  }
}

async function bodyOf(response: Response): Promise<ReplyBody> {
  const text = await response.text()
  try {
    return JSON.parse(text) as ReplyBody
  } catch {
    return { text }
  }
}
