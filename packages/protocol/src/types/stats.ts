import type { Duration } from './common.ts'

/** Body of `POST stats/team_usage`: a month, or days, or neither for this month. */
export interface TeamUsageRequest {
  /** `YYYY-MM` */
  month?: string
  /** `YYYY-MM-DD`; with `end_date`, at most 365 days apart. */
  start_date?: string
  end_date?: string
  /** Teams per page: 30 unless given, at most 30. */
  limit?: number
  next?: string
}

/** One number of a team. */
export interface UsageMetric {
  total: number
  /** By day; only when the request named days. */
  daily?: UsageDay[]
}

/** A number on one day. */
export interface UsageDay {
  /** `YYYY-MM-DD` */
  date: string
  value: number
}

/** What can be counted of a team. */
export type UsageMetricName =
  | 'users_daily'
  | 'messages_daily'
  | 'translations_daily'
  | 'image_moderations_daily'
  | 'concurrent_users'
  | 'concurrent_connections'
  | 'users_total'
  | 'users_last_24_hours'
  | 'users_last_30_days'
  | 'users_month_to_date'
  | 'users_engaged_last_30_days'
  | 'users_engaged_month_to_date'
  | 'messages_total'
  | 'messages_last_24_hours'
  | 'messages_last_30_days'
  | 'messages_month_to_date'

/** How much a team uses; the team `""` is what belongs to none. */
export interface TeamUsageStats extends Record<UsageMetricName, UsageMetric> {
  team: string
}

/** Reply of `POST stats/team_usage`; empty without multi-tenancy. */
export interface TeamUsageResponse extends Duration {
  teams: TeamUsageStats[]
  next?: string
}
