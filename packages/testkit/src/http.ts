/** One HTTP answer, read to the end. */
export interface Reply {
  readonly status: number
  /** The parsed body; the raw text when it is not JSON. */
  readonly body: ReplyBody
  readonly headers: Headers
}

export type ReplyBody = Record<string, unknown>

export interface CallOptions {
  readonly apiKey: string
  readonly token?: string | undefined
  readonly authType?: 'jwt' | 'anonymous'
  /** An object is sent as JSON, a string as it is, undefined as no body. */
  readonly body?: unknown
  readonly query?: Readonly<Record<string, string>>
  readonly headers?: Readonly<Record<string, string>>
}

/** `call(url, 'POST /channels/messaging/hall/message', …)` */
export async function callHttp(base: string, endpoint: string, options: CallOptions): Promise<Reply> {
  const [method = 'GET', path = '/'] = endpoint.split(' ')
  const url = new URL(base + path)
  url.searchParams.set('api_key', options.apiKey)
  for (const [name, value] of Object.entries(options.query ?? {})) url.searchParams.set(name, value)
  const response = await fetch(url, {
    method,
    headers: {
      'Content-Type': 'application/json',
      'Stream-Auth-Type': options.authType ?? 'jwt',
      ...(options.token === undefined ? {} : { Authorization: options.token }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: toBody(options.body) }),
  })
  return { status: response.status, body: parseBody(await response.text()), headers: response.headers }
}

function toBody(body: unknown): string {
  return typeof body === 'string' ? body : JSON.stringify(body)
}

function parseBody(text: string): ReplyBody {
  try {
    return JSON.parse(text) as ReplyBody
  } catch {
    return { text }
  }
}
