import { hasSecondFactor } from '../../auth/second-factor.ts'
import type { AdminLinkRecord, AdminRecord, AdminSessionRecord } from '../../domain/admins.ts'
import type { Store } from '../../store/store.ts'
import { toRfc3339 } from '../../util/time.ts'

const timeOrNull = (atUs: number | undefined): string | null => (atUs === undefined ? null : toRfc3339(atUs))

/** An admin as others in the dashboard see them; `keys` are those of apps by their numbers. */
export function showAdmin(admin: AdminRecord, keys: ReadonlyMap<number, string>) {
  return {
    id: admin.id,
    email: admin.email,
    name: admin.name,
    role: admin.role,
    apps: showApps(admin, keys),
    second_factor: hasSecondFactor(admin),
    created_at: toRfc3339(admin.createdAtUs),
    last_sign_in_at: timeOrNull(admin.lastSignInAtUs),
  }
}

export function showInvitation(link: AdminLinkRecord, keys: ReadonlyMap<number, string>) {
  return {
    id: link.id,
    email: link.email ?? '',
    role: link.role,
    apps: showApps(link, keys),
    created_at: toRfc3339(link.createdAtUs),
    expires_at: toRfc3339(link.expiresAtUs),
  }
}

/** The API keys of the apps somebody is confined to; null for all apps. */
function showApps({ role, appIds }: Pick<AdminRecord, 'role' | 'appIds'>, keys: ReadonlyMap<number, string>) {
  if (role === 'owner' || appIds === undefined) return null
  return appIds.map(id => keys.get(id)).filter(key => key !== undefined)
}

export async function appKeys({ read }: Store): Promise<Map<number, string>> {
  return new Map((await read.listApps()).map(app => [app.id, app.key]))
}

export function showSession(session: AdminSessionRecord, current: AdminSessionRecord) {
  return {
    id: session.id,
    current: session.id === current.id,
    address: session.address,
    user_agent: session.userAgent,
    created_at: toRfc3339(session.createdAtUs),
    last_seen_at: toRfc3339(session.seenAtUs),
    expires_at: toRfc3339(session.expiresAtUs),
  }
}
