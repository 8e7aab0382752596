import {
  ChannelBatchBody,
  ChannelPath,
  ChannelReply,
  DeleteChannelQuery,
  DeleteChannelsBody,
  EmptyReply,
  HideChannelBody,
  ShowChannelBody,
  TaskStartedReply,
  TruncateChannelBody,
  TruncateChannelReply,
} from '@parley/protocol/schemas'
import { batchChannels } from '../actions/channels/batch-channels.ts'
import { deleteChannel } from '../actions/channels/delete-channel.ts'
import { deleteChannels } from '../actions/channels/delete-channels.ts'
import { hideChannel, showChannel } from '../actions/channels/hide-channel.ts'
import { truncateChannel } from '../actions/channels/truncate-channel.ts'
import type { Route } from './route.ts'

const tag = 'Channels'

/** How channels end, are emptied, and go out of sight. */
export function registerChannelLifeRoutes(route: Route): void {
  registerEnding(route)
  registerHiding(route)
  registerBatch(route)
}

function registerEnding(route: Route): void {
  route({
    method: 'DELETE',
    path: '/channels/{type}/{id}',
    auth: 'any',
    name: 'DeleteChannel',
    params: ChannelPath,
    query: DeleteChannelQuery,
    reply: ChannelReply,
    tag,
    summary: 'Delete a channel',
    description: 'Made again it comes back empty. With `hard_delete`, for servers, nothing of it is kept.',
    handle: async ({ deps, actor, params, query }) => ({
      channel: await deleteChannel(deps, actor, params, query.hard_delete),
    }),
  })
  route({
    method: 'POST',
    path: '/channels/delete',
    auth: 'server',
    name: 'DeleteChannels',
    body: DeleteChannelsBody,
    reply: TaskStartedReply,
    tag,
    summary: 'Delete many channels',
    description:
      'They are gone at once; what is left to do is the task’s. Its result says by cid what came of it.',
    handle: async ({ deps, actor, body }) => ({ task_id: await deleteChannels(deps, actor, body) }),
  })
  route({
    method: 'POST',
    path: '/channels/{type}/{id}/truncate',
    auth: 'any',
    name: 'TruncateChannel',
    params: ChannelPath,
    body: TruncateChannelBody,
    reply: TruncateChannelReply,
    tag,
    summary: 'Empty a channel of its messages',
    description: '`message` is posted afterwards. With `hard_delete` the messages are deleted for good.',
    handle: ({ deps, actor, params, body }) => truncateChannel(deps, actor, params, body),
  })
}

function registerBatch(route: Route): void {
  route({
    method: 'PUT',
    path: '/channels/batch',
    auth: 'server',
    name: 'UpdateChannelsBatch',
    body: ChannelBatchBody,
    reply: TaskStartedReply,
    tag,
    summary: 'Do one thing to many channels',
    description:
      'In the background, channel by channel. The task’s result counts where it worked, and lists where it did not and why.',
    handle: async ({ deps, actor, body }) => ({ task_id: await batchChannels(deps, actor, body) }),
  })
}

function registerHiding(route: Route): void {
  route({
    method: 'POST',
    path: '/channels/{type}/{id}/hide',
    auth: 'any',
    name: 'HideChannel',
    params: ChannelPath,
    body: HideChannelBody,
    reply: EmptyReply,
    tag,
    summary: 'Hide a channel from oneself',
    description: 'A message brings it back. With `clear_history` earlier messages are gone for the member.',
    handle: async ({ deps, actor, params, body }) => {
      await hideChannel(deps, actor, params, body)
      return {}
    },
  })
  route({
    method: 'POST',
    path: '/channels/{type}/{id}/show',
    auth: 'any',
    name: 'ShowChannel',
    params: ChannelPath,
    body: ShowChannelBody,
    reply: EmptyReply,
    tag,
    summary: 'Show a hidden channel again',
    handle: async ({ deps, actor, params, body }) => {
      await showChannel(deps, actor, params, body)
      return {}
    },
  })
}
