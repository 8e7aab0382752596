import { EmptyReply, MuteChannelBody, MuteChannelReply, UnmuteChannelBody } from '@parley/protocol/schemas'
import { muteChannel } from '../actions/channel-mutes/mute-channel.ts'
import { unmuteChannel } from '../actions/channel-mutes/unmute-channel.ts'
import type { Route } from './route.ts'

const tag = 'Channels'

export function registerChannelMuteRoutes(route: Route): void {
  route({
    method: 'POST',
    path: '/moderation/mute/channel',
    auth: 'any',
    name: 'MuteChannel',
    body: MuteChannelBody,
    reply: MuteChannelReply,
    tag,
    summary: 'Mute a channel for oneself',
    description: '`expiration` is in milliseconds; without it the mute has no end.',
    handle: async ({ deps, actor, body }) => ({ channel_mute: await muteChannel(deps, actor, body) }),
  })
  route({
    method: 'POST',
    path: '/moderation/unmute/channel',
    auth: 'any',
    name: 'UnmuteChannel',
    body: UnmuteChannelBody,
    reply: EmptyReply,
    tag,
    summary: 'Take the mute of a channel back',
    handle: async ({ deps, actor, body }) => {
      await unmuteChannel(deps, actor, body)
      return {}
    },
  })
}
