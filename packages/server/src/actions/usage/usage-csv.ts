import type { Counts, Peak, UsageReport } from './read-usage.ts'

const LINE_END = '\r\n'
/** Spreadsheets take what begins so for a formula. */
const FORMULA = /^[=+\-@\t\r]/

const HEADER = [
  'from',
  'team',
  'messages',
  'messages_regular',
  'messages_guest',
  'active_users',
  'active_users_regular',
  'active_users_guest',
  'peak_connections',
  'peak_connections_regular',
  'peak_connections_guest',
  'peak_connections_anonymous',
]

/** The steps of a report as RFC 4180 has it; what is not counted by such steps is left empty. */
export function usageCsv({ steps, team }: UsageReport): string {
  const rows = steps.map(({ at, messages, users, connections }) => [
    at,
    team ?? '',
    ...ofCounts(messages),
    ...ofCounts(users),
    ...ofPeak(connections),
  ])
  return [HEADER, ...rows].map(row => row.map(cell).join(',') + LINE_END).join('')
}

function ofCounts(counts: Counts | null) {
  return counts ? [counts.total, counts.regular, counts.guest] : [null, null, null]
}

function ofPeak({ total, regular, guest, anonymous }: Peak) {
  return [total, regular, guest, anonymous]
}

export function cell(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = FORMULA.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** `usage-test-key-by-day-2026-11-01.csv` */
export function usageFileName(appKey: string, { by, from }: UsageReport): string {
  return `usage-${appKey.replace(/[^\w-]/g, '_')}-by-${by}-${from.slice(0, 10)}.csv`
}
