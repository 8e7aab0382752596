import { type Compilable, type ExpressionBuilder, type Insertable, type Selectable, sql } from 'kysely'
import type { ChannelRecord } from '../../domain/records.ts'
import type { Dialect } from '../dialect.ts'
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
import type { ChannelTable, Db, Tables } from '../schema.ts'
import type { Session } from '../session.ts'
import type { ChannelSelection } from '../store.ts'
import { CHANNEL_VALUES, channelEntries } from '../values.ts'
import { foldWords } from '../words.ts'
import { type Params, prepared } from './prepared.ts'
import { writeValues } from './values.ts'

export function toChannel(row: Selectable<ChannelTable>): ChannelRecord {
  return {
    pk: row.pk,
    appId: row.app_id,
    type: row.type,
    id: row.id,
    cid: row.cid,
    team: undefinedIfNull(row.team),
    createdById: undefinedIfNull(row.created_by_id),
    frozen: row.frozen === 1,
    disabled: row.disabled === 1,
    cooldownSeconds: row.cooldown_seconds,
    autoTranslationEnabled: row.auto_translation_enabled === 1,
    autoTranslationLanguage: row.auto_translation_language,
    filterTags: listOf(row.filter_tags),
    configOverrides: objectOrUndefined(row.config_overrides),
    custom: objectOf(row.custom),
    hasBans: row.has_bans === 1,
    memberCount: row.member_count,
    messageCount: row.message_count,
    lastSeq: row.last_seq,
    lastEventAtUs: row.last_event_at_us,
    lastMessageAtUs: undefinedIfNull(row.last_message_at_us),
    truncatedAtUs: undefinedIfNull(row.truncated_at_us),
    truncatedById: undefinedIfNull(row.truncated_by_id),
    hasHidden: row.has_hidden === 1,
    createdAtUs: row.created_at_us,
    updatedAtUs: row.updated_at_us,
    deletedAtUs: undefinedIfNull(row.deleted_at_us),
    erasedAtUs: undefinedIfNull(row.erased_at_us),
  }
}

function nameWords(name: unknown): string | null {
  return typeof name === 'string' ? foldWords(textOf(name)) : null
}

/** What `updateChannel` writes. */
type Data = Omit<
  ChannelRecord,
  | 'pk'
  | 'hasBans'
  | 'hasHidden'
  | 'memberCount'
  | 'messageCount'
  | 'lastSeq'
  | 'lastEventAtUs'
  | 'lastMessageAtUs'
>

function toDataRow(channel: Data) {
  return {
    team: textOrNull(channel.team),
    created_by_id: orNull(channel.createdById),
    frozen: flag(channel.frozen),
    disabled: flag(channel.disabled),
    cooldown_seconds: channel.cooldownSeconds,
    auto_translation_enabled: flag(channel.autoTranslationEnabled),
    auto_translation_language: textOf(channel.autoTranslationLanguage),
    filter_tags: jsonOrNull(channel.filterTags),
    config_overrides: channel.configOverrides ? jsonText(channel.configOverrides) : null,
    custom: jsonOrNull(channel.custom),
    name_words: nameWords(channel.custom.name),
    truncated_at_us: orNull(channel.truncatedAtUs),
    truncated_by_id: orNull(channel.truncatedById),
    created_at_us: channel.createdAtUs,
    updated_at_us: channel.updatedAtUs,
    deleted_at_us: orNull(channel.deletedAtUs),
    erased_at_us: orNull(channel.erasedAtUs),
  }
}

function toRow(channel: Omit<ChannelRecord, 'pk'>): Insertable<ChannelTable> {
  return {
    ...toDataRow(channel),
    app_id: channel.appId,
    cid: channel.cid,
    type: channel.type,
    id: channel.id,
    has_bans: flag(channel.hasBans),
    member_count: channel.memberCount,
    message_count: channel.messageCount,
    last_seq: channel.lastSeq,
    last_event_at_us: channel.lastEventAtUs,
    last_message_at_us: orNull(channel.lastMessageAtUs),
    has_hidden: flag(channel.hasHidden),
  }
}

const FIND_CHANNEL = prepared('find_channel', (db, p: Params<{ appId: number; cid: string }>) =>
  db.selectFrom('channels').selectAll().where('app_id', '=', p('appId')).where('cid', '=', p('cid')),
)

export async function findChannel(
  session: Session,
  appId: number,
  type: string,
  id: string,
): Promise<ChannelRecord | undefined> {
  const row = await FIND_CHANNEL.first(session, { appId, cid: `${type}:${id}` })
  return row && toChannel(row)
}

const FIND_CHANNELS = prepared(
  'find_channels',
  (db, p: Params<{ appId: number; cids: string }>, { isAmong }) =>
    db
      .selectFrom('channels')
      .selectAll()
      .where('app_id', '=', p('appId'))
      .where(isAmong(sql`channels.cid`, p('cids'))),
)

export async function findChannels(
  session: Session,
  appId: number,
  cids: readonly string[],
): Promise<ChannelRecord[]> {
  if (cids.length === 0) return []
  return (await FIND_CHANNELS.all(session, { appId, cids: jsonText(cids) })).map(toChannel)
}

