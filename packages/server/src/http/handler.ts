import { invalidInput } from '@parley/protocol/schemas'
import type { Context } from 'hono'
import type { z } from 'zod'
import { parseJson } from '../util/parse-json.ts'
import { readBody } from '../util/read-body.ts'
import { type Admitted, admit, admitInside, credentialsOf, rateSubjectOf } from './admit.ts'
import { RequestCall } from './call.ts'
import { Exchange } from './exchange.ts'
import type { HttpContext, HttpEnv } from './http-context.ts'
import { InsideCaller } from './inside-caller.ts'
import { checkEncoding, checkJsonType, parsePayload } from './parse-json.ts'
import { toResponse } from './reply.ts'
import type { AnyRoute } from './route.ts'
import { RouteMetrics } from './route-metrics.ts'

/**
 * The Hono handler of a route: who calls, whether they may, how often they did, what they sent;
 * then one call of the route's own handler; then its answer.
 */
export function createHandler(
  http: HttpContext,
  route: AnyRoute,
): (c: Context<HttpEnv>) => Promise<Response> {
  const metrics = new RouteMetrics(http.deps.metrics, route.name)
  return async c => {
    const exchange = new Exchange(http, c.req.raw, c.env)
    let response: Response
    try {
      const call = await prepare(http, route, c, exchange)
      response = toResponse(await route.handle(call), exchange)
    } catch (error) {
      response = exchange.refuse(error, route.name)
    }
    metrics.observe(response.status, performance.now() - exchange.startedAtMs)
    logRequest(http, route, exchange, response)
    return response
  }
}

async function prepare(
  http: HttpContext,
  route: AnyRoute,
  c: Context<HttpEnv>,
  exchange: Exchange,
): Promise<RequestCall> {
  const query = c.req.query()
  const inside = c.env instanceof InsideCaller ? c.env.call : undefined
  const admitted = inside
    ? admitInside(route, inside, exchange)
    : await admitCounted(http, route, query, exchange)
  const parts = {
    ...admitted,
    deps: inside?.mayWrite === false ? http.lookingDeps : http.deps,
    params: check(route.params, c.req.param(), 'the path'),
    query: check(route.query, query, 'the query'),
    body: route.body && check(route.body, await bodyOf(http, route, exchange.request, query), whereOf(route)),
    connectionId: query.connection_id || undefined,
  }
  return new RequestCall(parts, exchange)
}

/** Whoever comes from outside proves who they are, and each of their requests counts. */
async function admitCounted(
  http: HttpContext,
  route: AnyRoute,
  query: Readonly<Record<string, string>>,
  exchange: Exchange,
): Promise<Admitted> {
  const admitted = await admit(http, route, credentialsOf(exchange, query), exchange)
  http.deps.metrics.live.of(admitted.app.id).requests++
  exchange.insecure = admitted.app.settings.disableAuthChecks
  exchange.quota = http.rateLimits.take(route.name, route.rate, rateSubjectOf(admitted, exchange))
  if (!exchange.quota.allowed) throw http.rateLimits.refusal(route.name, exchange.quota)
  return admitted
}

function whereOf(route: AnyRoute): string {
  return route.method === 'GET' ? 'payload' : 'the body'
}

async function bodyOf(
  http: HttpContext,
  route: AnyRoute,
  request: Request,
  query: Readonly<Record<string, string>>,
): Promise<unknown> {
  if (route.method === 'GET') return parsePayload(query.payload)
  checkEncoding(request.headers.get('content-encoding'))
  const text = await readBody(request, http.bodyLimits, http.deadlines)
  // SDKs name the content type of a body that is not there.
  if (text === '') return {}
  checkJsonType(request.headers.get('content-type'))
  const body = parseJson(text, 'the body')
  // PHP has one type for lists and maps, and sends an empty map as a list.
  return Array.isArray(body) && body.length === 0 ? {} : body
}

function check(schema: z.ZodType | undefined, input: unknown, where: string): unknown {
  if (!schema) return undefined
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw invalidInput(result.error, where)
}

function logRequest(http: HttpContext, route: AnyRoute, exchange: Exchange, response: Response): void {
  const { log } = http.deps
  if (!log.isLevelEnabled('debug')) return
  const ms = performance.now() - exchange.startedAtMs
  log.debug({ requestId: exchange.requestId, route: route.name, status: response.status, ms }, 'request')
}
