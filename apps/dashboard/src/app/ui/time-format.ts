const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'long' })
const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium' })
const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })

const MINUTE_S = 60
const HOUR_S = 3_600
const DAY_S = 86_400

/** "21 Nov 2026, 19:30:12 GMT+1"; '' for never. */
export function exactTime(at: string | null | undefined): string {
  return at ? exact.format(new Date(at)) : ''
}

/** "3 minutes ago", "in 2 hours"; a date beyond a month. */
export function relativeTime(at: string, nowMs: number): string {
  const seconds = Math.round((Date.parse(at) - nowMs) / 1000)
  const away = Math.abs(seconds)
  if (away < 45) return seconds > 20 ? 'in a moment' : 'just now'
  if (away < HOUR_S) return relative.format(Math.trunc(seconds / MINUTE_S) || Math.sign(seconds), 'minute')
  if (away < DAY_S) return relative.format(Math.trunc(seconds / HOUR_S), 'hour')
  if (away < 30 * DAY_S) return relative.format(Math.trunc(seconds / DAY_S), 'day')
  return day.format(new Date(at))
}
