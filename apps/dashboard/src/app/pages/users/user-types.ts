import type { UserResponse } from '@parley/client'

/** A user as those who run the app see them. */
export type ListedUser = UserResponse & {
  readonly teams: readonly string[]
  readonly shadow_banned: boolean
  readonly ban_expires: string | null
  /** Deleted for good: what is left is the id. */
  readonly erased: boolean
  readonly connections: number
  readonly deactivated_at?: string
  readonly deleted_at?: string
  readonly merged_into?: string
  readonly revoke_tokens_issued_before?: string
  readonly teams_role?: Readonly<Record<string, string>>
}

export interface UserPageOf {
  readonly users: readonly ListedUser[]
  readonly next?: string
}

export interface UserDetails {
  readonly user: ListedUser
  readonly custom: Readonly<Record<string, unknown>>
  readonly last_address: string | null
}

export interface UserConnection {
  readonly id: string
  readonly kind: 'regular' | 'guest' | 'anonymous'
  readonly address: string
  readonly transport: 'websocket' | 'longpoll'
  readonly sdk: string | null
  readonly user_agent: string | null
  readonly since: string
  readonly token_expires_at: string | null
  readonly secret_id: string | null
}

export const STANDINGS = [
  { name: 'all', label: 'All' },
  { name: 'online', label: 'Online' },
  { name: 'guest', label: 'Guests' },
  { name: 'banned', label: 'Banned' },
  { name: 'deactivated', label: 'Deactivated' },
  { name: 'deleted', label: 'Deleted' },
] as const

export type Standing = (typeof STANDINGS)[number]['name']

export const ORDERS = [
  { value: 'created_at', label: 'Newest first' },
  { value: 'last_active', label: 'Last active first' },
] as const

export type UserOrder = (typeof ORDERS)[number]['value']

/** What the table asks for; as it stands in the page's address. */
export interface Looking {
  readonly standing: Standing
  readonly search: string
  readonly filter: Readonly<Record<string, unknown>>
  readonly order: UserOrder
}

/** What a task in the background came to. */
export interface TaskView {
  readonly task_id: string
  readonly status: 'waiting' | 'running' | 'completed' | 'failed'
  readonly error?: { readonly description: string }
}
