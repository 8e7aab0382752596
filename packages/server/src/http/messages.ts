import {
  ChannelPath,
  DeleteMessageQuery,
  GetMessageQuery,
  GetMessagesQuery,
  MessageActionBody,
  MessageActionReply,
  MessageHistoryBody,
  MessageHistoryReply,
  MessagePath,
  MessageReply,
  MessagesReply,
  PartialUpdateMessageBody,
  PinnedMessagesPayload,
  RepliesQuery,
  SendMessageBody,
  TranslateMessageBody,
  UndeleteMessageBody,
  UpdateMessageBody,
} from '@parley/protocol/schemas'
import { commitMessage } from '../actions/messages/commit-message.ts'
import { deleteMessage } from '../actions/messages/delete-message.ts'
import { listPinned } from '../actions/messages/list-pinned.ts'
import { postMessage } from '../actions/messages/post-message.ts'
import { queryHistory } from '../actions/messages/query-history.ts'
import { readMessage, readMessages, readReplies } from '../actions/messages/read-messages.ts'
import { runMessageAction } from '../actions/messages/run-message-action.ts'
import { translateMessage } from '../actions/messages/translate-message.ts'
import { undeleteMessage } from '../actions/messages/undelete-message.ts'
import { partialUpdateMessage, updateMessage } from '../actions/messages/update-message.ts'
import type { Route } from './route.ts'

const tag = 'Messages'

export function registerMessageRoutes(route: Route): void {
  registerReading(route)
  registerWriting(route)
}

function registerReading(route: Route): void {
  route({
    method: 'GET',
    path: '/channels/{type}/{id}/messages',
    auth: 'reader',
    name: 'GetManyMessages',
    allowBanned: true,
    params: ChannelPath,
    query: GetMessagesQuery,
    reply: MessagesReply,
    tag,
    summary: 'Get messages by id',
    handle: async ({ deps, actor, params, query }) => ({
      messages: await readMessages(deps, actor, params, query),
    }),
  })
  route({
    method: 'GET',
    path: '/channels/{type}/{id}/pinned_messages',
    auth: 'reader',
    name: 'GetPinnedMessages',
    allowBanned: true,
    params: ChannelPath,
    body: PinnedMessagesPayload,
    reply: MessagesReply,
    tag,
    summary: 'List the pinned messages of a channel',
    handle: async ({ deps, actor, params, body }) => ({
      messages: await listPinned(deps, actor, params, body),
    }),
  })
  route({
    method: 'POST',
    path: '/messages/history',
    auth: 'server',
    name: 'QueryMessageHistory',
    rate: 'read',
    body: MessageHistoryBody,
    reply: MessageHistoryReply,
    tag,
    summary: 'Find what messages said before they were changed',
    handle: ({ deps, actor, body }) => queryHistory(deps, actor, body),
  })
  route({
    method: 'GET',
    path: '/messages/{id}',
    auth: 'reader',
    name: 'GetMessage',
    allowBanned: true,
    params: MessagePath,
    query: GetMessageQuery,
    reply: MessageReply,
    tag,
    summary: 'Get a message',
    handle: ({ deps, actor, params, query }) => readMessage(deps, actor, params.id, query),
  })
  route({
    method: 'GET',
    path: '/messages/{id}/replies',
    auth: 'reader',
    name: 'GetReplies',
    allowBanned: true,
    params: MessagePath,
    query: RepliesQuery,
    reply: MessagesReply,
    tag,
    summary: 'Get the replies of a thread',
    handle: async ({ deps, actor, params, query }) => ({
      messages: await readReplies(deps, actor, params.id, query),
    }),
  })
}

function registerWriting(route: Route): void {
  route({
    method: 'POST',
    path: '/channels/{type}/{id}/message',
    auth: 'any',
    name: 'SendMessage',
    params: ChannelPath,
    body: SendMessageBody,
    reply: MessageReply,
    tag,
    summary: 'Send a message',
    description: 'Sending the same `id` again returns the first message and tells nobody.',
    handle: async ({ deps, actor, params, body }) => {
      const { json, metadata } = await postMessage(deps, actor, { type: params.type, id: params.id, body })
      const pending = metadata ? `,"pending_message_metadata":${JSON.stringify(metadata)}` : ''
      return { rawJson: `{"message":${json}${pending}}` }
    },
  })
  route({
    method: 'POST',
    path: '/messages/{id}',
    auth: 'any',
    name: 'UpdateMessage',
    params: MessagePath,
    body: UpdateMessageBody,
    reply: MessageReply,
    tag,
    summary: 'Replace the content of a message',
    handle: async ({ deps, actor, params, body }) => ({
      message: await updateMessage(deps, actor, params.id, body),
    }),
  })
  route({
    method: 'PUT',
    path: '/messages/{id}',
    auth: 'any',
    name: 'UpdateMessagePartial',
    params: MessagePath,
    body: PartialUpdateMessageBody,
    reply: MessageReply,
    tag,
    summary: 'Change a message in part, pin or unpin it',
    handle: async ({ deps, actor, params, body }) => ({
      message: await partialUpdateMessage(deps, actor, params.id, body),
    }),
  })
  route({
    method: 'POST',
    path: '/messages/{id}/action',
    auth: 'any',
    name: 'RunMessageAction',
    params: MessagePath,
    body: MessageActionBody,
    reply: MessageActionReply,
    tag,
    summary: 'Press a button of a message',
    description:
      'Of one that a command showed to its sender alone: `image_action` is `send`, `shuffle` or `cancel` for `/giphy`; commands of the app’s own have their handler called.',
    handle: async ({ deps, actor, params, body }) => {
      const message = await runMessageAction(deps, actor, params.id, body)
      return message === undefined ? {} : { rawJson: `{"message":${message}}` }
    },
  })
  route({
    method: 'DELETE',
    path: '/messages/{id}',
    auth: 'any',
    name: 'DeleteMessage',
    params: MessagePath,
    query: DeleteMessageQuery,
    reply: MessageReply,
    tag,
    summary: 'Delete a message',
    description: 'Softly: it stays as `deleted` without its content. With `hard` nothing is kept.',
    handle: async ({ deps, actor, params, query }) => ({
      message: await deleteMessage(deps, actor, params.id, query),
    }),
  })
  route({
    method: 'POST',
    path: '/messages/{id}/commit',
    auth: 'server',
    name: 'CommitMessage',
    params: MessagePath,
    reply: MessageReply,
    tag,
    summary: 'Let a pending message into its channel',
    description: 'It counts as sent now. Committing it again is refused.',
    handle: async ({ deps, actor, params }) => ({
      rawJson: `{"message":${await commitMessage(deps, actor, params.id)}}`,
    }),
  })
  route({
    method: 'POST',
    path: '/messages/{id}/undelete',
    auth: 'server',
    name: 'UndeleteMessage',
    params: MessagePath,
    body: UndeleteMessageBody,
    reply: MessageReply,
    tag,
    summary: 'Bring back a message that was deleted softly',
    handle: async ({ deps, actor, params, body }) => ({
      message: await undeleteMessage(deps, actor, params.id, body.undeleted_by),
    }),
  })
  route({
    method: 'POST',
    path: '/messages/{id}/translate',
    auth: 'any',
    name: 'TranslateMessage',
    params: MessagePath,
    body: TranslateMessageBody,
    reply: MessageReply,
    tag,
    summary: 'Translate a message',
    description: 'Refused: translating takes an outside service, and this version knows none.',
    handle: ({ deps, actor, params, body }) => translateMessage(deps, actor, params.id, body),
  })
}
