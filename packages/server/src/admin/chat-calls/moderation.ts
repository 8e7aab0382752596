import { type Given, several, textOf, textsOf } from '../../actions/chat/given.ts'
import { accounts, flagReport } from '../../actions/chat/states.ts'
import { type ChatCall, changes, looks } from './chat-call.ts'

const target = ({ query, body }: Given): string[] => textsOf([body.target_user_id ?? query.target_user_id])
const ofTarget = (given: Given): string => several('user', target(given))
const ofActor = ({ body }: Given): string => `user ${textOf(body.user_id)}`

function ofFlagged({ body }: Given): string {
  return body.target_message_id === undefined
    ? `user ${textOf(body.target_user_id)}`
    : `message ${textOf(body.target_message_id)}`
}

const BANS: readonly ChatCall[] = [
  looks('GET', '/query_banned_users', 'Find bans'),
  looks('GET', '/query_future_channel_bans', 'Find bans from channels yet to be made'),
  changes('POST', '/moderation/ban', 'Ban a user', {
    action: 'user.ban',
    target: ofTarget,
    state: accounts(target),
    keeps: [
      'type',
      'id',
      'timeout',
      'reason',
      'shadow',
      'ip_ban',
      'ban_from_future_channels',
      'delete_messages',
      'banned_by_id',
    ],
  }),
  changes('DELETE', '/moderation/ban', 'Lift a ban', {
    action: 'user.unban',
    target: ofTarget,
    state: accounts(target),
    keeps: ['type', 'id', 'shadow', 'remove_future_channels_ban', 'created_by'],
  }),
]

const MUTES: readonly ChatCall[] = [
  changes('POST', '/moderation/mute', 'Mute users for a user', {
    action: 'user.mute',
    target: ofActor,
    keeps: ['target_id', 'target_ids', 'timeout'],
  }),
  changes('POST', '/moderation/unmute', 'Unmute users for a user', {
    action: 'user.unmute',
    target: ofActor,
    keeps: ['target_id', 'target_ids'],
  }),
  changes('POST', '/moderation/mute/channel', 'Mute channels for a user', {
    action: 'user.mute_channel',
    target: ofActor,
    keeps: ['channel_cid', 'channel_cids', 'expiration'],
  }),
  changes('POST', '/moderation/unmute/channel', 'Take the mute of channels back', {
    action: 'user.unmute_channel',
    target: ofActor,
    keeps: ['channel_cid', 'channel_cids'],
  }),
]

const FLAGS: readonly ChatCall[] = [
  looks('GET', '/moderation/flags/message', 'Find flags of messages'),
  looks('POST', '/moderation/reports', 'Find what was flagged'),
  changes('POST', '/moderation/flag', 'Flag a message or a user', {
    action: 'flag.create',
    target: ofFlagged,
    keeps: ['reason', 'user_id'],
  }),
  changes('POST', '/moderation/unflag', 'Take a flag back', {
    action: 'flag.delete',
    target: ofFlagged,
    keeps: ['user_id'],
  }),
  changes('PATCH', '/moderation/reports/{id}', 'Decide about a flag report', {
    action: 'flag.review',
    target: ({ params }) => `flag report ${params.id}`,
    state: flagReport,
    keeps: ['user_id'],
  }),
]

export const MODERATION_CALLS: readonly ChatCall[] = [...BANS, ...MUTES, ...FLAGS]
