import { sql } from 'kysely'
import type { ChannelRecord } from '../../domain/records.ts'
import type { Session } from '../session.ts'
import { updateChannel } from './channels.ts'
import { forgetMessages } from './messages.ts'

/*
 * What is deleted for good goes in steps, each a short transaction: others write meanwhile.
 * Every function says how many rows went; 0 is the end.
 */

/** Tables whose rows hang on a channel, beside members; each has an index by it. */
const OF_CHANNEL = ['channel_mutes', 'drafts', 'message_deletions', 'pending_messages'] as const

/** The oldest messages up to a time, and what hangs on them. */
export async function eraseMessages(
  session: Session,
  channelPk: number,
  untilUs: number,
  limit: number,
): Promise<number> {
  const shown = await eraseFrom(session, channelPk, 1, untilUs, limit)
  return shown > 0 ? shown : eraseFrom(session, channelPk, 0, untilUs, limit)
}

/** One value of `in_channel` at a time, so that the index by place finds the oldest. */
async function eraseFrom(
  session: Session,
  channelPk: number,
  inChannel: number,
  untilUs: number,
  limit: number,
): Promise<number> {
  const { db } = session
  const rows = await db
    .selectFrom('messages')
    .select(['pk', 'id', 'app_id', 'parent_id'])
    .where('channel_pk', '=', channelPk)
    .where('in_channel', '=', inChannel)
    .where('created_at_us', '<=', untilUs)
    .orderBy('created_at_us')
    .limit(limit)
    .execute()
  const appId = rows[0]?.app_id
  if (appId === undefined) return 0
  const pks = rows.map(row => row.pk)
  await db.deleteFrom('messages').where('pk', 'in', pks).execute()
  await forgetMessages(session, appId, rows)
  return rows.length
}

/** The oldest log entries up to a place. */
export async function eraseEvents(
  { db }: Session,
  channelPk: number,
  untilSeq: number,
  limit: number,
): Promise<number> {
  const oldest = db
    .selectFrom('channel_events')
    .select('pk')
    .where('channel_pk', '=', channelPk)
    .where('seq', '<=', untilSeq)
    .orderBy('seq')
    .limit(limit)
  const rows = await db.deleteFrom('channel_events').where('pk', 'in', oldest).returning('pk').execute()
  return rows.length
}

/** Members of a channel that was deleted. */
export async function eraseMembers({ db }: Session, channelPk: number, limit: number): Promise<number> {
  const some = db.selectFrom('members').select('user_id').where('channel_pk', '=', channelPk).limit(limit)
  const rows = await db
    .deleteFrom('members')
    .where('channel_pk', '=', channelPk)
    .where('user_id', 'in', some)
    .returning('user_id')
    .execute()
  return rows.length
}

async function eraseBelongings(
  { db }: Session,
  { pk: channelPk, appId, cid, updatedAtUs }: ChannelRecord,
): Promise<void> {
  await db
    .updateTable('files')
    .set({ remove_at_us: updatedAtUs })
    .where('channel_pk', '=', channelPk)
    .execute()
  for (const table of OF_CHANNEL) await db.deleteFrom(table).where('channel_pk', '=', channelPk).execute()
  await db.deleteFrom('bans').where('app_id', '=', appId).where('cid', '=', cid).execute()
}

/** What is left of the row is its name and its place in the log. */
export async function eraseChannel(session: Session, channel: ChannelRecord): Promise<void> {
  await eraseBelongings(session, channel)
  await updateChannel(session, {
    ...channel,
    team: undefined,
    createdById: undefined,
    filterTags: [],
    configOverrides: undefined,
    custom: {},
    truncatedById: undefined,
  })
  await setEmpty(session, channel)
}

/**
 * Makes a deleted channel anew in its old row, without anything that it had. Its log counts on. False
 * (and writes nothing) when somebody else did so first: the update waits for who has the row.
 */
export async function reviveChannel(session: Session, channel: ChannelRecord): Promise<boolean> {
  const row = await session.db
    .updateTable('channels')
    .set({ deleted_at_us: null })
    .where('pk', '=', channel.pk)
    .where('deleted_at_us', 'is not', null)
    .returning('pk')
    .executeTakeFirst()
  if (!row) return false
  await session.db.deleteFrom('members').where('channel_pk', '=', channel.pk).execute()
  await eraseBelongings(session, channel)
  await updateChannel(session, channel)
  await setEmpty(session, channel)
  return true
}

async function setEmpty({ db }: Session, { pk, lastEventAtUs }: ChannelRecord): Promise<void> {
  await db
    .updateTable('channels')
    .set({ member_count: 0, message_count: 0, last_message_at_us: null, last_event_at_us: lastEventAtUs })
    .where('pk', '=', pk)
    .execute()
}

/** Counts what a truncation left. */
export async function recountChannel(
  { db }: Session,
  channelPk: number,
): Promise<Pick<ChannelRecord, 'messageCount' | 'lastMessageAtUs'>> {
  const left = sql`messages.channel_pk = channels.pk and messages.created_at_us > coalesce(channels.truncated_at_us, 0)`
  const forAll = sql`messages.shadowed = 0 and messages.restricted_visibility is null`
  const row = await db
    .updateTable('channels')
    .set({
      message_count: sql<number>`(select count(*) from messages where ${left} and ${forAll} and messages.in_channel in (0, 1))`,
      last_message_at_us: sql<number | null>`(select max(messages.created_at_us) from messages
        where ${left} and ${forAll} and messages.in_channel = 1 and messages.created_at_us <= channels.last_message_at_us)`,
    })
    .where('pk', '=', channelPk)
    .returning(['message_count', 'last_message_at_us'])
    .executeTakeFirstOrThrow()
  return { messageCount: row.message_count, lastMessageAtUs: row.last_message_at_us ?? undefined }
}

/** Where to look for channels whose oldest messages are to go. */
export interface PruneQuery {
  readonly untilUs: number
  /** Only channels with a larger number. */
  readonly afterPk: number
  readonly limit: number
}

/** The next channels of a type, by their number, and which of them have messages that old. */
export async function listChannelsToPrune(
  { db }: Session,
  appId: number,
  type: string,
  { untilUs, afterPk, limit }: PruneQuery,
): Promise<{ pk: number; isDue: boolean }[]> {
  const rows = await db
    .selectFrom('channels')
    .select('pk')
    .select(
      sql<boolean | number>`exists (select 1 from messages where messages.channel_pk = channels.pk
        and messages.in_channel in (0, 1) and messages.created_at_us <= ${untilUs})`.as('is_due'),
    )
    .where('app_id', '=', appId)
    .where('type', '=', type)
    .where('pk', '>', afterPk)
    .orderBy('pk')
    .limit(limit)
    .execute()
  return rows.map(row => ({ pk: row.pk, isDue: Boolean(row.is_due) }))
}
