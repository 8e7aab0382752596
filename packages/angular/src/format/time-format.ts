import { calendarDaysAgo, DAY_MS, dateFormat, relativeFormat } from './kept-formats'

const CLOCK: Intl.DateTimeFormatOptions = { timeStyle: 'short' }
const FULL: Intl.DateTimeFormatOptions = { dateStyle: 'full', timeStyle: 'short' }
const WEEKDAY: Intl.DateTimeFormatOptions = { weekday: 'long' }
const DAY: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long' }
const DAY_AND_YEAR: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', year: 'numeric' }
const SHORT_WEEKDAY: Intl.DateTimeFormatOptions = { weekday: 'short' }
const SHORT_DATE: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' }
const SHORT_DATE_AND_YEAR: Intl.DateTimeFormatOptions = { dateStyle: 'short' }

/** The time of day, such as `16:05`. */
export function clockTime(time: string, locale: string): string {
  return formatted(CLOCK, time, locale)
}

/** Day and time in full. */
export function fullTime(time: string, locale: string): string {
  return formatted(FULL, time, locale)
}

/** A day as people call it: today, yesterday, a weekday of the last week, a date. */
export function dayName(time: string, locale: string, nowMs: number): string {
  const daysAgo = calendarDaysAgo(time, nowMs)
  if (daysAgo === 0 || daysAgo === 1) {
    return upperFirst(relativeFormat(locale).format(-daysAgo, 'day'), locale)
  }
  if (daysAgo > 1 && daysAgo < 7) return formatted(WEEKDAY, time, locale)
  return formatted(isSameYear(time, nowMs) ? DAY : DAY_AND_YEAR, time, locale)
}

/** A moment in as few letters as a list has room for: today its time, then the day, then the date. */
export function listTime(time: string, locale: string, nowMs: number): string {
  const daysAgo = calendarDaysAgo(time, nowMs)
  if (daysAgo <= 0) return formatted(CLOCK, time, locale)
  if (daysAgo === 1) return relativeFormat(locale).format(-1, 'day')
  if (daysAgo < 7) return formatted(SHORT_WEEKDAY, time, locale)
  return formatted(isSameYear(time, nowMs) ? SHORT_DATE : SHORT_DATE_AND_YEAR, time, locale)
}

/** How long ago, in the largest unit that fits: "5 minutes ago", "yesterday". */
export function timeAgo(time: string, locale: string, nowMs: number): string {
  const agoMs = nowMs - Date.parse(time)
  if (Number.isNaN(agoMs)) return ''
  const minutes = Math.max(1, Math.round(agoMs / 60_000))
  const format = relativeFormat(locale)
  if (minutes < 60) return format.format(-minutes, 'minute')
  if (minutes < 24 * 60) return format.format(-Math.round(minutes / 60), 'hour')
  const days = Math.round(agoMs / DAY_MS)
  if (days < 30) return format.format(-days, 'day')
  return days < 365
    ? format.format(-Math.round(days / 30), 'month')
    : format.format(-Math.round(days / 365), 'year')
}

/** Nothing of what is no time. */
function formatted(options: Intl.DateTimeFormatOptions, time: string, locale: string): string {
  const atMs = Date.parse(time)
  return Number.isNaN(atMs) ? '' : dateFormat(locale, options).format(atMs)
}

function isSameYear(time: string, nowMs: number): boolean {
  return new Date(time).getFullYear() === new Date(nowMs).getFullYear()
}

function upperFirst(text: string, locale: string): string {
  const [first = '', ...rest] = text
  return first.toLocaleUpperCase(locale) + rest.join('')
}
