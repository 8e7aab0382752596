import { sql } from 'kysely'
import { countsFor } from '../../domain/reads.ts'
import type { MessageRecord } from '../../domain/records.ts'
import type { Viewer } from '../../domain/visibility.ts'
import type { Dialect } from '../dialect.ts'
import { jsonText } from '../encode.ts'
import type { Session } from '../session.ts'
import { allOf, anyOf, type Condition } from './filter-sql.ts'
import { type Params, prepared } from './prepared.ts'

/** `canSee` of domain/visibility.ts for the row of `messages` at hand, and what the viewer deleted for themselves. */
export function seenBy(dialect: Dialect, viewer: Viewer): Condition {
  const { userId } = viewer
  const conditions = [anyOf(waysToSee(dialect, viewer))]
  if (userId !== undefined) conditions.push(notDeletedFor(userId))
  return allOf(conditions)
}

function waysToSee(dialect: Dialect, { userId, seesRestricted, seesShadowed }: Viewer): Condition[] {
  if (seesRestricted && seesShadowed) return [sql`1 = 1`]
  const own = userId === undefined ? [] : [sql`messages.user_id = ${userId}` as Condition]
  const listed =
    userId === undefined ? [] : [dialect.isAmong(sql`${userId}`, sql`messages.restricted_visibility`)]
  const restricted = anyOf([
    sql`messages.restricted_visibility is null`,
    ...(seesRestricted ? [sql`1 = 1` as Condition] : listed),
  ])
  return [...own, seesShadowed ? restricted : sql`(messages.shadowed = 0 and ${restricted})`]
}

function notDeletedFor(userId: string): Condition {
  return sql`not exists (select 1 from message_deletions
    where message_deletions.app_id = messages.app_id and message_deletions.user_id = ${userId}
      and message_deletions.message_id = messages.id)`
}

const DELETED_FOR = prepared(
  'messages_deleted_for',
  (db, p: Params<{ appId: number; userId: string; messageIds: string }>, { isAmong }) =>
    db
      .selectFrom('message_deletions')
      .select('message_id')
      .where('app_id', '=', p('appId'))
      .where('user_id', '=', p('userId'))
      .where(isAmong(sql`message_deletions.message_id`, p('messageIds'))),
)

export async function findDeletedFor(
  session: Session,
  appId: number,
  userId: string,
  messageIds: readonly string[],
): Promise<Set<string>> {
  if (messageIds.length === 0) return new Set()
  const rows = await DELETED_FOR.all(session, { appId, userId, messageIds: jsonText(messageIds) })
  return new Set(rows.map(row => row.message_id))
}

/** What one user deleted for themselves. */
export interface MessageDeletion {
  readonly appId: number
  readonly userId: string
  readonly messageId: string
  readonly channelPk: number
  /** The message's. */
  readonly createdAtUs: number
  readonly countsUnread: boolean
}

export async function insertMessageDeletion({ db }: Session, deletion: MessageDeletion): Promise<boolean> {
  const row = await db
    .insertInto('message_deletions')
    .values({
      app_id: deletion.appId,
      user_id: deletion.userId,
      message_id: deletion.messageId,
      channel_pk: deletion.channelPk,
      created_at_us: deletion.createdAtUs,
      counts_unread: deletion.countsUnread ? 1 : 0,
    })
    .onConflict(conflict => conflict.doNothing())
    .returning('message_id')
    .executeTakeFirst()
  return row !== undefined
}

export async function countMessageDeletions(
  { db }: Session,
  channelPk: number,
  userId: string,
): Promise<number> {
  const row = await db
    .selectFrom('message_deletions')
    .select(select => select.fn.countAll<number>().as('count'))
    .where('channel_pk', '=', channelPk)
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return Number(row.count)
}

/** Whether a message counts as unread changed: so do the deletions that take it off somebody's count. */
export async function recountDeletions({ db, dialect }: Session, message: MessageRecord): Promise<void> {
  const whose = countsFor(message)
  const listed = dialect.isAmong(sql`user_id`, sql`${jsonText(message.restrictedVisibility)}`)
  const counts = whose === 'everybody' ? sql`1 = 1` : whose === 'listed' ? listed : sql`1 = 0`
  await db
    .updateTable('message_deletions')
    .set({
      counts_unread: sql<number>`case when user_id <> ${message.userId} and ${counts} then 1 else 0 end`,
    })
    .where('app_id', '=', message.appId)
    .where('message_id', '=', message.id)
    .execute()
}
