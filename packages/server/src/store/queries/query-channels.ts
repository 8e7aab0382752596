import { type Expression, type RawBuilder, sql } from 'kysely'
import type { Comparison, Filter, Sort } from '../../domain/filters.ts'
import type { ChannelRecord } from '../../domain/records.ts'
import type { Dialect } from '../dialect.ts'
import type { Session } from '../session.ts'
import type { ChannelQuery, Perspective } from '../store.ts'
import { CHANNEL_VALUES, USER_VALUES } from '../values.ts'
import { comparePerspective, isHidden } from './channel-perspective.ts'
import { toChannel } from './channels.ts'
import {
  allOf,
  type Condition,
  compareCustom,
  compareList,
  compareNumber,
  compareText,
  compareWhole,
  compileFilter,
  either,
  not,
  orderBy,
  orderByColumn,
  orderByPresent,
} from './filter-sql.ts'
import { unreadOf } from './unread.ts'
import { byValue, type Found, narrow } from './values.ts'

const TEXT: Readonly<Record<string, Expression<string | null>>> = {
  cid: sql`channels.cid`,
  type: sql`channels.type`,
  id: sql`channels.id`,
  team: sql`channels.team`,
  created_by_id: sql`channels.created_by_id`,
}

const TIMES: Readonly<Record<string, Expression<number | null>>> = {
  last_message_at: sql`channels.last_message_at_us`,
  // As the index `channels_last_updated` says it.
  last_updated: sql`(case when channels.last_message_at_us > channels.created_at_us then channels.last_message_at_us else channels.created_at_us end)`,
  created_at: sql`channels.created_at_us`,
  updated_at: sql`channels.updated_at_us`,
}

const FLAGS: Readonly<Record<string, Condition>> = {
  frozen: sql`channels.frozen = 1`,
  disabled: sql`channels.disabled = 1`,
}

const MEMBER_COUNT: Expression<number> = sql`channels.member_count`
const CUSTOM: Expression<string | null> = sql`channels.custom`
/** Every channel has these. */
const PRESENT: ReadonlySet<string> = new Set([
  'cid',
  'type',
  'id',
  'last_updated',
  'created_at',
  'updated_at',
])
const NAME_WORDS: Expression<string | null> = sql`channels.name_words`

interface Asking {
  readonly dialect: Dialect
  readonly appId: number
  readonly perspective: Perspective | undefined
}

function compare(asking: Asking, comparison: Comparison): Condition {
  const { dialect, appId, perspective } = asking
  const { field, op, value } = comparison
  if (comparison.custom)
    return compareCustom(dialect, CUSTOM, comparison, field === 'name' ? NAME_WORDS : undefined)
  const text = TEXT[field]
  if (text) return compareText(dialect, text, comparison)
  const time = TIMES[field]
  if (time) return compareWhole(time, comparison)
  const flag = FLAGS[field]
  if (flag) return either((op === 'eq') === (value === true), flag)
  if (field === 'member_count') return compareNumber(dialect, MEMBER_COUNT, comparison)
  if (field === 'filter_tags') return compareList(dialect, sql`channels.filter_tags`, comparison)
  if (field === 'members') return compareMembers(asking, comparison)
  if (field === 'member.user.name') return compareMemberName(dialect, comparison)
  const relative = perspective && comparePerspective(dialect, appId, perspective, comparison)
  if (relative) return relative
  throw new Error(`channels have no column for the field ${field}`)
}

/** Any of the ids; `$eq` with an array is exactly these. */
function compareMembers({ appId }: Asking, { op, value }: Comparison): Condition {
  if (value === null) return either(op === 'eq', sql`channels.member_count = 0`)
  const ids = [...new Set(Array.isArray(value) ? value : [value])]
  const positive = op === 'eq' || op === 'in'
  if (ids.length === 0)
    return either(positive, op === 'in' || op === 'nin' ? sql`1 = 0` : sql`channels.member_count = 0`)
  const any = withMembers(appId, ids)
  const exactly = Array.isArray(value) && (op === 'eq' || op === 'ne')
  if (!exactly) return either(positive, any)
  const all: Condition = sql`(${any} and channels.member_count = ${ids.length} and (select count(*) from members
    where members.channel_pk = channels.pk and members.user_id in (${sql.join(ids)})) = ${ids.length})`
  return either(positive, all)
}

function compareMemberName(dialect: Dialect, comparison: Comparison): Condition {
  const name = compareText(dialect, sql`users.name`, comparison, sql`users.name_words`)
  return sql`exists (select 1 from members
    join users on users.app_id = members.app_id and users.id = members.user_id
    where members.channel_pk = channels.pk and ${name})`
}

function order({ dialect, appId, perspective }: Asking, sort: Sort): RawBuilder<unknown>[] {
  const { field, direction } = sort
  const parts = orderByColumn(dialect, { text: TEXT, times: TIMES, custom: CUSTOM, present: PRESENT }, sort)
  if (parts) return parts
  if (field === 'member_count') return [orderByPresent(MEMBER_COUNT, direction)]
  if (perspective) {
    const { userId } = perspective
    if (field === 'unread_count') return [orderBy(unreadOf(dialect, appId, perspective), direction)]
    if (field === 'has_unread')
      return [
        orderBy(sql`(case when ${unreadOf(dialect, appId, perspective)} > 0 then 1 else 0 end)`, direction),
      ]
    if (field === 'pinned_at') return [orderBy(pinnedAt(userId), direction)]
  }
  throw new Error(`channels have no column to sort by ${field}`)
}

