import type { FlagReport, ModerationResult, UserResponse } from '@parley/client'

export type { FlagReport }

/** Who flagged something, and why, as `GET /apps/{app}/flag_reports/{id}/flags` tells of it. */
export interface ReportedFlag {
  /** Null for what the server found itself. */
  readonly user: UserResponse | null
  readonly reason?: string
  readonly custom?: Readonly<Record<string, unknown>>
  readonly created_by_automod: boolean
  readonly moderation_result?: ModerationResult
  readonly created_at: string
}

/** What can be decided. */
export type Decision = 'dismiss' | 'delete_message' | 'ban_user'

/** What a report is about, in a few words. */
export function subjectOf({ message, user, message_user_id }: FlagReport): string {
  if (message === null) return 'A message that was deleted for good'
  if (message) return message.text || attachmentsOf(message.attachments) || 'A message without text'
  return `Flagged as a person: ${user?.name ?? message_user_id}`
}

function attachmentsOf(
  attachments: readonly { readonly type?: string; readonly title?: string }[] = [],
): string {
  return attachments
    .map(({ type = 'file', title }) => (title ? `[${type}: ${title}]` : `[${type}]`))
    .join(' ')
}

/** Who said it, or who was flagged. */
export function authorOf({ message, user }: FlagReport): UserResponse | null {
  return message?.user ?? user ?? null
}

const DECIDED: Readonly<Record<string, string>> = {
  dismiss: 'dismissed',
  delete_message: 'message deleted',
  ban_user: 'user banned',
}

/** What was decided about a report. */
export function decisionOf({ review_result, review_details }: FlagReport): string {
  const action = review_details?.action
  return (typeof action === 'string' ? DECIDED[action] : undefined) ?? review_result ?? ''
}
