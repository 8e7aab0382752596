import type { Grain } from './usage-types'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS

export interface Preset {
  readonly id: string
  readonly label: string
  readonly by: Grain
  /** Steps up to now. */
  readonly steps: number
  /** What a change is compared with: "previous 30 days". */
  readonly before: string
}

export const PRESETS: readonly Preset[] = [
  { id: '1h', label: 'Hour', by: 'minute', steps: 60, before: 'previous hour' },
  { id: '24h', label: '24 hours', by: 'hour', steps: 24, before: 'previous 24 hours' },
  { id: '7d', label: '7 days', by: 'hour', steps: 7 * 24, before: 'previous 7 days' },
  { id: '30d', label: '30 days', by: 'day', steps: 30, before: 'previous 30 days' },
  { id: '90d', label: '90 days', by: 'day', steps: 90, before: 'previous 90 days' },
  { id: '12m', label: '12 months', by: 'month', steps: 12, before: 'previous 12 months' },
]

export const USUAL = '30d'

/** What is asked of the server; `from` and `to` are times, or days. */
export interface UsageQuery {
  readonly by: Grain
  readonly from: string
  readonly to?: string
}

/** The last steps of a preset, this one included. */
export function queryOfPreset({ by, steps }: Preset, nowMs: number): UsageQuery {
  if (by === 'month') return { by, from: monthsAgo(nowMs, steps - 1) }
  const stepMs = { minute: MINUTE_MS, hour: HOUR_MS, day: DAY_MS }[by]
  const first = Math.floor(nowMs / stepMs) - steps + 1
  return { by, from: new Date(first * stepMs).toISOString() }
}

function monthsAgo(nowMs: number, months: number): string {
  const now = new Date(nowMs)
  return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months)).toISOString()
}

/** Both days included; told as finely as can still be looked at. */
export function queryOfDays(from: string, to: string): UsageQuery {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1
  const by = days <= 7 && isRecent(from) ? 'hour' : days <= 366 ? 'day' : 'month'
  return { by, from, to: new Date(Date.parse(to) + DAY_MS).toISOString() }
}

/** Hours are kept for a little more than a year. */
function isRecent(day: string): boolean {
  return Date.now() - Date.parse(day) < 399 * DAY_MS
}

/** What is wrong with two days as a range; undefined when nothing is. */
export function daysProblem(from: string, to: string, nowMs: number): string | undefined {
  if (Number.isNaN(Date.parse(from)) || Number.isNaN(Date.parse(to))) return 'Give a first and a last day.'
  if (from > to) return 'The first day must not be after the last.'
  if (Date.parse(from) > nowMs) return 'That has not been yet.'
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS + 1
  if (days > 3_650) return 'At most ten years at a time.'
  return undefined
}
