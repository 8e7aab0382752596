import {
  ChannelPath,
  ChannelReply,
  ChannelTypePath,
  EmptyReply,
  GetOrCreateChannelBody,
  GetOrCreateChannelReply,
  PartialUpdateChannelBody,
  QueryChannelsBody,
  QueryChannelsReply,
  StopWatchingBody,
  UpdateChannelBody,
  UpdateChannelReply,
} from '@parley/protocol/schemas'
import { getOrCreateChannel } from '../actions/channels/get-or-create-channel.ts'
import { partialUpdateChannel } from '../actions/channels/partial-update-channel.ts'
import { queryChannels } from '../actions/channels/query-channels.ts'
import { stopWatching } from '../actions/channels/stop-watching.ts'
import { updateChannel } from '../actions/channels/update-channel.ts'
import type { Route } from './route.ts'

const tag = 'Channels'

export function registerChannelRoutes(route: Route): void {
  registerReading(route)
  registerWriting(route)
}

function registerReading(route: Route): void {
  route({
    method: 'POST',
    path: '/channels',
    auth: 'reader',
    name: 'QueryChannels',
    rate: 'read',
    allowBanned: true,
    body: QueryChannelsBody,
    reply: QueryChannelsReply,
    tag,
    summary: 'Find channels',
    description:
      'Hidden channels are left out unless the filter mentions `hidden`. A filter that matches a channel which the caller may not read is refused (70). `watch` needs `connection_id` in the query.',
    handle: async ({ deps, actor, body, connectionId }) => ({
      channels: await queryChannels(deps, actor, body, connectionId ?? body.connection_id),
    }),
  })
  route({
    method: 'POST',
    path: '/channels/{type}/query',
    auth: 'any',
    name: 'GetOrCreateDistinctChannel',
    rate: 'read',
    allowBanned: true,
    params: ChannelTypePath,
    body: GetOrCreateChannelBody,
    reply: GetOrCreateChannelReply,
    tag,
    summary: 'Get or create the channel of some members',
    handle: ({ deps, actor, params, body, connectionId }) =>
      getOrCreateChannel(deps, actor, {
        type: params.type,
        id: undefined,
        body,
        connectionId: connectionId ?? body.connection_id,
      }),
  })
  route({
    method: 'POST',
    path: '/channels/{type}/{id}/query',
    auth: 'reader',
    name: 'GetOrCreateChannel',
    rate: 'read',
    allowBanned: true,
    params: ChannelPath,
    body: GetOrCreateChannelBody,
    reply: GetOrCreateChannelReply,
    tag,
    summary: 'Get or create a channel',
    description:
      '`data` counts only when the channel is made. With `watch` the connection gets its events from before the state was read.',
    handle: ({ deps, actor, params, body, connectionId }) =>
      getOrCreateChannel(deps, actor, { ...params, body, connectionId: connectionId ?? body.connection_id }),
  })
  route({
    method: 'POST',
    path: '/channels/{type}/{id}/stop-watching',
    auth: 'reader',
    name: 'StopWatchingChannel',
    rate: 'read',
    allowBanned: true,
    params: ChannelPath,
    body: StopWatchingBody,
    reply: EmptyReply,
    tag,
    summary: 'Stop watching a channel',
    handle: async ({ deps, actor, params, body, connectionId }) => {
      await stopWatching(deps, actor, params, connectionId ?? body.connection_id)
      return {}
    },
  })
}

function registerWriting(route: Route): void {
  route({
    method: 'POST',
    path: '/channels/{type}/{id}',
    auth: 'any',
    name: 'UpdateChannel',
    params: ChannelPath,
    body: UpdateChannelBody,
    reply: UpdateChannelReply,
    tag,
    summary: 'Update a channel and its members',
    description: 'All keys of one request are done together or not at all. `data` replaces custom data.',
    handle: ({ deps, actor, params, body }) => updateChannel(deps, actor, params, body),
  })
  route({
    method: 'PATCH',
    path: '/channels/{type}/{id}',
    auth: 'any',
    name: 'UpdateChannelPartial',
    params: ChannelPath,
    body: PartialUpdateChannelBody,
    reply: ChannelReply,
    tag,
    summary: 'Change a channel in part',
    handle: async ({ deps, actor, params, body }) => ({
      channel: await partialUpdateChannel(deps, actor, params, body),
    }),
  })
}
