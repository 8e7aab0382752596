import { object, optional, text, whole } from '@parley/protocol/schemas'
import {
  endSecretLater,
  endSecretNow,
  listSecretUse,
  newSecret,
  showSecretInClear,
} from '../actions/apps/secrets.ts'
import type { Route } from './route.ts'
import { IdPath } from './schemas.ts'

const YEAR_SECONDS = 365 * 24 * 3_600
const seconds = whole(0, YEAR_SECONDS)

/** NOTE: the path's `app` is looked at before. */
const SecretPath = IdPath.extend({ app: text(64) })

export function registerSecretRoutes(route: Route): void {
  route({
    method: 'GET',
    path: '/apps/{app}/secrets',
    role: 'viewer',
    summary: 'Secrets without the secrets, and how much each is in use',
    handle: async ({ deps, app }) => ({ body: { secrets: await listSecretUse(deps, app) } }),
  })
  route({
    method: 'POST',
    path: '/apps/{app}/secrets',
    role: 'admin',
    confirmed: true,
    body: object({ retire_others_after_seconds: optional(seconds) }),
    summary: 'Add a secret; it is shown once',
    handle: async ({ deps, actor, app, body }) => ({
      body: await newSecret(deps, actor, app, body.retire_others_after_seconds),
    }),
  })
  route({
    method: 'POST',
    path: '/apps/{app}/secrets/{id}/reveal',
    role: 'admin',
    confirmed: true,
    params: SecretPath,
    summary: 'See a secret',
    handle: async ({ deps, actor, app, params }) => ({
      body: await showSecretInClear(deps, actor, app, params.id),
    }),
  })
  registerEnds(route)
}

function registerEnds(route: Route): void {
  route({
    method: 'POST',
    path: '/apps/{app}/secrets/{id}/retire',
    role: 'admin',
    confirmed: true,
    params: SecretPath,
    body: object({ after_seconds: seconds }),
    summary: 'Refuse tokens of a secret after a while',
    handle: async ({ deps, actor, app, params, body }) => {
      await endSecretLater(deps, actor, app, params.id, body.after_seconds)
      return { body: {} }
    },
  })
  route({
    method: 'POST',
    path: '/apps/{app}/secrets/{id}/revoke',
    role: 'admin',
    confirmed: true,
    params: SecretPath,
    summary: 'Refuse tokens of a secret from now on',
    handle: async ({ deps, actor, app, params }) => {
      await endSecretNow(deps, actor, app, params.id)
      return { body: {} }
    },
  })
}
