/** `GET /apps/{app}/usage`, as docs/dashboard.md has it. */
export interface UsageReport {
  readonly by: Grain
  readonly team: string | null
  readonly from: string
  /** Exclusive. */
  readonly to: string
  readonly steps: readonly UsageStep[]
  readonly totals: UsageTotals
  readonly previous: UsageTotals & { readonly from: string; readonly to: string }
  readonly months: readonly MonthUsers[]
  readonly since: string | null
  readonly messages_not_counted_yet: number
}

export type Grain = 'minute' | 'hour' | 'day' | 'month'

export interface UsageStep {
  readonly at: string
  readonly messages: Counts | null
  readonly users: Counts | null
  readonly connections: Peak
}

export interface UsageTotals {
  readonly messages: Counts | null
  readonly connections: Peak
}

export interface Counts {
  readonly regular: number
  readonly guest: number
  readonly total: number
}

export interface MonthUsers extends Counts {
  /** `2026-11` */
  readonly month: string
}

export interface Peak {
  readonly regular: number | null
  readonly guest: number | null
  readonly anonymous: number | null
  readonly total: number
}

/** `GET /apps/{app}/usage/teams` */
export interface TeamsPage {
  readonly to: string
  readonly teams: readonly TeamUsage[]
  /** The last team of this page, where there are more. */
  readonly next: string | null
}

export interface TeamUsage extends UsageTotals {
  /** '': of whom belongs to none. */
  readonly team: string
  readonly monthly_users: Counts
}
