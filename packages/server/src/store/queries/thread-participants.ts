import { UNREAD_MAX_COUNT } from '@parley/protocol'
import { type RawBuilder, type Selectable, type SqlBool, sql } from 'kysely'
import type { ThreadParticipantRecord, ThreadRead } from '../../domain/records.ts'
import type { Dialect } from '../dialect.ts'
import { jsonText, orNull, undefinedIfNull } from '../encode.ts'
import type { Db, ThreadParticipantTable } from '../schema.ts'
import type { Session } from '../session.ts'
import { hasMuted } from './channel-mutes.ts'
import { type Params, prepared, written } from './prepared.ts'
import { hasReads } from './unread.ts'

type Row = Selectable<ThreadParticipantTable>

function toParticipant(row: Row): ThreadParticipantRecord {
  return {
    appId: row.app_id,
    parentId: row.parent_id,
    userId: row.user_id,
    lastReadAtUs: row.last_read_at_us,
    lastReadMessageId: undefinedIfNull(row.last_read_message_id),
    lastMessageAtUs: undefinedIfNull(row.last_message_at_us),
    createdAtUs: row.created_at_us,
  }
}

type ParticipantRow = Omit<Row, 'pk'>

const JOIN_THREAD = prepared('join_thread', (db, p: Params<ParticipantRow>) =>
  db
    .insertInto('thread_participants')
    .values({
      app_id: p('app_id'),
      parent_id: p('parent_id'),
      user_id: p('user_id'),
      last_read_at_us: p('last_read_at_us'),
      last_read_message_id: p('last_read_message_id'),
      last_message_at_us: p('last_message_at_us'),
      created_at_us: p('created_at_us'),
    })
    .onConflict(conflict =>
      conflict.columns(['app_id', 'parent_id', 'user_id']).doUpdateSet({
        last_read_at_us: p('last_read_at_us'),
        last_read_message_id: p('last_read_message_id'),
        last_message_at_us: p('last_message_at_us'),
      }),
    )
    .returning('created_at_us'),
)

/** True when they did not take part before. */
export async function joinThread(session: Session, participant: ThreadParticipantRecord): Promise<boolean> {
  const row = await JOIN_THREAD.first(session, {
    app_id: participant.appId,
    parent_id: participant.parentId,
    user_id: participant.userId,
    last_read_at_us: participant.lastReadAtUs,
    last_read_message_id: orNull(participant.lastReadMessageId),
    last_message_at_us: orNull(participant.lastMessageAtUs),
    created_at_us: participant.createdAtUs,
  })
  return row?.created_at_us === participant.createdAtUs
}

type ListArgs = { appId: number; parentIds: string; limit: number }

const LIST_PARTICIPANTS = prepared('list_thread_participants', (db, p: Params<ListArgs>, dialect) => {
  const first = sql`select first.pk from thread_participants as first
    where first.app_id = ${p('appId')} and first.parent_id = each.value
    order by first.created_at_us, first.pk limit ${p('limit')}`
  const from = dialect.rowsOfEach(p('parentIds'), 'thread_participants', first)
  return written<Row>(
    db,
    sql`select thread_participants.* from ${from}
      order by thread_participants.created_at_us, thread_participants.pk`,
  )
})

/** The first participants of each of some threads, in the order they came. */
export async function listThreadParticipants(
  session: Session,
  appId: number,
  parentIds: readonly string[],
  limit: number,
): Promise<ThreadParticipantRecord[]> {
  if (parentIds.length === 0 || limit === 0) return []
  const rows = await LIST_PARTICIPANTS.all(session, { appId, parentIds: jsonText(parentIds), limit })
  return rows.map(toParticipant)
}

/** Ids of who takes part in a thread, the latest replier first. */
export async function listLatestRepliers(
  { db }: Session,
  appId: number,
  parentId: string,
  limit: number,
): Promise<string[]> {
  const rows = await db
    .selectFrom('thread_participants')
    .select('user_id')
    .where('app_id', '=', appId)
    .where('parent_id', '=', parentId)
    .orderBy(sql`coalesce(last_message_at_us, created_at_us)`, 'desc')
    .orderBy('pk')
    .limit(limit)
    .execute()
  return rows.map(row => row.user_id)
}

export async function setThreadRead(
  { db }: Session,
  appId: number,
  parentId: string,
  userId: string,
  lastReadAtUs: number,
  messageId: string | undefined,
): Promise<void> {
  await db
    .updateTable('thread_participants')
    .set({ last_read_at_us: lastReadAtUs, last_read_message_id: orNull(messageId) })
    .where('app_id', '=', appId)
    .where('parent_id', '=', parentId)
    .where('user_id', '=', userId)
    .execute()
}

/**
 * Replies that make `threads` unread for a participant: by others, for everybody, not silent, not
 * deleted, and not hidden by a truncation.
 */
