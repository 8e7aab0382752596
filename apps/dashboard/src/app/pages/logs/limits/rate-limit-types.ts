/** Quotas in force, as `GET /apps/{app}/rate_limits` tells of them. */
export interface RateLimitsInForce {
  readonly enabled: boolean
  readonly since: string
  readonly limits: readonly Limit[]
  readonly busiest: readonly Busy[]
  readonly refused: readonly Refused[]
}

export interface Limit {
  readonly class: string
  readonly per: 'user' | 'address'
  readonly limit: number
  readonly window_seconds: number
  readonly endpoints: readonly string[]
}

interface Who {
  readonly endpoint: string
  readonly kind: 'user' | 'address' | 'server'
  /** A user's id or an address. */
  readonly id: string
}

export interface Busy extends Who {
  readonly used: number
  /** Null for who is never refused. */
  readonly limit: number | null
  /** From 0 to 1. */
  readonly share: number
  readonly resets_at: string
}

export interface Refused extends Who {
  readonly class: string | null
  readonly limit: number
  readonly window_seconds: number
  readonly count: number
  readonly first_at: string
  readonly last_at: string
}
