import { ChatError } from '@parley/protocol'
import type { RequestOrigin } from '../auth/principal.ts'
import { clientIp } from '../util/client-ip.ts'
import type { Part } from '../util/multipart.ts'
import type { RateState } from '../util/rate-limiter.ts'
import { nextRequestId } from '../util/request-id.ts'
import type { HttpContext, Listener } from './http-context.ts'
import { partsOf } from './parts.ts'
import { type ReplyContext, toErrorResponse } from './reply.ts'

/** One request and what becomes of it. */
export class Exchange implements ReplyContext, RequestOrigin {
  readonly request: Request
  readonly requestId: string
  readonly startedAtMs = performance.now()
  readonly #http: HttpContext
  readonly #listener: Listener | undefined
  #ip: string | undefined
  #quota: RateState | undefined
  insecure = false

  constructor(http: HttpContext, request: Request, listener: Listener | undefined) {
    this.#http = http
    this.#listener = listener
    this.request = request
    this.requestId = nextRequestId(request)
  }

  /** The client's address, by the socket or by a trusted proxy's word. Found when somebody asks. */
  get ip(): string {
    const { request } = this
    this.#ip ??= clientIp(
      this.#listener?.requestIP(request)?.address ?? '',
      request.headers.get('x-forwarded-for'),
      this.#http.isTrustedProxy,
    )
    return this.#ip
  }

  get userAgent(): string | undefined {
    return this.request.headers.get('user-agent') ?? undefined
  }

  get sdk(): string | undefined {
    return this.request.headers.get('x-stream-client') ?? undefined
  }

  get ext(): string | undefined {
    return this.request.headers.get('x-stream-ext') ?? undefined
  }

  get quota(): RateState {
    this.#quota ??= this.#http.rateLimits.unused()
    return this.#quota
  }

  set quota(state: RateState) {
    this.#quota = state
  }

  /**
   * The parts of a multipart body, while it comes.
   * @throws ChatError `invalid_input` when it is none, and what reading it throws
   */
  parts(): AsyncIterable<Part> {
    return partsOf(this.request, this.#http.deadlines)
  }

  /** The answer to whatever was thrown. What is not a ChatError is logged and told without detail. */
  refuse(thrown: unknown, route: string): Response {
    const isTold = thrown instanceof ChatError && thrown.errorName !== 'internal'
    if (isTold && thrown.errorName !== 'request_timeout') return toErrorResponse(thrown, this)
    const log = this.#http.deps.log.child({ requestId: this.requestId, route })
    if (isTold) {
      // A slow client is none of ours to care for, a slow database is.
      if (thrown.cause) log.warn({ err: thrown.cause }, thrown.message)
      return toErrorResponse(thrown, this)
    }
    log.error({ err: thrown }, 'request failed')
    const told = new ChatError('internal', `internal error; the server log has more under ${this.requestId}`)
    return toErrorResponse(told, this)
  }
}
