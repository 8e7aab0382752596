import type { BuiltInChannelType } from './channel-types.ts'
import type { Grants, PermissionId } from './permissions.ts'

/** All that is granted in channels; an admin holds it everywhere. */
const ALL = [
  'add-links',
  'ban-channel-member',
  'ban-user',
  'create-call',
  'create-channel',
  'create-message',
  'create-attachment',
  'create-mention',
  'create-reaction',
  'create-system-message',
  'delete-attachment',
  'delete-channel',
  'delete-message',
  'delete-reaction',
  'flag-message',
  'join-call',
  'mute-channel',
  'pin-message',
  'read-channel',
  'read-channel-members',
  'read-message-flags',
  'recreate-channel',
  'remove-own-channel-membership',
  'run-message-action',
  'send-custom-event',
  'skip-channel-cooldown',
  'skip-message-moderation',
  'truncate-channel',
  'unblock-message',
  'update-channel',
  'update-channel-cooldown',
  'update-channel-frozen',
  'update-channel-members',
  'update-message',
  'upload-attachment',
] as const satisfies readonly PermissionId[]

type Held = (typeof ALL)[number]

/** What a member of a private channel does there; the types add to it or take away. */
const MEMBER = [
  'add-links',
  'create-message',
  'create-attachment',
  'create-mention',
  'create-reaction',
  'flag-message',
  'mute-channel',
  'read-channel',
  'read-channel-members',
  'remove-own-channel-membership',
  'run-message-action',
  'send-custom-event',
  'upload-attachment',
] as const satisfies readonly Held[]

/** What an owner does with what it owns, in every private type. */
const OWNER = [
  ...MEMBER,
  'delete-attachment',
  'delete-message',
  'delete-reaction',
  'update-message',
] as const satisfies readonly Held[]

const LIFECYCLE = [
  'delete-channel',
  'recreate-channel',
  'truncate-channel',
] as const satisfies readonly Held[]
const CHANNEL_EDITS = ['update-channel', 'update-channel-members'] as const satisfies readonly Held[]

function except(...without: readonly Held[]): Held[] {
  return ALL.filter(id => !without.includes(id))
}

function owned(...ids: readonly Held[]): PermissionId[] {
  return ids.map(id => `${id}-owner` as const)
}

function inAnyTeam(ids: readonly PermissionId[]): PermissionId[] {
  return ids.map(id => `${id}-any-team` as PermissionId)
}

/** Adds the two multi-tenant roles: what admin and moderator hold, in every team. */
function withGlobalRoles(grants: Grants & Record<'admin' | 'moderator', readonly PermissionId[]>): Grants {
  return {
    ...grants,
    global_admin: inAnyTeam(grants.admin),
    global_moderator: inAnyTeam(grants.moderator),
  }
}

/** Members act, others only in channels they created. Also what custom types start with. */
function messagingGrants(): Grants {
  return withGlobalRoles({
    admin: ALL,
    moderator: [...except(...LIFECYCLE), ...owned(...LIFECYCLE)],
    user: ['create-channel', ...owned(...OWNER, 'pin-message', ...LIFECYCLE, ...CHANNEL_EDITS)],
    channel_member: [...MEMBER, 'create-call', 'join-call', 'pin-message'],
    channel_moderator: except('ban-user', 'create-channel', ...LIFECYCLE),
  })
}

/** Everybody takes part, nobody needs to be a member. */
function livestreamGrants(): Grants {
  return withGlobalRoles({
    admin: ALL,
    moderator: except(...LIFECYCLE, ...CHANNEL_EDITS, 'remove-own-channel-membership'),
    user: [
      ...MEMBER.filter(id => id !== 'remove-own-channel-membership'),
      'create-channel',
      'join-call',
      ...owned('delete-attachment', 'delete-message', 'delete-reaction', 'pin-message', 'update-message'),
    ],
    channel_moderator: [
      'ban-channel-member',
      'create-call',
      'create-system-message',
      'delete-attachment',
      'delete-message',
      'delete-reaction',
      'pin-message',
      'read-message-flags',
      'skip-channel-cooldown',
      'skip-message-moderation',
      'unblock-message',
      'update-channel-cooldown',
      'update-channel-frozen',
      'update-message',
    ],
    guest: ['flag-message', 'join-call', 'mute-channel', 'read-channel', 'read-channel-members'],
    anonymous: ['join-call', 'read-channel', 'read-channel-members'],
  })
}

/** Only admins create channels. */
function gamingGrants(): Grants {
  return withGlobalRoles({
    admin: ALL,
    moderator: except(...LIFECYCLE, ...CHANNEL_EDITS, 'create-channel'),
    user: owned(...OWNER),
    channel_member: [...MEMBER, 'create-call', 'join-call'],
    channel_moderator: except('ban-user', 'create-channel', ...LIFECYCLE, ...CHANNEL_EDITS),
  })
}

/** Guests open channels of their own, for example with a shop's support. */
function commerceGrants(): Grants {
  return withGlobalRoles({
    admin: ALL,
    moderator: except(...LIFECYCLE),
    user: owned(...OWNER, 'pin-message', 'update-channel-members'),
    channel_member: [...MEMBER, 'join-call'],
    channel_moderator: except('ban-user', 'create-channel', ...LIFECYCLE),
    guest: [
      'add-links',
      'create-channel',
      'upload-attachment',
      ...owned(
        'delete-attachment',
        'delete-message',
        'delete-reaction',
        'flag-message',
        'mute-channel',
        'pin-message',
        'read-channel-members',
        'read-channel',
        'update-channel-members',
        'update-message',
      ),
    ],
  })
}

/**
 * What the roles may do in the channels of each built-in type.
 *
 * A role that is missing may do nothing. The order within a role has no meaning.
 */
export const DEFAULT_GRANTS: Readonly<Record<BuiltInChannelType, Grants>> = /* @__PURE__ */ (() => ({
  messaging: messagingGrants(),
  team: messagingGrants(),
  livestream: livestreamGrants(),
  gaming: gamingGrants(),
  commerce: commerceGrants(),
}))()

/** What the roles may do with users and flag reports. */
export const DEFAULT_APP_GRANTS: Grants = /* @__PURE__ */ (() => {
  const ofUser = ['flag-user', 'mute-user', 'search-user', 'update-user-owner'] as const
  const ofModerator = [...ofUser, 'read-flag-reports', 'update-flag-report'] as const
  const ofGlobal: readonly PermissionId[] = [
    'flag-user-any-team',
    'mute-user-any-team',
    'read-flag-reports-any-team',
    'search-user-any-team',
    'update-flag-report-any-team',
    'update-user-owner',
  ]
  return {
    admin: ofModerator,
    moderator: ofModerator,
    user: ofUser,
    guest: ofUser,
    global_admin: ofGlobal,
    global_moderator: ofGlobal,
  }
})()
