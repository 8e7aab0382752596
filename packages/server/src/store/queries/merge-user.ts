import { sql } from 'kysely'
import type { Session } from '../session.ts'
import type { MergedUser } from '../store.ts'
import { mergeDrafts } from './drafts.ts'
import { moveModeration } from './forget-moderation.ts'
import { holdChannelsByPk } from './hold-rows.ts'
import { addToMemberCount } from './members.ts'
import { mergeMessageStates, mergeRestrictions } from './merge-messages.ts'
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
  await holdChannelsByPk(session, await channelsOf(merge))
  // While it is still known which channels were the guest's.
  await mergeRestrictions(session, appId, fromUserId, toUserId)
  const written = await moveMessages(merge)
  const joined = await moveMemberships(merge)
  const reactedIn = await channelsReactedIn(merge)
  const recountedIds = await moveReactions(merge)
  await moveThreads(merge)
  await moveBlocks(merge)
  await moveModeration(session, appId, fromUserId, toUserId)
  await moveChannelMutes(merge)
  await moveFiles(merge)
  await moveCreatedChannels(merge)
  await movePolls(merge)
  await mergeMessageStates(session, appId, fromUserId, toUserId)
  await retire(merge)
  const cids = await cidsOf(session, [...new Set([...written, ...joined, ...reactedIn])])
  return { cids, recountedIds }
}

/** Where the guest made, wrote, joined or reacted to anything. */
async function channelsOf(merge: Merge): Promise<number[]> {
  const { session, appId, from } = merge
  const { rows } = await sql<{ pk: number }>`
    select pk from channels where app_id = ${appId} and created_by_id = ${from}
    union select channel_pk from members where app_id = ${appId} and user_id = ${from}
    union select channel_pk from messages where app_id = ${appId} and user_id = ${from}`.execute(session.db)
  return [...rows.map(row => row.pk), ...(await channelsReactedIn(merge))]
}

async function moveMessages({ session: { db }, appId, from, to }: Merge): Promise<number[]> {
  const rows = await db
    .updateTable('messages')
    .set({ user_id: to })
    .where('app_id', '=', appId)
    .where('user_id', '=', from)
    .returning('channel_pk')
    .execute()
  return rows.map(row => row.channel_pk)
}

async function moveMemberships({ session, appId, from, to, atUs }: Merge): Promise<number[]> {
  const { db } = session
  const moved = await db
    .updateTable('members')
    .set({ user_id: to, updated_at_us: atUs })
    .where('app_id', '=', appId)
    .where('user_id', '=', from)
    .where('channel_pk', 'not in', select =>
      select
        .selectFrom('members as own')
        .select('own.channel_pk')
        .where('own.app_id', '=', appId)
        .where('own.user_id', '=', to),
    )
    .returning('channel_pk')
    .execute()
  const dropped = await db
    .deleteFrom('members')
    .where('app_id', '=', appId)
    .where('user_id', '=', from)
    .returning('channel_pk')
    .execute()
  for (const row of dropped) await addToMemberCount(session, row.channel_pk, -1)
  return [...moved, ...dropped].map(row => row.channel_pk)
}

async function channelsReactedIn({ session: { db }, appId, from }: Merge): Promise<number[]> {
  const rows = await db
    .selectFrom('reactions')
    .innerJoin('messages', join =>
      join
        .onRef('messages.app_id', '=', 'reactions.app_id')
        .onRef('messages.id', '=', 'reactions.message_id'),
    )
    .select('messages.channel_pk')
    .distinct()
    .where('reactions.app_id', '=', appId)
    .where('reactions.user_id', '=', from)
    .execute()
  return rows.map(row => row.channel_pk)
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

async function moveCreatedChannels({ session: { db }, appId, from, to }: Merge): Promise<void> {
  await db
    .updateTable('channels')
    .set({ created_by_id: to })
    .where('app_id', '=', appId)
    .where('created_by_id', '=', from)
    .execute()
}

/** Polls and votes, and what only the guest saw: drafts and reminders. */
async function movePolls({ session, appId, from, to }: Merge): Promise<void> {
  await session.db
    .updateTable('polls')
    .set({ created_by_id: to })
    .where('app_id', '=', appId)
    .where('created_by_id', '=', from)
    .execute()
  await mergeVotes(session, appId, from, to)
  await mergeDrafts(session, appId, from, to)
  await mergeReminders(session, appId, from, to)
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