function pinnedAt(userId: string): RawBuilder<number | null> {
  return sql`(select members.pinned_at_us from members where members.channel_pk = channels.pk and members.user_id = ${userId})`
}

function mentions(filter: Filter, field: string): boolean {
  return 'filters' in filter ? filter.filters.some(inner => mentions(inner, field)) : filter.field === field
}

/** Whether every match has certain members, or (`caller`) the one who asks for one, or is one they muted. */
function isAboutMembers(filter: Filter): 'named' | 'caller' | 'muted' | undefined {
  if ('filters' in filter) {
    return filter.op === 'and' ? filter.filters.map(isAboutMembers).find(about => about) : undefined
  }
  const { field, custom, op, value } = filter
  if (custom || (op !== 'eq' && op !== 'in')) return undefined
  if (field === 'members' && value !== null) return 'named'
  if (field === 'muted' && value === true) return 'muted'
  return field === 'invite' || (CALLERS.has(field) && value === true) ? 'caller' : undefined
}

const CALLERS = new Set(['joined', 'hidden', 'pinned', 'archived', 'has_unread'])

/**
 * The channels of the app, or fewer of which all matches are some. The plus keeps SQLite from
 * reading every channel of the app in its order when members, or a value, narrow them down.
 */
function candidates(
  { appId, perspective }: Asking,
  about: ReturnType<typeof isAboutMembers>,
  few: Condition | undefined,
): Condition {
  const ofApp: Condition = sql`+channels.app_id = ${appId}`
  if (few) return allOf([ofApp, sql`channels.pk in ${few}`])
  if (about === undefined) return sql`channels.app_id = ${appId}`
  if (about === 'named' || !perspective) return ofApp
  const mine =
    about === 'muted' ? mutedBy(appId, perspective.userId) : withMembers(appId, [perspective.userId])
  return allOf([ofApp, mine])
}

function mutedBy(appId: number, userId: string): Condition {
  return sql`channels.pk in (select channel_mutes.channel_pk from channel_mutes
    where channel_mutes.app_id = ${appId} and channel_mutes.user_id = ${userId})`
}

function withMembers(appId: number, userIds: readonly unknown[]): Condition {
  return sql`channels.pk in (select members.channel_pk from members
    where members.app_id = ${appId} and members.user_id in (${sql.join(userIds)}))`
}

const INDEXED = new Set(['id', 'created_by_id', 'team'])

/** Channels that an index finds; the database would rather read all of the app in their order. */
function find(appId: number, comparison: Comparison): Found | undefined {
  const { field, custom, op, value } = comparison
  if (custom || (!INDEXED.has(field) && field !== 'member.user.name'))
    return byValue(CHANNEL_VALUES, appId, comparison)
  if (field === 'member.user.name') return byMemberName(appId, comparison)
  const values = Array.isArray(value) ? value : [value]
  if ((op !== 'eq' && op !== 'in') || values.length === 0 || values.includes(null)) return undefined
  const from = sql`from channels where app_id = ${appId} and ${sql.ref(field)} in (${sql.join(values)})`
  return { from, column: 'pk' }
}

/** By the words of its members' names. */
function byMemberName(appId: number, comparison: Comparison): Found | undefined {
  const named = byValue(USER_VALUES, appId, { ...comparison, field: 'name' })
  if (!named) return undefined
  const users = sql`select ${sql.ref(named.column)} ${named.from}`
  return {
    from: sql`from members where members.app_id = ${appId} and members.user_id in (${users})`,
    column: 'channel_pk',
  }
}

/** Last updated first unless sorted otherwise; the younger channel decides between equals. */
export async function queryChannels(
  session: Session,
  appId: number,
  query: ChannelQuery,
): Promise<ChannelRecord[]> {
  const { db, dialect } = session
  const { perspective } = query
  const about = isAboutMembers(query.filter)
  const few = about === 'named' ? undefined : await narrow(session, query.filter, each => find(appId, each))
  const asking: Asking = { dialect, appId, perspective }
  let select = db
    .selectFrom('channels')
    .selectAll()
    .where(candidates(asking, about, few))
    .where('deleted_at_us', 'is', null)
    .where(compileFilter(query.filter, comparison => compare(asking, comparison)))
  if (perspective && !mentions(query.filter, 'hidden'))
    select = select.where(not(isHidden(perspective.userId)))
  const sorts: readonly Sort[] =
    query.sort.length > 0 ? query.sort : [{ field: 'last_updated', custom: false, direction: -1 }]
  const orders = [...sorts.flatMap(sort => order(asking, sort)), sql`channels.pk desc`]
  for (const expression of orders) select = select.orderBy(expression as RawBuilder<string>)
  const rows = await select.limit(query.limit).offset(query.offset).execute()
  return rows.map(toChannel)
}
