import { ChatError, chatErrorOf, type ErrorBody } from '@parley/protocol'
import { localError } from '../call.ts'
import { parseObject } from '../json.ts'
import { deadline, throwIfAborted } from '../signals.ts'
import { backoffMs, type Timing } from '../timing.ts'
import { uploading } from './upload.ts'

/** The part of `fetch` that the SDK uses. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>

/** One request to the server. */
export interface RestRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Without a leading slash; segments escaped (`path` does that). */
  path: string
  /** Undefined values are left out, objects go as JSON. */
  query?: Record<string, unknown>
  body?: unknown
  /** A body of files. */
  form?: FormData
  /** How much of the body has gone, from 0 to 1; where the platform tells. */
  onProgress?: ((done: number) => void) | undefined
  /** A body that is JSON already. */
  text?: string
  headers?: Record<string, string>
  signal?: AbortSignal | undefined
  /** Without the credentials of the session. */
  bare?: boolean
  /** May be sent again when no answer came: a read, or a write that has its own id. */
  repeatable?: boolean
  /** How long the server may hold the request on purpose. */
  holdMs?: number
}

/** Where requests go and who they come from. */
export interface RestOptions {
  baseURL: string
  apiKey: string
  fetch?: Fetch | undefined
  timing: Timing
  /** Goes as `X-Stream-Client`. */
  agent: string
  /** Credentials for one request: the headers, and what to do when they have expired. */
  authorize?: () => Promise<Credentials>
}

/** What makes a request somebody's. */
export interface Credentials {
  headers: Record<string, string>
  /** Gets a fresh token after 401/40; absent when there is no way to. */
  renew?: (() => Promise<unknown>) | undefined
  /** The server took the credentials. */
  accepted?: () => void
  /** The server said that they have expired. */
  refused?: (error: ChatError) => void
}

const ATTEMPTS = 3

/** Requests to one server with one API key. */
export class Rest {
  readonly #options: RestOptions

  constructor(options: RestOptions) {
    this.#options = options
  }

  /**
   * Sends the request and reads its answer.
   *
   * An expired token is renewed once. Repeatable requests are sent again when no answer came.
   * @throws ChatError what the server said, or `details.reason` `network`
   */
  async request<T>(request: RestRequest): Promise<T> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#authorized<T>(request)
      } catch (error) {
        if (!request.repeatable || attempt === ATTEMPTS || !isUnanswered(error)) throw error
        await pause(backoffMs(attempt, this.#options.timing), request.signal)
      }
    }
  }

  async #authorized<T>(request: RestRequest): Promise<T> {
    const credentials = await this.#credentials(request)
    try {
      return await this.#send<T>(request, credentials)
    } catch (error) {
      if (!credentials.renew || !isExpired(error)) throw error
      await credentials.renew()
      return this.#send<T>(request, await this.#credentials(request))
    }
  }

  async #credentials(request: RestRequest): Promise<Credentials> {
    const { authorize } = this.#options
    return request.bare || !authorize ? { headers: {} } : authorize()
  }

  async #send<T>(request: RestRequest, credentials: Credentials): Promise<T> {
    const [response, text] = await this.#fetch(request, credentials)
    const body = parseObject(text)
    if (!body) throw this.#notParley(response.status)
    if (!response.ok) {
      const error = errorOf(body, response)
      if (isExpired(error)) credentials.refused?.(error)
      throw error
    }
    credentials.accepted?.()
    return body as T
  }

  async #fetch(request: RestRequest, credentials: Credentials): Promise<[Response, string]> {
    const { timing, agent, fetch = globalThis.fetch } = this.#options
    const { signal, end } = deadline(timing.requestTimeoutMs + (request.holdMs ?? 0), request.signal)
    const text = request.text ?? (request.body === undefined ? undefined : JSON.stringify(request.body))
    const headers: Record<string, string> = {
      'x-stream-client': agent,
      ...credentials.headers,
      ...request.headers,
    }
    if (text !== undefined) headers['content-type'] = 'application/json'
    try {
      const send = request.onProgress ? uploading(request.onProgress, fetch) : fetch
      const response = await send(this.#url(request), {
        method: request.method,
        headers,
        body: request.form ?? text ?? null,
        signal,
      })
      return [response, await response.text()]
    } catch (error) {
      throwIfAborted(request.signal)
      throw localError(`no answer from ${this.#options.baseURL}: ${messageOf(error)}`, 'network', error)
    } finally {
      end()
    }
  }

  #url({ path, query = {} }: RestRequest): string {
    const params = Object.entries({ api_key: this.#options.apiKey, ...query }).flatMap(([name, value]) => {
      if (value === undefined) return []
      const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
      return [`${name}=${encodeURIComponent(text)}`]
    })
    return `${this.#options.baseURL}/${path}?${params.join('&')}`
  }

  #notParley(status: number): ChatError {
    const { baseURL } = this.#options
    return localError(
      `${baseURL} answered ${status} without a JSON object: is baseURL a Parley server?`,
      'network',
    )
  }
}

/** A read: it may be sent again when no answer came. */
export function get(path: string, query: RestRequest['query'] = {}): RestRequest {
  return { method: 'GET', path, query, repeatable: true }
}

export function post(path: string, body: unknown = {}): RestRequest {
  return { method: 'POST', path, body }
}

export function put(path: string, body: unknown): RestRequest {
  return { method: 'PUT', path, body }
}

export function patch(path: string, body: unknown): RestRequest {
  return { method: 'PATCH', path, body }
}

export function del(path: string, query: RestRequest['query'] = {}): RestRequest {
  return { method: 'DELETE', path, query }
}

/** A path of escaped segments. */
export function path(...segments: string[]): string {
  return segments.map(encodeURIComponent).join('/')
}

/** Whether a fresh token can help: expired, not revoked. */
export function isExpired(error: unknown): error is ChatError {
  return (
    error instanceof ChatError && error.errorName === 'token_expired' && error.details?.reason !== 'revoked'
  )
}

/** Whether nobody knows if the request was done. */
export function isUnanswered(error: unknown): boolean {
  return error instanceof ChatError && error.details?.reason === 'network'
}

function errorOf(body: object, response: Response): ChatError {
  const { code = -1, message = `HTTP ${response.status}`, details }: Partial<ErrorBody> = body
  const retryAfter = Number(response.headers.get('retry-after') ?? Number.NaN)
  const waits = Number.isFinite(retryAfter) ? { retry_after: retryAfter, ...details } : details
  return chatErrorOf({ code, message, ...(waits && { details: waits }) })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, ms))
  throwIfAborted(signal)
}
