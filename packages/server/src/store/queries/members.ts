import { type Insertable, type Selectable, sql } from 'kysely'
import type { MemberRecord, MembershipRecord } from '../../domain/records.ts'
import { flag, jsonOrNull, objectOf, orNull, undefinedIfNull } from '../encode.ts'
import type { MemberTable } from '../schema.ts'
import type { Session } from '../session.ts'
import type { Page } from '../store.ts'
import { type Params, prepared } from './prepared.ts'

export function toMember(row: Selectable<MemberTable>): MemberRecord {
  return {
    channelPk: row.channel_pk,
    userId: row.user_id,
    channelRole: row.channel_role,
    invited: row.invited === 1,
    inviteAcceptedAtUs: undefinedIfNull(row.invite_accepted_at_us),
    inviteRejectedAtUs: undefinedIfNull(row.invite_rejected_at_us),
    banned: row.banned === 1,
    shadowBanned: row.shadow_banned === 1,
    banExpiresAtUs: undefinedIfNull(row.ban_expires_at_us),
    archivedAtUs: undefinedIfNull(row.archived_at_us),
    pinnedAtUs: undefinedIfNull(row.pinned_at_us),
    hidden: row.hidden === 1,
    historyHiddenBeforeUs: undefinedIfNull(row.history_hidden_before_us),
    lastReadAtUs: row.last_read_at_us,
    lastReadMessageId: undefinedIfNull(row.last_read_message_id),
    custom: objectOf(row.custom),
    createdAtUs: row.created_at_us,
    updatedAtUs: row.updated_at_us,
  }
}

type MemberRow = Insertable<MemberTable>

function toRow(member: MemberRecord): Omit<MemberRow, 'app_id'> {
  return {
    channel_pk: member.channelPk,
    user_id: member.userId,
    channel_role: member.channelRole,
    invited: flag(member.invited),
    invite_accepted_at_us: orNull(member.inviteAcceptedAtUs),
    invite_rejected_at_us: orNull(member.inviteRejectedAtUs),
    banned: flag(member.banned),
    shadow_banned: flag(member.shadowBanned),
    ban_expires_at_us: orNull(member.banExpiresAtUs),
    archived_at_us: orNull(member.archivedAtUs),
    pinned_at_us: orNull(member.pinnedAtUs),
    hidden: flag(member.hidden),
    history_hidden_before_us: orNull(member.historyHiddenBeforeUs),
    last_read_at_us: member.lastReadAtUs,
    last_read_message_id: orNull(member.lastReadMessageId),
    custom: jsonOrNull(member.custom),
    created_at_us: member.createdAtUs,
    updated_at_us: member.updatedAtUs,
  }
}

const FIND_MEMBER = prepared('find_member', (db, p: Params<{ channelPk: number; userId: string }>) =>
  db
    .selectFrom('members')
    .selectAll()
    .where('channel_pk', '=', p('channelPk'))
    .where('user_id', '=', p('userId')),
)

export async function findMember(
  session: Session,
  channelPk: number,
  userId: string,
): Promise<MemberRecord | undefined> {
  const row = await FIND_MEMBER.first(session, { channelPk, userId })
  return row && toMember(row)
}

export async function findMembers(
  { db }: Session,
  channelPk: number,
  userIds: readonly string[],
): Promise<MemberRecord[]> {
  if (userIds.length === 0) return []
  const rows = await db
    .selectFrom('members')
    .selectAll()
    .where('channel_pk', '=', channelPk)
    .where('user_id', 'in', userIds)
    .execute()
  return rows.map(toMember)
}

const LIST_MEMBERS = prepared(
  'list_members',
  (db, p: Params<{ channelPk: number; limit: number; offset: number }>) =>
    db
      .selectFrom('members')
      .selectAll()
      .where('channel_pk', '=', p('channelPk'))
      .orderBy('created_at_us', 'desc')
      .orderBy('user_id', 'desc')
      .limit(p('limit'))
      .offset(p('offset')),
)

/** The most recently added first. */
export async function listMembers(session: Session, channelPk: number, page: Page): Promise<MemberRecord[]> {
  const rows = await LIST_MEMBERS.all(session, { channelPk, limit: page.limit, offset: page.offset })
  return rows.map(toMember)
}

const LIST_MEMBERSHIPS = prepared('list_memberships', (db, p: Params<{ appId: number; userId: string }>) =>
  db
    .selectFrom('members')
    .innerJoin('channels', 'channels.pk', 'members.channel_pk')
    .select(['channels.cid', 'members.channel_pk'])
    .where('members.app_id', '=', p('appId'))
    .where('members.user_id', '=', p('userId'))
    .where('channels.deleted_at_us', 'is', null),
)

export async function listMemberships(
  session: Session,
  appId: number,
  userId: string,
): Promise<MembershipRecord[]> {
  const rows = await LIST_MEMBERSHIPS.all(session, { appId, userId })
  return rows.map(row => ({ cid: row.cid, channelPk: row.channel_pk }))
}

export async function insertMember(session: Session, member: MemberRecord): Promise<boolean> {
  const row = await session.db
    .insertInto('members')
    .values({
      ...toRow(member),
      app_id: sql<number>`(select app_id from channels where pk = ${member.channelPk})`,
    })
    .onConflict(conflict => conflict.columns(['channel_pk', 'user_id']).doNothing())
    .returning('user_id')
    .executeTakeFirst()
  if (row) await addToMemberCount(session, member.channelPk, 1)
  return row !== undefined
}

export async function updateMember({ db }: Session, member: MemberRecord): Promise<void> {
  await db
    .updateTable('members')
    .set(toRow(member))
    .where('channel_pk', '=', member.channelPk)
    .where('user_id', '=', member.userId)
    .execute()
}

export async function deleteMember(session: Session, channelPk: number, userId: string): Promise<boolean> {
  const row = await session.db
    .deleteFrom('members')
    .where('channel_pk', '=', channelPk)
    .where('user_id', '=', userId)
    .returning('user_id')
    .executeTakeFirst()
  if (row) await addToMemberCount(session, channelPk, -1)
  return row !== undefined
}

export async function addToMemberCount({ db }: Session, channelPk: number, delta: number): Promise<void> {
  await db
    .updateTable('channels')
    .set(set => ({ member_count: set('member_count', '+', delta) }))
    .where('pk', '=', channelPk)
    .execute()
}

/** The literal lets both databases use the index over hidden members alone. */
const UNHIDE_MEMBERS = prepared('unhide_members', (db, p: Params<{ channelPk: number }>) =>
  db
    .updateTable('members')
    .set({ hidden: 0 })
    .where('channel_pk', '=', p('channelPk'))
    .where('hidden', '=', sql.lit(1)),
)

export async function unhideMembers(session: Session, channelPk: number): Promise<void> {
  await UNHIDE_MEMBERS.all(session, { channelPk })
}

const SET_READ = prepared(
  'set_read',
  (db, p: Params<{ channelPk: number; userId: string; atUs: number; messageId: string | null }>) =>
    db
      .updateTable('members')
      .set({ last_read_at_us: p('atUs'), last_read_message_id: p('messageId') })
      .where('channel_pk', '=', p('channelPk'))
      .where('user_id', '=', p('userId')),
)

export async function setRead(
  session: Session,
  channelPk: number,
  userId: string,
  lastReadAtUs: number,
  messageId: string | undefined,
): Promise<void> {
  await SET_READ.all(session, { channelPk, userId, atUs: lastReadAtUs, messageId: orNull(messageId) })
}
