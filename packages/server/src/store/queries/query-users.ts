import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Comparison, Sort } from '../../domain/filters.ts'
import type { UserRecord } from '../../domain/records.ts'
import type { Dialect } from '../dialect.ts'
import type { Session } from '../session.ts'
import type { UserQuery } from '../store.ts'
import { USER_VALUES } from '../values.ts'
import {
  bannedNow,
  type Condition,
  compareCustom,
  compareList,
  compareText,
  compareWhole,
  compileFilter,
  either,
  orderByColumn,
} from './filter-sql.ts'
import { toUser } from './users.ts'
import { byValue, narrow } from './values.ts'

const TEXT: Readonly<Record<string, Expression<string | null>>> = {
  id: sql`users.id`,
  name: sql`users.name`,
  image: sql`users.image`,
  role: sql`users.role`,
  language: sql`users.language`,
}

const TIMES: Readonly<Record<string, Expression<number | null>>> = {
  last_active: sql`users.last_active_at_us`,
  created_at: sql`users.created_at_us`,
  updated_at: sql`users.updated_at_us`,
  deactivated_at: sql`users.deactivated_at_us`,
}

const NAME_WORDS: Expression<string | null> = sql`users.name_words`
const CUSTOM: Expression<string | null> = sql`users.custom`
/** Every user has these. */
const PRESENT: ReadonlySet<string> = new Set(['id', 'role', 'created_at', 'updated_at'])

/** One comparison of a filter of users. */
export function compareUser(dialect: Dialect, comparison: Comparison): Condition {
  const { field, op, value } = comparison
  if (comparison.custom) return compareCustom(dialect, CUSTOM, comparison)
  const text = TEXT[field]
  if (text) return compareText(dialect, text, comparison, field === 'name' ? NAME_WORDS : undefined)
  const time = TIMES[field]
  if (time) return compareWhole(time, comparison)
  if (field === 'teams') return compareList(dialect, sql`users.teams`, comparison)
  if (field === 'banned') return either((op === 'eq') === (value === true), bannedNow('users'))
  throw new Error(`users have no column for the field ${field}`)
}

/** In which no index is: where few users are left, they are found first and put in order then. */
const UNORDERED_TIMES = Object.fromEntries(
  Object.entries(TIMES).map(([field, column]) => [field, sql<number | null>`+${column}`]),
)

function order(dialect: Dialect, sort: Sort, areFew: boolean): RawBuilder<unknown>[] {
  const times = areFew ? UNORDERED_TIMES : TIMES
  const parts = orderByColumn(dialect, { text: TEXT, times, custom: CUSTOM, present: PRESENT }, sort)
  if (parts) return parts
  throw new Error(`users have no column to sort by ${sort.field}`)
}

/** Newest first unless sorted otherwise; the id decides between equals. */
export async function queryUsers(session: Session, appId: number, query: UserQuery): Promise<UserRecord[]> {
  const { db, dialect } = session
  const few = await narrow(session, query.filter, each => byValue(USER_VALUES, appId, each))
  let select = db
    .selectFrom('users')
    .selectAll()
    .where('users.app_id', '=', appId)
    .where('deleted_at_us', 'is', null)
    .where(compileFilter(query.filter, comparison => compareUser(dialect, comparison)))
  if (few) select = select.where(sql<boolean>`users.id in ${few}`)
  if (!query.includeDeactivated) select = select.where('deactivated_at_us', 'is', null)
  const orders = query.sort.flatMap(sort => order(dialect, sort, few !== undefined))
  if (orders.length === 0) orders.push(few ? sql`+users.created_at_us desc` : sql`users.created_at_us desc`)
  orders.push(sql`users.id desc`)
  for (const expression of orders) select = select.orderBy(expression as RawBuilder<string>)
  const rows = await select.limit(query.limit).offset(query.offset).execute()
  return rows.map(toUser)
}
