import type { SecretUsageRecord } from '../admins.ts'
import type { Session } from '../session.ts'

export async function listSecretUsage(
  { db }: Session,
  appId: number,
  sinceHour: number,
): Promise<SecretUsageRecord[]> {
  const rows = await db
    .selectFrom('secret_usage')
    .selectAll()
    .where('app_id', '=', appId)
    .where('hour', '>=', sinceHour)
    .execute()
  return rows.map(row => ({
    appId: row.app_id,
    secretId: row.secret_id,
    hour: row.hour,
    sketch: row.sketch,
    lastUsedAtUs: row.last_used_at_us,
  }))
}

export async function saveSecretUsage({ db }: Session, usage: SecretUsageRecord): Promise<void> {
  const counted = { sketch: usage.sketch, last_used_at_us: usage.lastUsedAtUs }
  await db
    .insertInto('secret_usage')
    .values({ app_id: usage.appId, secret_id: usage.secretId, hour: usage.hour, ...counted })
    .onConflict(conflict => conflict.columns(['app_id', 'secret_id', 'hour']).doUpdateSet(counted))
    .execute()
}

export async function pruneSecretUsage({ db }: Session, beforeHour: number): Promise<void> {
  await db.deleteFrom('secret_usage').where('hour', '<', beforeHour).execute()
}
