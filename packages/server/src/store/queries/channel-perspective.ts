import { sql } from 'kysely'
import type { Comparison } from '../../domain/filters.ts'
import type { Dialect } from '../dialect.ts'
import type { Perspective } from '../store.ts'
import { hasMuted } from './channel-mutes.ts'
import { anyOf, type Condition, either } from './filter-sql.ts'
import { compareInvite, JOINED } from './invites.ts'
import { unreadOf } from './unread.ts'

/** Whether the caller has a membership of the channel at hand that is so. */
function mine(userId: string, condition: Condition): Condition {
  return sql`exists (select 1 from members where members.channel_pk = channels.pk
    and members.user_id = ${userId} and ${condition})`
}

const FLAGS: Readonly<Record<string, Condition>> = {
  joined: JOINED,
  pinned: sql`members.pinned_at_us is not null`,
  archived: sql`members.archived_at_us is not null`,
}

/** Hidden by the caller, or one of two whose other one they block. */
export function isHidden(userId: string): Condition {
  return anyOf([mine(userId, sql`members.hidden = 1`), isBlockedPair(userId)])
}

function isBlockedPair(userId: string): Condition {
  return sql`(channels.member_count = 2 and ${mine(userId, sql`1 = 1`)} and exists (
    select 1 from members as other join blocks on blocks.app_id = other.app_id
      and blocks.user_id = ${userId} and blocks.blocked_user_id = other.user_id
    where other.channel_pk = channels.pk))`
}

function isMuted(userId: string, nowUs: number): Condition {
  return hasMuted(sql`channels.app_id`, sql`${userId}`, sql`channels.pk`, sql`${nowUs}`)
}

/** Fields that depend on who asks; undefined when the field is none of them. */
export function comparePerspective(
  dialect: Dialect,
  appId: number,
  perspective: Perspective,
  comparison: Comparison,
): Condition | undefined {
  const { userId, nowUs } = perspective
  const { field, op, value } = comparison
  const wanted = (op === 'eq') === (value === true)
  const flag = FLAGS[field]
  if (flag) return either(wanted, mine(userId, flag))
  if (field === 'hidden') return either(wanted, isHidden(userId))
  if (field === 'has_unread') return sql`${unreadOf(dialect, appId, perspective)} > 0`
  if (field === 'muted') return either(wanted, isMuted(userId, nowUs))
  if (field === 'invite') return compareInvite(comparison, state => mine(userId, state))
  if (field === 'app_banned') return either(value === 'only', otherIsBanned(userId, nowUs))
  return undefined
}

/** Only asked of channels of two: is the other one banned from the app? */
function otherIsBanned(userId: string, nowUs: number): Condition {
  return sql`(channels.member_count = 2 and exists (select 1 from members
    join users on users.app_id = members.app_id and users.id = members.user_id
    where members.channel_pk = channels.pk and members.user_id <> ${userId} and users.banned = 1
      and (users.ban_expires_at_us is null or users.ban_expires_at_us > ${nowUs})))`
}