/** By their number, of channels that exist; both lists must fit where both are given. */
export async function listChannelsOf(
  { db, dialect }: Session,
  appId: number,
  { cids, types }: ChannelSelection,
  afterPk: number,
  limit: number,
): Promise<ChannelRecord[]> {
  let select = db
    .selectFrom('channels')
    .selectAll()
    .where('app_id', '=', appId)
    .where('pk', '>', afterPk)
    .where('deleted_at_us', 'is', null)
  if (cids) select = select.where(dialect.isAmong(sql`channels.cid`, sql`${jsonText(cids)}`))
  if (types) select = select.where('type', 'in', types.length === 0 ? [''] : types)
  return (await select.orderBy('pk').limit(limit).execute()).map(toChannel)
}

export async function findChannelByPk({ db }: Session, pk: number): Promise<ChannelRecord | undefined> {
  const row = await db.selectFrom('channels').selectAll().where('pk', '=', pk).executeTakeFirst()
  return row && toChannel(row)
}

export async function insertChannel(
  session: Session,
  channel: Omit<ChannelRecord, 'pk'>,
): Promise<ChannelRecord | undefined> {
  const row = await session.db
    .insertInto('channels')
    .values(toRow(channel))
    .onConflict(conflict => conflict.doNothing())
    .returning('pk')
    .executeTakeFirst()
  if (!row) return undefined
  await writeValues(session, CHANNEL_VALUES, channel.appId, row.pk, channelEntries(channel), true)
  return { ...channel, pk: row.pk }
}

export async function updateChannel(session: Session, channel: ChannelRecord): Promise<void> {
  await session.db.updateTable('channels').set(toDataRow(channel)).where('pk', '=', channel.pk).execute()
  await writeValues(session, CHANNEL_VALUES, channel.appId, channel.pk, channelEntries(channel), false)
}

type PlaceArgs = { pk: number; nowUs: number }
type PlaceRow = Pick<Selectable<ChannelTable>, 'last_seq' | 'last_event_at_us'>

const PLACE = ['last_seq', 'last_event_at_us'] as const

/** The time of the next log entry, seen from the row before. */
function nextAtUs(set: ExpressionBuilder<Tables, 'channels'>, p: Params<PlaceArgs>) {
  return set
    .case()
    .when('last_event_at_us', '>=', p('nowUs'))
    .then(set('last_event_at_us', '+', 1))
    .else(p('nowUs'))
    .end()
}

/** `counts`: what of the channel a new message moves along. On SQLite `LAST_PLACE` has the place. */
function nextPlace(
  db: Db,
  p: Params<PlaceArgs>,
  { name }: Dialect,
  counts: 'nothing' | 'message' | 'last_message',
): Compilable<PlaceRow> {
  const update = db
    .updateTable('channels')
    .set(set => ({
      last_seq: set('last_seq', '+', 1),
      last_event_at_us: nextAtUs(set, p),
      ...(counts !== 'nothing' && { message_count: set('message_count', '+', 1) }),
      ...(counts === 'last_message' && { last_message_at_us: nextAtUs(set, p) }),
    }))
    .where('pk', '=', p('pk'))
  return name === 'postgres' ? update.returning(PLACE) : update
}

const NEXT_SEQ = prepared('next_seq', (db, p: Params<PlaceArgs>, dialect) =>
  nextPlace(db, p, dialect, 'nothing'),
)
const NEXT_MESSAGE = prepared('next_message', (db, p: Params<PlaceArgs>, dialect) =>
  nextPlace(db, p, dialect, 'message'),
)
const NEXT_LAST_MESSAGE = prepared('next_last_message', (db, p: Params<PlaceArgs>, dialect) =>
  nextPlace(db, p, dialect, 'last_message'),
)

const LAST_PLACE = prepared('last_place', (db, p: Params<Pick<PlaceArgs, 'pk'>>) =>
  db.selectFrom('channels').select(PLACE).where('pk', '=', p('pk')),
)

/** On PostgreSQL the update also locks the row, so that the log's order is the commits' order. */
export async function nextSeq(
  session: Session,
  pk: number,
  nowUs: number,
  message?: { readonly movesLastMessage: boolean },
): Promise<{ seq: number; atUs: number }> {
  const query = !message ? NEXT_SEQ : message.movesLastMessage ? NEXT_LAST_MESSAGE : NEXT_MESSAGE
  const row = (await query.first(session, { pk, nowUs })) ?? (await LAST_PLACE.first(session, { pk }))
  if (!row) throw new Error(`no channel has the number ${pk}`)
  return { seq: row.last_seq, atUs: row.last_event_at_us }
}

const SET_HAS_HIDDEN = prepared('set_has_hidden', (db, p: Params<{ pk: number }>) =>
  db.updateTable('channels').set({ has_hidden: 1 }).where('pk', '=', p('pk')),
)

export async function setHasHidden(session: Session, pk: number): Promise<void> {
  await SET_HAS_HIDDEN.all(session, { pk })
}

/** Channels that the user made, deleted ones too, in one order. */
export async function listCreatedChannels(
  { db }: Session,
  appId: number,
  userId: string,
  afterPk: number,
  limit: number,
): Promise<ChannelRecord[]> {
  const rows = await db
    .selectFrom('channels')
    .selectAll()
    .where('app_id', '=', appId)
    .where('created_by_id', '=', userId)
    .where('pk', '>', afterPk)
    .orderBy('pk')
    .limit(limit)
    .execute()
  return rows.map(toChannel)
}
