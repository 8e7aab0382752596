import { UNREAD_MAX_COUNT } from '@parley/protocol'
import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import type { HiddenMarks, UnreadMark } from '../../domain/reads.ts'
import type { ChannelUnread } from '../../domain/records.ts'
import type { Dialect } from '../dialect.ts'
import { jsonText, listOf } from '../encode.ts'
import type { Session } from '../session.ts'
import type { Perspective } from '../store.ts'
import { hasMuted } from './channel-mutes.ts'
import { type Params, prepared, preparedEach } from './prepared.ts'

/**
 * Messages that make `channels` unread for `userId`: later than `afterUs`, by
 * others, not silent, not deleted, shown in the channel, and the user's to see. In a channel of two
 * those of somebody whom the user blocked do not count. Counting ends at a limit: it must not cost more
 * the longer somebody stays away.
 */
function countAfter(
  dialect: Dialect,
  afterUs: RawBuilder<number>,
  userId: RawBuilder<string>,
): RawBuilder<number> {
  const byOthers = sql`messages.user_id <> ${userId} and not (channels.member_count <= 2 and exists (
    select 1 from blocks
    where blocks.app_id = channels.app_id and blocks.user_id = ${userId} and blocks.blocked_user_id = messages.user_id))`
  const restricted = sql`(
    select count(*) from messages
    where messages.channel_pk = channels.pk and messages.restricted_visibility is not null and messages.counts_unread = 2 and messages.created_at_us > ${afterUs}
      and ${dialect.isAmong(userId, sql`messages.restricted_visibility`)} and ${byOthers})`
  const deleted = sql`(
    select count(*) from message_deletions
    where message_deletions.channel_pk = channels.pk and message_deletions.user_id = ${userId}
      and message_deletions.counts_unread = 1 and message_deletions.created_at_us > ${afterUs})`
  return sql<number>`((
    select count(*) from (select 1 from messages
      where messages.channel_pk = channels.pk and messages.in_channel = 1 and messages.created_at_us > ${afterUs}
        and messages.counts_unread = 1 and ${byOthers} limit ${sql.lit(UNREAD_MAX_COUNT)}) as counted)
    + case when channels.has_hidden = 1 then ${restricted} - ${deleted} else 0 end)`
}

/** A restricted message does not move the channel's last message. */
const hasNews = sql<SqlBool>`(channels.last_message_at_us > members.last_read_at_us or channels.has_hidden = 1)`

/** Nothing before these times is the member's to see, so nothing of it is unread. */
function laterOf(...times: RawBuilder<number | null>[]): RawBuilder<number> {
  return times
    .map(time => sql<number>`coalesce(${time}, 0)`)
    .reduce((a, b) => sql<number>`case when ${a} > ${b} then ${a} else ${b} end`)
}

const hiddenBefore = sql<number | null>`members.history_hidden_before_us`
const truncatedAt = sql<number | null>`channels.truncated_at_us`

/** Nothing is unread in a channel that its member muted. */
function notMuted(nowUs: RawBuilder<number>): RawBuilder<SqlBool> {
  return sql`not ${hasMuted(sql`members.app_id`, sql`members.user_id`, sql`members.channel_pk`, nowUs)}`
}

const notPending = sql<SqlBool>`(members.invited = 0 or members.invite_accepted_at_us is not null)`

/** The types are few, and asked for once: nothing is unread where nobody could ever mark it read. */
export function hasReads(dialect: Dialect, appId: Expression<number>): RawBuilder<SqlBool> {
  const readEvents = dialect.jsonKind(sql`channel_types.config`, ['read_events'])
  return sql`channels.type not in (select channel_types.name from channel_types
    where channel_types.app_id = ${appId} and ${readEvents} = 'false')`
}

/** How many messages of the channel at hand are unread for a user; NULL or 0 for who is no member. */
export function unreadOf(
  dialect: Dialect,
  appId: number,
  { userId, nowUs }: Perspective,
): RawBuilder<number> {
  const afterUs = laterOf(sql<number>`members.last_read_at_us`, hiddenBefore, truncatedAt)
  return sql<number>`coalesce((
    select ${countAfter(dialect, afterUs, sql`members.user_id`)} from members
    where members.channel_pk = channels.pk and members.user_id = ${userId}
      and ${hasNews} and ${notPending} and ${notMuted(sql`${nowUs}`)}
      and ${hasReads(dialect, sql`${appId}`)}), 0)`
}

