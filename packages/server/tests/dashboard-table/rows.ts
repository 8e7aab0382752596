import { ACTORS, type Actor, type Attempt, type Cast } from './cast.ts'
import { CHAT_ROWS } from './chat-rows.ts'

/** Who may call an endpoint, and with what it then does something. */
export interface Row {
  readonly allowed: readonly Actor[]
  /** What is answered to those who may, where it is not 200. */
  readonly answered?: number
  readonly attempt: (cast: Cast, actor: Actor) => Attempt | Promise<Attempt>
}

const ANYBODY: readonly Actor[] = ACTORS
const SIGNED_IN = ACTORS.filter(actor => actor !== 'nobody')
const OWNER: readonly Actor[] = ['owner']
const ANY_ADMIN: readonly Actor[] = ['admin', 'appAdmin', 'otherAdmin', 'owner']

const at = (path: string, body?: unknown) => (): Attempt => ({ path, body })
const invitationOf = (cast: Cast) => ({ email: `${cast.fresh('new')}@example.com`, role: 'viewer' })

const ENTRANCES: Readonly<Record<string, Row>> = {
  'GET /state': { allowed: ANYBODY, attempt: at('/state') },
  // Let in, and told what is missing.
  'POST /setup': { allowed: ANYBODY, answered: 400, attempt: at('/setup', {}) },
  'POST /sign_in': { allowed: ANYBODY, answered: 400, attempt: at('/sign_in', {}) },
  'POST /invitations/read': { allowed: ANYBODY, answered: 400, attempt: at('/invitations/read', {}) },
  'POST /invitations/accept': { allowed: ANYBODY, answered: 400, attempt: at('/invitations/accept', {}) },
}

const ACCOUNT: Readonly<Record<string, Row>> = {
  'GET /session': { allowed: SIGNED_IN, attempt: at('/session') },
  'POST /session/confirm': { allowed: SIGNED_IN, answered: 400, attempt: at('/session/confirm', {}) },
  'GET /sessions': { allowed: SIGNED_IN, attempt: at('/sessions') },
  'DELETE /sessions/{id}': { allowed: SIGNED_IN, answered: 404, attempt: at('/sessions/ses_none') },
  'PATCH /account': { allowed: SIGNED_IN, attempt: at('/account', { name: 'Somebody' }) },
  'POST /account/password': { allowed: SIGNED_IN, answered: 400, attempt: at('/account/password', {}) },
  'POST /account/second_factor': { allowed: SIGNED_IN, attempt: at('/account/second_factor') },
  'POST /account/second_factor/confirm': {
    allowed: SIGNED_IN,
    answered: 400,
    attempt: at('/account/second_factor/confirm', {}),
  },
  'POST /account/second_factor/recovery_codes': {
    allowed: SIGNED_IN,
    // For want of a second factor, not of a role.
    answered: 403,
    attempt: at('/account/second_factor/recovery_codes'),
  },
  'DELETE /account/second_factor': { allowed: SIGNED_IN, attempt: at('/account/second_factor') },
}

const ADMINS: Readonly<Record<string, Row>> = {
  'GET /admins': { allowed: OWNER, attempt: at('/admins') },
  'PATCH /admins/{id}': {
    allowed: OWNER,
    attempt: async cast => ({ path: `/admins/${await cast.makeAdmin()}`, body: { role: 'admin' } }),
  },
  'DELETE /admins/{id}': {
    allowed: OWNER,
    attempt: async cast => ({ path: `/admins/${await cast.makeAdmin()}` }),
  },
  'GET /invitations': { allowed: OWNER, attempt: at('/invitations') },
  'POST /invitations': {
    allowed: OWNER,
    attempt: cast => ({ path: '/invitations', body: invitationOf(cast) }),
  },
  'DELETE /invitations/{id}': {
    allowed: OWNER,
    attempt: async cast => {
      const { invitation } = await cast.lab.ada.ok('POST /invitations', invitationOf(cast))
      return { path: `/invitations/${(invitation as { id: string }).id}` }
    },
  },
  'GET /audit': { allowed: ANY_ADMIN, attempt: at('/audit') },
}

const SEES_APP = ACTORS.filter(actor => actor !== 'nobody' && actor !== 'otherAdmin')
const CHANGES_APP: readonly Actor[] = ['admin', 'appAdmin', 'owner']

const APP = '/apps/test-key'
/** A secret that was made for this attempt. */
const secretPath = (verb: string, body?: unknown) => async (cast: Cast) => {
  const { id } = await cast.lab.ada.ok(`POST ${APP}/secrets`, {})
  return { path: `${APP}/secrets/${id}/${verb}`, body }
}

