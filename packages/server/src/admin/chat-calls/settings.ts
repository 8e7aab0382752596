import type { Given } from '../../actions/chat/given.ts'
import { objectOf, textOf } from '../../actions/chat/given.ts'
import {
  appSettings,
  blocklist,
  channelType,
  command,
  permission,
  pushProvider,
} from '../../actions/chat/states.ts'
import { type ChatCall, changes, looks } from './chat-call.ts'

const named =
  (noun: string) =>
  ({ params, body }: Given): string =>
    `${noun} ${textOf(params.name ?? body.name)}`

const TYPES: readonly ChatCall[] = [
  looks('GET', '/channeltypes', 'List the channel types'),
  looks('GET', '/channeltypes/{name}', 'Get a channel type'),
  changes('POST', '/channeltypes', 'Make a channel type', {
    action: 'channel_type.create',
    target: named('channel type'),
    state: channelType,
  }),
  changes('PUT', '/channeltypes/{name}', 'Change a channel type', {
    action: 'channel_type.update',
    target: named('channel type'),
    state: channelType,
  }),
  changes('DELETE', '/channeltypes/{name}', 'Delete a channel type', {
    action: 'channel_type.delete',
    target: named('channel type'),
    state: channelType,
  }),
]

const ofPermission = ({ params, body }: Given): string => `permission ${textOf(params.id ?? body.id)}`

const ROLES: readonly ChatCall[] = [
  looks('GET', '/roles', 'List the roles'),
  changes('POST', '/roles', 'Make a role', { action: 'role.create', target: named('role') }),
  changes('DELETE', '/roles/{name}', 'Delete a role of your own', {
    action: 'role.delete',
    target: named('role'),
  }),
  looks('GET', '/permissions', 'List the permissions'),
  looks('GET', '/permissions/{id}', 'Get a permission'),
  changes('POST', '/permissions', 'Make a permission', {
    action: 'permission.create',
    target: ofPermission,
    state: permission,
  }),
  changes('PUT', '/permissions/{id}', 'Write a permission of your own anew', {
    action: 'permission.update',
    target: ofPermission,
    state: permission,
  }),
  changes('DELETE', '/permissions/{id}', 'Delete a permission of your own', {
    action: 'permission.delete',
    target: ofPermission,
    state: permission,
  }),
]

const COMMANDS: readonly ChatCall[] = [
  looks('GET', '/commands', 'List slash commands'),
  looks('GET', '/commands/{name}', 'Get a slash command'),
  changes('POST', '/commands', 'Add a slash command', {
    action: 'command.create',
    target: named('command'),
    state: command,
  }),
  changes('PUT', '/commands/{name}', 'Change a slash command', {
    action: 'command.update',
    target: named('command'),
    state: command,
  }),
  changes('DELETE', '/commands/{name}', 'Delete a slash command', {
    action: 'command.delete',
    target: named('command'),
    state: command,
  }),
]

const BLOCKLISTS: readonly ChatCall[] = [
  looks('GET', '/blocklists', 'List the blocklists'),
  looks('GET', '/blocklists/{name}', 'Get a blocklist'),
  changes('POST', '/blocklists', 'Make a list of words to look for in messages', {
    action: 'blocklist.create',
    target: named('blocklist'),
    state: blocklist,
  }),
  changes('PUT', '/blocklists/{name}', 'Put other words into a blocklist', {
    action: 'blocklist.update',
    target: named('blocklist'),
    state: blocklist,
  }),
  changes('DELETE', '/blocklists/{name}', 'Delete a blocklist', {
    action: 'blocklist.delete',
    target: named('blocklist'),
    state: blocklist,
  }),
]

const APP: readonly ChatCall[] = [
  { ...looks('GET', '/app', 'Get the app’s settings'), mayHoldSecrets: true },
  changes(
    'PATCH',
    '/app',
    'Change the app’s settings',
    { action: 'app.settings', target: () => 'settings', state: appSettings },
    {
      elsewhere: {
        keys: [
          'disable_auth_checks',
          'disable_permissions_checks',
          'guest_user_creation_disabled',
          'multi_tenant_enabled',
          'revoke_tokens_issued_before',
          'identity_providers',
        ],
        endpoint: 'PATCH /apps/{app}/authentication',
      },
    },
  ),
  looks('GET', '/rate_limits', 'See quotas and what is left of them'),
  looks('GET', '/usage', 'See monthly active users and the peaks of open sockets'),
  looks('POST', '/stats/team_usage', 'See what each team uses'),
]

function ofProvider({ params, body }: Given): string {
  const { type, name } = { ...objectOf(body.push_provider), ...params }
  return `push provider ${textOf(type)} ${textOf(name)}`.trim()
}

const PUSH: readonly ChatCall[] = [
  looks('GET', '/push_providers', 'List push providers, without their secrets'),
  changes('POST', '/push_providers', 'Add or change a push provider', {
    action: 'push_provider.upsert',
    target: ofProvider,
    state: pushProvider,
  }),
  changes('DELETE', '/push_providers/{type}/{name}', 'Delete a push provider', {
    action: 'push_provider.delete',
    target: ofProvider,
    state: pushProvider,
  }),
  changes('DELETE', '/push_providers/{type}', 'Delete the push provider without a name', {
    action: 'push_provider.delete',
    target: ofProvider,
    state: pushProvider,
  }),
  changes('POST', '/check_push', 'Try a push', {
    action: 'push_provider.check',
    target: ({ body }) => `user ${textOf(body.user_id)}`,
    keeps: ['message_id', 'push_provider_type', 'push_provider_name', 'skip_devices'],
  }),
]

/** That a queue was tried, which one, and whether it took the sample; who may write to it is not kept. */
const QUEUES: readonly ChatCall[] = [
  changes('POST', '/check_sqs', 'Send a sample to a queue of SQS', {
    action: 'hook.check',
    target: () => 'a queue of SQS',
    keeps: ['sqs_url', 'sqs_region'],
    made: ['status'],
  }),
  changes('POST', '/check_sns', 'Send a sample to a topic of SNS', {
    action: 'hook.check',
    target: () => 'a topic of SNS',
    keeps: ['sns_topic_arn', 'sns_region', 'sns_endpoint'],
    made: ['status'],
  }),
]

export const SETTINGS_CALLS: readonly ChatCall[] = [
  ...APP,
  ...TYPES,
  ...ROLES,
  ...COMMANDS,
  ...BLOCKLISTS,
  ...PUSH,
  ...QUEUES,
]
