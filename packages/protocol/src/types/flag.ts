import type { Duration, Filter, Time } from './common.ts'
import type { MessageResponse } from './message.ts'
import type { UserResponse } from './user.ts'

/** What the server itself found in a message. */
export interface ModerationResult {
  message_id: string
  action: 'flag' | 'block'
  /** `blocklist`. */
  moderated_by: string
  blocked_word?: string
  blocklist_name?: string
  created_at: Time
  updated_at: Time
}

/** Somebody, or the server, wants a message or a user to be looked at. */
export interface Flag {
  /** Who flagged; null for the server. */
  user: UserResponse | null
  target_message_id?: string
  /** The user flagged, or the author of the message. */
  target_user: UserResponse | null
  reason?: string
  custom?: Record<string, unknown>
  created_by_automod: boolean
  created_at: Time
  updated_at: Time
}

/** A flag of a message, for those who moderate. */
export interface MessageFlag {
  /** Who flagged; null for the server. */
  user: UserResponse | null
  /** Null when it was deleted for good. */
  message: MessageResponse | null
  reason?: string
  custom?: Record<string, unknown>
  created_by_automod: boolean
  /** What the server found; absent on flags of users. */
  moderation_result?: ModerationResult
  created_at: Time
  updated_at: Time
  reviewed_at?: Time
  reviewed_by?: UserResponse | null
  approved_at?: Time
  rejected_at?: Time
}

/** All flags of one message, or of one user, as one thing to decide about. */
export interface FlagReport {
  id: string
  /** Absent on a report of a user; null when the message was deleted for good. */
  message?: MessageResponse | null
  /** The user flagged; on reports of users only. */
  user?: UserResponse | null
  flags_count: number
  /** The message's author, or the user flagged. */
  message_user_id: string
  /** On reports of messages only. */
  channel_cid?: string
  created_at: Time
  updated_at: Time
  /** Absent until somebody decided. */
  review_result?: string
  review_details?: Record<string, unknown>
  reviewed_at?: Time
  reviewed_by?: UserResponse | null
}

/** Body of `POST moderation/flag` and, but for the last two, `POST moderation/unflag`; one target. */
export interface FlagRequest {
  target_message_id?: string
  target_user_id?: string
  reason?: string
  /** 5 KiB as JSON. */
  custom?: Record<string, unknown>
  /** Who flags; server only. */
  user_id?: string
}

/** Reply of `POST moderation/flag`. */
export interface FlagResponse extends Duration {
  flag: Flag
}

/** `payload` of `GET moderation/flags/message`. */
export interface QueryMessageFlagsRequest {
  /** `user_id` (the message's author), `channel_cid team is_reviewed reason created_by_automod created_at`. */
  filter_conditions?: Filter
  /** 25 unless given, at most 100. */
  limit?: number
  /** At most 1000. */
  offset?: number
}

/** Reply of `GET moderation/flags/message`, the newest first. */
export interface QueryMessageFlagsResponse extends Duration {
  flags: MessageFlag[]
}

/** Body of `POST moderation/reports`. */
export interface QueryFlagReportsRequest {
  /** `report_id message_id user_id channel_cid team is_reviewed review_result reviewed_by flags_count created_at updated_at reviewed_at`. */
  filter_conditions?: Filter
  /** 25 unless given, at most 100. */
  limit?: number
  /** At most 1000. */
  offset?: number
}

/** Reply of `POST moderation/reports`, the newest first. */
export interface QueryFlagReportsResponse extends Duration {
  flag_reports: FlagReport[]
}

/** Body of `PATCH moderation/reports/{id}`. */
export interface ReviewFlagReportRequest {
  /** `approved` and `rejected` are shown on the flags, too; any other word is the app's own. */
  review_result: string
  review_details?: Record<string, unknown>
  /** Who decided; server only. */
  user_id?: string
}

/** Reply of `PATCH moderation/reports/{id}`. */
export interface ReviewFlagReportResponse extends Duration {
  flag_report: FlagReport
}
