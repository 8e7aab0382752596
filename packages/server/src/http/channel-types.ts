import {
  ChannelTypeCreatedReply,
  ChannelTypeReply,
  ChannelTypesReply,
  CreateChannelTypeBody,
  EmptyReply,
  NamePath,
  UpdateChannelTypeBody,
} from '@parley/protocol/schemas'
import { createChannelType } from '../actions/channel-types/create-channel-type.ts'
import { deleteChannelType } from '../actions/channel-types/delete-channel-type.ts'
import { updateChannelType } from '../actions/channel-types/update-channel-type.ts'
import { toChannelType } from '../actions/wire/channel-type.ts'
import { getChannelType } from '../domain/channels-config.ts'
import type { Route } from './route.ts'

const tag = 'Channel types'

export function registerChannelTypeRoutes(route: Route): void {
  route({
    method: 'GET',
    path: '/channeltypes',
    auth: 'server',
    name: 'ListChannelTypes',
    reply: ChannelTypesReply,
    tag,
    summary: 'List the channel types',
    handle: ({ app }) => ({
      channel_types: Object.fromEntries(
        [...app.channelTypes].map(([name, type]) => [name, toChannelType(type)]),
      ),
    }),
  })
  route({
    method: 'GET',
    path: '/channeltypes/{name}',
    auth: 'server',
    name: 'GetChannelType',
    params: NamePath,
    reply: ChannelTypeReply,
    tag,
    summary: 'Get a channel type',
    handle: ({ app, params }) => toChannelType(getChannelType(app, params.name)),
  })
  route({
    method: 'POST',
    path: '/channeltypes',
    auth: 'server',
    name: 'CreateChannelType',
    body: CreateChannelTypeBody,
    reply: ChannelTypeCreatedReply,
    tag,
    summary: 'Make a channel type',
    description:
      'What is not given has its default; grants are those of `messaging` where no role is named. The reply names commands, all others show them whole.',
    handle: ({ deps, actor, body }) => createChannelType(deps, actor, body),
  })
  route({
    method: 'DELETE',
    path: '/channeltypes/{name}',
    auth: 'server',
    name: 'DeleteChannelType',
    params: NamePath,
    reply: EmptyReply,
    tag,
    summary: 'Delete a channel type',
    description: 'Not a built-in one, and none that has channels.',
    handle: async ({ deps, actor, params }) => {
      await deleteChannelType(deps, actor, params.name)
      return {}
    },
  })
  route({
    method: 'PUT',
    path: '/channeltypes/{name}',
    auth: 'server',
    name: 'UpdateChannelType',
    params: NamePath,
    body: UpdateChannelTypeBody,
    reply: ChannelTypeReply,
    tag,
    summary: 'Change a channel type',
    description:
      'What is not given stays. `commands` are names, or `["all"]`. `grants` are replaced role by role: `[]` clears a role, null brings the defaults back.',
    handle: ({ deps, actor, params, body }) => updateChannelType(deps, actor, params.name, body),
  })
}
