import { type ChatError, errorBody } from '@parley/protocol'
import { MORE_INFO_BASE } from '../util/more-info.ts'
import { rateHeaders } from '../util/rate-headers.ts'
import type { RateState } from '../util/rate-limiter.ts'
import { originOf } from '../util/request-url.ts'

/** What a handler answers with: an object, or one that is JSON already. */
export type Reply = object | RawReply

/** JSON of an object, spliced together from parts that were serialised before. */
export interface RawReply {
  readonly rawJson: string
}

/** What is known of a request when it is answered. */
export interface ReplyContext {
  readonly request: Request
  readonly requestId: string
  readonly startedAtMs: number
  readonly quota: RateState
  /** Auth checks of the app are off; its replies say so. */
  readonly insecure: boolean
}

/** The handler's answer with `duration` as its last key. */
export function toResponse(reply: Reply, context: ReplyContext): Response {
  const json = 'rawJson' in reply && typeof reply.rawJson === 'string' ? reply.rawJson : JSON.stringify(reply)
  const comma = json.length > 2 ? ',' : ''
  const body = `${json.slice(0, -1)}${comma}"duration":"${durationText(context)}"}`
  return new Response(body, { status: 200, headers: replyHeaders(context) })
}

/** A refused request's answer. */
export function toErrorResponse(error: ChatError, context: ReplyContext): Response {
  const body = errorBody(error, {
    durationText: durationText(context),
    moreInfoBase: originOf(context.request) + MORE_INFO_BASE,
    requestId: context.requestId,
  })
  const headers = replyHeaders(context)
  const retryAfter = error.details?.retry_after
  if (error.errorName === 'rate_limited' && typeof retryAfter === 'number') {
    headers['retry-after'] = String(retryAfter)
  }
  const allow = error.details?.allow
  if (Array.isArray(allow)) headers.allow = allow.join(', ')
  if (error.errorName === 'payload_too_large' || error.errorName === 'request_timeout') {
    // The rest of the body is still coming; nobody will read it.
    headers.connection = 'close'
  }
  return new Response(JSON.stringify(body), { status: error.statusCode, headers })
}

function durationText({ startedAtMs }: ReplyContext): string {
  return `${(performance.now() - startedAtMs).toFixed(2)}ms`
}

function replyHeaders({ request, requestId, quota, insecure }: ReplyContext): Record<string, string> {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'cache-control': 'no-store',
    'x-request-id': requestId,
    ...rateHeaders(quota),
  }
  if (insecure) headers['x-parley-warning'] = 'auth checks are off for this app'
  if (request.headers.has('origin')) {
    // Any origin: a request proves itself by its token, never by a cookie.
    headers['access-control-allow-origin'] = '*'
    headers['access-control-expose-headers'] = EXPOSED
  }
  return headers
}

const EXPOSED =
  'x-request-id, x-ratelimit-limit, x-ratelimit-remaining, x-ratelimit-reset, retry-after, x-parley-warning'

/** The answer to a browser that asks whether it may ask. */
export function toPreflightResponse(request: Request): Response {
  return new Response(null, {
    status: 204,
    headers: {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE',
      'access-control-allow-headers': request.headers.get('access-control-request-headers') ?? '*',
      'access-control-max-age': '86400',
    },
  })
}
