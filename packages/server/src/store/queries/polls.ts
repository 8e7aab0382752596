import { type Insertable, type RawBuilder, type Selectable, sql } from 'kysely'
import type { Comparison } from '../../domain/filters.ts'
import type { Placed } from '../../domain/keyset.ts'
import type { MessageRecord, PollOptionRecord, PollRecord } from '../../domain/records.ts'
import type { Dialect } from '../dialect.ts'
import { flag, jsonOrNull, jsonText, listOf, objectOf, orNull, textOf, undefinedIfNull } from '../encode.ts'
import type { PollOptionTable, PollTable } from '../schema.ts'
import type { Session } from '../session.ts'
import type { KeysetQuery } from '../store.ts'
import {
  type Condition,
  compareCustom,
  compareList,
  compareNumber,
  compareText,
  compareWhole,
  compileFilter,
  either,
} from './filter-sql.ts'
import { beyond, type KeysetColumn, keysetOrder, placeColumns, placeOf } from './keyset.ts'
import { toMessage } from './messages.ts'
import { type Params, prepared } from './prepared.ts'

function toPoll(row: Selectable<PollTable>): PollRecord {
  return {
    appId: row.app_id,
    id: row.id,
    name: row.name,
    description: row.description,
    votingVisibility: row.voting_visibility === 'anonymous' ? 'anonymous' : 'public',
    enforceUniqueVote: row.enforce_unique_vote === 1,
    maxVotesAllowed: undefinedIfNull(row.max_votes_allowed),
    allowUserSuggestedOptions: row.allow_user_suggested_options === 1,
    allowAnswers: row.allow_answers === 1,
    isClosed: row.is_closed === 1,
    voteCount: row.vote_count,
    answersCount: row.answers_count,
    latestAnswerIds: listOf(row.latest_answer_ids),
    teams: listOf(row.teams),
    createdById: row.created_by_id,
    custom: objectOf(row.custom),
    createdAtUs: row.created_at_us,
    updatedAtUs: row.updated_at_us,
  }
}

/** Without the counts, which votes move. */
function toRow(poll: PollRecord) {
  return {
    app_id: poll.appId,
    id: poll.id,
    name: textOf(poll.name),
    description: textOf(poll.description),
    voting_visibility: poll.votingVisibility,
    enforce_unique_vote: flag(poll.enforceUniqueVote),
    max_votes_allowed: orNull(poll.maxVotesAllowed),
    allow_user_suggested_options: flag(poll.allowUserSuggestedOptions),
    allow_answers: flag(poll.allowAnswers),
    is_closed: flag(poll.isClosed),
    teams: jsonOrNull(poll.teams),
    created_by_id: poll.createdById,
    custom: jsonOrNull(poll.custom),
    created_at_us: poll.createdAtUs,
    updated_at_us: poll.updatedAtUs,
  } satisfies Partial<Insertable<PollTable>>
}

function toOption(row: Selectable<PollOptionTable>): PollOptionRecord {
  return {
    appId: row.app_id,
    pollId: row.poll_id,
    id: row.id,
    position: row.position,
    text: row.text,
    custom: objectOf(row.custom),
    voteCount: row.vote_count,
    latestVoteIds: listOf(row.latest_vote_ids),
  }
}

const FIND_POLLS = prepared('find_polls', (db, p: Params<{ appId: number; ids: string }>, { isAmong }) =>
  db
    .selectFrom('polls')
    .selectAll()
    .where('app_id', '=', p('appId'))
    .where(isAmong(sql`polls.id`, p('ids'))),
)

export async function findPolls(
  session: Session,
  appId: number,
  ids: readonly string[],
): Promise<PollRecord[]> {
  if (ids.length === 0) return []
  return (await FIND_POLLS.all(session, { appId, ids: jsonText(ids) })).map(toPoll)
}

const LIST_OPTIONS = prepared(
  'list_poll_options',
  (db, p: Params<{ appId: number; pollIds: string }>, { isAmong }) =>
    db
      .selectFrom('poll_options')
      .selectAll()
      .where('app_id', '=', p('appId'))
      .where(isAmong(sql`poll_options.poll_id`, p('pollIds')))
      .orderBy('poll_id')
      .orderBy('position')
      .orderBy('id'),
)

export async function listPollOptions(
  session: Session,
  appId: number,
  pollIds: readonly string[],
): Promise<PollOptionRecord[]> {
  if (pollIds.length === 0) return []
  return (await LIST_OPTIONS.all(session, { appId, pollIds: jsonText(pollIds) })).map(toOption)
}

const POLL_MESSAGES = prepared('poll_messages', (db, p: Params<{ appId: number; pollId: string }>) =>
  db
    .selectFrom('messages')
    .selectAll()
    .where('app_id', '=', p('appId'))
    .where('poll_id', '=', p('pollId'))
    .orderBy('created_at_us')
    .orderBy('pk'),
)

export async function listPollMessages(
  session: Session,
  appId: number,
  pollId: string,
): Promise<MessageRecord[]> {
  return (await POLL_MESSAGES.all(session, { appId, pollId })).map(toMessage)
}

