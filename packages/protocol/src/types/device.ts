import type { Time } from './common.ts'

/** Whose network carries a push. */
export type PushProviderName = 'apn' | 'firebase' | 'huawei' | 'xiaomi' | 'web'

/** A device that may be pushed to. At most 25 per user. */
export interface Device {
  /** The token that the push network gave; of a browser, the address of its subscription. */
  id: string
  user_id: string
  push_provider: PushProviderName
  push_provider_name?: string
  created_at: Time
  /** The network refused the token. */
  disabled?: boolean
  disabled_reason?: string
}

/** A device to add; adding it again overwrites. */
export interface DeviceRequest {
  id: string
  push_provider: PushProviderName
  push_provider_name?: string | null
  /** Of a browser (`web`): `keys` of its `PushSubscription`. */
  web_push_keys?: WebPushKeys
}

/** `keys` of a browser's `PushSubscription`, base64url. */
export interface WebPushKeys {
  p256dh: string
  auth: string
}
