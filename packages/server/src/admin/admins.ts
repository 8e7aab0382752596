import { list, object, oneOf, optional, queryWhole, text } from '@parley/protocol/schemas'
import { changeAdmin, removeAdmin } from '../actions/admins/change-admin.ts'
import { cancelInvitation, invite, listInvitations } from '../actions/admins/invitations.ts'
import { listAdmins } from '../actions/admins/list-admins.ts'
import { acceptInvitation, readInvitation } from '../actions/admins/set-up.ts'
import { ADMIN_ROLES } from '../domain/admins.ts'
import type { Route } from './route.ts'
import { email, IdPath, linkToken, password, personName } from './schemas.ts'
import { entered } from './sessions.ts'

/** API keys; null for all apps. */
const apps = list(text(64), 1_000).nullable().optional()

export function registerAdminRoutes(route: Route): void {
  route({
    method: 'GET',
    path: '/admins',
    role: 'owner',
    query: object({ limit: queryWhole(1, 200), next: optional(text(1_000)) }),
    summary: 'Who may sign in',
    handle: async ({ deps, query }) => ({ body: await listAdmins(deps, query) }),
  })
  route({
    method: 'PATCH',
    path: '/admins/{id}',
    role: 'owner',
    confirmed: true,
    params: IdPath,
    body: object({ role: optional(oneOf(ADMIN_ROLES)), apps }),
    summary: 'Change what an admin may do',
    handle: async ({ deps, actor, params, body }) => ({
      body: { admin: await changeAdmin(deps, actor, params.id, body) },
    }),
  })
  route({
    method: 'DELETE',
    path: '/admins/{id}',
    role: 'owner',
    confirmed: true,
    params: IdPath,
    summary: 'Remove an admin',
    handle: async ({ deps, actor, params }) => {
      await removeAdmin(deps, actor, params.id)
      return { body: {} }
    },
  })
  registerInvitations(route)
  registerInvited(route)
}

function registerInvitations(route: Route): void {
  route({
    method: 'GET',
    path: '/invitations',
    role: 'owner',
    summary: 'Invitations that were not accepted yet',
    handle: async ({ deps }) => ({ body: { invitations: await listInvitations(deps) } }),
  })
  route({
    method: 'POST',
    path: '/invitations',
    role: 'owner',
    confirmed: true,
    body: object({ email, role: oneOf(ADMIN_ROLES), apps }),
    summary: 'Invite somebody; the link is shown once',
    handle: async ({ deps, actor, body, serverUrl }) => {
      const invited = await invite(deps, actor, body)
      return { body: { ...invited, url: `${serverUrl}/dashboard/join#${invited.token}` } }
    },
  })
  route({
    method: 'DELETE',
    path: '/invitations/{id}',
    role: 'owner',
    params: IdPath,
    summary: 'Cancel an invitation',
    handle: async ({ deps, actor, params }) => {
      await cancelInvitation(deps, actor, params.id)
      return { body: {} }
    },
  })
}

function registerInvited(route: Route): void {
  route({
    method: 'POST',
    path: '/invitations/read',
    role: 'nobody',
    body: object({ token: linkToken }),
    summary: 'See whom an invitation is for',
    handle: async ({ deps, body, origin }) => ({ body: await readInvitation(deps, body.token, origin) }),
  })
  route({
    method: 'POST',
    path: '/invitations/accept',
    role: 'nobody',
    body: object({ token: linkToken, name: personName.default(''), password }),
    summary: 'Accept an invitation',
    handle: async ({ deps, body, origin }) =>
      entered(deps, await acceptInvitation(deps, body, origin), origin),
  })
}
