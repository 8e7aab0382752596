import { ChatError } from '@parley/protocol'
import type { App } from '../../domain/app.ts'
import type { AppRecord, Json } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { AdminActor, AdminDeps } from '../admins/admin-deps.ts'
import { updateApp } from '../app/update-app.ts'
import { auditApp } from './app-entry.ts'
import { showAuthentication } from './show-app.ts'

/** The switches of the section Authentication. */
export interface AuthenticationChange {
  readonly disable_auth_checks?: boolean | undefined
  readonly disable_permissions_checks?: boolean | undefined
  readonly guest_user_creation_disabled?: boolean | undefined
  readonly multi_tenant_enabled?: boolean | undefined
}

/**
 * Changes who may connect, on every node from then on.
 * @throws ChatError `not_allowed` when auth checks are to be switched off in production mode
 */
export async function changeAuthentication(
  deps: AdminDeps,
  actor: AdminActor,
  app: AppRecord,
  change: AuthenticationChange,
) {
  return apply(deps, actor, app, 'app.authentication', { ...change })
}

/**
 * Revokes every user token that was issued before then, and closes the connections made with them;
 * null takes that back.
 * @throws ChatError `invalid_input` for a time that is none
 */
export async function revokeTokens(
  deps: AdminDeps,
  actor: AdminActor,
  app: AppRecord,
  issuedBefore: string | null | undefined,
) {
  const time = issuedBefore === undefined ? toRfc3339(deps.clock()) : issuedBefore
  return apply(deps, actor, app, 'app.revoke_tokens', { revoke_tokens_issued_before: time })
}

/** As `PATCH /app` would, with an entry in the audit log. */
export async function apply(deps: AdminDeps, actor: AdminActor, app: AppRecord, action: string, patch: Json) {
  const known = await knownApp(deps, app)
  let after = app
  await updateApp(deps, { kind: 'server', app: known }, patch, async (tx, states) => {
    after = states.after
    await auditApp(deps, tx, actor, action, states)
  })
  return showAuthentication(after)
}

async function knownApp({ apps }: AdminDeps, { key }: AppRecord): Promise<App> {
  const app = await apps.find(key)
  if (!app) throw new ChatError('not_found', `the app with API key "${key}" is gone`)
  return app
}
