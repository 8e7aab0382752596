import type { AppRecord } from '../../domain/records.ts'
import { checkTeamGrain, parseUsageRange, timeOf, type UsageRangeInput } from '../../domain/usage.ts'
import type { Deps } from '../deps.ts'
import { type Counts, Reading, type UsageTotals } from './read-usage.ts'

const DEFAULT_LIMIT = 50

export interface TeamUsageInput extends UsageRangeInput {
  readonly limit?: number | undefined
  /** The last team of the page before. */
  readonly after?: string | undefined
}

/** What one team used; `monthly_users` is of the month that the range ends in. */
export interface TeamRow extends UsageTotals {
  readonly team: string
  readonly monthly_users: Counts
}

/**
 * What each team used in a range, by name; `''` is who belongs to none, on the first page.
 * @throws ChatError `invalid_input` as `readUsage`
 */
export async function listTeamUsage(
  { store, clock }: Pick<Deps, 'store' | 'clock'>,
  app: AppRecord,
  { limit = DEFAULT_LIMIT, after, ...input }: TeamUsageInput,
) {
  const range = parseUsageRange(input, clock())
  checkTeamGrain(range.grain)
  const first = after === undefined ? [''] : []
  const listed = await store.read.listUsageTeams(app.id, after ?? '', limit - first.length + 1)
  const names = [...first, ...listed]
  const teams: TeamRow[] = []
  for (const team of names.slice(0, limit)) {
    const reading = new Reading(store, app.id, { team })
    const { totals } = await reading.span(range)
    const month = (await reading.months(range)).at(-1)
    const { regular = 0, guest = 0, total = 0 } = month ?? {}
    teams.push({ team, ...totals, monthly_users: { regular, guest, total } })
  }
  return {
    by: range.grain,
    from: timeOf(range.from, range.grain),
    to: timeOf(range.to + 1, range.grain),
    teams,
    next: names.length > limit ? (teams.at(-1)?.team ?? null) : null,
  }
}
