import { MEMBER_CUSTOM_MAX_BYTES } from '@parley/protocol'
import { invalidField } from '../util/invalid-input.ts'
import { customSize } from './custom-size.ts'
import type { ChannelRecord, Json, MemberRecord } from './records.ts'

export const DEFAULT_CHANNEL_ROLE = 'channel_member'
export const MODERATOR_ROLE = 'channel_moderator'

/** Built-in roles of users; they can't be roles in a channel. */
const USER_ROLES = new Set([
  'user',
  'guest',
  'anonymous',
  'admin',
  'moderator',
  'global_admin',
  'global_moderator',
])

const RESERVED = new Set([
  'user_id',
  'user',
  'role',
  'channel_role',
  'is_moderator',
  'status',
  'invited',
  'invite_accepted_at',
  'invite_rejected_at',
  'banned',
  'shadow_banned',
  'ban_expires',
  'archived',
  'archived_at',
  'pinned',
  'pinned_at',
  'notifications_muted',
  'created_at',
  'updated_at',
])

/** A member as a request names one, after the schema. */
export interface NewMember {
  readonly user_id: string
  readonly channel_role?: string | undefined
  readonly custom: Json
}

/**
 * Each user once, the last naming wins.
 * @throws ChatError `invalid_input` for a user's role as channel role.
 */
export function distinctMembers(members: readonly NewMember[]): NewMember[] {
  const byId = new Map<string, NewMember>()
  for (const member of members) {
    if (member.channel_role !== undefined) checkChannelRole(member.channel_role)
    byId.set(member.user_id, member)
  }
  return [...byId.values()]
}

/** @throws ChatError `invalid_input` for a built-in role of users. */
export function checkChannelRole(role: string): void {
  if (!USER_ROLES.has(role)) return
  throw invalidField(
    'channel_role',
    `must not be "${role}", a role of users; use channel_member, channel_moderator or one of your own`,
  )
}

/** @throws ChatError `invalid_input` above 5 KiB. */
export function checkMemberCustom(custom: Json): void {
  const bytes = customSize(custom)
  if (bytes <= MEMBER_CUSTOM_MAX_BYTES) return
  throw invalidField(
    'custom',
    `data of the member has ${bytes} bytes as JSON, at most ${MEMBER_CUSTOM_MAX_BYTES} are allowed`,
  )
}

export function isReservedMemberKey(key: string): boolean {
  return RESERVED.has(key)
}

/** How a membership begins. */
export interface Joining {
  readonly invited?: boolean
  /** Messages up to then stay hidden from the member. */
  readonly historyHiddenBeforeUs?: number | undefined
}

/** A new membership. It starts read: nobody is behind in a channel they just joined. */
export function newMember(
  channelPk: number,
  member: NewMember,
  atUs: number,
  joining: Joining = {},
): MemberRecord {
  return {
    channelPk,
    userId: member.user_id,
    channelRole: member.channel_role ?? DEFAULT_CHANNEL_ROLE,
    invited: joining.invited ?? false,
    inviteAcceptedAtUs: undefined,
    inviteRejectedAtUs: undefined,
    banned: false,
    shadowBanned: false,
    banExpiresAtUs: undefined,
    archivedAtUs: undefined,
    pinnedAtUs: undefined,
    hidden: false,
    historyHiddenBeforeUs: joining.historyHiddenBeforeUs,
    lastReadAtUs: atUs,
    lastReadMessageId: undefined,
    lastDeliveredAtUs: undefined,
    lastDeliveredMessageId: undefined,
    hasDrafts: false,
    custom: member.custom,
    createdAtUs: atUs,
    updatedAtUs: atUs,
  }
}

/** Invited and neither accepted nor rejected. */
export function isInvitePending(member: MemberRecord): boolean {
  return member.invited && member.inviteAcceptedAtUs === undefined && member.inviteRejectedAtUs === undefined
}

/** COMPAT: the older notion of a role, `owner` for who made the channel. */
export function legacyRole(channel: ChannelRecord, member: MemberRecord): 'owner' | 'moderator' | 'member' {
  if (member.channelRole === MODERATOR_ROLE) return 'moderator'
  return channel.createdById === member.userId ? 'owner' : 'member'
}
