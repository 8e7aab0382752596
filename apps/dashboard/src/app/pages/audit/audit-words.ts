import type { AuditEntry } from './audit-entry'

/** What stands between who did it and what it was done to. */
const ACTIONS: Readonly<Record<string, string>> = {
  'admin.access': 'changed the access of',
  'admin.create': 'joined as',
  'admin.password': 'changed the password of',
  'admin.recovery_codes': 'made new recovery codes of',
  'admin.second_factor': 'changed the second factor of',
  'app.authentication': 'changed the authentication of',
  'app.identity_provider.add': 'added an identity provider to',
  'app.identity_provider.remove': 'removed an identity provider of',
  'app.revoke_tokens': 'changed the revocation of tokens of',
  'app.secret.reveal': 'looked at',
  'app.settings': 'changed the settings of',
  'channel.batch': 'changed many of',
  'invitation.create': 'made an',
  'session.end': 'ended',
  'session.end_all': 'signed out everywhere as',
  'session.refuse': 'failed to sign in as',
  'session.start': 'signed in as',
  'user.delete_device': 'removed a device of',
  'user.disconnect': 'disconnected',
  'user.make_token': 'made a token of',
  'user.mute_channel': 'muted a channel for',
  'user.unmute_channel': 'unmuted a channel for',
}

/** What somebody did to their own account: it need not say whose. */
const TO_ONESELF: Readonly<Record<string, string>> = {
  'admin.create': 'joined',
  'admin.password': 'changed their password',
  'admin.recovery_codes': 'made new recovery codes',
  'admin.second_factor': 'changed their second factor',
  'session.end_all': 'signed out everywhere',
  'session.start': 'signed in',
}

/** The same of what is done to many kinds of things. */
const VERBS: Readonly<Record<string, string>> = {
  add: 'added',
  ban: 'banned',
  block: 'blocked',
  cancel: 'cancelled an',
  check: 'checked',
  create: 'created',
  deactivate: 'deactivated',
  delete: 'deleted',
  export: 'exported',
  forget: 'gave up',
  hide: 'hid',
  mark_read: 'marked as read',
  mute: 'muted',
  pause: 'paused',
  reactivate: 'reactivated',
  remove: 'removed',
  reopen: 'opened again',
  restore: 'restored',
  resume: 'resumed',
  retire: 'retired',
  retry: 'tried again',
  review: 'reviewed',
  revoke: 'revoked',
  send: 'sent',
  send_event: 'sent an event to',
  show: 'showed',
  start: 'started',
  test: 'tested',
  truncate: 'emptied',
  unban: 'lifted the ban of',
  unblock: 'unblocked',
  undelete: 'restored',
  unmute: 'unmuted',
  update: 'changed',
  update_member: 'changed a member of',
  upsert: 'saved',
}

/** `user.ban` is "banned". One that is not known here says what it is called. */
export function wordsOf(action: string): string {
  const verb = action.split('.').at(-1) ?? action
  return ACTIONS[action] ?? VERBS[verb] ?? `${verb.replaceAll('_', ' ')}:`
}

/** The whole of what was done: `changed the authentication of` and `app 3f2a`, or `signed in` and nothing. */
export function deedOf({ action, admin, target }: Pick<AuditEntry, 'action' | 'admin' | 'target'>): {
  readonly words: string
  readonly target: string
} {
  const own = target === `admin ${admin}` ? TO_ONESELF[action] : undefined
  return own === undefined ? { words: wordsOf(action), target } : { words: own, target: '' }
}

/** What the log can be narrowed to: the beginning of actions. */
export const AUDIT_KINDS: readonly (readonly [action: string, label: string])[] = [
  ['session', 'Sign-ins and sessions'],
  ['session.refuse', 'Failed sign-ins'],
  ['admin', 'Admins and their accounts'],
  ['invitation', 'Invitations'],
  ['app', 'Apps'],
  ['app.authentication', 'Authentication'],
  ['app.secret', 'API secrets'],
  ['user', 'Users'],
  ['user.make_token', 'Tokens made'],
  ['channel', 'Channels'],
  ['message', 'Messages'],
  ['channel_type', 'Channel types'],
  ['role', 'Roles'],
  ['permission', 'Permissions'],
  ['blocklist', 'Blocklists'],
  ['flag', 'Flags'],
  ['hook', 'Webhooks'],
  ['export', 'Exports'],
  ['import', 'Imports'],
]
