import { ChatError } from '@parley/protocol'
import { invalidInput } from '@parley/protocol/schemas'
import type { Context } from 'hono'
import type { z } from 'zod'
import { authenticateAdmin, checkConfirmed } from '../auth/admin-sessions.ts'
import { type AdminRecord, canSeeApp, checkRole } from '../domain/admins.ts'
import { isBeingDeleted } from '../domain/app.ts'
import type { AppRecord } from '../domain/records.ts'
import { invalidField } from '../util/invalid-input.ts'
import { parseJson } from '../util/parse-json.ts'
import { readBody } from '../util/read-body.ts'
import type { AdminContext, AdminEnv } from './admin-context.ts'
import { readCookie } from './cookie.ts'
import { Exchange } from './exchange.ts'
import type { AnyRoute, Call } from './route.ts'
import { checkSameOrigin } from './same-origin.ts'

/** The Hono handler of a route: from our own pages? who? may they? what did they send? then one action. */
export function createHandler(
  admin: AdminContext,
  route: AnyRoute,
): (c: Context<AdminEnv>) => Promise<Response> {
  const name = `Dashboard ${route.method} ${route.path}`
  const { requests, requestSeconds } = admin.deps.metrics
  return async c => {
    const startedAtMs = performance.now()
    const exchange = new Exchange(admin, c.req.raw, c.env)
    const response = await respond(admin, route, c, exchange).catch(error => exchange.refuse(error, name))
    requests.inc({ route: name, status: String(response.status) })
    requestSeconds.observe({ route: name }, (performance.now() - startedAtMs) / 1000)
    return response
  }
}

async function respond(
  admin: AdminContext,
  route: AnyRoute,
  c: Context<AdminEnv>,
  exchange: Exchange,
): Promise<Response> {
  checkSameOrigin(exchange.request, admin.deps.publicUrl)
  const actor = route.role === 'nobody' ? undefined : await admit(admin, route, route.role, exchange)
  const params = c.req.param() as Record<string, string>
  const app = route.path.includes('{app}') ? await findApp(admin, actor?.admin, params.app ?? '') : undefined
  const call = {
    deps: admin.deps,
    actor,
    origin: { address: exchange.address, userAgent: exchange.userAgent },
    app,
    params: check(route.params, params, 'the path'),
    query: check(route.query, c.req.query(), 'the query'),
    body: route.body && check(route.body, await jsonOf(admin, route, exchange.request), 'the body'),
    serverUrl: exchange.serverUrl,
    requestId: exchange.requestId,
  }
  const answer = await route.handle(call as unknown as Call)
  return 'json' in answer ? exchange.passOn(answer) : exchange.answer(answer)
}

async function admit(
  { deps }: AdminContext,
  route: AnyRoute,
  role: AdminRecord['role'],
  { request, address, userAgent }: Exchange,
) {
  const token = readCookie(request.headers.get('cookie'))
  if (token === undefined && request.headers.has('authorization')) {
    throw new ChatError(
      'auth_failed',
      'the dashboard takes no tokens of the chat: sign in with an e-mail address',
      {
        details: { reason: 'not_signed_in' },
      },
    )
  }
  const actor = await authenticateAdmin(deps, token, { address, userAgent })
  checkRole(actor.admin, role)
  if (route.confirmed) checkConfirmed(actor, deps.clock())
  return actor
}

/** What somebody may not see, does not exist for them. */
async function findApp(
  { deps }: AdminContext,
  admin: AdminRecord | undefined,
  key: string,
): Promise<AppRecord> {
  const app = await deps.store.read.findApp(key)
  if (app && admin && canSeeApp(admin, app.id) && !isBeingDeleted(app)) return app
  throw new ChatError('not_found', 'there is no app with this API key, or it is not yours to see')
}

async function jsonOf(
  { bodyLimits, deadlines }: AdminContext,
  { bodyMaxBytes = bodyLimits.maxBytes }: AnyRoute,
  request: Request,
): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';', 1)[0]?.trim().toLowerCase()
  const text = await readBody(request, { ...bodyLimits, maxBytes: bodyMaxBytes }, deadlines)
  if (text === '') return {}
  // A form of another site can't send this type.
  if (type !== 'application/json') throw invalidField('content-type', 'must be application/json')
  return parseJson(text, 'the body')
}

function check(schema: z.ZodType | undefined, input: unknown, where: string): unknown {
  if (!schema) return undefined
  const result = schema.safeParse(input)
  if (result.success) return result.data
  throw invalidInput(result.error, where)
}
