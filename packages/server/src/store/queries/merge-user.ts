import { sql } from 'kysely'
import type { Session } from '../session.ts'
import type { MergedUser } from '../store.ts'
import { mergeDrafts } from './drafts.ts'
import { holdChannelsByPk } from './hold-rows.ts'
import { addToMemberCount } from './members.ts'
import { mergeMessageStates, mergeRestrictions, moveMentions, movePins } from './merge-messages.ts'
import { moveModeration } from './move-moderation.ts'
import { mergeVotes } from './poll-votes.ts'
import { recountReactions } from './reactions.ts'
import { mergeReminders } from './reminders.ts'
import { countParticipants } from './threads.ts'

interface Merge {
  readonly session: Session
  readonly appId: number
  readonly from: string
  readonly to: string
  readonly atUs: number
}

/**
 * Makes what a guest wrote and joined a regular user's; where both have a row the regular user's
 * stays. The guest's row is kept as deleted, so that its token cannot make it again.
 */
export async function mergeUser(
  session: Session,
  appId: number,
  fromUserId: string,
  toUserId: string,
  atUs: number,
): Promise<MergedUser> {
  const merge: Merge = { session, appId, from: fromUserId, to: toUserId, atUs }
  // While it is still known which channels were the guest's.
  const channelPks = await channelsOf(merge)
  await holdChannelsByPk(session, channelPks)
  await mergeRestrictions(session, channelPks, fromUserId, toUserId)
  await moveMentions(session, channelPks, await madeAtUs(merge), fromUserId, toUserId)
  await movePins(session, channelPks, fromUserId, toUserId)
  await moveMessages(merge)
  await moveMemberships(merge)
  const recountedIds = await moveReactions(merge)
  await moveThreads(merge)
  await moveBlocks(merge)
  await moveModeration(session, appId, fromUserId, toUserId)
  await moveChannelMutes(merge)
  await moveFiles(merge)
  await moveCreatedChannels(merge, channelPks)
  recountedIds.push(...(await movePolls(merge)))
  await mergeMessageStates(session, appId, fromUserId, toUserId)
  await retire(merge)
  return { cids: await cidsOf(session, channelPks), recountedIds: [...new Set(recountedIds)] }
}

/** Where the guest made, wrote, joined, reacted to or voted in anything. */
async function channelsOf({ session, appId, from }: Merge): Promise<number[]> {
  const { rows } = await sql<{ pk: number }>`
    select pk from channels where app_id = ${appId} and created_by_id = ${from}
    union select channel_pk from members where app_id = ${appId} and user_id = ${from}
    union select channel_pk from messages where app_id = ${appId} and user_id = ${from}
    union select messages.channel_pk from reactions
      join messages on messages.app_id = reactions.app_id and messages.id = reactions.message_id
      where reactions.app_id = ${appId} and reactions.user_id = ${from}
    union select messages.channel_pk from poll_votes
      join messages on messages.app_id = poll_votes.app_id and messages.poll_id = poll_votes.poll_id
      where poll_votes.app_id = ${appId} and poll_votes.user_id = ${from}
    union select messages.channel_pk from polls
      join messages on messages.app_id = polls.app_id and messages.poll_id = polls.id
      where polls.app_id = ${appId} and polls.created_by_id = ${from}`.execute(session.db)
  return rows.map(row => row.pk)
}

async function madeAtUs({ session: { db }, appId, from }: Merge): Promise<number> {
  const guest = await db
    .selectFrom('users')
    .select('created_at_us')
    .where('app_id', '=', appId)
    .where('id', '=', from)
    .executeTakeFirst()
  return guest?.created_at_us ?? 0
}

async function moveMessages({ session: { db }, appId, from, to }: Merge): Promise<void> {
  await db
    .updateTable('messages')
    .set({ user_id: to })
    .where('app_id', '=', appId)
    .where('user_id', '=', from)
    .execute()
}

async function moveMemberships({ session, appId, from, to }: Merge): Promise<void> {
  const { db } = session
  await db
    .updateTable('members')
    .set({ user_id: to })
    .where('app_id', '=', appId)
    .where('user_id', '=', from)
    .where('channel_pk', 'not in', select =>
      select
        .selectFrom('members as own')
        .select('own.channel_pk')
        .where('own.app_id', '=', appId)
        .where('own.user_id', '=', to),
    )
    .execute()
  const dropped = await db
    .deleteFrom('members')
    .where('app_id', '=', appId)
    .where('user_id', '=', from)
    .returning('channel_pk')
    .execute()
  for (const row of dropped) await addToMemberCount(session, row.channel_pk, -1)
}

/** Where both reacted alike the user's reaction stays, and one is counted. Returns those messages' ids. */
async function moveReactions({ session, appId, from, to }: Merge): Promise<string[]> {
  const { db } = session
  await db
    .updateTable('reactions')
    .set({ user_id: to })
    .where('app_id', '=', appId)
    .where('user_id', '=', from)
    .where(where =>
      where.not(
        where.exists(
          where
            .selectFrom('reactions as own')
            .select('own.pk')
            .whereRef('own.app_id', '=', 'reactions.app_id')
            .whereRef('own.message_id', '=', 'reactions.message_id')
            .whereRef('own.type', '=', 'reactions.type')
            .where('own.user_id', '=', to),
        ),
      ),
    )
    .execute()
  const dropped = await db
    .deleteFrom('reactions')
    .where('app_id', '=', appId)
    .where('user_id', '=', from)
    .returning('message_id')
    .execute()
  const recountedIds = [...new Set(dropped.map(row => row.message_id))]
  await recountReactions(session, appId, recountedIds)
  return recountedIds
}

