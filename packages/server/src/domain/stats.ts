import { TEAM_USAGE_MAX_DAYS } from '@parley/protocol'
import { invalidField } from '../util/invalid-input.ts'

const DAY_MS = 86_400_000

/** Days of the epoch (UTC), both inclusive. */
export interface Days {
  readonly from: number
  readonly to: number
}

/** What statistics are asked for: a month, days, or neither. */
export interface PeriodInput {
  readonly month?: string | undefined
  readonly start_date?: string | undefined
  readonly end_date?: string | undefined
}

/** A period, and whether each of its days is to be told. */
export interface Period extends Days {
  readonly daily: boolean
}

export function dayOf(atUs: number): number {
  return Math.floor(atUs / (DAY_MS * 1000))
}

/** `2026-11-21` */
export function dateOf(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10)
}

/** The first day of the month that a day is in. */
export function monthStart(day: number): number {
  return Date.parse(`${dateOf(day).slice(0, 7)}-01`) / DAY_MS
}

/**
 * This month up to today unless something else is given; a month that is not over ends today.
 * @throws ChatError `invalid_input` for both kinds at once, half a range, one backwards or too long
 */
export function parsePeriod({ month, start_date: start, end_date: end }: PeriodInput, today: number): Period {
  if (start === undefined && end === undefined) {
    const from = month === undefined ? monthStart(today) : Date.parse(`${month}-01`) / DAY_MS
    return { from, to: Math.max(from, Math.min(today, monthStart(from + 31) - 1)), daily: false }
  }
  if (month !== undefined)
    throw invalidField('month', 'must not be given together with start_date and end_date')
  if (start === undefined || end === undefined) {
    throw invalidField(
      start === undefined ? 'start_date' : 'end_date',
      'is required: both ends of a range are',
    )
  }
  const [from, to] = [Date.parse(start) / DAY_MS, Date.parse(end) / DAY_MS]
  if (to < from) throw invalidField('end_date', 'must not be before start_date')
  if (to - from > TEAM_USAGE_MAX_DAYS) {
    throw invalidField('end_date', `must be at most ${TEAM_USAGE_MAX_DAYS} days after start_date`)
  }
  return { from, to, daily: true }
}
