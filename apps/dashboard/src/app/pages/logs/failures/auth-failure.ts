/** A credential that was refused, as `GET /auth_failures` tells of it. */
export interface AuthFailure {
  /** An API key; null for one that is none. */
  readonly app: string | null
  readonly code: number
  readonly name: string
  readonly title: string
  readonly reason: string
  readonly address: string
  /** Whom the token names; anybody may have written that. */
  readonly user_id: string | null
  readonly count: number
  readonly first_at: string
  readonly last_at: string
}

/** How often something was refused, and what to do about it. */
export interface CodeCount {
  readonly code: number
  readonly name: string
  readonly title: string
  readonly advice: string
  readonly count: number
}

export interface AuthFailures {
  readonly since: string
  readonly by_code: readonly CodeCount[]
  readonly failures: readonly AuthFailure[]
}
