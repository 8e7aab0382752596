/**
 * Actions and the kind of thing each is done to.
 *
 * An action's kind says who owns the thing: a channel its creator, a message its sender, an
 * attachment its uploader, a user itself.
 */
export const ACTIONS = {
  'add-links': 'channel',
  'add-own-channel-membership': 'channel',
  'ban-channel-member': 'channel',
  'create-attachment': 'channel',
  'create-call': 'channel',
  'create-channel': 'channel',
  'create-distinct-channel-for-others': 'channel',
  'create-mention': 'channel',
  'create-message': 'channel',
  'create-reaction': 'channel',
  'create-system-message': 'channel',
  'delete-channel': 'channel',
  'delete-reaction': 'channel',
  'flag-message': 'channel',
  'join-call': 'channel',
  'mute-channel': 'channel',
  'pin-message': 'channel',
  'read-channel': 'channel',
  'read-channel-members': 'channel',
  'read-message-flags': 'channel',
  'recreate-channel': 'channel',
  'remove-own-channel-membership': 'channel',
  'send-custom-event': 'channel',
  'skip-channel-cooldown': 'channel',
  'skip-message-moderation': 'channel',
  'truncate-channel': 'channel',
  'update-channel': 'channel',
  'update-channel-cooldown': 'channel',
  'update-channel-frozen': 'channel',
  'update-channel-members': 'channel',
  'upload-attachment': 'channel',
  'use-frozen-channel': 'channel',
  'delete-message': 'message',
  'run-message-action': 'message',
  'unblock-message': 'message',
  'update-message': 'message',
  'delete-attachment': 'attachment',
  'ban-user': 'user',
  'create-restricted-visibility-message': 'user',
  'flag-user': 'user',
  'mute-user': 'user',
  'read-disabled-channel': 'user',
  'read-restricted-visibility-message': 'user',
  'search-user': 'user',
  'update-user': 'user',
  'update-user-role': 'user',
  'update-user-teams': 'user',
  'read-flag-reports': 'flag_report',
  'update-flag-report': 'flag_report',
  'close-poll': 'poll',
  'create-poll': 'poll',
  'delete-poll': 'poll',
  'query-polls': 'poll',
  'update-poll': 'poll',
  'cast-vote': 'channel',
  'query-votes': 'channel',
  'send-poll': 'channel',
} as const

/** What somebody may want to do. */
export type Action = keyof typeof ACTIONS

/** What something is done to. */
export type Resource = (typeof ACTIONS)[Action]

/**
 * `<action>[-owner][-any-team]`.
 *
 * `-owner`: only on what one owns. `-any-team`: also outside of one's teams; counts with
 * multi-tenancy only.
 */
export type PermissionId = `${Action}${'' | '-owner'}${'' | '-any-team'}`

/** A permission id, taken apart. */
export interface Permission {
  action: Action
  /** Only on what the subject owns. */
  owner: boolean
  /** Also in teams that the subject is not in. */
  anyTeam: boolean
}

const OWNER = '-owner'
const ANY_TEAM = '-any-team'

/** Takes a permission id apart; undefined when it names no built-in permission. */
export function parsePermissionId(id: string): Permission | undefined {
  const anyTeam = id.endsWith(ANY_TEAM)
  const withOwner = anyTeam ? id.slice(0, -ANY_TEAM.length) : id
  const owner = withOwner.endsWith(OWNER)
  const action = owner ? withOwner.slice(0, -OWNER.length) : withOwner
  return isAction(action) ? { action, owner, anyTeam } : undefined
}

/** Puts a permission id together. */
export function formatPermissionId({ action, owner, anyTeam }: Permission): PermissionId {
  return `${action}${owner ? OWNER : ''}${anyTeam ? ANY_TEAM : ''}`
}

/** Whether this is an action's name. */
export function isAction(text: string): text is Action {
  return Object.hasOwn(ACTIONS, text)
}

/** Whether this is the id of a built-in permission. */
export function isPermissionId(text: string): text is PermissionId {
  return parsePermissionId(text) !== undefined
}

/** Every built-in permission id: each action plain, for owners, for any team, and both. */
export function builtInPermissionIds(): PermissionId[] {
  return (Object.keys(ACTIONS) as Action[]).flatMap(action =>
    [false, true].flatMap(anyTeam =>
      [false, true].map(owner => formatPermissionId({ action, owner, anyTeam })),
    ),
  )
}

/** `create-channel` as `CreateChannel`: how the `action` of a permission object spells it. */
export function actionName(action: Action): string {
  return action.replace(/(^|-)([a-z])/g, (_, _dash: string, letter: string) => letter.toUpperCase())
}

/** The action by its name in either spelling, `create-channel` or `CreateChannel`. */
export function findAction(text: string): Action | undefined {
  if (isAction(text)) return text
  return (Object.keys(ACTIONS) as Action[]).find(action => actionName(action) === text)
}

/** One entry of a channel's own grants: `update-message` gives, `!update-message` takes away. */
export interface GrantModifier {
  /** Of a built-in permission, or of one of the app's own. */
  id: string
  revoke: boolean
}

/** Reads a modifier; whether there is such a permission is not its to say. */
export function parseGrantModifier(text: string): GrantModifier {
  const revoke = text.startsWith('!')
  return { id: revoke ? text.slice(1) : text, revoke }
}

/** Roles a user may have; custom ones come on top. */
export const USER_ROLES = [
  'user',
  'guest',
  'anonymous',
  'admin',
  'moderator',
  'global_moderator',
  'global_admin',
] as const

/** Roles a membership may have; custom ones come on top. */
export const CHANNEL_ROLES = ['channel_member', 'channel_moderator'] as const

/** A built-in role of users. */
export type UserRole = (typeof USER_ROLES)[number]
/** A built-in role of members. */
export type ChannelRole = (typeof CHANNEL_ROLES)[number]

/** Role to permission ids, within one scope. */
export type Grants = Readonly<Record<string, readonly PermissionId[]>>
