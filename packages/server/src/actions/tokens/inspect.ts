import { ChatError, ERRORS } from '@parley/protocol'
import { inspectToken } from '../../auth/inspect-token.ts'
import type { App } from '../../domain/app.ts'
import type { AdminActor, AdminDeps } from '../admins/admin-deps.ts'
import { visibleAppIds } from '../admins/app-access.ts'

/**
 * What is right and wrong with a token, and what a request with it would be answered. Only apps that
 * the admin may see are looked at. The token is neither kept nor logged.
 * @throws ChatError `not_found` for an app that is none of theirs
 */
export async function inspect(deps: AdminDeps, actor: AdminActor, token: string, apiKey: string | undefined) {
  const visible = await visibleApps(deps, actor)
  const named = apiKey === undefined ? undefined : visible.find(app => app.key === apiKey)
  if (apiKey !== undefined && !named) {
    throw new ChatError('not_found', 'there is no app with this API key, or it is not yours to see')
  }
  const { store, apps, clock, auth } = deps
  const inspector = { store, apps, clock, providers: auth.providers }
  const { verdict, app, signedBy, findings } = await inspectToken(inspector, token, visible, named)
  return {
    accepted: verdict.accepted,
    code: verdict.code ?? null,
    name: verdict.name ?? null,
    message: verdict.message,
    reason: verdict.reason ?? null,
    advice: verdict.name ? ERRORS[verdict.name].advice : null,
    app: app?.key ?? null,
    signed_by: signedBy?.secretId ?? null,
    signed_by_app: signedBy?.app.key ?? null,
    findings: findings.map(({ part, ok, says }) => ({ part, ok: ok ?? null, says })),
  }
}

async function visibleApps({ store, apps }: AdminDeps, { admin }: AdminActor): Promise<App[]> {
  const ids = await visibleAppIds(store, admin)
  return Promise.all(ids.map(id => apps.get(id)))
}
