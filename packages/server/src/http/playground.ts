import { ChatError } from '@parley/protocol'
import { invalidInput } from '@parley/protocol/schemas'
import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { DEMO_TOKEN_SECONDS, type Playground } from '../actions/playground/playground.ts'
import type { RateClass } from '../auth/rate-limits.ts'
import { parseJson } from '../util/parse-json.ts'
import { readBody } from '../util/read-body.ts'
import { Exchange } from './exchange.ts'
import type { HttpContext, HttpEnv } from './http-context.ts'
import { checkJsonType } from './parse-json.ts'

const { least, most } = DEMO_TOKEN_SECONDS

const TokenBody = z.object({
  user_id: z.string().max(255),
  expires_in_seconds: z.number().int().min(least).max(most).optional(),
})
const RevokeBody = TokenBody.pick({ user_id: true })

/**
 * What the playground's page asks for. Not part of the API: no key, no token, for no other page and
 * no other program.
 */
export function registerPlayground(hono: Hono<HttpEnv>, http: HttpContext, playground: Playground): void {
  const on = (method: 'GET' | 'POST', name: string, rate: RateClass, answer: (c: Ask) => Promise<object>) =>
    hono.on(method, `/playground/${name}`, c => reply(c, http, `Playground:${name}`, rate, answer))
  on('GET', 'config', 'read', () => playground.config())
  on('POST', 'token', 'write', async ask => {
    const { user_id, expires_in_seconds } = await ask(TokenBody)
    return playground.token(user_id, expires_in_seconds)
  })
  on('POST', 'revoke', 'write', async ask => {
    await playground.revoke((await ask(RevokeBody)).user_id)
    return {}
  })
}

/** The body, checked. */
type Ask = <Schema extends z.ZodType>(schema: Schema) => Promise<z.output<Schema>>

async function reply(
  c: Context<HttpEnv>,
  http: HttpContext,
  name: string,
  rate: RateClass,
  answer: (ask: Ask) => Promise<object>,
): Promise<Response> {
  const exchange = new Exchange(http, c.req.raw, c.env)
  try {
    checkSameSite(c.req.raw)
    exchange.quota = http.rateLimits.take(name, rate, { kind: 'address', appId: 0, ip: exchange.ip })
    if (!exchange.quota.allowed) throw http.rateLimits.refusal(name, exchange.quota)
    return toReply(await answer(schema => bodyOf(http, c.req.raw, schema)))
  } catch (error) {
    return withoutSharing(exchange.refuse(error, name))
  }
}

/** Other pages can't read it: nothing here allows them to. */
function toReply(body: object): Response {
  return Response.json(body, {
    headers: { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  })
}

function withoutSharing(response: Response): Response {
  response.headers.delete('access-control-allow-origin')
  return response
}

/**
 * Keeps out pages of other sites that are open in the same browser: the server may listen where only
 * that browser reaches it. What is no browser names no site, and could as well claim any.
 */
function checkSameSite(request: Request): void {
  const site = request.headers.get('sec-fetch-site')
  const origin = request.headers.get('origin')
  const isOther =
    site === null
      ? origin !== null && URL.parse(origin)?.host !== request.headers.get('host')
      : site !== 'same-origin' && site !== 'none'
  if (!isOther) return
  throw new ChatError('not_allowed', 'this is for the playground’s own page only', {
    details: { reason: 'other_site' },
  })
}

async function bodyOf<Schema extends z.ZodType>(
  { bodyLimits, deadlines }: HttpContext,
  request: Request,
  schema: Schema,
): Promise<z.output<Schema>> {
  checkJsonType(request.headers.get('content-type') ?? 'text/plain')
  const result = schema.safeParse(parseJson(await readBody(request, bodyLimits, deadlines), 'the body'))
  if (result.success) return result.data
  throw invalidInput(result.error, 'the body')
}
