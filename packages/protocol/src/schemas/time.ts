import { z } from 'zod'
import { expected, quoted } from './primitives.ts'

const RFC3339 =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ]([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(?:\.\d{1,9})?(?:[Zz]|[+-]([01]\d|2[0-3]):?[0-5]\d)$/
const ZERO_TIME = '0001-01-01T00:00:00'
const WHAT = 'an RFC 3339 time such as "2026-11-21T09:30:00Z"'

/** Whether this is a time that exists: RFC 3339 with any offset. */
export function isTime(value: string): boolean {
  const [, year, month, day] = RFC3339.exec(value) ?? []
  if (!year) return false
  const lastDay = new Date(Date.UTC(2000, Number(month), 0)).getUTCDate()
  const leapDay = month === '02' && day === '29'
  if (leapDay) return isLeapYear(Number(year))
  return Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= lastDay
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
}

/** A time as text, as it was sent. */
export const time = z.string({ error: expected(WHAT) }).refine(isTime, {
  error: issue => `must be ${WHAT}, got ${quoted(String(issue.input))}`,
})

function isUnset(value: unknown): boolean {
  return value === '' || value === null || (typeof value === 'string' && value.startsWith(ZERO_TIME))
}

/** A time; null, absent, `""` and the zero time are unset. */
export const unsetTime = z
  .preprocess(value => (isUnset(value) ? undefined : value), time.optional())
  .optional()

/**
 * A time that null clears, so null and absent differ. `""` and the zero time are null, whole numbers
 * are Unix seconds (as one backend SDK sends them).
 */
export const clearableTime = z
  .preprocess(
    value => (isUnset(value) ? null : isUnixSeconds(value) ? fromUnix(value) : value),
    time.nullable().optional(),
  )
  .optional()

const LAST_SECOND = 253_402_300_799

function isUnixSeconds(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 0 && Number(value) <= LAST_SECOND
}

function fromUnix(seconds: number): string {
  return new Date(seconds * 1000).toISOString()
}
