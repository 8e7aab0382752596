import { CHANNEL_ROLES, type Role, USER_ROLES } from '@parley/protocol'
import type { App } from '../../domain/app.ts'
import type { RoleRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Actor, Deps } from '../deps.ts'

export const BUILT_IN_ROLES: readonly string[] = [...USER_ROLES, ...CHANNEL_ROLES]

/** The built-in roles, then the app's own by name. */
export async function listRoles(deps: Deps, { app }: Extract<Actor, { kind: 'server' }>): Promise<Role[]> {
  const [stored, own] = await Promise.all([
    deps.store.read.findApp(app.key),
    deps.store.read.listRoles(app.id),
  ])
  const atUs = stored?.createdAtUs ?? 0
  const builtIn = BUILT_IN_ROLES.map(name => ({ appId: app.id, name, createdAtUs: atUs, updatedAtUs: atUs }))
  return [...builtIn.map(role => toRole(app, role, false)), ...own.map(role => toRole(app, role, true))]
}

export function toRole(app: App, { name, createdAtUs, updatedAtUs }: RoleRecord, custom: boolean): Role {
  const scopes = scopesOf(app, name)
  return {
    name,
    custom,
    scopes,
    scoped: scopes,
    created_at: toRfc3339(createdAtUs),
    updated_at: toRfc3339(updatedAtUs),
  }
}

/** Where the role has grants. */
export function scopesOf(
  { settings, channelTypes }: Pick<App, 'settings' | 'channelTypes'>,
  role: string,
): string[] {
  const types = [...channelTypes.values()].filter(type => (type.grants[role]?.length ?? 0) > 0)
  const app = (settings.grants[role]?.length ?? 0) > 0 ? ['.app'] : []
  return [...app, ...types.map(type => type.name)]
}
