import { LATEST_VOTES_PER_OPTION } from '@parley/protocol'
import { type RawBuilder, type Selectable, sql } from 'kysely'
import type { Comparison } from '../../domain/filters.ts'
import type { Placed } from '../../domain/keyset.ts'
import type { PollVoteRecord } from '../../domain/records.ts'
import type { Dialect } from '../dialect.ts'
import { jsonOrNull, jsonText, orNull, textOrNull, undefinedIfNull } from '../encode.ts'
import type { PollVoteTable } from '../schema.ts'
import type { Session } from '../session.ts'
import type { KeysetQuery } from '../store.ts'
import { type Condition, compareText, compareWhole, compileFilter, either } from './filter-sql.ts'
import { beyond, type KeysetColumn, keysetOrder, placeColumns, placeOf } from './keyset.ts'
import { type Params, prepared } from './prepared.ts'

function toVote(row: Selectable<PollVoteTable>): PollVoteRecord {
  return {
    appId: row.app_id,
    id: row.id,
    pollId: row.poll_id,
    optionId: undefinedIfNull(row.option_id),
    userId: row.user_id,
    answerText: undefinedIfNull(row.answer_text),
    createdAtUs: row.created_at_us,
    updatedAtUs: row.updated_at_us,
  }
}

const FIND_VOTES = prepared('find_votes', (db, p: Params<{ appId: number; ids: string }>, { isAmong }) =>
  db
    .selectFrom('poll_votes')
    .selectAll()
    .where('app_id', '=', p('appId'))
    .where(isAmong(sql`poll_votes.id`, p('ids'))),
)

export async function findVotes(
  session: Session,
  appId: number,
  ids: readonly string[],
): Promise<PollVoteRecord[]> {
  if (ids.length === 0) return []
  return (await FIND_VOTES.all(session, { appId, ids: jsonText(ids) })).map(toVote)
}

const VOTES_OF = prepared(
  'votes_of_user',
  (db, p: Params<{ appId: number; userId: string; pollIds: string }>, { isAmong }) =>
    db
      .selectFrom('poll_votes')
      .selectAll()
      .where('app_id', '=', p('appId'))
      .where('user_id', '=', p('userId'))
      .where(isAmong(sql`poll_votes.poll_id`, p('pollIds')))
      .orderBy('created_at_us')
      .orderBy('id'),
)

export async function listVotesOf(
  session: Session,
  appId: number,
  userId: string,
  pollIds: readonly string[],
): Promise<PollVoteRecord[]> {
  if (pollIds.length === 0) return []
  return (await VOTES_OF.all(session, { appId, userId, pollIds: jsonText(pollIds) })).map(toVote)
}

export async function insertVote(session: Session, vote: PollVoteRecord): Promise<void> {
  await session.db
    .insertInto('poll_votes')
    .values({
      app_id: vote.appId,
      id: vote.id,
      poll_id: vote.pollId,
      option_id: orNull(vote.optionId),
      user_id: vote.userId,
      answer_text: textOrNull(vote.answerText),
      created_at_us: vote.createdAtUs,
      updated_at_us: vote.updatedAtUs,
    })
    .execute()
  await tally(session, vote, 1)
}

export async function updateVote(
  session: Session,
  before: PollVoteRecord,
  vote: PollVoteRecord,
): Promise<void> {
  await session.db
    .updateTable('poll_votes')
    .set({
      option_id: orNull(vote.optionId),
      answer_text: textOrNull(vote.answerText),
      updated_at_us: vote.updatedAtUs,
    })
    .where('app_id', '=', vote.appId)
    .where('id', '=', vote.id)
    .execute()
  await tally(session, before, -1)
  await tally(session, vote, 1)
}

export async function deleteVote(session: Session, vote: PollVoteRecord): Promise<void> {
  await session.db
    .deleteFrom('poll_votes')
    .where('app_id', '=', vote.appId)
    .where('id', '=', vote.id)
    .execute()
  await tally(session, vote, -1)
}

type Ballot = Pick<PollVoteRecord, 'appId' | 'pollId' | 'optionId'>

/** Counts one more or less, and looks anew which votes are the newest: ten rows of an index. */
async function tally(session: Session, ballot: Ballot, delta: 1 | -1): Promise<void> {
  const { appId, pollId, optionId } = ballot
  const latest = jsonOrNull(await latestIds(session, ballot))
  const count = optionId === undefined ? 'answers_count' : 'vote_count'
  await session.db
    .updateTable('polls')
    .set(set => ({
      [count]: set(count, '+', delta),
      ...(optionId === undefined && { latest_answer_ids: latest }),
    }))
    .where('app_id', '=', appId)
    .where('id', '=', pollId)
    .execute()
  if (optionId === undefined) return
  await session.db
    .updateTable('poll_options')
    .set(set => ({ vote_count: set('vote_count', '+', delta), latest_vote_ids: latest }))
    .where('app_id', '=', appId)
    .where('poll_id', '=', pollId)
    .where('id', '=', optionId)
    .execute()
}

