import { bucketOf, type UsageKind } from '../../domain/usage.ts'
import type { Session } from '../session.ts'
import { listUsage } from './usage-counts.ts'

export async function countActiveUsers(
  session: Session,
  appId: number,
  month: string,
): Promise<{ regular: number; guest: number }> {
  const at = bucketOf(Date.parse(`${month}-01`) * 1000, 'month')
  const rows = await listUsage(session, 'users', { appId, scope: 'all', grain: 'month', from: at, to: at })
  const count = (kind: UsageKind) => rows.find(row => row.kind === kind)?.value ?? 0
  return { regular: count('regular'), guest: count('guest') }
}

export async function recordConnectionPeak(
  { db }: Session,
  appId: number,
  minute: number,
  peak: number,
): Promise<void> {
  await db
    .insertInto('connection_peaks')
    .values({ app_id: appId, minute, peak })
    .onConflict(conflict =>
      conflict.columns(['app_id', 'minute']).doUpdateSet({ peak }).where('connection_peaks.peak', '<', peak),
    )
    .execute()
}

export async function listConnectionPeaks(
  { db }: Session,
  appId: number,
  fromMinute: number,
  toMinute: number,
): Promise<{ minute: number; peak: number }[]> {
  return db
    .selectFrom('connection_peaks')
    .select(['minute', 'peak'])
    .where('app_id', '=', appId)
    .where('minute', '>=', fromMinute)
    .where('minute', '<=', toMinute)
    .orderBy('minute')
    .execute()
}
