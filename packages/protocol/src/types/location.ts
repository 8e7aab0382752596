import type { Duration, Time } from './common.ts'

/** Where somebody is or was, shared with a message. */
export interface SharedLocation {
  message_id: string
  channel_cid: string
  user_id: string
  /** Degrees, -90 to 90. */
  latitude: number
  /** Degrees, -180 to 180. */
  longitude: number
  created_by_device_id?: string
  /** Live until then; absent: a place that does not move. */
  end_at?: Time
  created_at: Time
  updated_at: Time
}

/** A location to send with a message. */
export interface SharedLocationRequest {
  latitude: number
  longitude: number
  /** Makes it live; must lie ahead. */
  end_at?: Time | null
  created_by_device_id?: string
}

/** Body of `PUT users/live_locations`: where the user is now, or until when it is live. */
export interface UpdateLiveLocationRequest {
  message_id: string
  /** Stays when absent; both or none. */
  latitude?: number
  longitude?: number
  /** Now, or the past: sharing stops. */
  end_at?: Time | null
  created_by_device_id?: string
}

/** Reply of `GET users/live_locations`. */
export interface LiveLocationsResponse extends Duration {
  /** The newest first. */
  active_live_locations: SharedLocation[]
}

/** Reply of `PUT users/live_locations`: the location at the root. */
export interface LiveLocationResponse extends SharedLocation, Duration {}
