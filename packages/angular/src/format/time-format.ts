const DAY_MS = 24 * 60 * 60_000

const CLOCK: Intl.DateTimeFormatOptions = { timeStyle: 'short' }
const WEEKDAY: Intl.DateTimeFormatOptions = { weekday: 'short' }
const DATE: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' }
const DATE_AND_YEAR: Intl.DateTimeFormatOptions = { dateStyle: 'short' }

/** Making a format costs a hundred times what using it does. */
const formats = new Map<string, Intl.DateTimeFormat>()
const relatives = new Map<string, Intl.RelativeTimeFormat>()

/** A moment in as few letters as a list has room for: today its time, then the day, then the date. */
export function listTime(time: string, locale: string, nowMs: number): string {
  const atMs = Date.parse(time)
  if (Number.isNaN(atMs)) return ''
  const daysAgo = Math.round((midnightMs(nowMs) - midnightMs(atMs)) / DAY_MS)
  if (daysAgo <= 0) return dateFormat(locale, CLOCK).format(atMs)
  if (daysAgo === 1) return relativeFormat(locale).format(-1, 'day')
  if (daysAgo < 7) return dateFormat(locale, WEEKDAY).format(atMs)
  const isThisYear = new Date(atMs).getFullYear() === new Date(nowMs).getFullYear()
  return dateFormat(locale, isThisYear ? DATE : DATE_AND_YEAR).format(atMs)
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

/** A kept `Intl.DateTimeFormat`. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formats.set(key, format)
  return format
}

function relativeFormat(locale: string): Intl.RelativeTimeFormat {
  const format = relatives.get(locale) ?? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  relatives.set(locale, format)
  return format
}

function midnightMs(atMs: number): number {
  return new Date(atMs).setHours(0, 0, 0, 0)
}
