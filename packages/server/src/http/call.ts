import type { Deps } from '../actions/deps.ts'
import type { App } from '../domain/app.ts'
import type { Part } from '../util/multipart.ts'
import { originOf } from '../util/request-url.ts'
import type { Exchange } from './exchange.ts'
import type { Call, RouteAuth } from './route.ts'

/** A call under way. What few handlers look at is computed when they do. */
export class RequestCall implements Call<RouteAuth, unknown, unknown, unknown> {
  readonly deps: Deps
  readonly app: App
  readonly actor: Call['actor']
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
  readonly connectionId: string | undefined
  readonly #exchange: Exchange

  constructor(parts: Omit<Call, 'ip' | 'requestId' | 'serverUrl' | 'parts'>, exchange: Exchange) {
    this.deps = parts.deps
    this.app = parts.app
    this.actor = parts.actor
    this.params = parts.params
    this.query = parts.query
    this.body = parts.body
    this.connectionId = parts.connectionId
    this.#exchange = exchange
  }

  get ip(): string {
    return this.#exchange.ip
  }

  get requestId(): string {
    return this.#exchange.requestId
  }

  get serverUrl(): string {
    return originOf(this.#exchange.request)
  }

  parts = (): AsyncIterable<Part> => this.#exchange.parts()
}
