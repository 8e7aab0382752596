import type { Time } from './common.ts'
import type { UserResponse } from './user.ts'

/** A reaction. Custom data at the root. */
export interface ReactionResponse {
  message_id: string
  user_id: string
  user: UserResponse | null
  type: string
  /** A whole number, 1 unless given. */
  score: number
  emoji_code?: string
  created_at: Time
  updated_at: Time
  [custom: string]: unknown
}

/** All reactions of one type on one message. */
export interface ReactionGroup {
  count: number
  sum_scores: number
  first_reaction_at: Time
  last_reaction_at: Time
}

/**
 * A reaction to give. The same user's reaction of the same type is replaced.
 *
 * Any other key is custom data, 1 KiB at most.
 */
export interface ReactionRequest {
  /** 1–64 characters without spaces, `,`, `%` and `/`. */
  type: string
  /** 1 unless given. */
  score?: number
  emoji_code?: string
  /** Who reacts; server only. */
  user_id?: string
  /** Who reacts; server only, and upserted. */
  user?: { id: string; [custom: string]: unknown }
  [custom: string]: unknown
}