async function latestIds({ db }: Session, { appId, pollId, optionId }: Ballot): Promise<string[]> {
  const rows = await db
    .selectFrom('poll_votes')
    .select('id')
    .where('app_id', '=', appId)
    .where('poll_id', '=', pollId)
    .where('option_id', optionId === undefined ? 'is' : '=', orNull(optionId))
    .orderBy('updated_at_us', 'desc')
    .orderBy('id', 'desc')
    .limit(LATEST_VOTES_PER_OPTION)
    .execute()
  return rows.map(row => row.id)
}

/**
 * Votes cast before then go, some hundred at once; without an option those of the whole poll, answers
 * too. Returns how many went.
 */
export async function pruneVotes(
  { db }: Session,
  appId: number,
  pollId: string,
  optionId: string | undefined,
  beforeUs: number,
): Promise<number> {
  let some = db
    .selectFrom('poll_votes')
    .select('id')
    .where('app_id', '=', appId)
    .where('poll_id', '=', pollId)
    .where('created_at_us', '<', beforeUs)
    .limit(500)
  if (optionId !== undefined) some = some.where('option_id', '=', optionId)
  const gone = await db
    .deleteFrom('poll_votes')
    .where('app_id', '=', appId)
    .where('id', 'in', some)
    .returning('id')
    .execute()
  return gone.length
}

/** A guest's votes become the user's; in polls where both voted the user's stay. */
export async function mergeVotes(session: Session, appId: number, from: string, to: string): Promise<void> {
  const doubled = await session.db
    .selectFrom('poll_votes')
    .selectAll()
    .where('app_id', '=', appId)
    .where('user_id', '=', from)
    .where('poll_id', 'in', select =>
      select
        .selectFrom('poll_votes as own')
        .select('own.poll_id')
        .where('own.app_id', '=', appId)
        .where('own.user_id', '=', to),
    )
    .execute()
  for (const row of doubled) await deleteVote(session, toVote(row))
  await session.db
    .updateTable('poll_votes')
    .set({ user_id: to })
    .where('app_id', '=', appId)
    .where('user_id', '=', from)
    .execute()
}

const TEXT = ['id', 'user_id', 'option_id']
const TIMES: Readonly<Record<string, string>> = { created_at: 'created_at_us', updated_at: 'updated_at_us' }

function compare(dialect: Dialect, comparison: Comparison): Condition {
  const { field, op, value } = comparison
  if (TEXT.includes(field)) return compareText(dialect, sql.ref(`poll_votes.${field}`), comparison)
  const time = TIMES[field]
  if (time !== undefined) return compareWhole(sql.ref(`poll_votes.${time}`), comparison)
  if (field === 'is_answer') return either((op === 'eq') === (value === true), sql`option_id is null`)
  throw new Error(`votes have no column for the field ${field}`)
}

function sortValue(dialect: Dialect, field: string): RawBuilder<unknown> {
  const time = TIMES[field]
  return time === undefined ? dialect.byCodePoint(sql.ref('poll_votes.id')) : sql.ref(`poll_votes.${time}`)
}

/** One row more than the page wants, if there is one. */
export async function queryVotes(
  { db, dialect }: Session,
  appId: number,
  pollId: string,
  { filter, page }: KeysetQuery,
): Promise<Placed<PollVoteRecord>[]> {
  const columns: KeysetColumn[] = [
    ...page.sort.map(({ field, direction }) => ({ value: sortValue(dialect, field), direction })),
    { value: sortValue(dialect, 'id'), direction: page.sort.at(-1)?.direction ?? -1 },
  ]
  let select = db
    .selectFrom('poll_votes')
    .selectAll()
    .select(placeColumns(columns))
    .where('app_id', '=', appId)
    .where('poll_id', '=', pollId)
    .where(compileFilter(filter, comparison => compare(dialect, comparison)))
    .where(beyond(columns, page))
  for (const expression of keysetOrder(columns, page)) {
    select = select.orderBy(expression as RawBuilder<string>)
  }
  const rows = await select.limit(page.limit + 1).execute()
  return rows.map(row => ({ record: toVote(row), place: placeOf(columns, row) }))
}
