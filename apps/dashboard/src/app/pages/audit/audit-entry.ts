import type { JsonObject } from '../../ui/parse-json-object'

/** One change, as `GET /audit` tells of it. */
export interface AuditEntry {
  readonly id: number
  readonly at: string
  /** Null for the server itself. */
  readonly admin_id: string | null
  /** The e-mail address that the admin had. */
  readonly admin: string
  /** An API key; null for what concerns no app, or one that is gone. */
  readonly app: string | null
  readonly action: string
  readonly target: string
  readonly before: JsonObject | null
  readonly after: JsonObject | null
  readonly address: string
}

export interface AuditReply {
  readonly entries: readonly AuditEntry[]
  readonly next?: string
}
