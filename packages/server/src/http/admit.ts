import { ChatError } from '@parley/protocol'
import type { Actor } from '../actions/deps.ts'
import { resolveActor } from '../auth/actor.ts'
import { authenticate, type Credentials } from '../auth/authenticate.ts'
import type { Principal } from '../auth/principal.ts'
import type { RateSubject } from '../auth/rate-limits.ts'
import type { App } from '../domain/app.ts'
import { addressBanned, isBannedAddress } from '../domain/rules.ts'
import { checkNotBanned } from '../domain/users-state.ts'
import type { Exchange } from './exchange.ts'
import type { HttpContext } from './http-context.ts'
import { checkEndpoint, type InsideCall } from './inside-caller.ts'
import type { AnyRoute, Call } from './route.ts'

/** Who was let in, and where to. */
export interface Admitted {
  readonly app: App
  readonly actor: Call['actor']
}

/** What a request brings along, in headers or in the query. */
export function credentialsOf(exchange: Exchange, query: Readonly<Record<string, string>>): Credentials {
  const { headers } = exchange.request
  return {
    apiKey: query.api_key ?? headers.get('x-api-key') ?? undefined,
    authType: headers.get('stream-auth-type') ?? query['stream-auth-type'],
    token: headers.get('authorization') ?? query.authorization,
    get ip() {
      return exchange.ip
    },
  }
}

/**
 * Authenticates, and checks that this kind of caller may use the endpoint at all.
 * @throws ChatError of `authenticate` and `resolveActor`; `not_allowed`
 */
export async function admit(
  http: HttpContext,
  route: AnyRoute,
  credentials: Credentials,
  exchange: Exchange,
): Promise<Admitted> {
  if (route.auth === 'key') return admitByKey(http, credentials, exchange)
  const principal = await authenticate(http.auth, credentials)
  const actor = await resolve(http, principal, exchange)
  checkKind(route, actor)
  checkMayWrite(http, route, actor, credentials)
  return { app: actor.app, actor }
}

/** @throws ChatError `not_allowed` | `not_found` */
export function admitInside(route: AnyRoute, inside: InsideCall, exchange: Exchange): Admitted {
  checkEndpoint(inside, route)
  const actor = { kind: 'server', app: inside.app, request: exchange } as const
  checkKind(route, actor)
  return { app: inside.app, actor }
}

/** Whether they may act is known only now: a revoked token, a deactivated user. */
async function resolve(
  { deps, auth }: HttpContext,
  principal: Principal,
  exchange: Exchange,
): Promise<Actor> {
  try {
    return await resolveActor(deps, principal, exchange)
  } catch (error) {
    const userId = principal.kind === 'user' ? principal.userId : undefined
    auth.failureLog.note(error, principal.app.key, exchange.ip, userId)
    throw error
  }
}

/** A token is welcome when it is a server's, and of no interest otherwise: it may be a stale one. */
async function admitByKey(http: HttpContext, credentials: Credentials, request: Exchange): Promise<Admitted> {
  const { app } = await authenticate(http.auth, { ...credentials, authType: 'anonymous' })
  if (!credentials.token) return admitAnybody(http, app, credentials)
  try {
    const principal = await authenticate(http.auth, { ...credentials, authType: 'jwt' })
    if (principal.kind === 'server') return { app, actor: { kind: 'server', app, request } }
  } catch (error) {
    if (!(error instanceof ChatError)) throw error
  }
  return admitAnybody(http, app, credentials)
}

/** A ban of an address would be none if a new guest were all it takes. */
function admitAnybody(http: HttpContext, app: App, credentials: Credentials): Admitted {
  checkAddress(http, app, credentials)
  return { app, actor: undefined }
}

function checkKind(route: AnyRoute, actor: Actor): void {
  if (actor.kind === 'server' && route.auth === 'user')
    throw refused(route, 'a user’s token, this is a server’s')
  if (actor.kind === 'user' && route.auth === 'server')
    throw refused(route, 'a server token, this is a user’s')
  if (actor.kind !== 'anonymous') return
  if (route.auth === 'server') throw refused(route, 'a server token')
  if (route.auth === 'reader' && route.rate === 'read') return
  throw refused(route, 'a user: anonymous users may only read; connect as a guest or a regular user')
}

function refused(route: AnyRoute, what: string): ChatError {
  const details = { endpoint: route.name }
  return new ChatError('not_allowed', `${route.method} ${route.path} is for ${what}`, { details })
}

function checkMayWrite(http: HttpContext, route: AnyRoute, actor: Actor, credentials: Credentials): void {
  if (actor.kind !== 'user' || route.rate === 'read' || route.allowBanned) return
  checkNotBanned(actor.user, http.deps.clock)
  checkAddress(http, actor.app, credentials)
}

/** Finding out the address costs more than to see that the app bans none. */
function checkAddress({ deps }: HttpContext, { rules }: App, credentials: Credentials): void {
  if (rules.bannedAddresses.size === 0) return
  if (isBannedAddress(rules, credentials.ip, deps.clock)) throw addressBanned()
}

/** Whose quota a request is taken from. */
export function rateSubjectOf({ app, actor }: Admitted, exchange: Exchange): RateSubject {
  if (actor?.kind === 'server') return { kind: 'server', appId: app.id }
  if (actor?.kind === 'user') return { kind: 'user', appId: app.id, userId: actor.user.id }
  return { kind: 'address', appId: app.id, ip: exchange.ip }
}
