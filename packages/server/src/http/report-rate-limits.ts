import type { RateLimitInfo } from '@parley/protocol'
import type { RateLimitsQuery } from '@parley/protocol/schemas'
import type { z } from 'zod'
import type { RateLimits } from '../auth/rate-limits.ts'
import { invalidField } from '../util/invalid-input.ts'
import type { RateState } from '../util/rate-limiter.ts'
import type { AnyRoute } from './route.ts'

const PLATFORMS = ['server_side', 'android', 'ios', 'web'] as const

type Platform = (typeof PLATFORMS)[number]
type Counted = Pick<AnyRoute, 'name' | 'rate'>

/**
 * Quotas by platform and endpoint. Users are counted one by one here, so a
 * client platform's quota is that of a user who has not asked yet.
 */
export function reportRateLimits(
  limits: RateLimits,
  routes: readonly Counted[],
  appId: number,
  { endpoints, ...flags }: z.output<typeof RateLimitsQuery>,
): Partial<Record<Platform, Record<string, RateLimitInfo>>> {
  const asked = endpoints ? endpoints.map(name => routeNamed(routes, name)) : routes
  const some = PLATFORMS.some(platform => flags[platform])
  const report: Partial<Record<Platform, Record<string, RateLimitInfo>>> = {}
  for (const platform of PLATFORMS) {
    if (some && !flags[platform]) continue
    const subject =
      platform === 'server_side'
        ? ({ kind: 'server', appId } as const)
        : ({ kind: 'user', appId, userId: NOBODY } as const)
    report[platform] = Object.fromEntries(
      asked.map(({ name, rate }) => [name, toInfo(limits.peek(name, rate, subject))]),
    )
  }
  return report
}

/** No user's id. */
const NOBODY = '!nobody'

function routeNamed(routes: readonly Counted[], name: string): Counted {
  const found = routes.find(route => route.name === name)
  if (found) return found
  throw invalidField('endpoints', `has ${JSON.stringify(name.slice(0, 100))}, which is no endpoint`)
}

function toInfo({ limit, remaining, resetAtUs }: RateState): RateLimitInfo {
  return { limit, remaining, reset: Math.ceil(resetAtUs / 1_000_000) }
}
