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

const INSERT_VOTE = prepared('insert_vote', (db, p: Params<Selectable<PollVoteTable>>) =>
  db.insertInto('poll_votes').values({
    app_id: p('app_id'),
    id: p('id'),
    poll_id: p('poll_id'),
    option_id: p('option_id'),
    user_id: p('user_id'),
    answer_text: p('answer_text'),
    created_at_us: p('created_at_us'),
    updated_at_us: p('updated_at_us'),
  }),
)

export async function insertVote(session: Session, vote: PollVoteRecord): Promise<void> {
  await INSERT_VOTE.all(session, {
    app_id: vote.appId,
    id: vote.id,
    poll_id: vote.pollId,
    option_id: orNull(vote.optionId),
    user_id: vote.userId,
    answer_text: textOrNull(vote.answerText),
    created_at_us: vote.createdAtUs,
    updated_at_us: vote.updatedAtUs,
  })
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
async function tally(session: Session, { appId, pollId, optionId }: Ballot, delta: 1 | -1): Promise<void> {
  if (optionId === undefined) {
    const newest = await NEWEST_ANSWERS.all(session, { appId, pollId })
    await COUNT_ANSWER.all(session, { appId, pollId, delta, latest: idsOf(newest) })
    return
  }
  const newest = await NEWEST_VOTES.all(session, { appId, pollId, optionId })
  await COUNT_VOTE.all(session, { appId, pollId, delta })
  await COUNT_OPTION.all(session, { appId, pollId, optionId, delta, latest: idsOf(newest) })
}

const idsOf = (rows: readonly { readonly id: string }[]): string | null => jsonOrNull(rows.map(row => row.id))

interface PollArgs {
  readonly appId: number
  readonly pollId: string
}

interface OptionArgs extends PollArgs {
  readonly optionId: string
}

interface Tally {
  readonly delta: number
  readonly latest: string | null
}

const NEWEST_VOTES = prepared('newest_votes', (db, p: Params<OptionArgs>) =>
  db
    .selectFrom('poll_votes')
    .select('id')
    .where('app_id', '=', p('appId'))
    .where('poll_id', '=', p('pollId'))
    .where('option_id', '=', p('optionId'))
    .orderBy('updated_at_us', 'desc')
    .orderBy('id', 'desc')
    .limit(LATEST_VOTES_PER_OPTION),
)

const NEWEST_ANSWERS = prepared('newest_answers', (db, p: Params<PollArgs>) =>
  db
    .selectFrom('poll_votes')
    .select('id')
    .where('app_id', '=', p('appId'))
    .where('poll_id', '=', p('pollId'))
    .where('option_id', 'is', null)
    .orderBy('updated_at_us', 'desc')
    .orderBy('id', 'desc')
    .limit(LATEST_VOTES_PER_OPTION),
)

const COUNT_VOTE = prepared('count_vote', (db, p: Params<PollArgs & Pick<Tally, 'delta'>>) =>
  db
    .updateTable('polls')
    .set(set => ({ vote_count: set('vote_count', '+', p('delta')) }))
    .where('app_id', '=', p('appId'))
    .where('id', '=', p('pollId')),
)

const COUNT_ANSWER = prepared('count_answer', (db, p: Params<PollArgs & Tally>) =>
  db
    .updateTable('polls')
    .set(set => ({
      answers_count: set('answers_count', '+', p('delta')),
      latest_answer_ids: p('latest'),
    }))
    .where('app_id', '=', p('appId'))
    .where('id', '=', p('pollId')),
)

const COUNT_OPTION = prepared('count_option', (db, p: Params<OptionArgs & Tally>) =>
  db
    .updateTable('poll_options')
    .set(set => ({ vote_count: set('vote_count', '+', p('delta')), latest_vote_ids: p('latest') }))
    .where('app_id', '=', p('appId'))
    .where('poll_id', '=', p('pollId'))
    .where('id', '=', p('optionId')),
)

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
export async function mergeVotes(
  session: Session,
  appId: number,
  from: string,
  to: string,
): Promise<string[]> {
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
  return [...new Set(doubled.map(row => row.poll_id))]
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
