import type { Member } from '@parley/protocol'
import { lasts } from '../../domain/bans.ts'
import { isInvitePending, legacyRole, MODERATOR_ROLE } from '../../domain/members.ts'
import type { ChannelRecord, MemberRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { People } from './people.ts'

/** The membership as the wire shows it, custom data at the root. */
export function toMember(channel: ChannelRecord, member: MemberRecord, people: People): Member {
  const response: Member = {
    ...member.custom,
    user_id: member.userId,
    user: people.userOrGhost(member.userId),
    role: legacyRole(channel, member),
    channel_role: member.channelRole,
    status: statusOf(member),
    banned: member.banned && lasts(member.banExpiresAtUs, people.nowUs),
    // A secret: only lists for servers say it (`query-members.ts`).
    shadow_banned: false,
    notifications_muted: false,
    created_at: toRfc3339(member.createdAtUs),
    updated_at: toRfc3339(member.updatedAtUs),
  }
  if (member.channelRole === MODERATOR_ROLE) response.is_moderator = true
  if (member.invited) response.invited = true
  addTimes(response, member)
  if (response.banned && member.banExpiresAtUs !== undefined) {
    response.ban_expires = toRfc3339(member.banExpiresAtUs)
  }
  return response
}

function statusOf(member: MemberRecord): Member['status'] {
  if (isInvitePending(member)) return 'invited'
  return member.inviteRejectedAtUs === undefined ? 'member' : 'rejected'
}

function addTimes(response: Member, member: MemberRecord): void {
  if (member.inviteAcceptedAtUs !== undefined) {
    response.invite_accepted_at = toRfc3339(member.inviteAcceptedAtUs)
  }
  if (member.inviteRejectedAtUs !== undefined) {
    response.invite_rejected_at = toRfc3339(member.inviteRejectedAtUs)
  }
  // Absent, not null, when unset: that is how SDKs tell.
  if (member.archivedAtUs !== undefined) response.archived_at = toRfc3339(member.archivedAtUs)
  if (member.pinnedAtUs !== undefined) response.pinned_at = toRfc3339(member.pinnedAtUs)
}
