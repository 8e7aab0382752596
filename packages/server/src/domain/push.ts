import { parseTime } from '../util/time.ts'
import type { Json, UserRecord } from './records.ts'

/** What decides whether somebody wants a push, beside mutes and blocks. */
export interface PushWish {
  readonly user: Pick<UserRecord, 'pushPreferences' | 'deactivatedAtUs' | 'deletedAtUs'>
  /** Of this channel alone; what it does not say, the user's own does. */
  readonly ofChannel: Json | undefined
  readonly isMentioned: boolean
}

/** Whether the user's preferences let this push through. */
export function wantsPush({ user, ofChannel, isMentioned }: PushWish, nowUs: number): boolean {
  if (user.deactivatedAtUs !== undefined || user.deletedAtUs !== undefined) return false
  const preferences = user.pushPreferences
  if (isOff(ofChannel, nowUs) || isOff(preferences, nowUs)) return false
  const level = ofChannel?.chat_level ?? preferences?.chat_level ?? 'all'
  return level === 'all' || (level === 'mentions' && isMentioned)
}

function isOff(preferences: Json | undefined, nowUs: number): boolean {
  const until = preferences?.disabled_until
  return typeof until === 'string' && (parseTime(until) ?? 0) > nowUs
}

/** What of preferences a request changes; `default` and null bring the default back. */
export interface PreferenceChange {
  readonly chat_level?: string | undefined
  readonly call_level?: string | undefined
  readonly disabled_until?: string | null | undefined
  readonly remove_disable?: boolean | undefined
}

/** The preferences after a change: what it does not say stays. */
export function changePreferences(before: Json | undefined, change: PreferenceChange): Json {
  const next: Record<string, unknown> = { ...before }
  for (const key of ['chat_level', 'call_level'] as const) {
    const level = change[key]
    if (level === 'default') delete next[key]
    else if (level !== undefined) next[key] = level
  }
  if (change.remove_disable === true || change.disabled_until === null) delete next.disabled_until
  else if (change.disabled_until !== undefined) next.disabled_until = change.disabled_until
  return next
}