const unreadReply = sql`from messages as replies
  where replies.channel_pk = threads.channel_pk and replies.parent_id = threads.parent_id
    and replies.created_at_us > thread_participants.last_read_at_us
    and replies.user_id <> thread_participants.user_id
    and replies.silent = 0 and replies.deleted_at_us is null
    and replies.shadowed = 0 and replies.restricted_visibility is null
    and replies.created_at_us > coalesce(channels.truncated_at_us, 0)`

const unreadReplies = sql<number>`(select count(*) from (select 1 ${unreadReply}
  limit ${sql.lit(UNREAD_MAX_COUNT)}) as counted)`

/** 1 when there is something to read in `threads` for a participant, else 0. */
export function hasUnreadReplies(dialect: Dialect, appId: number): RawBuilder<number> {
  return sql`(case when threads.last_message_at_us > thread_participants.last_read_at_us
    and ${hasReads(dialect, sql`${appId}`)} and exists (select 1 ${unreadReply}) then 1 else 0 end)`
}

type UserArgs = { appId: number; userId: string }

function readsOf(db: Db, p: Params<UserArgs>, dialect: Dialect) {
  const unread = sql<number>`(case when ${hasReads(dialect, p('appId'))} then ${unreadReplies} else 0 end)`
  return db
    .selectFrom('thread_participants')
    .innerJoin('threads', join =>
      join
        .onRef('threads.app_id', '=', 'thread_participants.app_id')
        .onRef('threads.parent_id', '=', 'thread_participants.parent_id'),
    )
    .innerJoin('channels', 'channels.pk', 'threads.channel_pk')
    .select([
      'threads.parent_id',
      'thread_participants.last_read_at_us',
      'thread_participants.last_read_message_id',
    ])
    .select(unread.as('unread'))
    .where('thread_participants.app_id', '=', p('appId'))
    .where('thread_participants.user_id', '=', p('userId'))
}

interface ReadRow {
  readonly parent_id: string
  readonly last_read_at_us: number
  readonly last_read_message_id: string | null
  readonly unread: number
}

function toThreadRead(row: ReadRow): ThreadRead {
  return {
    parentId: row.parent_id,
    unread: row.unread,
    lastReadAtUs: row.last_read_at_us,
    lastReadMessageId: undefinedIfNull(row.last_read_message_id),
  }
}

const LIST_READS = prepared('list_thread_reads', (db, p: Params<UserArgs & { parentIds: string }>, dialect) =>
  readsOf(db, p as Params<UserArgs>, dialect).where(
    dialect.isAmong(sql`thread_participants.parent_id`, p('parentIds')),
  ),
)

/** What one user has read of some threads; those that they don't take part in are left out. */
export async function listThreadReads(
  session: Session,
  appId: number,
  userId: string,
  parentIds: readonly string[],
): Promise<ThreadRead[]> {
  if (parentIds.length === 0) return []
  return (await LIST_READS.all(session, { appId, userId, parentIds: jsonText(parentIds) })).map(toThreadRead)
}

/** The parent of `threads` is there, and not hidden from the participant. */
export const isThere = sql<SqlBool>`(exists (select 1 from messages as parent
    where parent.app_id = threads.app_id and parent.id = threads.parent_id and parent.deleted_at_us is null
      and parent.created_at_us > coalesce(channels.truncated_at_us, 0)
      and parent.created_at_us > coalesce((select members.history_hidden_before_us from members
        where members.channel_pk = channels.pk and members.user_id = thread_participants.user_id), 0))
  and (channels.has_hidden = 0 or not exists (select 1 from message_deletions
    where message_deletions.app_id = threads.app_id and message_deletions.user_id = thread_participants.user_id
      and message_deletions.message_id = threads.parent_id)))`

/** Who was removed from a channel is not told of its threads any more. */
const isOpen = sql<SqlBool>`(channels.member_count = 0 or exists (select 1 from members
  where members.channel_pk = channels.pk and members.user_id = thread_participants.user_id))`

const LIST_UNREAD_THREADS = prepared(
  'list_unread_threads',
  (db, p: Params<UserArgs & { nowUs: number }>, dialect) => {
    const muted = hasMuted(
      sql`thread_participants.app_id`,
      sql`thread_participants.user_id`,
      sql`channels.pk`,
      p('nowUs'),
    )
    return readsOf(db, p as Params<UserArgs>, dialect)
      .where('channels.deleted_at_us', 'is', null)
      .whereRef('threads.last_message_at_us', '>', 'thread_participants.last_read_at_us')
      .where(isOpen)
      .where(isThere)
      .where(sql<SqlBool>`not ${muted}`)
      .orderBy('threads.last_message_at_us', 'desc')
  },
)

/** Threads with at least one unread reply, the newest reply first. */
export async function listUnreadThreads(
  session: Session,
  appId: number,
  userId: string,
  limit: number,
): Promise<ThreadRead[]> {
  const rows = await LIST_UNREAD_THREADS.all(session, { appId, userId, nowUs: Date.now() * 1000 })
  return rows
    .filter(row => row.unread > 0)
    .slice(0, limit)
    .map(toThreadRead)
}
