const formats = new Map<string, Intl.DateTimeFormat>()

const CLOCK: Intl.DateTimeFormatOptions = { timeStyle: 'short' }
const FULL: Intl.DateTimeFormatOptions = { dateStyle: 'full', timeStyle: 'short' }
const WEEKDAY: Intl.DateTimeFormatOptions = { weekday: 'long' }
const DAY: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long' }
const DAY_AND_YEAR: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', year: 'numeric' }

const DAY_MS = 24 * 60 * 60_000

/** The time of day, such as `16:05`. */
export function clockTime(time: string, locale: string): string {
  return formatted('clock', CLOCK, time, locale)
}

/** Day and time in full. */
export function fullTime(time: string, locale: string): string {
  return formatted('full', FULL, time, locale)
}

/** A day as people call it: today, yesterday, a weekday of the last week, a date. */
export function dayName(time: string, locale: string, nowMs: number): string {
  const daysAgo = Math.round((midnightMs(nowMs) - midnightMs(Date.parse(time))) / DAY_MS)
  if (daysAgo === 0 || daysAgo === 1) return upperFirst(relativeDay(-daysAgo, locale), locale)
  if (daysAgo > 1 && daysAgo < 7) return formatted('weekday', WEEKDAY, time, locale)
  const isThisYear = new Date(time).getFullYear() === new Date(nowMs).getFullYear()
  return isThisYear ? formatted('day', DAY, time, locale) : formatted('year', DAY_AND_YEAR, time, locale)
}

/** Making a format costs a hundred times what using it does. */
function formatted(name: string, options: Intl.DateTimeFormatOptions, time: string, locale: string): string {
  const atMs = Date.parse(time)
  if (Number.isNaN(atMs)) return ''
  const key = `${name} ${locale}`
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formats.set(key, format)
  return format.format(atMs)
}

function relativeDay(days: number, locale: string): string {
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(days, 'day')
}

function midnightMs(atMs: number): number {
  return new Date(atMs).setHours(0, 0, 0, 0)
}

function upperFirst(text: string, locale: string): string {
  const [first = '', ...rest] = text
  return first.toLocaleUpperCase(locale) + rest.join('')
}
