import { type AuditRecord, hasRole } from '../../domain/admins.ts'
import { type CursorOf, cursorInteger, decodeCursor, encodeCursor } from '../../util/cursors.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { AdminActor, AdminDeps } from './admin-deps.ts'
import { visibleAppIds } from './app-access.ts'
import { appKeys } from './show-admin.ts'

const DEFAULT_LIMIT = 50

export interface AuditFilter {
  /** An API key. */
  readonly app?: string | undefined
  /** An admin's id. */
  readonly admin?: string | undefined
  /** All of it, or its beginning up to a dot: `app.secret`. */
  readonly action?: string | undefined
  readonly fromUs?: number | undefined
  readonly toUs?: number | undefined
  readonly limit?: number | undefined
  readonly next?: string | undefined
}

/**
 * What was changed, the newest first. Owners see all of it, others what concerns their apps.
 * @throws ChatError `invalid_input` for a cursor of another list
 */
export async function listAudit({ store }: AdminDeps, { admin }: AdminActor, filter: AuditFilter) {
  const keys = await appKeys(store)
  const { limit = DEFAULT_LIMIT, next, ...query } = filter
  const cursorOf: CursorOf = { kind: 'audit', appId: 0, query: { ...query, by: admin.id } }
  const visible = hasRole(admin, 'owner') ? undefined : await visibleAppIds(store, admin)
  const entries = await store.read.queryAudit({
    appIds: query.app === undefined ? visible : idsOf(query.app, keys, visible),
    adminId: query.admin,
    action: query.action,
    fromUs: query.fromUs,
    toUs: query.toUs,
    beforeId: next === undefined ? undefined : cursorInteger(decodeCursor(cursorOf, next)[0]),
    limit: limit + 1,
  })
  const page = entries.slice(0, limit)
  const last = entries.length > limit ? page.at(-1) : undefined
  return {
    entries: page.map(entry => showEntry(entry, keys)),
    ...(last && { next: encodeCursor(cursorOf, [last.id]) }),
  }
}

function idsOf(
  key: string,
  keys: ReadonlyMap<number, string>,
  visible: readonly number[] | undefined,
): number[] {
  const ids = [...keys].filter(([, each]) => each === key).map(([id]) => id)
  return visible ? ids.filter(id => visible.includes(id)) : ids
}

function showEntry(entry: AuditRecord, keys: ReadonlyMap<number, string>) {
  const { id, atUs, adminId, adminEmail, appId, action, target, before, after, address } = entry
  return {
    id,
    at: toRfc3339(atUs),
    admin_id: adminId ?? null,
    admin: adminEmail,
    app: appId === undefined ? null : (keys.get(appId) ?? null),
    action,
    target,
    before: before ?? null,
    after: after ?? null,
    address,
  }
}
