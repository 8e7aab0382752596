/** Go's zero time; SDKs send it for "unset", and the anonymous user carries it. */
export const ZERO_TIME = '0001-01-01T00:00:00Z'

/** Times of one page are often of the same second, and its text is most of the work. */
let lastSecond = Number.NaN
let lastText = ''

/** Formats epoch microseconds as RFC 3339 UTC with six fraction digits. */
export function toRfc3339(atUs: number): string {
  const second = Math.floor(atUs / 1_000_000)
  if (second !== lastSecond) {
    lastText = new Date(second * 1000).toISOString().slice(0, -4)
    lastSecond = second
  }
  return `${lastText}${String(atUs - second * 1_000_000).padStart(6, '0')}Z`
}

const RFC3339 = /^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}:\d{2}(?:\.(\d{1,9}))?(?:[Zz]|[+-]\d{2}:?\d{2})$/

/** Parses an RFC 3339 text with any offset into epoch microseconds; undefined when it is not one. */
export function parseTime(text: string): number | undefined {
  const match = RFC3339.exec(text)
  if (!match) return undefined
  const fraction = match[1] ?? ''
  const wholeSeconds = Date.parse(fraction ? text.replace(`.${fraction}`, '') : text)
  if (Number.isNaN(wholeSeconds)) return undefined
  return wholeSeconds * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6))
}

/** Epoch microseconds, strictly increasing within a process, so that two events never share a time. */
export type Clock = () => number

/** A clock over the system's time that never repeats and never goes back. */
export function systemClock(): Clock {
  let lastUs = 0
  return () => {
    lastUs = Math.max(Date.now() * 1000, lastUs + 1)
    return lastUs
  }
}
