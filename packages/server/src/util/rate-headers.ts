import type { RateState } from './rate-limiter.ts'

/** Nobody is held to this one; PHP's SDK wants a number above 0 whatever happens. */
export const UNLIMITED = 1_000_000

/** The quota of whoever is not counted, or was refused before counting. */
export function unlimited(nowUs: number): RateState {
  return { allowed: true, limit: UNLIMITED, remaining: UNLIMITED, resetAtUs: nowUs + 60_000_000 }
}

/** What every reply says of its quota. */
export function rateHeaders({ limit, remaining, resetAtUs }: RateState): Record<string, string> {
  return {
    'x-ratelimit-limit': String(limit),
    'x-ratelimit-remaining': String(remaining),
    'x-ratelimit-reset': String(Math.ceil(resetAtUs / 1_000_000)),
  }
}
