import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { ChannelUnread } from '../../domain/records.ts'
import type { Session } from '../session.ts'
import { type Params, prepared } from './prepared.ts'

/**
 * Messages that make `channels` unread for `userId` (spec/queries.md §9): later than `afterUs`, by
 * others, not silent, not deleted, shown in the channel. In a channel of two those of somebody
 * whom the user blocked do not count.
 */
function countAfter(afterUs: RawBuilder<number>, userId: RawBuilder<string>): RawBuilder<number> {
  return sql<number>`(
    select count(*) from messages
    where messages.channel_pk = channels.pk and messages.in_channel = 1 and messages.created_at_us > ${afterUs}
      and messages.counts_unread = 1 and messages.user_id <> ${userId}
      and not (channels.member_count <= 2 and exists (
        select 1 from blocks
        where blocks.app_id = channels.app_id and blocks.user_id = ${userId} and blocks.blocked_user_id = messages.user_id)))`
}

/** Nothing before these times is the member's to see, so nothing of it is unread. */
function laterOf(...times: RawBuilder<number | null>[]): RawBuilder<number> {
  return times
    .map(time => sql<number>`coalesce(${time}, 0)`)
    .reduce((a, b) => sql<number>`case when ${a} > ${b} then ${a} else ${b} end`)
}

const hiddenBefore = sql<number | null>`members.history_hidden_before_us`
const truncatedAt = sql<number | null>`channels.truncated_at_us`

const notPending = sql<SqlBool>`(members.invited = 0 or members.invite_accepted_at_us is not null)`

/** How many messages of the channel at hand are unread for a user; NULL or 0 for who is no member. */
export function unreadOf(userId: string): RawBuilder<number> {
  const afterUs = laterOf(sql<number>`members.last_read_at_us`, hiddenBefore, truncatedAt)
  return sql<number>`coalesce((
    select ${countAfter(afterUs, sql`members.user_id`)} from members
    where members.channel_pk = channels.pk and members.user_id = ${userId}
      and channels.last_message_at_us > members.last_read_at_us and ${notPending}), 0)`
}

const LIST_UNREAD = prepared('list_unread', (db, p: Params<{ appId: number; userId: string }>) =>
  db
    .selectFrom('members')
    .innerJoin('channels', 'channels.pk', 'members.channel_pk')
    .select(['channels.cid', 'channels.type', 'members.last_read_at_us'])
    .select(
      countAfter(
        laterOf(sql<number>`members.last_read_at_us`, hiddenBefore, truncatedAt),
        sql`members.user_id`,
      ).as('unread'),
    )
    .where('members.app_id', '=', p('appId'))
    .where('members.user_id', '=', p('userId'))
    .where('channels.deleted_at_us', 'is', null)
    .where(notPending)
    .whereRef('channels.last_message_at_us', '>', 'members.last_read_at_us')
    .orderBy('channels.last_message_at_us', 'desc'),
)

export async function listUnread(
  session: Session,
  appId: number,
  userId: string,
  limit: number,
): Promise<ChannelUnread[]> {
  const rows = await LIST_UNREAD.all(session, { appId, userId })
  return rows
    .filter(row => row.unread > 0)
    .slice(0, limit)
    .map(row => ({
      cid: row.cid,
      channelType: row.type,
      unread: row.unread,
      lastReadAtUs: row.last_read_at_us,
    }))
}

const COUNT_UNREAD = prepared(
  'count_unread',
  (db, p: Params<{ channelPk: number; userId: string; lastReadAtUs: number }>) =>
    db
      .selectFrom('channels')
      .leftJoin('members', join =>
        join.onRef('members.channel_pk', '=', 'channels.pk').on('members.user_id', '=', p('userId')),
      )
      .select(
        countAfter(
          laterOf(sql`cast(${p('lastReadAtUs')} as bigint)`, hiddenBefore, truncatedAt),
          sql`cast(${p('userId')} as text)`,
        ).as('unread'),
      )
      .where('channels.pk', '=', p('channelPk')),
)

export async function countUnread(
  session: Session,
  channelPk: number,
  userId: string,
  lastReadAtUs: number,
): Promise<number> {
  const row = await COUNT_UNREAD.first(session, { channelPk, userId, lastReadAtUs })
  return row?.unread ?? 0
}

const UNREAD_MARKS = prepared(
  'unread_marks',
  (db, p: Params<{ channelPk: number; afterUs: number; limit: number }>) =>
    db
      .selectFrom('messages')
      .select(['created_at_us', 'user_id'])
      .where('channel_pk', '=', p('channelPk'))
      .where('in_channel', '=', 1)
      .where('counts_unread', '=', 1)
      .where('created_at_us', '>', p('afterUs'))
      .orderBy('created_at_us', 'desc')
      .limit(p('limit')),
)

export async function listUnreadMarks(
  session: Session,
  channelPk: number,
  afterUs: number,
  limit: number,
): Promise<{ atUs: number; userId: string }[]> {
  const rows = await UNREAD_MARKS.all(session, { channelPk, afterUs, limit })
  return rows.map(row => ({ atUs: row.created_at_us, userId: row.user_id }))
}