const LOCK_POLL = prepared('lock_poll', (db, p: Params<{ appId: number; pollId: string }>, { name }) => {
  const poll = db
    .selectFrom('polls')
    .selectAll()
    .where('app_id', '=', p('appId'))
    .where('id', '=', p('pollId'))
  return name === 'postgres' ? poll.forUpdate() : poll
})

export async function lockPoll(
  session: Session,
  appId: number,
  pollId: string,
): Promise<PollRecord | undefined> {
  const row = await LOCK_POLL.first(session, { appId, pollId })
  return row && toPoll(row)
}

export async function insertPoll({ db }: Session, poll: PollRecord): Promise<boolean> {
  const row = await db
    .insertInto('polls')
    .values({ ...toRow(poll), vote_count: 0, answers_count: 0, latest_answer_ids: null })
    .onConflict(conflict => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  return row !== undefined
}

export async function updatePoll({ db }: Session, poll: PollRecord): Promise<void> {
  const { app_id, id, ...row } = toRow(poll)
  await db.updateTable('polls').set(row).where('app_id', '=', app_id).where('id', '=', id).execute()
}

export async function deletePoll({ db }: Session, appId: number, pollId: string): Promise<void> {
  await db
    .updateTable('messages')
    .set({ poll_id: null })
    .where('app_id', '=', appId)
    .where('poll_id', '=', pollId)
    .execute()
  await db.deleteFrom('poll_options').where('app_id', '=', appId).where('poll_id', '=', pollId).execute()
  await db.deleteFrom('polls').where('app_id', '=', appId).where('id', '=', pollId).execute()
}

export async function savePollOption({ db }: Session, option: PollOptionRecord): Promise<void> {
  const data = {
    position: option.position,
    text: textOf(option.text),
    custom: jsonOrNull(option.custom),
  }
  await db
    .insertInto('poll_options')
    .values({
      app_id: option.appId,
      poll_id: option.pollId,
      id: option.id,
      ...data,
      vote_count: 0,
      latest_vote_ids: null,
    })
    .onConflict(conflict => conflict.columns(['app_id', 'poll_id', 'id']).doUpdateSet(data))
    .execute()
}

export async function deletePollOption({ db }: Session, option: PollOptionRecord): Promise<void> {
  await db
    .deleteFrom('poll_options')
    .where('app_id', '=', option.appId)
    .where('poll_id', '=', option.pollId)
    .where('id', '=', option.id)
    .execute()
  if (option.voteCount === 0) return
  await db
    .updateTable('polls')
    .set(set => ({ vote_count: set('vote_count', '-', option.voteCount) }))
    .where('app_id', '=', option.appId)
    .where('id', '=', option.pollId)
    .execute()
}

const CUSTOM = sql<string | null>`polls.custom`

const TEXT: Readonly<Record<string, string>> = {
  id: 'id',
  poll_id: 'id',
  name: 'name',
  created_by_id: 'created_by_id',
  voting_visibility: 'voting_visibility',
}

const FLAGS = ['enforce_unique_vote', 'allow_user_suggested_options', 'allow_answers', 'is_closed']
const NUMBERS = ['max_votes_allowed', 'vote_count', 'answers_count']
const TIMES: Readonly<Record<string, string>> = { created_at: 'created_at_us', updated_at: 'updated_at_us' }

function compare(dialect: Dialect, comparison: Comparison): Condition {
  const { field, op, value } = comparison
  if (comparison.custom) return compareCustom(dialect, CUSTOM, comparison)
  const text = TEXT[field]
  if (text !== undefined) return compareText(dialect, sql.ref(`polls.${text}`), comparison)
  const time = TIMES[field]
  if (time !== undefined) return compareWhole(sql.ref(`polls.${time}`), comparison)
  if (NUMBERS.includes(field)) return compareNumber(dialect, sql.ref(`polls.${field}`), comparison)
  if (FLAGS.includes(field)) {
    return either((op === 'eq') === (value === true), sql`${sql.ref(`polls.${field}`)} = 1`)
  }
  if (field === 'teams') return compareList(dialect, sql.ref('polls.teams'), comparison)
  throw new Error(`polls have no column for the field ${field}`)
}

function sortValue(dialect: Dialect, field: string): RawBuilder<unknown> {
  const text = TEXT[field]
  if (text !== undefined) return dialect.byCodePoint(sql.ref(`polls.${text}`))
  return sql.ref(`polls.${TIMES[field] ?? field}`)
}

/** One row more than the page wants, if there is one. */
export async function queryPolls(
  { db, dialect }: Session,
  appId: number,
  { filter, page }: KeysetQuery,
): Promise<Placed<PollRecord>[]> {
  const columns: KeysetColumn[] = [
    ...page.sort.map(({ field, direction }) => ({ value: sortValue(dialect, field), direction })),
    { value: sortValue(dialect, 'id'), direction: page.sort.at(-1)?.direction ?? -1 },
  ]
  let select = db
    .selectFrom('polls')
    .selectAll()
    .select(placeColumns(columns))
    .where('app_id', '=', appId)
    .where(compileFilter(filter, comparison => compare(dialect, comparison)))
    .where(beyond(columns, page))
  for (const expression of keysetOrder(columns, page)) {
    select = select.orderBy(expression as RawBuilder<string>)
  }
  const rows = await select.limit(page.limit + 1).execute()
  return rows.map(row => ({ record: toPoll(row), place: placeOf(columns, row) }))
}
