import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Comparison, Sort } from '../../domain/filters.ts'
import type { MemberRecord } from '../../domain/records.ts'
import type { Dialect } from '../dialect.ts'
import type { Session } from '../session.ts'
import type { MemberQuery } from '../store.ts'
import {
  bannedNow,
  type Condition,
  compareCustom,
  compareText,
  compareWhole,
  compileFilter,
  either,
  orderByColumn,
} from './filter-sql.ts'
import { compareInvite, JOINED } from './invites.ts'
import { toMember } from './members.ts'

const TEXT: Readonly<Record<string, Expression<string | null>>> = {
  id: sql`members.user_id`,
  user_id: sql`members.user_id`,
  name: sql`users.name`,
  channel_role: sql`members.channel_role`,
  cid: sql`channels.cid`,
}

const TIMES: Readonly<Record<string, Expression<number | null>>> = {
  created_at: sql`members.created_at_us`,
  updated_at: sql`members.updated_at_us`,
  last_active: sql`users.last_active_at_us`,
}

const CUSTOM: Expression<string | null> = sql`members.custom`
/** Every member has these. */
const PRESENT: ReadonlySet<string> = new Set(['user_id', 'created_at', 'updated_at'])
const USER_CUSTOM: Expression<string | null> = sql`users.custom`
const NAME_WORDS: Expression<string | null> = sql`users.name_words`

function compare(dialect: Dialect, comparison: Comparison): Condition {
  const { field, op, value } = comparison
  if (comparison.custom) return compareCustom(dialect, CUSTOM, comparison)
  const text = TEXT[field]
  if (text) return compareText(dialect, text, comparison, field === 'name' ? NAME_WORDS : undefined)
  const time = TIMES[field]
  if (time) return compareWhole(time, comparison)
  const wanted = (op === 'eq') === (value === true)
  if (field === 'banned') return either(wanted, bannedNow('members'))
  if (field === 'joined') return either(wanted, JOINED)
  if (field === 'invite') return compareInvite(comparison, state => state)
  if (field === 'user.email')
    return compareText(dialect, dialect.jsonString(USER_CUSTOM, ['email']), comparison)
  throw new Error(`members have no column for the field ${field}`)
}

function order(dialect: Dialect, sort: Sort): RawBuilder<unknown>[] {
  const parts = orderByColumn(dialect, { text: TEXT, times: TIMES, custom: CUSTOM, present: PRESENT }, sort)
  if (parts) return parts
  throw new Error(`members have no column to sort by ${sort.field}`)
}

/** Oldest first unless sorted otherwise; the id decides between equals. */
export async function queryMembers(
  { db, dialect }: Session,
  channelPk: number,
  query: MemberQuery,
): Promise<MemberRecord[]> {
  let select = db
    .selectFrom('members')
    .innerJoin('channels', 'channels.pk', 'members.channel_pk')
    .leftJoin('users', join =>
      join.onRef('users.app_id', '=', 'members.app_id').onRef('users.id', '=', 'members.user_id'),
    )
    .selectAll('members')
    .where('members.channel_pk', '=', channelPk)
    .where(compileFilter(query.filter, comparison => compare(dialect, comparison)))
  const orders = query.sort.flatMap(sort => order(dialect, sort))
  if (orders.length === 0) orders.push(sql`members.created_at_us asc`)
  orders.push(sql`members.user_id asc`)
  for (const expression of orders) select = select.orderBy(expression as RawBuilder<string>)
  const rows = await select.limit(query.limit).offset(query.offset).execute()
  return rows.map(toMember)
}
