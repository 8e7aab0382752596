import { type RawBuilder, sql } from 'kysely'
import type { Comparison, Filter } from '../../domain/filters.ts'
import type { Session } from '../session.ts'
import {
  CHANNEL_VALUES,
  entryOf,
  itemKey,
  NAME_WORD,
  USER_VALUES,
  type ValueTable,
  valueKey,
  wordKey,
} from '../values.ts'
import { foldWords } from '../words.ts'
import type { Condition } from './filter-sql.ts'
import { type Params, prepared, written } from './prepared.ts'

type Owner = number | string

interface Pair {
  readonly field: string
  readonly value: string
}

interface OwnerArgs {
  readonly appId: number
  readonly owner: Owner
}

/** `entries`: a JSON array of entries. */
type EntriesArgs = OwnerArgs & { readonly entries: string }

const STATEMENTS: Readonly<Record<ValueTable['name'], ReturnType<typeof statementsOf>>> = {
  channel_values: statementsOf(CHANNEL_VALUES),
  user_values: statementsOf(USER_VALUES),
}

/** However many entries there are, the statement is the same one. */
function statementsOf({ name, owner }: ValueTable) {
  const table = sql.table(name)
  const column = sql.ref(owner)
  const list = prepared(`list_${name}`, (db, p: Params<OwnerArgs>) =>
    written<Pair>(
      db,
      sql`select field, value from ${table} where app_id = ${p('appId')} and ${column} = ${p('owner')}`,
    ),
  )
  const insert = prepared(`insert_${name}`, (db, p: Params<EntriesArgs>, { pairs }) =>
    written(
      db,
      sql`insert into ${table} (app_id, field, value, ${column})
        select ${p('appId')}, field, value, ${p('owner')} from (${pairs(p('entries'))}) as entry`,
    ),
  )
  const remove = prepared(`delete_${name}`, (db, p: Params<EntriesArgs>, { pairs }) =>
    written(
      db,
      sql`delete from ${table} where app_id = ${p('appId')} and ${column} = ${p('owner')}
        and (field, value) in (${pairs(p('entries'))})`,
    ),
  )
  return { list, insert, remove }
}

/** Keeps what a row is found by in step with the row; writes what is new and forgets what is gone. */
export async function writeValues(
  session: Session,
  { name }: ValueTable,
  appId: number,
  owner: Owner,
  entries: ReadonlySet<string>,
  isNew: boolean,
): Promise<void> {
  const { list, insert, remove } = STATEMENTS[name]
  const missing = new Set(entries)
  if (!isNew) {
    const known = (await list.all(session, { appId, owner })).map(({ field, value }) => entryOf(field, value))
    const gone = known.filter(entry => !missing.delete(entry))
    if (gone.length > 0) await remove.all(session, { appId, owner, entries: arrayOf(gone) })
  }
  if (missing.size > 0) await insert.all(session, { appId, owner, entries: arrayOf(missing) })
}

/** Entries are JSON already. */
function arrayOf(entries: Iterable<string>): string {
  return `[${[...entries].join(',')}]`
}

/** Matches beyond so many are no help: then the rows are read in their order until a page is full. */
const FEW = 1_000

/** Rows that an index finds: `from … where …`, and which of its columns names the row looked for. */
export interface Found {
  readonly from: RawBuilder<unknown>
  readonly column: string
}

/** How an index finds what matches a comparison; undefined when none does. */
export type Find = (comparison: Comparison) => Found | undefined

/**
 * The rows that one of the filter's conditions leaves, when an index finds those and they are few;
 * undefined when nothing narrows the filter down.
 */
export async function narrow({ db }: Session, filter: Filter, find: Find): Promise<Condition | undefined> {
  for (const comparison of conjuncts(filter)) {
    const found = find(comparison)
    if (!found) continue
    const { from, column } = found
    const { rows } = await sql<{
      few: number
    }>`select count(*) as few from (select 1 ${from} limit ${FEW + 1}) as found`.execute(db)
    if (Number(rows[0]?.few) <= FEW) return sql`(select ${sql.ref(column)} ${from})`
  }
  return undefined
}

/** By the table of values: an equality, a membership in a list, or the beginning of a name's word. */
export function byValue(
  { name, owner }: ValueTable,
  appId: number,
  comparison: Comparison,
): Found | undefined {
  const where = lookup(comparison)
  return where && { from: sql`from ${sql.table(name)} where app_id = ${appId} and ${where}`, column: owner }
}

/** Comparisons of which every match fulfils each. */
function conjuncts(filter: Filter): Comparison[] {
  if (!('filters' in filter)) return [filter]
  return filter.op === 'and' ? filter.filters.flatMap(conjuncts) : []
}

const LISTS = new Set(['teams', 'filter_tags'])

/** What the index must have, for comparisons that it knows; undefined for others. */
function lookup({ field, custom, op, value }: Comparison): RawBuilder<unknown> | undefined {
  const isName = field === 'name' && (op === 'autocomplete' || op === 'q' || (op === 'eq' && !custom))
  if (isName && typeof value === 'string') return nameLookup(op, value)
  const isList = LISTS.has(field) && !custom
  if ((!custom && !isList) || field.includes('.')) return undefined
  const keyOf = isList || op === 'contains' ? itemKey : valueKey
  const values = op === 'in' && Array.isArray(value) ? value : [value]
  if (op !== 'eq' && op !== 'in' && op !== 'contains') return undefined
  if (values.length === 0 || !values.every(each => each !== null && typeof each !== 'object'))
    return undefined
  return sql`field = ${field} and value in (${sql.join(values.map(each => keyOf(each as string)))})`
}

/** The longest word, as the rarest; of an autocomplete the last word is a beginning. */
function nameLookup(op: Comparison['op'], text: string): RawBuilder<unknown> | undefined {
  const words = foldWords(text)
    .split(' ')
    .filter(word => word !== '')
  const whole = op === 'autocomplete' ? words.slice(0, -1) : words
  const [longest] = whole.toSorted((a, b) => b.length - a.length)
  if (longest !== undefined) return sql`field = ${NAME_WORD} and value = ${wordKey(longest)}`
  const [only] = words
  if (only === undefined) return undefined
  const begin = wordKey(only)
  // Behind every text that begins so.
  return sql`field = ${NAME_WORD} and value >= ${begin} and value < ${`${begin}\u{10ffff}`}`
}
