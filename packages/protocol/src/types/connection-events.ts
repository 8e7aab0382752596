import type { Time } from './common.ts'
import type { OwnUser } from './user.ts'

/** The connection stands, or still stands. The first frame of a socket that was let in. */
export interface HealthCheckEvent {
  type: 'health.check'
  connection_id: string
  cid: '*'
  created_at: Time
  /** In the first frame only. */
  me?: OwnUser
  /** When it answers a client's frame that had an `id`. */
  reply_to?: string
}

/** The token ends soon: send `token.refresh`. */
export interface TokenExpiringEvent {
  type: 'connection.token_expiring'
  created_at: Time
  expires_at: Time
}

/** Answer to `token.refresh`: the new token counts from now on. */
export interface TokenRefreshedEvent {
  type: 'token.refreshed'
  created_at: Time
  /** Absent for a token that never expires. */
  expires_at?: Time
  reply_to?: string
}

/** Answer to `user.upgrade`: the same connection belongs to another user now. */
export interface UserUpgradedEvent {
  type: 'user.upgraded'
  created_at: Time
  connection_id: string
  me: OwnUser
  /** Watched before, no longer allowed. */
  lost_channels: string[]
  reply_to?: string
}

/** Events about the connection itself; only it gets them, and they are never logged. */
export interface ConnectionEventMap {
  'health.check': HealthCheckEvent
  'connection.token_expiring': TokenExpiringEvent
  'token.refreshed': TokenRefreshedEvent
  'user.upgraded': UserUpgradedEvent
}
