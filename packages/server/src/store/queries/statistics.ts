import { flag } from '../encode.ts'
import type { Session } from '../session.ts'
import { type Params, prepared } from './prepared.ts'

type ActiveUserArgs = { appId: number; month: string; userId: string; guest: number }

const RECORD_ACTIVE_USER = prepared('record_active_user', (db, p: Params<ActiveUserArgs>) =>
  db
    .insertInto('active_users')
    .values({ app_id: p('appId'), month: p('month'), user_id: p('userId'), guest: p('guest') })
    .onConflict(conflict => conflict.doNothing()),
)

/** In the order of ids, so that two nodes that record the same users never wait for each other. */
export async function recordActiveUsers(
  session: Session,
  appId: number,
  month: string,
  users: readonly { readonly userId: string; readonly guest: boolean }[],
): Promise<void> {
  const ordered = users.toSorted((a, b) => (a.userId < b.userId ? -1 : 1))
  for (const { userId, guest } of ordered) {
    await RECORD_ACTIVE_USER.all(session, { appId, month, userId, guest: flag(guest) })
  }
}

export async function countActiveUsers(
  { db }: Session,
  appId: number,
  month: string,
): Promise<{ regular: number; guest: number }> {
  const rows = await db
    .selectFrom('active_users')
    .select(select => ['guest', select.fn.countAll<number>().as('users')])
    .where('app_id', '=', appId)
    .where('month', '=', month)
    .groupBy('guest')
    .execute()
  const count = (guest: number) => rows.find(row => row.guest === guest)?.users ?? 0
  return { regular: count(0), guest: count(1) }
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
