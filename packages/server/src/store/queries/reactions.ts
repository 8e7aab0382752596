import { type Insertable, type Selectable, sql } from 'kysely'
import type { ReactionGroup, ReactionGroups, ReactionRecord } from '../../domain/records.ts'
import { jsonOrNull, jsonText, objectOf, textOrNull, undefinedIfNull } from '../encode.ts'
import type { Db, ReactionTable } from '../schema.ts'
import type { Session } from '../session.ts'
import type { Page } from '../store.ts'
import { type Params, prepared, written } from './prepared.ts'

export function toReaction(row: Selectable<ReactionTable>): ReactionRecord {
  return {
    appId: row.app_id,
    messageId: row.message_id,
    userId: row.user_id,
    type: row.type,
    score: row.score,
    emojiCode: undefinedIfNull(row.emoji_code),
    custom: objectOf(row.custom),
    createdAtUs: row.created_at_us,
    updatedAtUs: row.updated_at_us,
  }
}

type ReactionRow = Omit<Insertable<ReactionTable>, 'pk'>

function toRow(reaction: ReactionRecord): ReactionRow {
  return {
    app_id: reaction.appId,
    message_id: reaction.messageId,
    user_id: reaction.userId,
    type: reaction.type,
    score: reaction.score,
    emoji_code: textOrNull(reaction.emojiCode),
    custom: jsonOrNull(reaction.custom),
    created_at_us: reaction.createdAtUs,
    updated_at_us: reaction.updatedAtUs,
  }
}

type OwnArgs = { appId: number; userId: string; messageIds: string }

const LIST_OWN = prepared('list_own_reactions', (db, p: Params<OwnArgs>, { isAmong }) =>
  db
    .selectFrom('reactions')
    .selectAll()
    .where('app_id', '=', p('appId'))
    .where(isAmong(sql`reactions.message_id`, p('messageIds')))
    .where('user_id', '=', p('userId'))
    .orderBy('created_at_us', 'desc')
    .orderBy('pk', 'desc'),
)

/** One user's reactions to some messages, the newest first. */
export async function listOwnReactions(
  session: Session,
  appId: number,
  userId: string,
  messageIds: readonly string[],
): Promise<ReactionRecord[]> {
  if (messageIds.length === 0) return []
  const rows = await LIST_OWN.all(session, { appId, userId, messageIds: jsonText(messageIds) })
  return rows.map(toReaction)
}

type LatestArgs = { appId: number; messageIds: string; limit: number }

const LIST_LATEST = prepared('list_latest_reactions', (db, p: Params<LatestArgs>, dialect) => {
  const newest = sql`select newest.pk from reactions as newest
    where newest.app_id = ${p('appId')} and newest.message_id = each.value
    order by newest.created_at_us desc, newest.pk desc limit ${p('limit')}`
  const from = dialect.rowsOfEach(p('messageIds'), 'reactions', newest)
  return written<Selectable<ReactionTable>>(
    db,
    sql`select reactions.* from ${from} order by reactions.created_at_us desc, reactions.pk desc`,
  )
})

/** The newest reactions to each of some messages, the newest first. */
export async function listLatestReactions(
  session: Session,
  appId: number,
  messageIds: readonly string[],
  limit: number,
): Promise<ReactionRecord[]> {
  if (messageIds.length === 0) return []
  const rows = await LIST_LATEST.all(session, { appId, messageIds: jsonText(messageIds), limit })
  return rows.map(toReaction)
}

/** Reactions of one user, wherever. */
export async function listReactionsOf(
  { db }: Session,
  appId: number,
  userId: string,
  limit: number,
): Promise<ReactionRecord[]> {
  const rows = await db
    .selectFrom('reactions')
    .selectAll()
    .where('app_id', '=', appId)
    .where('user_id', '=', userId)
    .limit(limit)
    .execute()
  return rows.map(toReaction)
}

/** The reactions to a message, the newest first. */
export async function listReactions(
  { db }: Session,
  appId: number,
  messageId: string,
  { limit, offset }: Page,
): Promise<ReactionRecord[]> {
  const rows = await db
    .selectFrom('reactions')
    .selectAll()
    .where('app_id', '=', appId)
    .where('message_id', '=', messageId)
    .orderBy('created_at_us', 'desc')
    .orderBy('pk', 'desc')
    .limit(limit)
    .offset(offset)
    .execute()
  return rows.map(toReaction)
}

