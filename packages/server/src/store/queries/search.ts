import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Comparison, Filter } from '../../domain/filters.ts'
import type { MessageRecord } from '../../domain/records.ts'
import { isTextSearch } from '../../domain/search.ts'
import { wordsOf } from '../../domain/words.ts'
import type { Dialect } from '../dialect.ts'
import { jsonText } from '../encode.ts'
import type { Session } from '../session.ts'
import type { MessageSearch } from '../store.ts'
import {
  allOf,
  anyOf,
  type Condition,
  compareCustom,
  compareNumber,
  compareText,
  compareWhole,
  compileFilter,
  either,
} from './filter-sql.ts'
import { toMessage } from './messages.ts'
import { wordIn } from './search-index.ts'

const TEXT: Readonly<Record<string, Expression<string | null>>> = {
  id: sql`messages.id`,
  text: sql`messages.text`,
  type: sql`messages.type`,
  parent_id: sql`messages.parent_id`,
  'user.id': sql`messages.user_id`,
}

const TIMES: Readonly<Record<string, Expression<number | null>>> = {
  created_at: sql`messages.created_at_us`,
  updated_at: sql`messages.updated_at_us`,
}

const NOTHING: Condition = sql`1 = 0`

interface Asking {
  readonly dialect: Dialect
  readonly channelPks: readonly number[]
}

function compare(asking: Asking, comparison: Comparison): Condition {
  const { dialect } = asking
  const { field, op, value } = comparison
  if (comparison.custom) return compareCustom(dialect, sql`messages.custom`, comparison)
  if (isTextSearch(comparison)) return hasWords(asking, comparison)
  const text = TEXT[field]
  if (text) return compareText(dialect, text, comparison)
  const time = TIMES[field]
  if (time) return compareWhole(time, comparison)
  switch (field) {
    case 'reply_count':
      return compareNumber(dialect, sql`messages.reply_count`, comparison)
    case 'pinned':
      return either((op === 'eq') === (value === true), isPinned())
    case 'attachments':
      return either(value === true, sql`messages.attachments is not null`)
    case 'attachments.type':
      return anyOf((Array.isArray(value) ? value : [value]).map(type => hasAttachment(dialect, String(type))))
    case 'mentioned_users.id':
      return dialect.jsonArrayHas(sql`messages.mentioned_user_ids`, [], value)
    default:
      throw new Error(`messages have no column for the field ${field}`)
  }
}

function isPinned(): Condition {
  const nowUs = Date.now() * 1000
  return sql`(messages.pinned_at_us is not null and (messages.pin_expires_at_us is null or messages.pin_expires_at_us > ${nowUs}))`
}

function hasAttachment({ name }: Dialect, type: string): Condition {
  return name === 'sqlite'
    ? sql`exists (select 1 from json_each(messages.attachments) as item where json_extract(item.value, '$.type') = ${type})`
    : sql`messages.attachments @> ${jsonText([{ type }])}::jsonb`
}

function hasWords({ dialect, channelPks }: Asking, comparison: Comparison): Condition {
  const needle = needleOf(dialect, channelPks, comparison)
  if (needle === undefined) return NOTHING
  return dialect.name === 'sqlite'
    ? sql`messages.pk in (select rowid from message_words where message_words match ${needle})`
    : // An array is made first, by the index of words; beside other conditions the planner may think
      // that reading the channels' whole history is cheaper.
      sql`messages.pk = any (array(select message_pk from ${withWords(needle)}))`
}

/**
 * PostgreSQL's entries that a needle finds. It stands in a query of its own, so that the planner does not look
 * into it: a word that may be in any of 500 channels looks so common that every entry would be
 * read and compared with 500 words, where the index takes milliseconds.
 */
function withWords(needle: string): RawBuilder<unknown> {
  return sql`(select ${needle}::tsquery as words offset 0) as needle
    cross join lateral (select message_pk from message_words where message_words.words @@ needle.words offset 0) as found`
}

