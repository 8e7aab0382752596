import { ChatError } from '@parley/protocol'
import { invalidField } from '../util/invalid-input.ts'
import { parseTime, toRfc3339 } from '../util/time.ts'

/** How finely numbers are told. */
export type Grain = 'minute' | 'hour' | 'day' | 'month'
export const GRAINS = ['minute', 'hour', 'day', 'month'] as const

/** Whose: `total` is of all at once, for what can't be added up. */
export type UsageKind = 'regular' | 'guest' | 'anonymous' | 'total'

const MINUTE_US = 60e6
const HOUR_US = 60 * MINUTE_US
const DAY_US = 24 * HOUR_US

/** Which minute, hour, day or month since 1970 (UTC) a time is in. */
export function bucketOf(atUs: number, grain: Grain): number {
  if (grain === 'minute') return Math.floor(atUs / MINUTE_US)
  if (grain === 'hour') return Math.floor(atUs / HOUR_US)
  if (grain === 'day') return Math.floor(atUs / DAY_US)
  const date = new Date(atUs / 1000)
  return (date.getUTCFullYear() - 1970) * 12 + date.getUTCMonth()
}

/** When it begins. */
export function startOf(bucket: number, grain: Grain): number {
  if (grain === 'minute') return bucket * MINUTE_US
  if (grain === 'hour') return bucket * HOUR_US
  if (grain === 'day') return bucket * DAY_US
  return Date.UTC(1970, bucket) * 1000
}

/** Kept for so long; days and months for good. */
export const KEPT = { minuteDays: 14, hourDays: 400 } as const

interface Limits {
  /** Told when nothing else is asked for. */
  readonly usual: number
  readonly most: number
  readonly words: string
  readonly keptDays?: number
}

const LIMITS: Readonly<Record<Grain, Limits>> = {
  minute: { usual: 60, most: 2 * 1440, words: '2 days', keptDays: KEPT.minuteDays },
  hour: { usual: 24, most: 31 * 24, words: '31 days', keptDays: KEPT.hourDays },
  day: { usual: 30, most: 366, words: '366 days' },
  month: { usual: 12, most: 120, words: '120 months' },
}

/** Minutes, hours, days or months, both ends included. */
export interface UsageRange {
  readonly grain: Grain
  readonly from: number
  readonly to: number
}

export interface UsageRangeInput {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly by?: Grain | undefined
}

/**
 * The range that is asked for: up to now, and as long as is usual, where nothing is said. What begins
 * at `to` itself is not in it.
 * @throws ChatError `invalid_input` for times that are none, a range backwards, too long or too long ago
 */
export function parseUsageRange({ from, to, by: grain = 'day' }: UsageRangeInput, nowUs: number): UsageRange {
  const { usual, most, words, keptDays } = LIMITS[grain]
  const toUs = to === undefined ? nowUs : parseMoment('to', to)
  const last =
    startOf(bucketOf(toUs, grain), grain) === toUs ? bucketOf(toUs, grain) - 1 : bucketOf(toUs, grain)
  const first = from === undefined ? last - usual + 1 : bucketOf(parseMoment('from', from), grain)
  if (first > last) throw invalidField('from', 'must be before to')
  if (last - first >= most) throw invalidField('from', `must be at most ${words} before to, by ${grain}`)
  if (keptDays !== undefined && startOf(first, grain) < nowUs - (keptDays + 1) * DAY_US) {
    throw invalidField('from', `must be within the last ${keptDays} days, by ${grain}: ask by a longer time`)
  }
  return { grain, from: first, to: last }
}

/** The range of the same length that ends where this one begins. */
export function rangeBefore({ grain, from, to }: UsageRange): UsageRange {
  return { grain, from: from - (to - from + 1), to: from - 1 }
}

const DAY = /^\d{4}-\d{2}-\d{2}$/

function parseMoment(field: string, text: string): number {
  const atUs = parseTime(DAY.test(text) ? `${text}T00:00:00Z` : text)
  if (atUs === undefined) throw invalidField(field, 'must be a time as in 2026-11-21T10:00:00Z, or a day')
  // Years that nothing is counted in, and that dates have no place for.
  if (atUs < 0 || atUs > Date.UTC(2200, 0) * 1000) throw invalidField(field, 'must be between 1970 and 2200')
  return atUs
}

/** `2026-11-21T10:00:00Z` */
export function timeOf(bucket: number, grain: Grain): string {
  return `${toRfc3339(startOf(bucket, grain)).slice(0, 19)}Z`
}

/** @throws ChatError `invalid_input`: teams have no minutes */
export function checkTeamGrain(grain: Grain): void {
  if (grain === 'minute')
    throw new ChatError('invalid_input', 'by minute is for all teams together: ask by hour, day or month')
}
