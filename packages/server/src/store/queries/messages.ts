import { type Insertable, type Selectable, sql } from 'kysely'
import { countsFor } from '../../domain/reads.ts'
import type { ChannelRecord, LocationRecord, MessageRecord } from '../../domain/records.ts'
import {
  flag,
  jsonOrNull,
  jsonText,
  listOf,
  objectOf,
  objectOrUndefined,
  orNull,
  textOf,
  textOrNull,
  undefinedIfNull,
} from '../encode.ts'
import type { MessageTable } from '../schema.ts'
import type { Session } from '../session.ts'
import { deleteDraftsOfThreads } from './drafts.ts'
import { type Params, prepared, preparedEach } from './prepared.ts'
import { deleteReactionsTo } from './reactions.ts'
import { deleteRemindersOf } from './reminders.ts'
import { deleteThreads, shrinkThread } from './threads.ts'

export function toMessage(row: Selectable<MessageTable>): MessageRecord {
  return {
    appId: row.app_id,
    id: row.id,
    channelPk: row.channel_pk,
    cid: row.cid,
    userId: row.user_id,
    type: row.type,
    text: row.text,
    html: row.html,
    mml: undefinedIfNull(row.mml),
    attachments: listOf(row.attachments),
    mentionedUserIds: listOf(row.mentioned_user_ids),
    parentId: undefinedIfNull(row.parent_id),
    showInChannel: row.show_in_channel === 1,
    quotedMessageId: undefinedIfNull(row.quoted_message_id),
    silent: row.silent === 1,
    pinnedAtUs: undefinedIfNull(row.pinned_at_us),
    pinnedById: undefinedIfNull(row.pinned_by_id),
    pinExpiresAtUs: undefinedIfNull(row.pin_expires_at_us),
    replyCount: row.reply_count,
    deletedReplyCount: row.deleted_reply_count,
    shadowed: row.shadowed === 1,
    restrictedVisibility: listOf(row.restricted_visibility),
    reactionGroups: objectOrUndefined(row.reaction_groups),
    pollId: undefinedIfNull(row.poll_id),
    location: row.location === null ? undefined : toLocation(row.location, row.location_ends_at_us),
    reminded: row.reminded === 1,
    custom: objectOf(row.custom),
    createdAtUs: row.created_at_us,
    updatedAtUs: row.updated_at_us,
    textUpdatedAtUs: undefinedIfNull(row.text_updated_at_us),
    deletedAtUs: undefinedIfNull(row.deleted_at_us),
  }
}

function toLocation(text: string, endsAtUs: number | null): LocationRecord {
  return { ...(JSON.parse(text) as LocationRecord), endsAtUs: undefinedIfNull(endsAtUs) }
}

function locationText({ endsAtUs: _, ...location }: LocationRecord): string {
  return jsonText(location)
}

type MessageRow = Omit<Insertable<MessageTable>, 'pk'>

function toRow(message: MessageRecord): MessageRow {
  const inChannel = message.parentId === undefined || message.showInChannel
  return {
    app_id: message.appId,
    id: message.id,
    channel_pk: message.channelPk,
    cid: message.cid,
    user_id: message.userId,
    type: message.type,
    text: textOf(message.text),
    html: textOf(message.html),
    mml: textOrNull(message.mml),
    attachments: jsonOrNull(message.attachments),
    mentioned_user_ids: jsonOrNull(message.mentionedUserIds),
    parent_id: orNull(message.parentId),
    show_in_channel: flag(message.showInChannel),
    in_channel: flag(inChannel),
    counts_unread: COUNTS_UNREAD[countsFor(message)],
    quoted_message_id: orNull(message.quotedMessageId),
    silent: flag(message.silent),
    pinned_at_us: orNull(message.pinnedAtUs),
    pinned_by_id: orNull(message.pinnedById),
    pin_expires_at_us: orNull(message.pinExpiresAtUs),
    reply_count: message.replyCount,
    deleted_reply_count: message.deletedReplyCount,
    shadowed: flag(message.shadowed),
    restricted_visibility: jsonOrNull(message.restrictedVisibility),
    poll_id: orNull(message.pollId),
    location: message.location ? locationText(message.location) : null,
    location_ends_at_us: orNull(message.location?.endsAtUs),
    custom: jsonOrNull(message.custom),
    created_at_us: message.createdAtUs,
    updated_at_us: message.updatedAtUs,
    text_updated_at_us: orNull(message.textUpdatedAtUs),
    deleted_at_us: orNull(message.deletedAtUs),
  }
}

