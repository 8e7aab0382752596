import { ChatError, errorBody } from '@parley/protocol'
import type { AdminOrigin } from '../actions/admins/admin-deps.ts'
import { clientIp } from '../util/client-ip.ts'
import { MORE_INFO_BASE } from '../util/more-info.ts'
import { nextRequestId } from '../util/request-id.ts'
import { originOf } from '../util/request-url.ts'
import type { AdminContext, Listener } from './admin-context.ts'
import { writeCookie } from './cookie.ts'
import type { Answer, PassedOn } from './route.ts'

/** One request of the dashboard and what becomes of it. */
export class Exchange implements AdminOrigin {
  readonly request: Request
  readonly requestId: string
  readonly address: string
  readonly userAgent: string
  readonly #admin: AdminContext
  readonly #peer: string
  readonly #startedAtMs = performance.now()

  constructor(admin: AdminContext, request: Request, listener: Listener | undefined) {
    this.#admin = admin
    this.request = request
    this.requestId = nextRequestId(request)
    this.#peer = listener?.requestIP(request)?.address ?? ''
    this.address = clientIp(this.#peer, request.headers.get('x-forwarded-for'), admin.isTrustedProxy)
    this.userAgent = request.headers.get('user-agent') ?? ''
  }

  /** Where people reach this server, with the scheme that they see. */
  get serverUrl(): string {
    const { publicUrl } = this.#admin.deps
    if (publicUrl !== undefined) return publicUrl
    const origin = originOf(this.request)
    return this.#forwardedHttps() ? origin.replace(/^http:/, 'https:') : origin
  }

  answer({ body, download, signIn }: Answer): Response {
    const headers = this.#headers()
    if (download) {
      headers['content-type'] = download.type
      headers['content-disposition'] = `attachment; filename="${download.name}"`
      return new Response(download.text, { status: 200, headers })
    }
    if (signIn !== undefined) headers['set-cookie'] = this.#cookie(signIn)
    return new Response(JSON.stringify({ ...body, duration: this.#duration() }), { status: 200, headers })
  }

  passOn({ status, json }: PassedOn): Response {
    return new Response(json, { status, headers: this.#headers() })
  }

  /** The answer to whatever was thrown. What is not a ChatError is logged and told without detail. */
  refuse(thrown: unknown, route: string): Response {
    if (thrown instanceof ChatError && thrown.errorName !== 'internal') return this.#refusal(thrown)
    const log = this.#admin.deps.log.child({ requestId: this.requestId, route })
    log.error({ err: thrown }, 'a request of the dashboard failed')
    const told = `internal error; the server log has more under ${this.requestId}`
    return this.#refusal(new ChatError('internal', told))
  }

  #refusal(error: ChatError): Response {
    const context = {
      durationText: this.#duration(),
      moreInfoBase: originOf(this.request) + MORE_INFO_BASE,
      requestId: this.requestId,
    }
    const headers = this.#headers()
    const retryAfter = error.details?.retry_after
    if (typeof retryAfter === 'number') headers['retry-after'] = String(retryAfter)
    // A cookie that is good no more is not to be sent again and again.
    if (error.details?.reason === 'not_signed_in' && this.request.headers.has('cookie')) {
      headers['set-cookie'] = this.#cookie(null)
    }
    return new Response(JSON.stringify(errorBody(error, context)), { status: error.statusCode, headers })
  }

  #cookie(token: string | null): string {
    return writeCookie(token, this.serverUrl.startsWith('https:'))
  }

  #forwardedHttps(): boolean {
    return this.#admin.isTrustedProxy(this.#peer) && this.request.headers.get('x-forwarded-proto') === 'https'
  }

  #duration(): string {
    return `${(performance.now() - this.#startedAtMs).toFixed(2)}ms`
  }

  /** No other site may read an answer, so there is no word of CORS. */
  #headers(): Record<string, string> {
    return {
      'content-type': 'application/json',
      'cache-control': 'no-store',
      'x-request-id': this.requestId,
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'referrer-policy': 'no-referrer',
    }
  }
}