/** Every word, or for `$autocomplete` also a last word that only begins so; undefined without words. */
function needleOf(
  { name }: Dialect,
  channelPks: readonly number[],
  { op, value }: Comparison,
): string | undefined {
  const words = wordsOf(String(value))
  if (words.length === 0) return undefined
  const last = op === 'autocomplete' ? words.length - 1 : -1
  // Letters, digits and marks alone, so nothing in them means anything to either language.
  const [quote, prefix, or, and] =
    name === 'sqlite' ? ['"', ' *', ' OR ', ' AND '] : ["'", ':*', ' | ', ' & ']
  const anywhere = (word: string, suffix: string) =>
    channelPks.map(pk => `${quote}${wordIn(pk, word)}${quote}${suffix}`).join(or)
  return words.map((word, index) => `(${anywhere(word, index === last ? prefix : '')})`).join(and)
}

/** A search for words that everything found must have, whatever else is asked. */
function leadingSearch(filter: Filter): Comparison | undefined {
  if (!('filters' in filter)) return isTextSearch(filter) ? filter : undefined
  return filter.op === 'and' ? filter.filters.map(leadingSearch).find(found => found) : undefined
}

/** The newest matches. Deleted and system messages are never found. */
export async function searchMessages(session: Session, search: MessageSearch): Promise<MessageRecord[]> {
  const { db, dialect } = session
  const { channelPks, filter, limit } = search
  if (channelPks.length === 0) return []
  const lead = leadingSearch(filter)
  if (lead) return searchWords(session, search, lead)
  const rows = await db
    .selectFrom('messages')
    .selectAll()
    .where('channel_pk', 'in', channelPks)
    .where(wanted({ dialect, channelPks }, filter))
    .orderBy('created_at_us', 'desc')
    .limit(limit)
    .execute()
  return rows.map(toMessage)
}

/** What leads has looked already; asked again it would be read again for each. */
function wanted(asking: Asking, filter: Filter, lead?: Comparison): Condition {
  return allOf([
    sql`messages.deleted_at_us is null`,
    sql`messages.type not in ('system', 'deleted')`,
    compileFilter(filter, comparison => (comparison === lead ? sql`1 = 1` : compare(asking, comparison))),
  ])
}

/**
 * The index is read from its newest entry on. SQLite stops there when there are enough; PostgreSQL
 * has to gather and sort all that match, but when nothing else is asked it reads no more messages than that.
 */
async function searchWords(
  { db, dialect }: Session,
  { channelPks, filter, limit }: MessageSearch,
  lead: Comparison,
): Promise<MessageRecord[]> {
  const needle = needleOf(dialect, channelPks, lead)
  if (needle === undefined) return []
  const conditions = wanted({ dialect, channelPks }, filter, lead)
  if (dialect.name === 'postgres') {
    // An array is made first, and by the index of words: the sum keeps the planner, which knows nothing
    // of how rare a word is, from reading all messages from the newest on instead.
    const newest = filter === lead ? sql`order by message_pk + 0 desc limit ${limit}` : sql``
    const found = sql`select message_pk from ${withWords(needle)} ${newest}`
    const rows = await db
      .selectFrom('messages')
      .selectAll()
      .where(sql<boolean>`pk = any (array(${found}))`)
      .where(conditions)
      .orderBy(sql`pk + 0`, 'desc')
      .limit(limit)
      .execute()
    return rows.map(toMessage)
  }
  const found = sql<Found>`(select rowid as pk from message_words where message_words match ${needle} order by rowid desc)`
  const rows = await db
    .selectFrom(found.as('found'))
    // SQLite keeps to the order of a cross join.
    .crossJoin('messages')
    .selectAll('messages')
    .where(sql<boolean>`messages.pk = found.pk`)
    .where(conditions)
    .limit(limit)
    .execute()
  return rows.map(toMessage)
}

interface Found {
  readonly pk: number
}
