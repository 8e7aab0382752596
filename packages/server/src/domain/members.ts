import { ChatError, MEMBER_CUSTOM_MAX_BYTES, MEMBERS_PER_REQUEST } from '@parley/protocol'
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

/** A member as a request names one. */
export interface NewMember {
  readonly userId: string
  readonly channelRole: string | undefined
  readonly custom: Json
}

/**
 * Ids or member objects of a request, each user once (the last wins).
 * @throws ChatError `invalid_input` above 100, for a user's role as channel role, for too much custom data.
 */
export function parseMembers(field: string, members: readonly unknown[]): NewMember[] {
  if (members.length > MEMBERS_PER_REQUEST) {
    throw new ChatError(
      'invalid_input',
      `${field} has ${members.length} entries, at most ${MEMBERS_PER_REQUEST} are allowed`,
    )
  }
  const byId = new Map<string, NewMember>()
  for (const entry of members) {
    const member = parseMember(field, entry)
    byId.set(member.userId, member)
  }
  return [...byId.values()]
}

function parseMember(field: string, entry: unknown): NewMember {
  if (typeof entry === 'string' && entry !== '') return { userId: entry, channelRole: undefined, custom: {} }
  const object: Json = typeof entry === 'object' && entry !== null ? (entry as Json) : {}
  const { user_id: userId, channel_role: role } = object
  if (typeof userId !== 'string' || userId === '') {
    throw new ChatError('invalid_input', `${field} must hold user ids, or objects with user_id`)
  }
  const channelRole = typeof role === 'string' && role !== '' ? role : undefined
  if (channelRole !== undefined) checkChannelRole(channelRole)
  return { userId, channelRole, custom: memberCustom(object) }
}

/** @throws ChatError `invalid_input` for a built-in role of users. */
export function checkChannelRole(role: string): void {
  if (!USER_ROLES.has(role)) return
  throw new ChatError(
    'invalid_input',
    `channel_role "${role}" is a role of users; use channel_member, channel_moderator or one of your own`,
  )
}

/** What of a member's keys is custom data; at most 5 KiB. */
export function memberCustom(object: Json): Json {
  const custom: Record<string, unknown> = {}
  for (const [key, value] of Object.entries(object)) {
    if (!RESERVED.has(key) && value !== undefined) custom[key] = value
  }
  checkMemberCustom(custom)
  return custom
}

/** @throws ChatError `invalid_input` above 5 KiB. */
export function checkMemberCustom(custom: Json): void {
  const bytes = customSize(custom)
  if (bytes <= MEMBER_CUSTOM_MAX_BYTES) return
  throw new ChatError(
    'invalid_input',
    `custom data of the member has ${bytes} bytes as JSON, at most ${MEMBER_CUSTOM_MAX_BYTES} are allowed`,
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
    userId: member.userId,
    channelRole: member.channelRole ?? DEFAULT_CHANNEL_ROLE,
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

/** Whether a ban of this channel holds now. */
export function isBannedHere(member: MemberRecord | undefined, nowUs: number): boolean {
  if (!member?.banned || member.shadowBanned) return false
  return member.banExpiresAtUs === undefined || member.banExpiresAtUs > nowUs
}
