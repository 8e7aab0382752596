const format = new Intl.RelativeTimeFormat(undefined, { numeric: 'always' })

const DAY_S = 86_400

/** Units, and from how many seconds on they are used; nearly one counts as one. */
const UNITS = [
  { unit: 'year', seconds: 365.25 * DAY_S, from: 347 * DAY_S },
  { unit: 'month', seconds: 30.44 * DAY_S, from: 60 * DAY_S },
  { unit: 'day', seconds: DAY_S, from: 0.95 * DAY_S },
  { unit: 'hour', seconds: 3_600, from: 0.95 * 3_600 },
  { unit: 'minute', seconds: 60, from: 57 },
] as const

/** "in 2 hours", "3 years ago", "now". */
export function timeAway(atMs: number, nowMs: number): string {
  const seconds = (atMs - nowMs) / 1000
  const found = UNITS.find(({ from }) => Math.abs(seconds) >= from)
  if (found) return format.format(Math.round(seconds / found.seconds), found.unit)
  return Math.abs(seconds) < 5 ? 'now' : format.format(Math.round(seconds), 'second')
}