async function moveThreads({ session, appId, from, to }: Merge): Promise<void> {
  const { db } = session
  await db
    .updateTable('threads')
    .set({ created_by_id: to })
    .where('app_id', '=', appId)
    .where('created_by_id', '=', from)
    .where('parent_id', 'in', select =>
      select
        .selectFrom('thread_participants as guest')
        .select('guest.parent_id')
        .where('guest.app_id', '=', appId)
        .where('guest.user_id', '=', from),
    )
    .execute()
  const moved = await db
    .updateTable('thread_participants')
    .set({ user_id: to })
    .where('app_id', '=', appId)
    .where('user_id', '=', from)
    .where('parent_id', 'not in', select =>
      select
        .selectFrom('thread_participants as own')
        .select('own.parent_id')
        .where('own.app_id', '=', appId)
        .where('own.user_id', '=', to),
    )
    .returning('parent_id')
    .execute()
  const dropped = await db
    .deleteFrom('thread_participants')
    .where('app_id', '=', appId)
    .where('user_id', '=', from)
    .returning('parent_id')
    .execute()
  await countParticipants(
    session,
    appId,
    dropped.map(row => row.parent_id),
  )
  if (moved.length === 0) return
  await db
    .updateTable('users')
    .set({ in_threads: 1 })
    .where('app_id', '=', appId)
    .where('id', '=', to)
    .execute()
}

/** Blocks by the guest and of the guest, but never one of the user against themselves. */
async function moveBlocks({ session: { db }, appId, from, to }: Merge): Promise<void> {
  await sql`insert into blocks (app_id, user_id, blocked_user_id, created_at_us)
    select app_id, ${to}, blocked_user_id, created_at_us from blocks
      where app_id = ${appId} and user_id = ${from} and blocked_user_id <> ${to}
    on conflict do nothing`.execute(db)
  await sql`insert into blocks (app_id, user_id, blocked_user_id, created_at_us)
    select app_id, user_id, ${to}, created_at_us from blocks
      where app_id = ${appId} and blocked_user_id = ${from} and user_id <> ${to}
    on conflict do nothing`.execute(db)
  await db
    .deleteFrom('blocks')
    .where('app_id', '=', appId)
    .where(where => where.or([where('user_id', '=', from), where('blocked_user_id', '=', from)]))
    .execute()
}

async function moveChannelMutes({ session: { db }, appId, from, to }: Merge): Promise<void> {
  await sql`insert into channel_mutes (app_id, user_id, channel_pk, expires_at_us, created_at_us, updated_at_us)
    select app_id, ${to}, channel_pk, expires_at_us, created_at_us, updated_at_us from channel_mutes
      where app_id = ${appId} and user_id = ${from}
    on conflict do nothing`.execute(db)
  await db.deleteFrom('channel_mutes').where('app_id', '=', appId).where('user_id', '=', from).execute()
}

async function moveCreatedChannels(
  { session: { db }, appId, from, to }: Merge,
  channelPks: readonly number[],
): Promise<void> {
  await db
    .updateTable('channels')
    .set({ created_by_id: to })
    .where('app_id', '=', appId)
    .where('created_by_id', '=', from)
    .execute()
  if (channelPks.length === 0) return
  await db
    .updateTable('channels')
    .set({ truncated_by_id: to })
    .where('pk', 'in', channelPks)
    .where('truncated_by_id', '=', from)
    .execute()
}

/**
 * Polls and votes, and what only the guest saw: drafts and reminders. Returns the messages with polls that
 * both had voted in.
 */
async function movePolls({ session, appId, from, to }: Merge): Promise<string[]> {
  await session.db
    .updateTable('polls')
    .set({ created_by_id: to })
    .where('app_id', '=', appId)
    .where('created_by_id', '=', from)
    .execute()
  const pollIds = await mergeVotes(session, appId, from, to)
  await mergeDrafts(session, appId, from, to)
  await mergeReminders(session, appId, from, to)
  if (pollIds.length === 0) return []
  const recounted = await session.db
    .selectFrom('messages')
    .select('id')
    .where('app_id', '=', appId)
    .where('poll_id', 'in', pollIds)
    .execute()
  return recounted.map(({ id }) => id)
}

async function moveFiles({ session: { db }, appId, from, to }: Merge): Promise<void> {
  await db
    .updateTable('files')
    .set({ user_id: to })
    .where('app_id', '=', appId)
    .where('user_id', '=', from)
    .execute()
}

async function retire({ session: { db }, appId, from, to, atUs }: Merge): Promise<void> {
  for (const table of [
    'devices',
    'channel_push_preferences',
    'ephemeral_messages',
    'unread_reminders',
  ] as const) {
    await db.deleteFrom(table).where('app_id', '=', appId).where('user_id', '=', from).execute()
  }
  await db
    .updateTable('users')
    .set({ merged_into: to, deleted_at_us: atUs, updated_at_us: atUs })
    .where('app_id', '=', appId)
    .where('id', '=', from)
    .execute()
}

async function cidsOf({ db }: Session, pks: readonly number[]): Promise<string[]> {
  if (pks.length === 0) return []
  const rows = await db.selectFrom('channels').select('cid').where('pk', 'in', pks).orderBy('cid').execute()
  return rows.map(row => row.cid)
}