const COUNTS_UNREAD = { nobody: 0, everybody: 1, listed: 2 } as const

const FIND_MESSAGE = prepared('find_message', (db, p: Params<{ appId: number; messageId: string }>) =>
  db.selectFrom('messages').selectAll().where('app_id', '=', p('appId')).where('id', '=', p('messageId')),
)

export async function findMessage(
  session: Session,
  appId: number,
  messageId: string,
): Promise<MessageRecord | undefined> {
  const row = await FIND_MESSAGE.first(session, { appId, messageId })
  return row && toMessage(row)
}

const FIND_MESSAGES = prepared(
  'find_messages',
  (db, p: Params<{ appId: number; messageIds: string }>, { isAmong }) =>
    db
      .selectFrom('messages')
      .selectAll()
      .where('app_id', '=', p('appId'))
      .where(isAmong(sql`messages.id`, p('messageIds'))),
)

export async function findMessages(
  session: Session,
  appId: number,
  messageIds: readonly string[],
): Promise<MessageRecord[]> {
  if (messageIds.length === 0) return []
  return (await FIND_MESSAGES.all(session, { appId, messageIds: jsonText(messageIds) })).map(toMessage)
}

const LIST_PINNED = preparedEach(
  'list_pinned',
  (db, p: Params<{ channelPk: number; nowUs: number; limit: number }>) =>
    db
      .selectFrom('messages')
      .selectAll()
      .where('channel_pk', '=', p('channelPk'))
      .where('pinned_at_us', 'is not', null)
      .where('deleted_at_us', 'is', null)
      .where(where =>
        where.or([where('pin_expires_at_us', 'is', null), where('pin_expires_at_us', '>', p('nowUs'))]),
      )
      .orderBy('pinned_at_us', 'desc')
      .orderBy('pk', 'desc')
      .limit(p('limit')),
)

/** The newest pins of each channel first; pins that ran out are left out. */
export async function listPinnedMessages(
  session: Session,
  channelPks: readonly number[],
  limit: number,
): Promise<MessageRecord[]> {
  const nowUs = Date.now() * 1000
  const each = channelPks.map(channelPk => ({ channelPk, nowUs, limit }))
  return (await LIST_PINNED(session, each)).map(toMessage)
}

const LAST_SENT = prepared('last_sent', (db, p: Params<{ channelPk: number; userId: string }>) =>
  db
    .selectFrom('messages')
    .select('created_at_us')
    .where('app_id', '=', select =>
      select.selectFrom('channels').select('app_id').where('pk', '=', p('channelPk')),
    )
    .where('user_id', '=', p('userId'))
    .where('channel_pk', '=', p('channelPk'))
    .orderBy('created_at_us', 'desc')
    .limit(1),
)

export async function findLastSentAtUs(
  session: Session,
  channelPk: number,
  userId: string,
): Promise<number | undefined> {
  const row = await LAST_SENT.first(session, { channelPk, userId })
  return row?.created_at_us
}

/** Every column of a row is a parameter. */
function columns(p: Params<MessageRow>) {
  return {
    app_id: p('app_id'),
    id: p('id'),
    channel_pk: p('channel_pk'),
    cid: p('cid'),
    user_id: p('user_id'),
    type: p('type'),
    text: p('text'),
    html: p('html'),
    mml: p('mml'),
    attachments: p('attachments'),
    mentioned_user_ids: p('mentioned_user_ids'),
    parent_id: p('parent_id'),
    show_in_channel: p('show_in_channel'),
    in_channel: p('in_channel'),
    counts_unread: p('counts_unread'),
    quoted_message_id: p('quoted_message_id'),
    silent: p('silent'),
    pinned_at_us: p('pinned_at_us'),
    pinned_by_id: p('pinned_by_id'),
    pin_expires_at_us: p('pin_expires_at_us'),
    reply_count: p('reply_count'),
    deleted_reply_count: p('deleted_reply_count'),
    shadowed: p('shadowed'),
    restricted_visibility: p('restricted_visibility'),
    poll_id: p('poll_id'),
    location: p('location'),
    location_ends_at_us: p('location_ends_at_us'),
    custom: p('custom'),
    created_at_us: p('created_at_us'),
    updated_at_us: p('updated_at_us'),
    text_updated_at_us: p('text_updated_at_us'),
    deleted_at_us: p('deleted_at_us'),
  }
}