/** Replaces the user's reaction of that type, if there is one; when it was made first stays. */
export async function upsertReaction({ db }: Session, reaction: ReactionRecord): Promise<void> {
  const { score, emoji_code, custom, updated_at_us, ...key } = toRow(reaction)
  const content = { score, emoji_code, custom, updated_at_us }
  await db
    .insertInto('reactions')
    .values({ ...key, ...content })
    .onConflict(conflict =>
      conflict.columns(['app_id', 'message_id', 'user_id', 'type']).doUpdateSet(content),
    )
    .execute()
}

export async function deleteReaction(
  { db }: Session,
  { appId, messageId, userId, type }: ReactionRecord,
): Promise<void> {
  await db
    .deleteFrom('reactions')
    .where('app_id', '=', appId)
    .where('message_id', '=', messageId)
    .where('user_id', '=', userId)
    .where('type', '=', type)
    .execute()
}

export async function deleteReactionsTo(
  { db, dialect }: Session,
  appId: number,
  messageIds: readonly string[],
): Promise<void> {
  if (messageIds.length === 0) return
  await db
    .deleteFrom('reactions')
    .where('app_id', '=', appId)
    .where(dialect.isAmong(sql`reactions.message_id`, sql`${jsonText(messageIds)}`))
    .execute()
}

type TimesArgs = { appId: number; messageId: string; type: string }

function edgeOf(db: Db, p: Params<TimesArgs>, direction: 'asc' | 'desc') {
  return db
    .selectFrom('reactions')
    .select('created_at_us')
    .where('app_id', '=', p('appId'))
    .where('message_id', '=', p('messageId'))
    .where('type', '=', p('type'))
    .orderBy('created_at_us', direction)
    .limit(1)
}

const FIRST_TIME = prepared('first_reaction_time', (db, p: Params<TimesArgs>) => edgeOf(db, p, 'asc'))
const LAST_TIME = prepared('last_reaction_time', (db, p: Params<TimesArgs>) => edgeOf(db, p, 'desc'))

/** When the first and the last reaction of a type came; undefined when there is none. */
export async function findReactionTimes(
  session: Session,
  appId: number,
  messageId: string,
  type: string,
): Promise<{ firstAtUs: number; lastAtUs: number } | undefined> {
  const args = { appId, messageId, type }
  const first = await FIRST_TIME.first(session, args)
  const last = first && (await LAST_TIME.first(session, args))
  return first && last && { firstAtUs: first.created_at_us, lastAtUs: last.created_at_us }
}

const SET_GROUPS = prepared(
  'set_reaction_groups',
  (db, p: Params<{ appId: number; messageId: string; groups: string | null }>) =>
    db
      .updateTable('messages')
      .set({ reaction_groups: p('groups') })
      .where('app_id', '=', p('appId'))
      .where('id', '=', p('messageId')),
)

/** The counts that a message carries; undefined: nobody reacts to it. */
export async function setReactionGroups(
  session: Session,
  appId: number,
  messageId: string,
  groups: ReactionGroups | undefined,
): Promise<void> {
  await SET_GROUPS.all(session, { appId, messageId, groups: groups ? jsonOrNull(groups) : null })
}

/** Counts the reactions to some messages anew, after many of them went at once. */
export async function recountReactions(
  session: Session,
  appId: number,
  messageIds: readonly string[],
): Promise<void> {
  for (const messageId of new Set(messageIds)) {
    const rows = await session.db
      .selectFrom('reactions')
      .select(select => [
        'type',
        select.fn.countAll<number>().as('count'),
        select.fn.sum<number>('score').as('sum'),
        select.fn.min('created_at_us').as('first'),
        select.fn.max('created_at_us').as('last'),
      ])
      .where('app_id', '=', appId)
      .where('message_id', '=', messageId)
      .groupBy('type')
      .execute()
    const groups = rows.map((row): [string, ReactionGroup] => [
      row.type,
      { count: row.count, sumScores: row.sum, firstAtUs: row.first, lastAtUs: row.last },
    ])
    await setReactionGroups(session, appId, messageId, Object.fromEntries(groups))
  }
}
