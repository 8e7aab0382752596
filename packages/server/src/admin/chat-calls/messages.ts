import type { Given } from '../../actions/chat/given.ts'
import { message, poll } from '../../actions/chat/states.ts'
import { type ChatCall, changes, looks } from './chat-call.ts'

const inPath = ({ params }: Given): string => `message ${params.id}`
const pollInPath = ({ params, body }: Given): string => `poll ${params.poll_id ?? body.id ?? body.poll_id}`

const READING: readonly ChatCall[] = [
  looks('GET', '/channels/{type}/{id}/messages', 'Get messages by id'),
  looks('GET', '/channels/{type}/{id}/pinned_messages', 'List the pinned messages of a channel'),
  looks('POST', '/messages/history', 'Find what messages said before they were changed'),
  looks('GET', '/messages/{id}', 'Get a message'),
  looks('GET', '/messages/{id}/replies', 'Get the replies of a thread'),
  looks('GET', '/messages/{id}/reactions', 'Get the reactions to a message'),
  looks('POST', '/messages/{id}/reactions', 'Query the reactions to a message'),
]

const WRITING: readonly ChatCall[] = [
  changes('POST', '/channels/{type}/{id}/message', 'Send a message', {
    action: 'message.send',
    target: ({ params }) => `channel ${params.type}:${params.id}`,
    keeps: ['message.user_id', 'message.type', 'message.parent_id'],
    made: ['message.id'],
  }),
  changes('POST', '/messages/{id}', 'Replace the content of a message', {
    action: 'message.update',
    target: inPath,
    state: message,
    keeps: ['message.user_id'],
  }),
  changes('PUT', '/messages/{id}', 'Change a message in part, pin or unpin it', {
    action: 'message.update',
    target: inPath,
    state: message,
    keeps: ['user_id'],
  }),
  changes('DELETE', '/messages/{id}', 'Delete a message', {
    action: 'message.delete',
    target: inPath,
    state: message,
    keeps: ['hard', 'deleted_by'],
  }),
  changes('POST', '/messages/{id}/commit', 'Let a pending message into its channel', {
    action: 'message.commit',
    target: inPath,
    state: message,
  }),
  changes('POST', '/messages/{id}/undelete', 'Bring back a message that was deleted softly', {
    action: 'message.undelete',
    target: inPath,
    state: message,
    keeps: ['undeleted_by'],
  }),
  changes('POST', '/messages/{id}/reaction', 'React to a message', {
    action: 'reaction.send',
    target: inPath,
    keeps: ['reaction.type', 'reaction.user_id'],
  }),
  changes('DELETE', '/messages/{id}/reaction/{type}', 'Take a reaction back', {
    action: 'reaction.delete',
    target: ({ params }) => `reaction ${params.type} to message ${params.id}`,
    keeps: ['user_id'],
  }),
]

const POLLS: readonly ChatCall[] = [
  looks('POST', '/polls/query', 'Find polls'),
  looks('GET', '/polls/{poll_id}', 'Get a poll'),
  looks('GET', '/polls/{poll_id}/options/{option_id}', 'Get an option of a poll'),
  looks('POST', '/polls/{poll_id}/votes', 'Find votes and answers of a poll'),
  changes('POST', '/polls', 'Make a poll', {
    action: 'poll.create',
    target: () => 'a new poll',
    keeps: ['name', 'user_id'],
    made: ['poll.id'],
  }),
  changes('PUT', '/polls', 'Replace a poll', { action: 'poll.update', target: pollInPath, state: poll }),
  changes('PATCH', '/polls/{poll_id}', 'Change a poll in part, or close it', {
    action: 'poll.update',
    target: pollInPath,
    state: poll,
  }),
  changes('DELETE', '/polls/{poll_id}', 'Delete a poll', {
    action: 'poll.delete',
    target: pollInPath,
    state: poll,
  }),
]

export const MESSAGE_CALLS: readonly ChatCall[] = [...READING, ...WRITING, ...POLLS]
