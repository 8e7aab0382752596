import { object } from '@parley/protocol/schemas'
import {
  changeAccount,
  changePassword,
  confirmSecondFactor,
  enrolSecondFactor,
  removeSecondFactor,
  renewRecoveryCodes,
} from '../actions/admins/account.ts'
import type { Route } from './route.ts'
import { code, optionalCode, password, personName } from './schemas.ts'

/** What admins do with their own account. */
export function registerAccountRoutes(route: Route): void {
  route({
    method: 'PATCH',
    path: '/account',
    role: 'viewer',
    body: object({ name: personName }),
    summary: 'Change your name',
    handle: async ({ deps, actor, body }) => {
      await changeAccount(deps, actor, body.name)
      return { body: {} }
    },
  })
  route({
    method: 'POST',
    path: '/account/password',
    role: 'viewer',
    body: object({ password, new_password: password, code: optionalCode }),
    summary: 'Change your password; your other sessions end',
    handle: async ({ deps, actor, body }) => {
      await changePassword(deps, actor, body)
      return { body: {} }
    },
  })
  registerSecondFactor(route)
}

function registerSecondFactor(route: Route): void {
  route({
    method: 'POST',
    path: '/account/second_factor',
    role: 'viewer',
    confirmed: true,
    summary: 'Begin a second factor: a secret for an authenticator app',
    handle: async ({ deps, actor }) => ({ body: await enrolSecondFactor(deps, actor) }),
  })
  route({
    method: 'POST',
    path: '/account/second_factor/confirm',
    role: 'viewer',
    confirmed: true,
    body: object({ code }),
    summary: 'Switch the second factor on, with a code of the app',
    handle: async ({ deps, actor, body }) => ({ body: await confirmSecondFactor(deps, actor, body.code) }),
  })
  route({
    method: 'POST',
    path: '/account/second_factor/recovery_codes',
    role: 'viewer',
    confirmed: true,
    summary: 'Get new recovery codes; the earlier ones are good no more',
    handle: async ({ deps, actor }) => ({ body: await renewRecoveryCodes(deps, actor) }),
  })
  route({
    method: 'DELETE',
    path: '/account/second_factor',
    role: 'viewer',
    confirmed: true,
    summary: 'Switch the second factor off',
    handle: async ({ deps, actor }) => {
      await removeSecondFactor(deps, actor)
      return { body: {} }
    },
  })
}
