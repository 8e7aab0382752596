import type { AdminRecord, AdminRole } from '../../domain/admins.ts'
import { isBeingDeleted } from '../../domain/app.ts'
import type { Store } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'

/**
 * The numbers of the apps that somebody is to be confined to, by their API keys; undefined for all.
 * @throws ChatError `invalid_input` for a key that is none, and for an owner, who has all.
 */
export async function appIdsOf(
  { read }: Store,
  role: AdminRole,
  keys: readonly string[] | null | undefined,
): Promise<readonly number[] | undefined> {
  if (keys === undefined || keys === null) return undefined
  if (role === 'owner') throw invalidField('apps', 'must be null for an owner, who sees every app')
  const there = (await read.listApps()).filter(app => !isBeingDeleted(app))
  const ids = new Map(there.map(app => [app.key, app.id]))
  return [...new Set(keys)].map((key, index) => {
    const id = ids.get(key)
    if (id === undefined) throw invalidField(`apps[${index}]`, 'must be the API key of an app')
    return id
  })
}

/** The numbers of the apps that an admin may see. */
export async function visibleAppIds(
  { read }: Store,
  { role, appIds }: AdminRecord,
): Promise<readonly number[]> {
  const all = (await read.listApps()).filter(app => !isBeingDeleted(app)).map(app => app.id)
  return role === 'owner' || appIds === undefined ? all : all.filter(id => appIds.includes(id))
}
