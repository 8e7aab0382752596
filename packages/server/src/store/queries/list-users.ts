import { sql } from 'kysely'
import type { UserRecord } from '../../domain/records.ts'
import type { Dialect } from '../dialect.ts'
import { jsonText } from '../encode.ts'
import type { Session } from '../session.ts'
import type { UserListQuery, UserStanding } from '../store.ts'
import { USER_VALUES } from '../values.ts'
import { prefixNeedle } from '../words.ts'
import { allOf, anyOf, type Condition, compileFilter } from './filter-sql.ts'
import { compareUser } from './query-users.ts'
import { toUser } from './users.ts'
import { byValue, narrow } from './values.ts'

const PRESENT: Condition = sql`users.deleted_at_us is null`

/** As the indexes of 0018-user-lists have it, word for word: a partial index is used for its own condition only. */
const STANDINGS: Readonly<Record<Exclude<UserStanding, 'banned'>, Condition>> = {
  all: PRESENT,
  active: allOf([PRESENT, sql`users.deactivated_at_us is null`]),
  guest: allOf([PRESENT, sql`users.role = 'guest'`]),
  deactivated: allOf([PRESENT, sql`users.deactivated_at_us is not null`]),
  deleted: sql`users.deleted_at_us is not null`,
}

function standingOf({ standing, nowUs }: UserListQuery): Condition {
  if (standing !== 'banned') return STANDINGS[standing]
  const lasts: Condition = sql`(users.ban_expires_at_us is null or users.ban_expires_at_us > ${nowUs})`
  return allOf([PRESENT, sql`(users.banned = 1 or users.shadow_banned = 1)`, lasts])
}

/**
 * A page of users, the latest first. Where an index finds few of them, they alone are read; otherwise
 * the rows are read in their order until the page is full.
 */
export async function listUsers(
  session: Session,
  appId: number,
  query: UserListQuery,
): Promise<UserRecord[]> {
  const { db, dialect } = session
  const { order, search, among, limit } = query
  const few = await fewOf(session, appId, query)
  const column =
    order === 'created_at' ? sql<number>`users.created_at_us` : sql<number>`users.last_active_at_us`
  // The plus keeps a database from reading every user of the app in their order where few are left.
  const at = few ? sql<number>`+${column}` : column
  const rows = await db
    .selectFrom('users')
    .selectAll()
    .where(sql<boolean>`users.app_id = ${appId}`)
    .where(few ?? ALWAYS)
    .where(standingOf(query))
    .where(order === 'created_at' ? ALWAYS : sql<boolean>`users.last_active_at_us is not null`)
    .where(after(at, query))
    .where(search === undefined ? ALWAYS : anyOf(matches(dialect, search)))
    .where(among ? dialect.isAmong(sql`users.id`, sql`${jsonText(among)}`) : ALWAYS)
    .where(compileFilter(query.filter, comparison => compareUser(dialect, comparison)))
    .orderBy(sql`${at} desc`)
    .orderBy(sql`users.id desc`)
    .limit(limit)
    .execute()
  return rows.map(toUser)
}

const ALWAYS: Condition = sql`1 = 1`

function after(at: ReturnType<typeof sql<number>>, { after: last }: UserListQuery): Condition {
  if (!last) return ALWAYS
  return sql`(${at} <= ${last.atUs} and (${at} < ${last.atUs} or users.id < ${last.id}))`
}

/** Behind every text that begins so. */
const beyond = (begin: string): string => `${begin}\u{10ffff}`

function idBegins(dialect: Dialect, begin: string): Condition {
  const id = dialect.byCodePoint(sql`users.id`)
  return sql`(${id} >= ${begin} and ${id} < ${beyond(begin)})`
}

function matches(dialect: Dialect, search: string): Condition[] {
  const needle = prefixNeedle(search, 'unicode')
  const name: Condition[] = needle === undefined ? [] : [dialect.contains(sql`users.name_words`, needle)]
  return [idBegins(dialect, search), ...name]
}

/** Beyond so many the rows are read in their order: a page is full soon. */
const FEW = 1_000

async function fewOf(session: Session, appId: number, query: UserListQuery): Promise<Condition | undefined> {
  const { search, among, filter } = query
  if (among) return dialectAmong(session, among)
  const found = search === undefined ? undefined : await fewFound(session, appId, search)
  if (found) return found
  const narrowed = await narrow(session, filter, each => byValue(USER_VALUES, appId, each))
  return narrowed && sql`users.id in ${narrowed}`
}

function dialectAmong({ dialect }: Session, among: readonly string[]): Condition {
  return dialect.isAmong(sql`users.id`, sql`${jsonText(among)}`)
}

/** Those whose id or name begins so, when they are few. */
async function fewFound(session: Session, appId: number, search: string): Promise<Condition | undefined> {
  const { db, dialect } = session
  const ids = sql`select users.id from users where users.app_id = ${appId} and ${idBegins(dialect, search)}`
  const byName = byValue(USER_VALUES, appId, {
    op: 'autocomplete',
    field: 'name',
    custom: false,
    value: search,
  })
  const named = byName && sql`select ${sql.ref(byName.column)} ${byName.from}`
  for (const part of named ? [ids, named] : [ids]) {
    const { rows } = await sql<{
      few: number
    }>`select count(*) as few from (select 1 from (${part}) as each limit ${FEW + 1}) as found`.execute(db)
    if (Number(rows[0]?.few) > FEW) return undefined
  }
  return named ? sql`users.id in (${ids} union ${named})` : sql`users.id in (${ids})`
}
