import { sql } from 'kysely'
import type { Comparison } from '../../domain/filters.ts'
import type { Dialect } from '../dialect.ts'
import { type Condition, either } from './filter-sql.ts'
import { compareInvite, JOINED } from './invites.ts'
import { unreadOf } from './unread.ts'

/** Whether the caller has a membership of the channel at hand that is so. */
function mine(userId: string, condition: Condition): Condition {
  return sql`exists (select 1 from members where members.channel_pk = channels.pk
    and members.user_id = ${userId} and ${condition})`
}

const FLAGS: Readonly<Record<string, Condition>> = {
  hidden: sql`members.hidden = 1`,
  joined: JOINED,
  pinned: sql`members.pinned_at_us is not null`,
  archived: sql`members.archived_at_us is not null`,
}

export function isHidden(userId: string): Condition {
  return mine(userId, sql`members.hidden = 1`)
}

/** Fields that depend on who asks; undefined when the field is none of them. */
export function comparePerspective(
  dialect: Dialect,
  userId: string,
  comparison: Comparison,
): Condition | undefined {
  const { field, op, value } = comparison
  const wanted = (op === 'eq') === (value === true)
  const flag = FLAGS[field]
  if (flag) return either(wanted, mine(userId, flag))
  if (field === 'has_unread') return sql`${unreadOf(dialect, userId)} > 0`
  // NOTE: channels cannot be muted yet.
  if (field === 'muted') return either(wanted, sql`1 = 0`)
  if (field === 'invite') return compareInvite(comparison, state => mine(userId, state))
  if (field === 'app_banned') return either(value === 'only', otherIsBanned(userId))
  return undefined
}

/** Only asked of channels of two: is the other one banned from the app? */
function otherIsBanned(userId: string): Condition {
  const nowUs = Date.now() * 1000
  return sql`(channels.member_count = 2 and exists (select 1 from members
    join users on users.app_id = members.app_id and users.id = members.user_id
    where members.channel_pk = channels.pk and members.user_id <> ${userId} and users.banned = 1
      and (users.ban_expires_at_us is null or users.ban_expires_at_us > ${nowUs})))`
}
