/** What `POST /tokens/inspect` answers. */
export interface Inspection {
  readonly accepted: boolean
  readonly code: number | null
  readonly name: string | null
  readonly message: string
  readonly reason: string | null
  readonly advice: string | null
  readonly app: string | null
  readonly signed_by: string | null
  readonly signed_by_app: string | null
  readonly findings: readonly Finding[]
}

export interface Finding {
  readonly part: string
  readonly ok: boolean | null
  readonly says: string
}
