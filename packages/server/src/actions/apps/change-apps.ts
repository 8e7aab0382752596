import { ChatError } from '@parley/protocol'
import { endsOf } from '../../auth/app-ends.ts'
import { changeApp, createApp } from '../../auth/apps.ts'
import type { AppMode, AppRecord } from '../../domain/records.ts'
import type { AdminActor, AdminDeps } from '../admins/admin-deps.ts'
import { visibleAppIds } from '../admins/app-access.ts'
import { announceApp, auditApp, auditOf } from './app-entry.ts'
import { showApp } from './show-app.ts'

/** The apps that the admin may see, and the one among them that the open playground is of. */
export async function listApps(deps: AdminDeps, { admin }: AdminActor) {
  const { store } = deps
  const visible = new Set(await visibleAppIds(store, admin))
  const apps = (await store.read.listApps()).filter(app => visible.has(app.id))
  const played = apps.find(app => hasPlayground(deps, app))
  return { apps: apps.map(showApp), playground: played?.key ?? null }
}

/** Whether a chat with this app is served at `/`, for everybody. */
export function hasPlayground({ playgroundKey }: AdminDeps, { key, mode, suspended }: AppRecord): boolean {
  return playgroundKey() === key && mode === 'development' && !suspended
}

/**
 * Makes an app; its secret is answered this once.
 * @throws ChatError `not_allowed` for somebody confined to apps: the new one would not be among them
 */
export async function addApp(
  deps: AdminDeps,
  actor: AdminActor,
  input: { readonly name: string; readonly mode: AppMode },
) {
  const { role, appIds } = actor.admin
  if (role !== 'owner' && appIds !== undefined) {
    throw new ChatError(
      'not_allowed',
      'you are an admin of certain apps, and a new one would not be among them',
      {
        details: { reason: 'role', role },
      },
    )
  }
  const { app, secret, secretId } = await createApp(deps, input, (tx, made) =>
    auditOf(deps, tx, actor, made, { action: 'app.create', after: { name: made.name, mode: made.mode } }),
  )
  return { app: showApp(app), secret_id: secretId, secret }
}

/** What of an app can be changed at once. */
export interface AppChange {
  readonly name?: string | undefined
  readonly mode?: AppMode | undefined
  readonly suspended?: boolean | undefined
}

/** Changes an app; production mode switches auth checks on. Connections that may be no more are closed at once. */
export async function editApp(deps: AdminDeps, actor: AdminActor, app: AppRecord, change: AppChange) {
  let before = app
  const changed = await changeApp(deps, app.key, change, async (tx, states) => {
    before = states.before
    await auditApp(deps, tx, actor, 'app.update', states)
  })
  announceApp(deps, app.id)
  for (const control of endsOf(before, changed)) deps.bus.publish({ to: 'nodes', control })
  return showApp(changed)
}
