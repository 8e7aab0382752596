import type { Time } from './common.ts'

/** Whose network carries a push. */
export type PushProviderName = 'apn' | 'firebase' | 'huawei' | 'xiaomi'

/** A device that may be pushed to. At most 25 per user. Source: spec/models.md §2. */
export interface Device {
  /** The token that the push network gave. */
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
}
