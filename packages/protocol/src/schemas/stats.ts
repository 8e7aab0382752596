import { z } from 'zod'
import { TEAM_USAGE_MAX_LIMIT } from '../limits.ts'
import { jsonObject } from './json.ts'
import { expected, limit, object, optionalText, optionalUnlessEmpty, quoted } from './primitives.ts'
import { isTime } from './time.ts'

function calendar(what: string, isOne: (value: string) => boolean) {
  return optionalUnlessEmpty(
    z.string({ error: expected(what) }).refine(isOne, {
      error: issue => `must be ${what}, got ${quoted(String(issue.input))}`,
    }),
  )
}

const month = calendar('a month such as "2026-11"', value => isTime(`${value}-01T00:00:00Z`))
const date = calendar('a day such as "2026-11-21"', value => isTime(`${value}T00:00:00Z`))

/** `POST stats/team_usage`. */
export const TeamUsageBody = jsonObject(
  object({
    month,
    start_date: date,
    end_date: date,
    limit: limit(TEAM_USAGE_MAX_LIMIT),
    next: optionalText(),
  }),
)

const metric = z.object({
  total: z.number(),
  daily: z.array(z.object({ date: z.string(), value: z.number() })).exactOptional(),
})

/** How much a team uses. */
export const TeamUsageStatsSchema = z.object({
  team: z.string(),
  users_daily: metric,
  messages_daily: metric,
  translations_daily: metric,
  image_moderations_daily: metric,
  concurrent_users: metric,
  concurrent_connections: metric,
  users_total: metric,
  users_last_24_hours: metric,
  users_last_30_days: metric,
  users_month_to_date: metric,
  users_engaged_last_30_days: metric,
  users_engaged_month_to_date: metric,
  messages_total: metric,
  messages_last_24_hours: metric,
  messages_last_30_days: metric,
  messages_month_to_date: metric,
})

/** Reply of `POST stats/team_usage`. */
export const TeamUsageReply = z.object({
  teams: z.array(TeamUsageStatsSchema),
  next: z.string().exactOptional(),
  duration: z.string(),
})
