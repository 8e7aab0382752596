import type { Duration, Time } from './common.ts'
import type { PushProviderName } from './device.ts'
import type { PushPreferences } from './user.ts'

/**
 * How pushes reach one kind of device. An app has at most 25, told apart by type and name.
 *
 * Secrets are written, never read: they are absent from replies.
 */
export interface PushProvider {
  type: PushProviderName
  /** `""` for the one that devices without a provider's name use. */
  name: string
  description?: string
  /** Nothing is sent through it from then on. */
  disabled_at?: Time
  disabled_reason?: string
  apn_key_id?: string
  apn_team_id?: string
  /** The app's bundle id. */
  apn_topic?: string
  /** Use Apple's sandbox. */
  apn_development?: boolean
  apn_notification_template?: string
  firebase_notification_template?: string
  firebase_data_template?: string
  firebase_apn_template?: string
  huawei_app_id?: string
  xiaomi_package_name?: string
  /** To give to browsers; made with the private one unless given. */
  vapid_public_key?: string
  /** Whom a push service may ask, `mailto:` or `https:`. */
  vapid_subject?: string
  web_notification_template?: string
  /** Notification templates of `message.updated` and `reaction.new`, which push nothing without one. */
  event_templates?: Record<string, string>
  /** Another address than the network's own. */
  api_url?: string
  /** Likewise, where access tokens are got. */
  auth_url?: string
  created_at: Time
  updated_at: Time
}

/** Body of `POST push_providers`. */
export interface PushProviderRequest extends Partial<Omit<PushProvider, 'created_at' | 'updated_at'>> {
  type: PushProviderName
  /** PEM of a `.p8` key. */
  apn_auth_key?: string
  /** JSON of a service account. */
  firebase_credentials?: string
  huawei_app_secret?: string
  xiaomi_app_secret?: string
  vapid_private_key?: string
}

/** Reply of `POST push_providers`. */
export interface PushProviderResponse extends Duration {
  push_provider: PushProvider
}

/** Reply of `GET push_providers`. */
export interface PushProvidersResponse extends Duration {
  push_providers: PushProvider[]
}

/** What somebody wants to be pushed, everywhere or in one channel. */
export interface PushPreferenceRequest {
  /** Server only. */
  user_id?: string
  /** For this channel alone. */
  channel_cid?: string
  chat_level?: 'all' | 'mentions' | 'none' | 'default'
  call_level?: 'all' | 'none' | 'default'
  /** Nothing until then. */
  disabled_until?: Time | null
  /** Takes `disabled_until` back. */
  remove_disable?: boolean
}

/** Reply of `POST push_preferences`: by user, and by user and cid. */
export interface PushPreferencesResponse extends Duration {
  user_preferences: Record<string, PushPreferences>
  user_channel_preferences: Record<string, Record<string, PushPreferences>>
}

/** Body of `POST check_push`. */
export interface CheckPushRequest {
  /** A message of one of the user's channels unless given. */
  message_id?: string
  user_id?: string
  apn_template?: string
  firebase_template?: string
  firebase_data_template?: string
  push_provider_type?: PushProviderName
  push_provider_name?: string
  /** Render only. */
  skip_devices?: boolean
}

/** Reply of `POST check_push`. */
export interface CheckPushResponse extends Duration {
  /** Device id to what went wrong. */
  device_errors: Record<string, { provider: string; provider_name: string; error_message: string }>
  general_errors: string[]
  skip_devices: boolean
  /** JSON. */
  rendered_apn_template: string
  rendered_firebase_template: string
  /** The data that a push carries. */
  rendered_message: Record<string, string>
}

/** Reply of `POST check_sqs` and `POST check_sns`. */
export interface CheckQueueResponse extends Duration {
  status: 'ok' | 'error'
  /** `""` when all is well. */
  error: string
  data: Record<string, unknown>
}