const LIST_UNREAD = prepared(
  'list_unread',
  (db, p: Params<{ appId: number; userId: string; nowUs: number }>, dialect) =>
    db
      .selectFrom('members')
      .innerJoin('channels', 'channels.pk', 'members.channel_pk')
      .select(['channels.cid', 'channels.type', 'channels.team', 'members.last_read_at_us'])
      .select(
        countAfter(
          dialect,
          laterOf(sql<number>`members.last_read_at_us`, hiddenBefore, truncatedAt),
          sql`members.user_id`,
        ).as('unread'),
      )
      .where('members.app_id', '=', p('appId'))
      .where('members.user_id', '=', p('userId'))
      .where('channels.deleted_at_us', 'is', null)
      .where(notPending)
      .where(notMuted(p('nowUs')))
      .where(hasReads(dialect, p('appId')))
      .where(hasNews)
      .orderBy('channels.last_message_at_us', 'desc'),
)

export async function listUnread(
  session: Session,
  appId: number,
  userId: string,
  limit: number,
): Promise<ChannelUnread[]> {
  const rows = await LIST_UNREAD.all(session, { appId, userId, nowUs: Date.now() * 1000 })
  return rows
    .filter(row => row.unread > 0)
    .slice(0, limit)
    .map(row => ({
      cid: row.cid,
      channelType: row.type,
      team: row.team ?? undefined,
      unread: row.unread,
      lastReadAtUs: row.last_read_at_us,
    }))
}

const COUNT_UNREAD = prepared(
  'count_unread',
  (db, p: Params<{ channelPk: number; userId: string; lastReadAtUs: number }>, dialect) =>
    db
      .selectFrom('channels')
      .leftJoin('members', join =>
        join.onRef('members.channel_pk', '=', 'channels.pk').on('members.user_id', '=', p('userId')),
      )
      .select(
        countAfter(
          dialect,
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

const COUNT_OWN_UNREAD = prepared(
  'count_own_unread',
  (db, p: Params<{ channelPks: string; userId: string }>, dialect) =>
    db
      .selectFrom('members')
      .innerJoin('channels', 'channels.pk', 'members.channel_pk')
      .select('channels.pk')
      .select(
        countAfter(
          dialect,
          laterOf(sql<number>`members.last_read_at_us`, hiddenBefore, truncatedAt),
          sql`members.user_id`,
        ).as('unread'),
      )
      .where(dialect.isOneOf(sql`members.channel_pk`, p('channelPks')))
      .where('members.user_id', '=', p('userId')),
)

/** What a member has not read in each of these channels; muted ones count, too. */
export async function countOwnUnread(
  session: Session,
  userId: string,
  channelPks: readonly number[],
): Promise<Map<number, number>> {
  if (channelPks.length === 0) return new Map()
  const rows = await COUNT_OWN_UNREAD.all(session, { channelPks: jsonText(channelPks), userId })
  return new Map(rows.map(row => [row.pk, row.unread]))
}

const UNREAD_MARKS = preparedEach(
  'unread_marks',
  (db, p: Params<{ channelPk: number; afterUs: number; limit: number }>) =>
    db
      .selectFrom('messages')
      .select(['channel_pk', 'created_at_us', 'user_id'])
      .where('channel_pk', '=', p('channelPk'))
      .where('in_channel', '=', 1)
      .where('counts_unread', '=', 1)
      .where('created_at_us', '>', p('afterUs'))
      .orderBy('created_at_us', 'desc')
      .limit(p('limit')),
)

export async function listUnreadMarks(
  session: Session,
  channels: readonly { readonly channelPk: number; readonly afterUs: number }[],
  limit: number,
): Promise<(UnreadMark & { channelPk: number })[]> {
  const each = channels.map(({ channelPk, afterUs }) => ({ channelPk, afterUs, limit }))
  const rows = await UNREAD_MARKS(session, each)
  return rows.map(row => ({ channelPk: row.channel_pk, atUs: row.created_at_us, userId: row.user_id }))
}

/** What `listUnreadMarks` can't tell, in a channel that has such messages. */
export async function listHiddenMarks(
  { db }: Session,
  channelPk: number,
  afterUs: number,
  limit: number,
): Promise<HiddenMarks> {
  const restricted = await db
    .selectFrom('messages')
    .select(['created_at_us', 'user_id', 'restricted_visibility'])
    .where('channel_pk', '=', channelPk)
    .where('restricted_visibility', 'is not', null)
    .where('counts_unread', '=', 2)
    .where('created_at_us', '>', afterUs)
    .orderBy('created_at_us', 'desc')
    .limit(limit)
    .execute()
  const deleted = await db
    .selectFrom('message_deletions')
    .select(['created_at_us', 'user_id'])
    .where('channel_pk', '=', channelPk)
    .where('counts_unread', '=', 1)
    .where('created_at_us', '>', afterUs)
    .limit(limit)
    .execute()
  return {
    restricted: restricted.map(row => ({
      atUs: row.created_at_us,
      userId: row.user_id,
      toUserIds: listOf<string>(row.restricted_visibility),
    })),
    deleted: deleted.map(row => ({ atUs: row.created_at_us, userId: row.user_id })),
  }
}
