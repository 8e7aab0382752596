import { sql } from 'kysely'
import { jsonText } from '../encode.ts'
import type { Session } from '../session.ts'

/* Rows to be had before what hangs on them, and in their order (`hold.ts`); SQLite needs none of it. */

/** Of channels by their numbers; for statements that change the rows of several. */
export async function holdChannelsByPk({ db, dialect }: Session, pks: readonly number[]): Promise<void> {
  if (dialect.name === 'sqlite' || pks.length === 0) return
  const isOne = dialect.isOneOf(sql`channels.pk`, sql`${jsonText([...new Set(pks)])}`)
  await db.selectFrom('channels').select('pk').where(isOne).orderBy('pk').forNoKeyUpdate().execute()
}

/** Before what a member alone has, such as drafts. */
export async function holdMember({ db, dialect }: Session, channelPk: number, userId: string): Promise<void> {
  if (dialect.name === 'sqlite') return
  await db
    .selectFrom('members')
    .select('user_id')
    .where('channel_pk', '=', channelPk)
    .where('user_id', '=', userId)
    .forNoKeyUpdate()
    .execute()
}
