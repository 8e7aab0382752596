import { type Given, several, textOf, textsOf } from '../../actions/chat/given.ts'
import { channel, member } from '../../actions/chat/states.ts'
import { type ChatCall, changes, looks } from './chat-call.ts'

const inPath = ({ params }: Given): string => `channel ${params.type}:${params.id}`
const made = ['channel.cid']
const actor = 'user_id'

const FINDING: readonly ChatCall[] = [
  looks('POST', '/channels', 'Find channels'),
  looks('GET', '/members', 'Find members of a channel'),
  looks('GET', '/search', 'Search messages'),
  looks('POST', '/threads', 'Query the threads of a user'),
  looks('GET', '/threads/{message_id}', 'Get the thread of a message'),
  changes('PATCH', '/threads/{message_id}', 'Change a thread’s title and custom data', {
    action: 'thread.update',
    target: ({ params }) => `thread ${params.message_id}`,
    keeps: ['set.title', 'unset'],
  }),
]

/** Literal paths come before those with parameters. */
const MANY: readonly ChatCall[] = [
  changes('POST', '/channels/delete', 'Delete many channels', {
    action: 'channel.delete',
    target: ({ body }) => several('channel', textsOf(body.cids)),
    keeps: ['hard_delete'],
    made: ['task_id'],
  }),
  changes('PUT', '/channels/batch', 'Do one thing to many channels', {
    action: 'channel.batch',
    target: () => 'channels of a filter',
    keeps: ['operation', 'filter'],
    made: ['task_id'],
  }),
  changes('POST', '/channels/read', 'Mark every channel read for a user', {
    action: 'channel.mark_read',
    target: ({ body }) => `channels of user ${textOf(body.user_id)}`,
  }),
]

const ONE: readonly ChatCall[] = [
  changes('POST', '/channels/{type}/query', 'Get or create the channel of some members', {
    action: 'channel.create',
    target: ({ params }) => `channel of type ${params.type}`,
    keeps: ['data.created_by_id', 'data.members', 'data.team'],
    made,
  }),
  {
    method: 'POST',
    path: '/channels/{type}/{id}/query',
    role: 'viewer',
    summary: 'Get a channel and pages of it; with `data`, create it',
    changesWith: 'data',
    change: { action: 'channel.create', target: inPath, state: channel, keeps: ['data.created_by_id'] },
  },
  changes('POST', '/channels/{type}/{id}', 'Update a channel and its members', {
    action: 'channel.update',
    target: inPath,
    state: channel,
    keeps: [
      actor,
      'add_members',
      'remove_members',
      'add_moderators',
      'demote_moderators',
      'assign_roles',
      'invites',
    ],
  }),
  changes('PATCH', '/channels/{type}/{id}', 'Change a channel in part', {
    action: 'channel.update',
    target: inPath,
    state: channel,
  }),
  changes('DELETE', '/channels/{type}/{id}', 'Delete a channel', {
    action: 'channel.delete',
    target: inPath,
    state: channel,
    keeps: ['hard_delete'],
  }),
  changes('POST', '/channels/{type}/{id}/truncate', 'Empty a channel of its messages', {
    action: 'channel.truncate',
    target: inPath,
    state: channel,
    keeps: ['hard_delete', 'truncated_at', actor],
  }),
]

const OF_MEMBERS: readonly ChatCall[] = [
  changes('POST', '/channels/{type}/{id}/hide', 'Hide a channel from a user', {
    action: 'channel.hide',
    target: inPath,
    keeps: [actor, 'clear_history'],
  }),
  changes('POST', '/channels/{type}/{id}/show', 'Show a hidden channel again', {
    action: 'channel.show',
    target: inPath,
    keeps: [actor],
  }),
  changes('POST', '/channels/{type}/{id}/read', 'Mark a channel read for a user', {
    action: 'channel.mark_read',
    target: inPath,
    keeps: [actor],
  }),
  changes('POST', '/channels/{type}/{id}/event', 'Send an event to the watchers of a channel', {
    action: 'channel.send_event',
    target: inPath,
    keeps: ['event.type', 'event.user_id'],
  }),
  changes('PATCH', '/channels/{type}/{id}/member/{user_id}', 'Change a membership in part', {
    action: 'channel.update_member',
    target: given => `member ${given.params.user_id} of ${inPath(given)}`,
    state: member,
  }),
]

export const CHANNEL_CALLS: readonly ChatCall[] = [...FINDING, ...MANY, ...OF_MEMBERS, ...ONE]
