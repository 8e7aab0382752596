import { sql } from 'kysely'
import type { Comparison } from '../../domain/filters.ts'
import { anyOf, type Condition, not } from './filter-sql.ts'

/** Memberships that an invitation does not hold back. */
export const JOINED: Condition = sql`(members.invited = 0 or members.invite_accepted_at_us is not null)`

const STATES: Readonly<Record<string, Condition>> = {
  pending: sql`(members.invited = 1 and members.invite_accepted_at_us is null and members.invite_rejected_at_us is null)`,
  accepted: sql`members.invite_accepted_at_us is not null`,
  rejected: sql`(members.invite_rejected_at_us is not null and members.invite_accepted_at_us is null)`,
}

/** `invite` is any of the states, of the membership that `within` puts it in. */
export function compareInvite({ op, value }: Comparison, within: (state: Condition) => Condition): Condition {
  const states = Array.isArray(value) ? value : [value]
  const any = anyOf(states.flatMap(state => STATES[String(state)] ?? []).map(within))
  return op === 'eq' || op === 'in' ? any : not(any)
}