const INSERT_MESSAGE = prepared('insert_message', (db, p: Params<MessageRow>) =>
  db
    .insertInto('messages')
    .values(columns(p))
    .onConflict(conflict => conflict.columns(['app_id', 'id']).doNothing()),
)

export async function insertMessage(session: Session, message: MessageRecord): Promise<boolean> {
  return (await INSERT_MESSAGE.change(session, toRow(message))) > 0
}

const UPDATE_MESSAGE = prepared('update_message', (db, p: Params<MessageRow>) =>
  db.updateTable('messages').set(columns(p)).where('app_id', '=', p('app_id')).where('id', '=', p('id')),
)

export async function updateMessage(session: Session, message: MessageRecord): Promise<void> {
  await UPDATE_MESSAGE.all(session, toRow(message))
}

/** Threads go with their parents: nobody could reach them any more. */
export async function hardDeleteMessages(
  session: Session,
  { appId, pk }: Pick<ChannelRecord, 'appId' | 'pk'>,
  messageIds: readonly string[],
): Promise<void> {
  const { db } = session
  const gone = await db
    .deleteFrom('messages')
    .where('channel_pk', '=', pk)
    .where('app_id', '=', appId)
    .where(where => where.or([where('id', 'in', messageIds), where('parent_id', 'in', messageIds)]))
    .returning(['id', 'parent_id', 'shadowed', 'restricted_visibility'])
    .execute()
  if (gone.length === 0) return
  await forgetMessages(session, appId, gone)
  const counted = gone.filter(each => each.shadowed === 0 && each.restricted_visibility === null)
  await db
    .updateTable('channels')
    .set(set => ({
      message_count: set('message_count', '-', counted.length),
      last_message_at_us: sql<number | null>`case when last_message_at_us is null then null else (
        select max(created_at_us) from messages
        where channel_pk = ${pk} and in_channel = 1 and shadowed = 0 and restricted_visibility is null
          and created_at_us <= channels.last_message_at_us) end`,
    }))
    .where('pk', '=', pk)
    .execute()
}

export async function hardDeleteMessage(session: Session, message: MessageRecord): Promise<void> {
  await hardDeleteMessages(session, { appId: message.appId, pk: message.channelPk }, [message.id])
}

/** An entry of the history for each of them that is not deleted yet. */
async function keepAsDeleted({ db }: Session, appId: number, ids: readonly string[], atUs: number) {
  await db
    .insertInto('message_history')
    .columns([
      'app_id',
      'message_id',
      'updated_by_id',
      'updated_at_us',
      'text',
      'attachments',
      'custom',
      'is_deleted',
    ])
    .expression(
      db
        .selectFrom('messages')
        .select(['app_id', 'id', 'user_id', sql<number>`cast(${atUs} as bigint)`.as('at_us')])
        .select(['text', 'attachments', 'custom', sql.lit(1).as('is_deleted')])
        .where('app_id', '=', appId)
        .where('id', 'in', ids)
        .where('deleted_at_us', 'is', null),
    )
    .execute()
}

