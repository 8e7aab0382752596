import { sql } from 'kysely'
import { wordsOf } from '../../domain/words.ts'
import { jsonText } from '../encode.ts'
import type { Session } from '../session.ts'
import { type Params, prepared, written } from './prepared.ts'

/** Longer words are found by how they begin. */
const MAX_LENGTH = 100

/** A word as the index has it: only its channel's searches find it. */
export function wordIn(channelPk: number, word: string): string {
  // No word has more characters than units, and taking it apart costs more than all else here.
  const kept = word.length <= MAX_LENGTH ? word : [...word].slice(0, MAX_LENGTH).join('')
  return `c${channelPk}x${kept}`
}

interface Row {
  readonly pk: number
  readonly channel_pk: number
  readonly text: string
}

/**
 * Brings the index of words up to some messages further. Returns how many were looked at: less than
 * `limit` means that it is complete.
 */
export async function indexMessages(session: Session, limit: number): Promise<number> {
  const { pks, taken } = await takeStale(session, limit)
  if (pks.length > 0) await addWords(session, await findIndexable(session, pks))
  return session.dialect.name === 'sqlite' ? taken + (await indexNew(session, limit)) : taken
}

/** What was taken out of the queue: on PostgreSQL a message may be there several times. */
interface Stale {
  readonly pks: readonly number[]
  readonly taken: number
}

const NONE: Stale = { pks: [], taken: 0 }

/** Forgets what is not up to date, in either table. */
async function takeStale(session: Session, limit: number): Promise<Stale> {
  const { db, dialect } = session
  const isSqlite = dialect.name === 'sqlite'
  if (!isSqlite && !(await waitForOthers(session))) return NONE
  const key = isSqlite ? sql`message_pk` : sql`pk`
  const { rows } = await sql<{ key: number; message_pk: number }>`
    select ${key} as key, message_pk from search_stale order by ${key} limit ${limit}`.execute(db)
  if (rows.length === 0) return NONE
  const pks = [...new Set(rows.map(row => row.message_pk))]
  const word = isSqlite ? sql`rowid` : sql`message_pk`
  await sql`delete from message_words where ${word} in (${sql.join(pks)})`.execute(db)
  await sql`delete from search_stale where ${key} in (${sql.join(rows.map(row => row.key))})`.execute(db)
  return { pks, taken: rows.length }
}

/** Any number; whoever writes the index takes the same lock. */
const POSTGRES_LOCK = 7_265_539_002

/**
 * Keeps everybody else from writing the index until the transaction ends: who searches finds what the
 * others were about to write, too. False when nothing waits to be written, by the others neither.
 */
async function waitForOthers({ db }: Session): Promise<boolean> {
  const { rows } = await sql`select 1 from search_stale limit 1`.execute(db)
  if (rows.length > 0) await sql`select pg_advisory_xact_lock(${POSTGRES_LOCK})`.execute(db)
  return rows.length > 0
}

const INDEXABLE = sql`deleted_at_us is null and type <> 'system' and text <> ''`

async function findIndexable({ db, dialect }: Session, pks: readonly number[]): Promise<Row[]> {
  // What lies beyond comes in its turn.
  const upTo = dialect.name === 'sqlite' ? sql`and pk <= (select indexed_pk from search_state)` : sql``
  const { rows } = await sql<Row>`
    select pk, channel_pk, text from messages where pk in (${sql.join(pks)}) ${upTo} and ${INDEXABLE}`.execute(
    db,
  )
  return rows
}

/** SQLite: the messages behind the mark. */
async function indexNew(session: Session, limit: number): Promise<number> {
  const { db } = session
  // A number is used again when the newest messages went, so the mark goes back along with them.
  await sql`update search_state set indexed_pk = (select coalesce(max(pk), 0) from messages)
    where indexed_pk > (select coalesce(max(pk), 0) from messages)`.execute(db)
  const { rows } = await sql<Row & { indexable: number }>`
    select pk, channel_pk, text, ${INDEXABLE} as indexable from messages
    where pk > (select indexed_pk from search_state) order by pk limit ${limit}`.execute(db)
  const last = rows.at(-1)
  if (!last) return 0
  await addWords(
    session,
    rows.filter(row => row.indexable === 1),
  )
  await sql`update search_state set indexed_pk = ${last.pk}`.execute(db)
  return rows.length
}

/** Of any number of messages, as a JSON array of `[pk, words]`. */
const ADD_WORDS = prepared('add_words', (db, p: Params<{ messages: string }>, { name }) =>
  written(
    db,
    name === 'sqlite'
      ? sql`insert into message_words (rowid, words)
          select value ->> 0, value ->> 1 from json_each(${p('messages')})`
      : sql`insert into message_words (message_pk, words)
          select (value ->> 0)::bigint, array_to_tsvector(array(select jsonb_array_elements_text(value -> 1)))
          from jsonb_array_elements(${p('messages')}::jsonb)`,
  ),
)

async function addWords(session: Session, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  const isSqlite = session.dialect.name === 'sqlite'
  const messages = rows.map(({ pk, channel_pk, text }) => {
    const words = Array.from(new Set(wordsOf(text)), word => wordIn(channel_pk, word))
    return [pk, isSqlite ? words.join(' ') : words]
  })
  await ADD_WORDS.change(session, { messages: jsonText(messages) })
}
