import { RATE_LIMIT_BAD_TOKENS_PER_MINUTE } from '@parley/protocol'
import { parseQuotaKey, type Quota, type RateLimits } from '../../auth/rate-limits.ts'
import type { RefusedRequests } from '../../auth/refused-requests.ts'
import type { AppRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { AdminDeps } from '../admins/admin-deps.ts'

const DEFAULT_LIMIT = 50

/**
 * Quotas, who is close to theirs or beyond, and who was refused lately. Of this node's memory:
 * `busiest` has the minute that runs, the fullest first; `refused` what was since `since`.
 */
export function rateLimitsInForce({ rateLimits }: AdminDeps, app: AppRecord, limit = DEFAULT_LIMIT) {
  const { enabled, refused } = rateLimits
  return {
    enabled,
    since: toRfc3339(refused.sinceUs),
    limits: limitsOf(rateLimits),
    busiest: busiestOf(rateLimits, app.id, limit),
    refused: refused
      .list(app.id)
      .slice(0, limit)
      .map(each => showRefused(rateLimits, each)),
  }
}

/** Refused credentials are counted apart, by address whatever the endpoint. */
const CREDENTIALS = {
  class: 'refused_credentials',
  per: 'address',
  limit: RATE_LIMIT_BAD_TOKENS_PER_MINUTE,
  window_seconds: 60,
  endpoints: [],
}

function limitsOf({ quotas, endpoints }: RateLimits) {
  const named = [...endpoints].sort(([one], [other]) => (one < other ? -1 : 1))
  const ofEndpoints = quotas.map(({ rateClass, limit, windowSeconds }) => ({
    class: rateClass,
    // Guests ask before they are somebody.
    per: rateClass === 'guest' ? 'address' : 'user',
    limit,
    window_seconds: windowSeconds,
    endpoints: named.filter(([, each]) => each === rateClass).map(([endpoint]) => endpoint),
  }))
  return [...ofEndpoints, CREDENTIALS]
}

/** What servers ask is counted and never refused: it comes last. */
function busiestOf(rateLimits: RateLimits, appId: number, limit: number) {
  const uses = [...rateLimits.uses(appId)].map(({ endpoint, key, used, resetAtUs }) => {
    const who = whoOf(key)
    const quota = rateLimits.enabled && who.kind !== 'server' ? minuteOf(rateLimits, endpoint) : undefined
    const share = quota ? used / quota.limit : 0
    return { endpoint, ...who, used, limit: quota?.limit ?? null, share, resets_at: toRfc3339(resetAtUs) }
  })
  return uses.sort((one, other) => other.share - one.share || other.used - one.used).slice(0, limit)
}

function minuteOf({ quotas, endpoints }: RateLimits, endpoint: string): Quota | undefined {
  const rateClass = endpoints.get(endpoint)
  return quotas.find(quota => quota.rateClass === rateClass && quota.windowSeconds === 60)
}

function showRefused({ endpoints }: RateLimits, refused: RefusedRequests) {
  const { endpoint, key, limit, windowSeconds, count, firstAtUs, lastAtUs } = refused
  return {
    endpoint,
    class: endpoints.get(endpoint) ?? null,
    ...whoOf(key),
    limit,
    window_seconds: windowSeconds,
    count,
    first_at: toRfc3339(firstAtUs),
    last_at: toRfc3339(lastAtUs),
  }
}

function whoOf(key: string) {
  const { kind, id } = parseQuotaKey(key)
  return { kind, id }
}