/** They stay in their place; with `prune` nothing is kept of what they said. */
export async function softDeleteMessages(
  session: Session,
  appId: number,
  messageIds: readonly string[],
  atUs: number,
  { prune }: { readonly prune: boolean },
): Promise<void> {
  const { db } = session
  const ids = [...messageIds]
  if (!prune) await keepAsDeleted(session, appId, ids, atUs)
  const content = { text: '', html: '', mml: null, attachments: null, mentioned_user_ids: null, custom: null }
  await db
    .updateTable('messages')
    .set(set => ({
      deleted_at_us: set.fn.coalesce('deleted_at_us', sql<number>`cast(${atUs} as bigint)`),
      updated_at_us: sql<number>`case when deleted_at_us is null then ${atUs} else updated_at_us end`,
      counts_unread: 0,
      pinned_at_us: null,
      pinned_by_id: null,
      pin_expires_at_us: null,
      ...(prune && content),
    }))
    .where('app_id', '=', appId)
    .where('id', 'in', ids)
    .execute()
  await db
    .updateTable('message_deletions')
    .set({ counts_unread: 0 })
    .where('app_id', '=', appId)
    .where('message_id', 'in', ids)
    .execute()
  if (!prune) return
  await db.deleteFrom('message_history').where('app_id', '=', appId).where('message_id', 'in', ids).execute()
}

/** Messages of one author. */
export interface Authored {
  readonly appId: number
  readonly userId: string
  /** Sent up to then. */
  readonly untilUs: number
  /** Sent after that. */
  readonly afterUs?: number
  /** Also what is deleted already. */
  readonly deletedToo: boolean
}

function authoredBy({ db }: Session, { appId, userId, untilUs, afterUs = 0, deletedToo }: Authored) {
  const query = db
    .selectFrom('messages')
    .where('app_id', '=', appId)
    .where('user_id', '=', userId)
    .where('created_at_us', '<=', untilUs)
    .where('created_at_us', '>', afterUs)
  return deletedToo ? query : query.where('deleted_at_us', 'is', null)
}

/** The channels that the author's messages are in, by their cids, after one of them. */
export async function listAuthoredCids(
  session: Session,
  authored: Authored,
  afterCid: string,
  limit: number,
): Promise<string[]> {
  const { byCodePoint } = session.dialect
  const cid = byCodePoint(sql.ref('messages.cid'))
  const rows = await authoredBy(session, authored)
    .select('cid')
    .where(sql<boolean>`${cid} > ${afterCid}`)
    .groupBy('cid')
    .orderBy(cid)
    .limit(limit)
    .execute()
  return rows.map(row => row.cid)
}

export async function listAuthored(
  session: Session,
  channelPk: number,
  authored: Authored,
  limit: number,
): Promise<MessageRecord[]> {
  const rows = await authoredBy(session, authored)
    .selectAll()
    .where('channel_pk', '=', channelPk)
    .orderBy('created_at_us')
    .limit(limit)
    .execute()
  return rows.map(toMessage)
}

/** What hangs on messages goes with them. */
export async function forgetMessages(
  session: Session,
  appId: number,
  messages: readonly { readonly id: string; readonly parent_id: string | null }[],
): Promise<void> {
  const { db, dialect } = session
  const ids = messages.map(message => message.id)
  for (const table of ['message_deletions', 'message_history'] as const) {
    const isGone = dialect.isAmong(sql.ref(`${table}.message_id`), sql`${jsonText(ids)}`)
    await db.deleteFrom(table).where('app_id', '=', appId).where(isGone).execute()
  }
  await deleteReactionsTo(session, appId, ids)
  await deleteRemindersOf(session, appId, ids)
  await deleteDraftsOfThreads(session, appId, ids)
  await deleteThreads(session, appId, ids)
  const parentIds = new Set(messages.map(message => message.parent_id))
  for (const parentId of parentIds) if (parentId !== null) await shrinkThread(session, appId, parentId)
}

const ADD_REPLIES = prepared(
  'add_replies',
  (db, p: Params<{ appId: number; parentId: string; delta: number; deleted: number }>) =>
    db
      .updateTable('messages')
      .set(set => ({
        reply_count: set('reply_count', '+', p('delta')),
        deleted_reply_count: set('deleted_reply_count', '+', p('deleted')),
      }))
      .where('app_id', '=', p('appId'))
      .where('id', '=', p('parentId')),
)

export async function addReplies(
  session: Session,
  appId: number,
  parentId: string,
  delta: number,
  deleted = 0,
): Promise<void> {
  await ADD_REPLIES.all(session, { appId, parentId, delta, deleted })
}
