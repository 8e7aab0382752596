export const DAY_MS = 24 * 60 * 60_000

/** Making a format costs a hundred times what using it does. */
const formats = new Map<string, Intl.DateTimeFormat>()
const relatives = new Map<string, Intl.RelativeTimeFormat>()

/** A kept `Intl.DateTimeFormat`. */
export function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formats.set(key, format)
  return format
}

/** A kept `Intl.RelativeTimeFormat`, with "yesterday" for -1 day. */
export function relativeFormat(locale: string): Intl.RelativeTimeFormat {
  const format = relatives.get(locale) ?? new Intl.RelativeTimeFormat(locale, { numeric: 'auto' })
  relatives.set(locale, format)
  return format
}

/** How many midnights lie between: 0 for today; NaN for what is no time. */
export function calendarDaysAgo(time: string, nowMs: number): number {
  return Math.round((midnightMs(nowMs) - midnightMs(Date.parse(time))) / DAY_MS)
}

function midnightMs(atMs: number): number {
  return new Date(atMs).setHours(0, 0, 0, 0)
}
