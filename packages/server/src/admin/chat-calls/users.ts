import { type Given, objectOf, several, textOf, textsOf } from '../../actions/chat/given.ts'
import { accounts, profiles } from '../../actions/chat/states.ts'
import { type ChatCall, changes, looks } from './chat-call.ts'

const listed = ({ body }: Given): string[] => textsOf(body.user_ids)
const inPath = ({ params }: Given): string[] => textsOf([params.id])
const upserted = ({ body }: Given): string[] => textsOf(Object.keys(objectOf(body.users)))

function patched({ body }: Given): string[] {
  const users = Array.isArray(body.users) ? body.users : []
  return textsOf(users.map(user => objectOf(user).id))
}

const targetsOf = (ids: (given: Given) => readonly string[]) => (given: Given) => several('user', ids(given))
const ofUser = ({ query, body }: Given): string => `user ${textOf(body.user_id ?? query.user_id)}`

const REVOCATION = { confirmedWith: 'revoke_tokens_issued_before' } as const
const CONTENT = ['mark_messages_deleted', 'mark_channels_deleted', 'created_by_id']
const RESTORED = ['restore_messages', 'restore_channels', 'created_by_id', 'name']

const PROFILES: readonly ChatCall[] = [
  looks('GET', '/users', 'Find users'),
  changes(
    'POST',
    '/users',
    'Create users, or replace them',
    { action: 'user.upsert', target: targetsOf(upserted), state: profiles(upserted) },
    REVOCATION,
  ),
  changes(
    'PATCH',
    '/users',
    'Change users in part, revoke their tokens',
    { action: 'user.update', target: targetsOf(patched), state: profiles(patched) },
    REVOCATION,
  ),
]

const MANY: readonly ChatCall[] = [
  changes('POST', '/users/delete', 'Delete users', {
    action: 'user.delete',
    target: targetsOf(listed),
    state: accounts(listed),
    keeps: ['user', 'messages', 'conversations', 'new_channel_owner_id'],
    made: ['task_id'],
  }),
  changes('POST', '/users/deactivate', 'Deactivate users', {
    action: 'user.deactivate',
    target: targetsOf(listed),
    keeps: CONTENT,
    made: ['task_id'],
  }),
  changes('POST', '/users/reactivate', 'Reactivate users', {
    action: 'user.reactivate',
    target: targetsOf(listed),
    keeps: RESTORED,
    made: ['task_id'],
  }),
  changes('POST', '/users/restore', 'Bring back deleted users', {
    action: 'user.restore',
    target: targetsOf(listed),
    state: accounts(listed),
  }),
]

const ONE: readonly ChatCall[] = [
  changes('POST', '/users/{id}/deactivate', 'Deactivate a user', {
    action: 'user.deactivate',
    target: targetsOf(inPath),
    state: accounts(inPath),
    keeps: CONTENT,
  }),
  changes('POST', '/users/{id}/reactivate', 'Reactivate a user', {
    action: 'user.reactivate',
    target: targetsOf(inPath),
    state: accounts(inPath),
    keeps: RESTORED,
  }),
  changes('DELETE', '/users/{id}', 'Delete a user', {
    action: 'user.delete',
    target: targetsOf(inPath),
    state: accounts(inPath),
    keeps: ['hard_delete', 'mark_messages_deleted', 'delete_conversation_channels'],
  }),
  // Changes nothing, and hands out all there is of somebody.
  changes('GET', '/users/{id}/export', 'Get all that a user is and said', {
    action: 'user.export',
    target: targetsOf(inPath),
  }),
  changes('POST', '/users/{id}/event', 'Send an event to a user’s connections', {
    action: 'user.send_event',
    target: targetsOf(inPath),
    keeps: ['event.type'],
  }),
]

const BELONGINGS: readonly ChatCall[] = [
  looks('GET', '/devices', 'List a user’s devices'),
  changes('DELETE', '/devices', 'Forget a device', { action: 'user.delete_device', target: ofUser }),
  looks('GET', '/unread', 'Count unread messages of a user'),
  looks('POST', '/unread_batch', 'Count unread messages of many users'),
  looks('GET', '/users/block', 'List whom a user blocks'),
  changes('POST', '/users/block', 'Block a user for another', {
    action: 'user.block',
    target: ofUser,
    keeps: ['blocked_user_id'],
  }),
  changes('POST', '/users/unblock', 'Take a block back', {
    action: 'user.unblock',
    target: ofUser,
    keeps: ['blocked_user_id'],
  }),
  looks('GET', '/users/live_locations', 'List where a user shares live'),
  looks('POST', '/reminders/query', 'Find reminders of a user'),
  looks('POST', '/drafts/query', 'Find drafts of a user'),
]

export const USER_CALLS: readonly ChatCall[] = [...PROFILES, ...MANY, ...BELONGINGS, ...ONE]
