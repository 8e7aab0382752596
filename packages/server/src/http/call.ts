import type { Deps } from '../actions/deps.ts'
import type { App } from '../domain/app.ts'
import type { Call, RouteAuth, UserAgentHeaders } from './route.ts'

/** A call under way. What few handlers look at is computed when they do. */
export class RequestCall implements Call<RouteAuth, unknown, unknown, unknown> {
  readonly deps: Deps
  readonly app: App
  readonly actor: Call['actor']
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly connectionId: string | undefined
  readonly ip: string
  readonly requestId: string
  readonly #headers: Headers

  constructor(parts: Omit<Call, 'userAgentHeaders'>, headers: Headers) {
    this.deps = parts.deps
    this.app = parts.app
    this.actor = parts.actor
    this.params = parts.params
    this.query = parts.query
    this.body = parts.body
    this.connectionId = parts.connectionId
    this.ip = parts.ip
    this.requestId = parts.requestId
    this.#headers = headers
  }

  get userAgentHeaders(): UserAgentHeaders {
    return {
      userAgent: this.#headers.get('user-agent') ?? undefined,
      sdk: this.#headers.get('x-stream-client') ?? undefined,
      ext: this.#headers.get('x-stream-ext') ?? undefined,
    }
  }
}
