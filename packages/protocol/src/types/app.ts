import type { ChannelConfig } from './channel-config.ts'
import type { Time } from './common.ts'

/** Development: dev tokens possible, few connections per user. */
export type AppMode = 'development' | 'production'

/** Which files may be uploaded. `size_limit` in bytes, 0 = default. */
export interface UploadConfig {
  allowed_file_extensions?: string[]
  blocked_file_extensions?: string[]
  allowed_mime_types?: string[]
  blocked_mime_types?: string[]
  size_limit?: number
}

/** Somebody else whose tokens the app takes. */
export interface IdentityProvider {
  /** Must equal the token's `iss`. */
  issuer: string
  /** https, except on loopback in development mode. */
  jwks_uri: string
  /** Must be among the token's `aud` when given. */
  audience?: string
  /** Asymmetric ones only, such as RS256, ES256, EdDSA. */
  algorithms: string[]
  /** The claim that holds the user id; `sub` unless given. */
  user_id_claim: string
  name_claim?: string
  teams_claim?: string
}

/** Where events are delivered to. */
export interface EventHook {
  id: string
  hook_type: string
  enabled: boolean
  event_types?: string[]
  created_at: Time
  updated_at: Time
  [setting: string]: unknown
}

/** An app's settings, as a server token sees them. */
export interface AppSettings {
  name: string
  organization: string
  mode: AppMode
  suspended: boolean
  suspended_explanation: string
  /** Channel type to its config. */
  channel_configs: Record<string, ChannelConfig>
  /** COMPAT: of an older permission system; always `{}`. */
  policies: Record<string, unknown>
  /** Grants of the app scope: role to permission ids. */
  grants: Record<string, string[]>
  /** Tokens of users that were issued before this are refused. */
  revoke_tokens_issued_before: Time | null
  /** Signatures of user tokens are not checked. Development mode only. */
  disable_auth_checks: boolean
  /** Everybody may do everything (the anonymous user still may not write). */
  disable_permissions_checks: boolean
  guest_user_creation_disabled: boolean
  multi_tenant_enabled: boolean
  enforce_unique_usernames: 'no' | 'app' | 'team'
  user_search_disallowed_roles: string[]
  identity_providers: IdentityProvider[]
  /** Open sockets of one user; absent: 50 in production, 10 in development. */
  max_connections_per_user?: number
  channel_hide_members_only: boolean
  permission_version: string
  async_url_enrich_enabled: boolean
  auto_translation_enabled: boolean
  shared_locations_enabled: boolean
  user_response_time_enabled: boolean
  image_moderation_enabled: boolean
  image_moderation_labels: string[]
  /** Seconds, 60–86400. */
  reminders_interval: number
  cdn_expiration_seconds: number
  before_message_send_hook_url: string
  custom_action_handler_url: string
  webhook_url: string
  webhook_events: string[]
  event_hooks: EventHook[]
  file_upload_config: UploadConfig
  image_upload_config: UploadConfig
  push_notifications: PushNotificationSettings
}

/** What of an app's settings its users may know. */
export type ClientAppSettings = Pick<
  AppSettings,
  | 'name'
  | 'async_url_enrich_enabled'
  | 'auto_translation_enabled'
  | 'file_upload_config'
  | 'guest_user_creation_disabled'
  | 'image_upload_config'
  | 'multi_tenant_enabled'
  | 'shared_locations_enabled'
>

/** How pushes are sent; the networks' settings are shown without their secrets. */
export interface PushNotificationSettings {
  version: string
  offline_only: boolean
  [network: string]: unknown
}
