import { type Insertable, type Selectable, type SqlBool, sql } from 'kysely'
import type { MemberRecord, MembershipRecord } from '../../domain/records.ts'
import { flag, jsonOrNull, jsonText, objectOf, orNull, undefinedIfNull } from '../encode.ts'
import type { MemberTable } from '../schema.ts'
import type { Session } from '../session.ts'
import type { Page } from '../store.ts'
import { hasMuted } from './channel-mutes.ts'
import { type Params, prepared, preparedEach } from './prepared.ts'

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
    lastDeliveredAtUs: undefinedIfNull(row.last_delivered_at_us),
    lastDeliveredMessageId: undefinedIfNull(row.last_delivered_message_id),
    hasDrafts: row.has_drafts === 1,
    custom: objectOf(row.custom),
    createdAtUs: row.created_at_us,
    updatedAtUs: row.updated_at_us,
  }
}

type MemberData = Omit<Insertable<MemberTable>, 'app_id'>

function toRow(member: MemberRecord): MemberData {
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

const FIND_MEMBERS = prepared(
  'find_members',
  (db, p: Params<{ channelPk: number; userIds: string }>, { isAmong }) =>
    db
      .selectFrom('members')
      .selectAll()
      .where('channel_pk', '=', p('channelPk'))
      .where(isAmong(sql`members.user_id`, p('userIds'))),
)

export async function findMembers(
  session: Session,
  channelPk: number,
  userIds: readonly string[],
): Promise<MemberRecord[]> {
  if (userIds.length === 0) return []
  return (await FIND_MEMBERS.all(session, { channelPk, userIds: jsonText(userIds) })).map(toMember)
}

const FIND_MEMBERS_OF = prepared(
  'find_members_of',
  (db, p: Params<{ channelPks: string; userIds: string }>, { isAmong, isOneOf }) =>
    db
      .selectFrom('members')
      .selectAll()
      .where(isOneOf(sql`members.channel_pk`, p('channelPks')))
      .where(isAmong(sql`members.user_id`, p('userIds'))),
)

/** Memberships of any of these users in any of these channels. */
export async function findMembersOf(
  session: Session,
  channelPks: readonly number[],
  userIds: readonly string[],
): Promise<MemberRecord[]> {
  if (channelPks.length === 0 || userIds.length === 0) return []
  const args = { channelPks: jsonText(channelPks), userIds: jsonText(userIds) }
  return (await FIND_MEMBERS_OF.all(session, args)).map(toMember)
}

const FIND_MEMBERSHIPS = prepared(
  'find_memberships',
  (db, p: Params<{ appId: number; userId: string; channelPks: string }>, { isOneOf }) =>
    db
      .selectFrom('members')
      .selectAll()
      .where('app_id', '=', p('appId'))
      .where('user_id', '=', p('userId'))
      .where(isOneOf(sql`members.channel_pk`, p('channelPks'))),
)

export async function findMemberships(
  session: Session,
  appId: number,
  userId: string,
  channelPks: readonly number[],
): Promise<MemberRecord[]> {
  if (channelPks.length === 0) return []
  const rows = await FIND_MEMBERSHIPS.all(session, {
    appId,
    userId,
    channelPks: jsonText(channelPks),
  })
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

const LIST_MEMBERS_OF = preparedEach(
  'list_members_of',
  (db, p: Params<{ channelPk: number; limit: number }>) =>
    db
      .selectFrom('members')
      .selectAll()
      .where('channel_pk', '=', p('channelPk'))
      .orderBy('created_at_us', 'desc')
      .orderBy('user_id', 'desc')
      .limit(p('limit')),
)

/** The first page of each channel's members, as `listMembers` orders them. */
export async function listMembersOf(
  session: Session,
  channelPks: readonly number[],
  limit: number,
): Promise<MemberRecord[]> {
  const each = channelPks.map(channelPk => ({ channelPk, limit }))
  return (await LIST_MEMBERS_OF(session, each)).map(toMember)
}

const LIST_MEMBERSHIPS = prepared('list_memberships', (db, p: Params<{ appId: number; userId: string }>) =>
  db
    .selectFrom('members')
    .innerJoin('channels', 'channels.pk', 'members.channel_pk')
    .select(['channels.cid', 'members.channel_pk', 'members.hidden', 'channels.last_message_at_us'])
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
  return rows.map(row => ({
    cid: row.cid,
    channelPk: row.channel_pk,
    hidden: row.hidden === 1,
    lastMessageAtUs: undefinedIfNull(row.last_message_at_us),
  }))
}

/** Every column of a row is a parameter. */
function columns(p: Params<MemberData>) {
  return {
    channel_pk: p('channel_pk'),
    user_id: p('user_id'),
    channel_role: p('channel_role'),
    invited: p('invited'),
    invite_accepted_at_us: p('invite_accepted_at_us'),
    invite_rejected_at_us: p('invite_rejected_at_us'),
    banned: p('banned'),
    shadow_banned: p('shadow_banned'),
    ban_expires_at_us: p('ban_expires_at_us'),
    archived_at_us: p('archived_at_us'),
    pinned_at_us: p('pinned_at_us'),
    hidden: p('hidden'),
    history_hidden_before_us: p('history_hidden_before_us'),
    last_read_at_us: p('last_read_at_us'),
    last_read_message_id: p('last_read_message_id'),
    custom: p('custom'),
    created_at_us: p('created_at_us'),
    updated_at_us: p('updated_at_us'),
  }
}

const INSERT_MEMBER = prepared('insert_member', (db, p: Params<MemberData>) =>
  db
    .insertInto('members')
    .values({
      ...columns(p),
      app_id: select => select.selectFrom('channels').select('app_id').where('pk', '=', p('channel_pk')),
      // Who was no member may have left a draft.
      has_drafts: sql<number>`case when exists (select 1 from drafts
        where channel_pk = ${p('channel_pk')} and user_id = ${p('user_id')}) then 1 else 0 end`,
    })
    .onConflict(conflict => conflict.columns(['channel_pk', 'user_id']).doNothing()),
)

export async function insertMember(session: Session, member: MemberRecord): Promise<boolean> {
  const isNew = (await INSERT_MEMBER.change(session, toRow(member))) > 0
  if (isNew) await addToMemberCount(session, member.channelPk, 1)
  return isNew
}

const UPDATE_MEMBER = prepared('update_member', (db, p: Params<MemberData>) =>
  db
    .updateTable('members')
    .set(columns(p))
    .where('channel_pk', '=', p('channel_pk'))
    .where('user_id', '=', p('user_id')),
)

export async function updateMember(session: Session, member: MemberRecord): Promise<void> {
  await UPDATE_MEMBER.all(session, toRow(member))
}

const DELETE_MEMBER = prepared('delete_member', (db, p: Params<{ channelPk: number; userId: string }>) =>
  db.deleteFrom('members').where('channel_pk', '=', p('channelPk')).where('user_id', '=', p('userId')),
)

export async function deleteMember(session: Session, channelPk: number, userId: string): Promise<boolean> {
  const wasMember = (await DELETE_MEMBER.change(session, { channelPk, userId })) > 0
  if (wasMember) await addToMemberCount(session, channelPk, -1)
  return wasMember
}

const ADD_TO_MEMBER_COUNT = prepared(
  'add_to_member_count',
  (db, p: Params<{ channelPk: number; delta: number }>) =>
    db
      .updateTable('channels')
      .set(set => ({ member_count: set('member_count', '+', p('delta')) }))
      .where('pk', '=', p('channelPk')),
)

export async function addToMemberCount(session: Session, channelPk: number, delta: number): Promise<void> {
  await ADD_TO_MEMBER_COUNT.all(session, { channelPk, delta })
}

/** The literal lets both databases use the index over hidden members alone. */
const UNHIDE_MEMBERS = prepared(
  'unhide_members',
  (db, p: Params<{ channelPk: number; authorId: string; nowUs: number }>) =>
    db
      .updateTable('members')
      .set({ hidden: 0 })
      .where('channel_pk', '=', p('channelPk'))
      .where('hidden', '=', sql.lit(1))
      .where(
        sql<SqlBool>`not ${hasMuted(sql`members.app_id`, sql`members.user_id`, sql`members.channel_pk`, p('nowUs'))}`,
      )
      .where(
        sql<SqlBool>`not exists (select 1 from blocks join channels on channels.pk = members.channel_pk
          where blocks.app_id = members.app_id and blocks.user_id = members.user_id
            and blocks.blocked_user_id = ${p('authorId')} and channels.member_count = 2)`,
      )
      .returning('user_id'),
)

export async function unhideMembers(
  session: Session,
  channelPk: number,
  authorId: string,
  nowUs: number,
): Promise<string[]> {
  const rows = await UNHIDE_MEMBERS.all(session, { channelPk, authorId, nowUs })
  return rows.map(row => row.user_id)
}

export async function setDelivered(
  { db }: Session,
  channelPk: number,
  userId: string,
  atUs: number,
  messageId: string,
): Promise<void> {
  await db
    .updateTable('members')
    .set({ last_delivered_at_us: atUs, last_delivered_message_id: messageId })
    .where('channel_pk', '=', channelPk)
    .where('user_id', '=', userId)
    .execute()
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
