import { object, oneOf, optional, optionalFlag, text } from '@parley/protocol/schemas'
import { addApp, editApp, hasPlayground, listApps } from '../actions/apps/change-apps.ts'
import { changeAuthentication, revokeTokens } from '../actions/apps/change-authentication.ts'
import { deleteApp } from '../actions/apps/delete-app.ts'
import { showApp, showAuthentication } from '../actions/apps/show-app.ts'
import type { Route } from './route.ts'

const appName = text(255)
const mode = oneOf(['development', 'production'])

export function registerAppRoutes(route: Route): void {
  route({
    method: 'GET',
    path: '/apps',
    role: 'viewer',
    summary: 'The apps that you may see',
    handle: async ({ deps, actor }) => ({ body: await listApps(deps, actor) }),
  })
  route({
    method: 'POST',
    path: '/apps',
    role: 'admin',
    confirmed: true,
    body: object({ name: appName, mode: mode.default('development') }),
    summary: 'Make an app; its secret is shown once',
    handle: async ({ deps, actor, body }) => ({ body: await addApp(deps, actor, body) }),
  })
  route({
    method: 'GET',
    path: '/apps/{app}',
    role: 'viewer',
    summary: 'One app',
    handle: ({ deps, app }) => ({
      body: {
        app: showApp(app),
        authentication: showAuthentication(app),
        has_playground: hasPlayground(deps, app),
      },
    }),
  })
  route({
    method: 'PATCH',
    path: '/apps/{app}',
    role: 'admin',
    body: object({ name: optional(appName), mode: optional(mode), suspended: optionalFlag }),
    summary: 'Rename an app, change its mode, suspend it',
    handle: async ({ deps, actor, app, body }) => ({ body: { app: await editApp(deps, actor, app, body) } }),
  })
  route({
    method: 'DELETE',
    path: '/apps/{app}',
    role: 'admin',
    confirmed: true,
    body: object({ name: text(255) }),
    summary: 'Delete an app in development mode, with everything in it; takes its name',
    handle: async ({ deps, actor, app, body }) => {
      await deleteApp(deps, actor, app, body.name)
      return { body: {} }
    },
  })
  registerAuthentication(route)
}

function registerAuthentication(route: Route): void {
  route({
    method: 'PATCH',
    path: '/apps/{app}/authentication',
    role: 'admin',
    body: object({
      disable_auth_checks: optionalFlag,
      disable_permissions_checks: optionalFlag,
      guest_user_creation_disabled: optionalFlag,
      multi_tenant_enabled: optionalFlag,
    }),
    summary: 'Change who may connect',
    handle: async ({ deps, actor, app, body }) => ({
      body: { authentication: await changeAuthentication(deps, actor, app, body) },
    }),
  })
  route({
    method: 'POST',
    path: '/apps/{app}/revoke_tokens',
    role: 'admin',
    confirmed: true,
    body: object({ issued_before: text(64).nullable().optional() }),
    summary: 'Revoke all user tokens issued before a time: now, unless given; null takes it back',
    handle: async ({ deps, actor, app, body }) => ({
      body: { authentication: await revokeTokens(deps, actor, app, body.issued_before) },
    }),
  })
}
