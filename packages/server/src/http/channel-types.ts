import {
  ChannelTypeReply,
  ChannelTypesReply,
  NamePath,
  UpdateChannelTypeBody,
} from '@parley/protocol/schemas'
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
