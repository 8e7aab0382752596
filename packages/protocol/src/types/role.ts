import type { Duration, Time } from './common.ts'

/** A role of users, or of members. */
export interface Role {
  name: string
  /** Made by the app, not built in. */
  custom: boolean
  /** Where it has grants: `.app`, or names of channel types. */
  scopes: string[]
  /** COMPAT: the same list, as one backend SDK reads it. */
  scoped: string[]
  created_at: Time
  updated_at: Time
}

/** What a grant's id stands for. */
export interface PermissionObject {
  id: string
  name: string
  description: string
  /** Such as `CreateMessage`. */
  action: string
  /** Only on what one owns. */
  owner: boolean
  /** Only within one's teams; counts with multi-tenancy. */
  same_team: boolean
  /** A filter over `$subject.…` and `$target.…`; null: none. */
  condition: Record<string, unknown> | null
  /** Made by the app, not built in. */
  custom: boolean
  /** What it is granted for: the whole app, or channels. */
  level: 'app' | 'channel'
}

/** A permission as a server makes or rewrites it. */
export interface PermissionRequest {
  id: string
  name: string
  description?: string
  /** Such as `CreateMessage`, or `create-message`. */
  action: string
  owner?: boolean
  /** True unless given. */
  same_team?: boolean
  condition?: Record<string, unknown> | null
}

/** Reply of `POST roles`. */
export interface RoleResponse extends Duration {
  role: Role
}

/** Reply of `GET roles`: the built-in ones, then the app's by name. */
export interface RolesResponse extends Duration {
  roles: Role[]
}

/** Reply of `GET`, `POST` and `PUT permissions/{id}`. */
export interface PermissionResponse extends Duration {
  permission: PermissionObject
}

/** Reply of `GET permissions`: the built-in ones, then the app's by id. */
export interface PermissionsResponse extends Duration {
  permissions: PermissionObject[]
}
