import { ChatError } from '@parley/protocol'
import type { BanRecord, MemberRecord, UserRecord } from './records.ts'

/** What of a user or a member says that they are banned. */
export type BanMarks = Pick<UserRecord, 'banned' | 'shadowBanned' | 'banExpiresAtUs'>

/** What a ban writes into the user's or the member's row; undefined lifts it. */
export function marksOf(ban: Pick<BanRecord, 'shadow' | 'expiresAtUs'> | undefined): BanMarks {
  if (!ban) return { banned: false, shadowBanned: false, banExpiresAtUs: undefined }
  return { banned: !ban.shadow, shadowBanned: ban.shadow, banExpiresAtUs: ban.expiresAtUs }
}

/** Whether something with an end still lasts. The clock is asked only when it matters. */
export function lasts(expiresAtUs: number | undefined, nowUs: () => number): boolean {
  return expiresAtUs === undefined || expiresAtUs > nowUs()
}

/** The acting user in a channel: the member, or the ban of who is none. */
export interface Standing {
  readonly member: MemberRecord | undefined
  /** Of somebody who is no member; members carry theirs themselves. */
  readonly ban?: BanRecord | undefined
}

/** Whether the user is banned from this very channel, so that they know. */
export function isBannedHere({ member, ban }: Standing, nowUs: () => number): boolean {
  if (member) return member.banned && lasts(member.banExpiresAtUs, nowUs)
  return ban !== undefined && !ban.shadow && lasts(ban.expiresAtUs, nowUs)
}

/** @throws ChatError `not_allowed` for who is banned from the channel. */
export function checkNotBannedHere(
  standing: Standing,
  cid: string,
  userId: string,
  nowUs: () => number,
): void {
  if (!isBannedHere(standing, nowUs)) return
  throw new ChatError('not_allowed', `user "${userId}" is banned from channel ${cid} and can’t write there`, {
    details: { reason: 'banned', cid, user_id: userId },
  })
}

/** Whether what the user writes here from now on is for nobody else's eyes. */
export function isShadowed(
  author: Pick<UserRecord, 'shadowBanned' | 'banExpiresAtUs'>,
  { member, ban }: Standing,
  nowUs: () => number,
): boolean {
  if (author.shadowBanned && lasts(author.banExpiresAtUs, nowUs)) return true
  if (member) return member.shadowBanned && lasts(member.banExpiresAtUs, nowUs)
  return ban?.shadow === true && lasts(ban.expiresAtUs, nowUs)
}

const MINUTE_US = 60_000_000

/** When something of so many minutes ends; undefined for never. */
export function endAfter(minutes: number | undefined, nowUs: number): number | undefined {
  return minutes === undefined ? undefined : nowUs + minutes * MINUTE_US
}
