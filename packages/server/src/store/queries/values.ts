import { type RawBuilder, sql } from 'kysely'
import type { Comparison, Filter } from '../../domain/filters.ts'
import type { Session } from '../session.ts'
import { itemKey, NAME_WORD, type ValueTable, valueKey, wordKey } from '../values.ts'
import { foldWords } from '../words.ts'
import type { Condition } from './filter-sql.ts'

type Owner = number | string

/** Keeps what a row is found by in step with the row; writes what is new and forgets what is gone. */
export async function writeValues(
  { db }: Session,
  { name, owner }: ValueTable,
  appId: number,
  ownerId: Owner,
  entries: ReadonlySet<string>,
  isNew: boolean,
): Promise<void> {
  if (isNew && entries.size === 0) return
  const table = sql.table(name)
  const column = sql.ref(owner)
  const missing = new Set(entries)
  if (!isNew) {
    const { rows } = await sql<{ field: string; value: string }>`
      select field, value from ${table} where app_id = ${appId} and ${column} = ${ownerId}`.execute(db)
    for (const { field, value } of rows) {
      if (missing.delete(JSON.stringify([field, value]))) continue
      await sql`delete from ${table} where app_id = ${appId} and field = ${field} and value = ${value}
        and ${column} = ${ownerId}`.execute(db)
    }
  }
  if (missing.size === 0) return
  const values = [...missing].map(entry => {
    const [field, value] = JSON.parse(entry) as [string, string]
    return sql`(${appId}, ${field}, ${value}, ${ownerId})`
  })
  await sql`insert into ${table} (app_id, field, value, ${column}) values ${sql.join(values)}`.execute(db)
}

/** Matches beyond so many are no help: then the rows are read in their order until a page is full. */
const FEW = 1_000

/**
 * The rows that one of the filter's conditions leaves, when that is an equality, a membership in a list
 * or the begin of a name's word, and leaves few; undefined when nothing narrows the filter down.
 */
export async function narrow(
  session: Session,
  table: ValueTable,
  appId: number,
  filter: Filter,
): Promise<Condition | undefined> {
  for (const comparison of conjuncts(filter)) {
    const where = lookup(comparison)
    if (!where) continue
    const found = sql`from ${sql.table(table.name)} where app_id = ${appId} and ${where}`
    const { rows } = await sql<{
      few: number
    }>`select count(*) as few from (select 1 ${found} limit ${FEW + 1}) as found`.execute(session.db)
    if (Number(rows[0]?.few) <= FEW) return sql`(select ${sql.ref(table.owner)} ${found})`
  }
  return undefined
}

/** Comparisons of which every match fulfils each. */
function conjuncts(filter: Filter): Comparison[] {
  if (!('filters' in filter)) return [filter]
  return filter.op === 'and' ? filter.filters.flatMap(conjuncts) : []
}

const LISTS = new Set(['teams', 'filter_tags'])

/** What the index must have, for comparisons that it knows; undefined for others. */
function lookup({ field, custom, op, value }: Comparison): RawBuilder<unknown> | undefined {
  const isName = field === 'name' && (op === 'autocomplete' || op === 'q')
  if (isName) return nameLookup(op, String(value))
  const isList = LISTS.has(field) && !custom
  if ((!custom && !isList) || field.includes('.')) return undefined
  const keyOf = isList || op === 'contains' ? itemKey : valueKey
  const values = op === 'in' && Array.isArray(value) ? value : [value]
  if (op !== 'eq' && op !== 'in' && op !== 'contains') return undefined
  if (values.length === 0 || !values.every(each => each !== null && typeof each !== 'object'))
    return undefined
  return sql`field = ${field} and value in (${sql.join(values.map(each => keyOf(each as string)))})`
}

/** The first word, which is whole unless it is the only one of an autocomplete. */
function nameLookup(op: Comparison['op'], text: string): RawBuilder<unknown> | undefined {
  const [first, ...more] = foldWords(text)
    .split(' ')
    .filter(word => word !== '')
  if (first === undefined) return undefined
  const word = wordKey(first)
  if (op === 'q' || more.length > 0) return sql`field = ${NAME_WORD} and value = ${word}`
  // Behind every text that begins so.
  return sql`field = ${NAME_WORD} and value >= ${word} and value < ${`${word}\u{10ffff}`}`
}