const APPS: Readonly<Record<string, Row>> = {
  'GET /apps': { allowed: SIGNED_IN, attempt: at('/apps') },
  'POST /apps': { allowed: ['admin', 'owner'], attempt: at('/apps', { name: 'New' }) },
  'GET /apps/{app}': { allowed: SEES_APP, attempt: at(APP) },
  'PATCH /apps/{app}': { allowed: CHANGES_APP, attempt: at(APP, { name: 'Renamed' }) },
  // Nobody types the right name: the app is needed.
  'DELETE /apps/{app}': { allowed: CHANGES_APP, answered: 400, attempt: at(APP, { name: 'another' }) },
  'PATCH /apps/{app}/authentication': {
    allowed: CHANGES_APP,
    attempt: at(`${APP}/authentication`, { guest_user_creation_disabled: false }),
  },
  'POST /apps/{app}/revoke_tokens': {
    allowed: CHANGES_APP,
    attempt: at(`${APP}/revoke_tokens`, { issued_before: null }),
  },
  'GET /apps/{app}/secrets': { allowed: SEES_APP, attempt: at(`${APP}/secrets`) },
  'POST /apps/{app}/secrets': { allowed: CHANGES_APP, attempt: at(`${APP}/secrets`, {}) },
  'POST /apps/{app}/secrets/{id}/reveal': { allowed: CHANGES_APP, attempt: secretPath('reveal') },
  'POST /apps/{app}/secrets/{id}/retire': {
    allowed: CHANGES_APP,
    attempt: secretPath('retire', { after_seconds: 60 }),
  },
  'POST /apps/{app}/identity_providers/test': {
    allowed: CHANGES_APP,
    answered: 400,
    attempt: at(`${APP}/identity_providers/test`, { issuer: 'none' }),
  },
  'POST /apps/{app}/identity_providers': {
    allowed: CHANGES_APP,
    answered: 400,
    attempt: at(`${APP}/identity_providers`, { issuer: 'none' }),
  },
  'DELETE /apps/{app}/identity_providers': {
    allowed: CHANGES_APP,
    answered: 404,
    attempt: at(`${APP}/identity_providers?issuer=none`),
  },
  'POST /apps/{app}/secrets/{id}/revoke': { allowed: CHANGES_APP, attempt: secretPath('revoke') },
}

/** Somebody who is connected. */
async function connected(cast: Cast): Promise<string> {
  const id = cast.fresh('connected')
  await cast.lab.server.connected(id)
  return id
}

const USERS: Readonly<Record<string, Row>> = {
  'GET /apps/{app}/users': { allowed: SEES_APP, attempt: at(`${APP}/users?standing=online`) },
  'GET /apps/{app}/users/{id}': {
    allowed: SEES_APP,
    attempt: async cast => ({ path: `${APP}/users/${await connected(cast)}` }),
  },
  'POST /apps/{app}/users/{id}/token': {
    allowed: CHANGES_APP,
    attempt: async cast => ({ path: `${APP}/users/${await connected(cast)}/token`, body: {} }),
  },
  'GET /apps/{app}/users/{id}/connections': {
    allowed: SEES_APP,
    attempt: async cast => ({ path: `${APP}/users/${await connected(cast)}/connections` }),
  },
  'DELETE /apps/{app}/users/{id}/connections': {
    allowed: CHANGES_APP,
    attempt: async cast => ({ path: `${APP}/users/${await connected(cast)}/connections` }),
  },
  'DELETE /apps/{app}/users/{id}/connections/{connection}': {
    allowed: CHANGES_APP,
    attempt: async cast => {
      const path = `${APP}/users/${await connected(cast)}/connections`
      const { connections } = await cast.lab.ada.ok(`GET ${path}`)
      return { path: `${path}/${(connections as { id: string }[])[0]?.id}` }
    },
  },
}

const TOKENS: Readonly<Record<string, Row>> = {
  'POST /tokens/inspect': { allowed: SIGNED_IN, attempt: at('/tokens/inspect', { token: 'a.b.c' }) },
  'GET /auth_failures': { allowed: SIGNED_IN, attempt: at('/auth_failures') },
}

const LOGS: Readonly<Record<string, Row>> = {
  'GET /apps/{app}/hook_deliveries': { allowed: SEES_APP, attempt: at(`${APP}/hook_deliveries`) },
  'POST /apps/{app}/hooks/{id}/test': {
    allowed: CHANGES_APP,
    answered: 404,
    attempt: at(`${APP}/hooks/none/test`, {}),
  },
  'GET /apps/{app}/flag_reports/{id}/flags': {
    allowed: SEES_APP,
    answered: 404,
    attempt: at(`${APP}/flag_reports/none/flags`),
  },
  'POST /apps/{app}/flag_reports/{id}/reopen': {
    allowed: CHANGES_APP,
    answered: 404,
    attempt: at(`${APP}/flag_reports/none/reopen`),
  },
  'GET /apps/{app}/rate_limits': { allowed: SEES_APP, attempt: at(`${APP}/rate_limits`) },
}

const PERMISSIONS: Readonly<Record<string, Row>> = {
  // There is no such channel.
  'GET /apps/{app}/config_overrides': {
    allowed: SEES_APP,
    answered: 404,
    attempt: at(`${APP}/config_overrides?cid=messaging:none`),
  },
  'GET /permissions': { allowed: SIGNED_IN, attempt: at('/permissions') },
  'POST /apps/{app}/permissions/explain': {
    allowed: SEES_APP,
    attempt: at(`${APP}/permissions/explain`, { anonymous: true }),
  },
}

const FILTERS: Readonly<Record<string, Row>> = {
  'GET /filter_fields': { allowed: SIGNED_IN, attempt: at('/filter_fields') },
}

const USAGE: Readonly<Record<string, Row>> = {
  'GET /apps/{app}/usage': { allowed: SEES_APP, attempt: at(`${APP}/usage?by=hour`) },
  'GET /apps/{app}/usage/teams': { allowed: SEES_APP, attempt: at(`${APP}/usage/teams`) },
  'GET /apps/{app}/live': { allowed: SEES_APP, attempt: at(`${APP}/live`) },
}

export const ROWS: Readonly<Record<string, Row>> = {
  ...ENTRANCES,
  ...ACCOUNT,
  ...ADMINS,
  ...APPS,
  ...TOKENS,
  ...USERS,
  ...LOGS,
  ...PERMISSIONS,
  ...CHAT_ROWS,
  ...USAGE,
  ...FILTERS,
}

/** They end the caller's session; `dashboard-sign-in.test.ts` has them. */
export const ENDING = ['POST /sign_out', 'POST /sign_out_everywhere'] as const
