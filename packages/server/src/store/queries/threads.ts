import { type Selectable, sql } from 'kysely'
import type { MessageRecord, ThreadParticipantRecord, ThreadRecord } from '../../domain/records.ts'
import { jsonOrNull, jsonText, objectOf, textOrNull, undefinedIfNull } from '../encode.ts'
import type { ThreadTable } from '../schema.ts'
import type { Session } from '../session.ts'
import { type Params, prepared } from './prepared.ts'
import { joinThread } from './thread-participants.ts'

export function toThread(row: Selectable<ThreadTable>): ThreadRecord {
  return {
    appId: row.app_id,
    parentId: row.parent_id,
    channelPk: row.channel_pk,
    createdById: row.created_by_id,
    title: undefinedIfNull(row.title),
    custom: objectOf(row.custom),
    participantCount: row.participant_count,
    lastMessageAtUs: row.last_message_at_us,
    createdAtUs: row.created_at_us,
    updatedAtUs: row.updated_at_us,
  }
}

const FIND_THREAD = prepared('find_thread', (db, p: Params<{ appId: number; parentId: string }>) =>
  db
    .selectFrom('threads')
    .selectAll()
    .where('app_id', '=', p('appId'))
    .where('parent_id', '=', p('parentId')),
)

export async function findThread(
  session: Session,
  appId: number,
  parentId: string,
): Promise<ThreadRecord | undefined> {
  const row = await FIND_THREAD.first(session, { appId, parentId })
  return row && toThread(row)
}

type GrowArgs = { appId: number; parentId: string; channelPk: number; userId: string; atUs: number }

const GROW_THREAD = prepared('grow_thread', (db, p: Params<GrowArgs>) =>
  db
    .insertInto('threads')
    .values({
      app_id: p('appId'),
      parent_id: p('parentId'),
      channel_pk: p('channelPk'),
      created_by_id: p('userId'),
      participant_count: 0,
      last_message_at_us: p('atUs'),
      created_at_us: p('atUs'),
      updated_at_us: p('atUs'),
    })
    .onConflict(conflict =>
      conflict.columns(['app_id', 'parent_id']).doUpdateSet({ last_message_at_us: p('atUs') }),
    )
    .returning('created_at_us'),
)

/**
 * A reply came: makes the thread if it is the first, and whoever wrote parent and reply take part.
 * The replier has read the thread up to there.
 */
export async function addToThread(
  session: Session,
  parent: MessageRecord,
  reply: MessageRecord,
): Promise<void> {
  const { appId, channelPk, userId, createdAtUs: atUs } = reply
  const row = await GROW_THREAD.first(session, { appId, parentId: parent.id, channelPk, userId, atUs })
  const joined: string[] = []
  const isNew = row?.created_at_us === atUs
  if (isNew && parent.userId !== userId && (await joinThread(session, ofParent(parent, atUs)))) {
    joined.push(parent.userId)
  }
  if (await joinThread(session, ofReply(parent, reply))) joined.push(userId)
  if (joined.length === 0) return
  await session.db
    .updateTable('threads')
    .set(set => ({ participant_count: set('participant_count', '+', joined.length) }))
    .where('app_id', '=', appId)
    .where('parent_id', '=', parent.id)
    .execute()
  await session.db
    .updateTable('users')
    .set({ in_threads: 1 })
    .where('app_id', '=', appId)
    .where('id', 'in', joined)
    .where('in_threads', '=', 0)
    .execute()
}

/** The parent's author knows the parent, and nothing of what followed. */
function ofParent(parent: MessageRecord, atUs: number): ThreadParticipantRecord {
  return {
    appId: parent.appId,
    parentId: parent.id,
    userId: parent.userId,
    lastReadAtUs: parent.createdAtUs,
    lastReadMessageId: undefined,
    lastMessageAtUs: undefined,
    createdAtUs: atUs,
  }
}

function ofReply(parent: MessageRecord, reply: MessageRecord): ThreadParticipantRecord {
  return {
    appId: reply.appId,
    parentId: parent.id,
    userId: reply.userId,
    lastReadAtUs: reply.createdAtUs,
    lastReadMessageId: reply.id,
    lastMessageAtUs: reply.createdAtUs,
    createdAtUs: reply.createdAtUs,
  }
}

/** Writes title, custom data and when they changed. */
export async function updateThread({ db }: Session, thread: ThreadRecord): Promise<void> {
  await db
    .updateTable('threads')
    .set({
      title: textOrNull(thread.title),
      custom: jsonOrNull(thread.custom),
      updated_at_us: thread.updatedAtUs,
    })
    .where('app_id', '=', thread.appId)
    .where('parent_id', '=', thread.parentId)
    .execute()
}

/** After replies are gone for good: a thread without any is none, and who has none left there leaves. */
export async function shrinkThread(session: Session, appId: number, parentId: string): Promise<void> {
  const { db } = session
  const parent = await db
    .selectFrom('messages')
    .select(['user_id', 'channel_pk'])
    .where('app_id', '=', appId)
    .where('id', '=', parentId)
    .executeTakeFirst()
  const last = await db
    .selectFrom('messages')
    .select(select => select.fn.max<number | null>('created_at_us').as('at_us'))
    .where('channel_pk', '=', parent?.channel_pk ?? -1)
    .where('parent_id', '=', parentId)
    .executeTakeFirst()
  if (!parent || !last?.at_us) return deleteThreads(session, appId, [parentId])
  await db
    .deleteFrom('thread_participants')
    .where('app_id', '=', appId)
    .where('parent_id', '=', parentId)
    .where('user_id', '<>', parent.user_id)
    .where('user_id', 'not in', select =>
      select
        .selectFrom('messages as replies')
        .select('replies.user_id')
        .where('replies.channel_pk', '=', parent.channel_pk)
        .where('replies.parent_id', '=', parentId),
    )
    .execute()
  await countParticipants(session, appId, [parentId])
  await db
    .updateTable('threads')
    .set({ last_message_at_us: last.at_us })
    .where('app_id', '=', appId)
    .where('parent_id', '=', parentId)
    .execute()
}

/** After participants came or went in other ways than by a reply. */
export async function countParticipants(
  { db, dialect }: Session,
  appId: number,
  parentIds: readonly string[],
): Promise<void> {
  if (parentIds.length === 0) return
  await db
    .updateTable('threads')
    .set(set => ({
      participant_count: set
        .selectFrom('thread_participants')
        .select(select => select.fn.countAll<number>().as('count'))
        .whereRef('thread_participants.app_id', '=', 'threads.app_id')
        .whereRef('thread_participants.parent_id', '=', 'threads.parent_id'),
    }))
    .where('app_id', '=', appId)
    .where(dialect.isAmong(sql`threads.parent_id`, sql`${jsonText(parentIds)}`))
    .execute()
}

export async function deleteThreads(
  { db, dialect }: Session,
  appId: number,
  parentIds: readonly string[],
): Promise<void> {
  if (parentIds.length === 0) return
  for (const table of ['threads', 'thread_participants'] as const) {
    await db
      .deleteFrom(table)
      .where('app_id', '=', appId)
      .where(dialect.isAmong(sql.ref(`${table}.parent_id`), sql`${jsonText(parentIds)}`))
      .execute()
  }
}
