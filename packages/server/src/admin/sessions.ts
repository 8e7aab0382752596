import { object } from '@parley/protocol/schemas'
import { showAccount } from '../actions/admins/account.ts'
import type { AdminDeps, AdminOrigin } from '../actions/admins/admin-deps.ts'
import {
  confirmSession,
  endSession,
  listSessions,
  signOut,
  signOutEverywhere,
} from '../actions/admins/sessions.ts'
import { setUp } from '../actions/admins/set-up.ts'
import { type SignedIn, signIn } from '../actions/admins/sign-in.ts'
import type { Answer, Route } from './route.ts'
import { email, IdPath, linkToken, optionalCode, password, personName } from './schemas.ts'

export function registerSessionRoutes(route: Route): void {
  registerEntrances(route)
  route({
    method: 'GET',
    path: '/session',
    role: 'viewer',
    summary: 'Who is signed in',
    handle: async ({ deps, actor }) => ({ body: await showAccount(deps, actor) }),
  })
  route({
    method: 'POST',
    path: '/session/confirm',
    role: 'viewer',
    body: object({ password, code: optionalCode }),
    summary: 'Give the password again, for what takes a confirmation',
    handle: async ({ deps, actor, body }) => ({ body: await confirmSession(deps, actor, body) }),
  })
  route({
    method: 'POST',
    path: '/sign_out',
    role: 'viewer',
    summary: 'End this session',
    handle: async ({ deps, actor }) => {
      await signOut(deps, actor)
      return { body: {}, signIn: null }
    },
  })
  registerOthers(route)
}

function registerEntrances(route: Route): void {
  route({
    method: 'GET',
    path: '/state',
    role: 'nobody',
    summary: 'Whether there is an admin yet',
    handle: async ({ deps }) => ({ body: { is_set_up: await deps.store.read.hasAdmins() } }),
  })
  route({
    method: 'POST',
    path: '/setup',
    role: 'nobody',
    body: object({ token: linkToken, email, name: personName.default(''), password }),
    summary: 'Become the first admin, with the link that the server printed',
    handle: async ({ deps, body, origin }) => entered(deps, await setUp(deps, body, origin), origin),
  })
  route({
    method: 'POST',
    path: '/sign_in',
    role: 'nobody',
    body: object({ email, password, code: optionalCode }),
    summary: 'Open a session',
    handle: async ({ deps, body, origin }) => entered(deps, await signIn(deps, body, origin), origin),
  })
}

function registerOthers(route: Route): void {
  route({
    method: 'GET',
    path: '/sessions',
    role: 'viewer',
    summary: 'Where you are signed in',
    handle: async ({ deps, actor }) => ({ body: { sessions: await listSessions(deps, actor) } }),
  })
  route({
    method: 'DELETE',
    path: '/sessions/{id}',
    role: 'viewer',
    params: IdPath,
    summary: 'End one of your sessions',
    handle: async ({ deps, actor, params }) => {
      await endSession(deps, actor, params.id)
      return { body: {}, ...(params.id === actor.session.id && { signIn: null }) }
    },
  })
  route({
    method: 'POST',
    path: '/sign_out_everywhere',
    role: 'viewer',
    summary: 'End all of your sessions',
    handle: async ({ deps, actor }) => ({
      body: { ended: await signOutEverywhere(deps, actor) },
      signIn: null,
    }),
  })
}

/** The answer to whoever is signed in from now on. */
export async function entered(deps: AdminDeps, signedIn: SignedIn, origin: AdminOrigin): Promise<Answer> {
  const { token, admin, session } = signedIn
  return { body: await showAccount(deps, { admin, session, ...origin }), signIn: token }
}
