import type { AdminRole, AdminView } from '../../api/types'

export interface InvitationView {
  readonly id: string
  readonly email: string
  readonly role: AdminRole
  /** API keys; null for all apps. */
  readonly apps: readonly string[] | null
  readonly created_at: string
  readonly expires_at: string
}

/** An invitation that was just made; its link is told this once. */
export interface Invited {
  readonly invitation: InvitationView
  readonly url: string
}

/** `GET /admins` */
export interface AdminsReply {
  readonly admins: readonly AdminView[]
  /** How many owners there are. */
  readonly owners: number
  readonly next?: string
}
