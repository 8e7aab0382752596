import { EmptyReply, MuteUserBody, MuteUserReply, UnmuteUserBody } from '@parley/protocol/schemas'
import { planActingUser } from '../actions/channels/acting-user.ts'
import { muteUsers } from '../actions/mutes/mute-users.ts'
import { unmuteUsers } from '../actions/mutes/unmute-users.ts'
import type { Route } from './route.ts'

const tag = 'Moderation'

export function registerMuteRoutes(route: Route): void {
  route({
    method: 'POST',
    path: '/moderation/mute',
    auth: 'any',
    name: 'MuteUser',
    allowBanned: true,
    body: MuteUserBody,
    reply: MuteUserReply,
    tag,
    summary: 'Mute users',
    description:
      'For the one who mutes. `timeout` is in minutes. One target is answered with `mute`, several with `mutes`.',
    handle: async ({ deps, actor, body }) => {
      const { target_id, target_ids = [], timeout } = body
      const acting = await planActingUser(deps, actor, body)
      const targets = target_id === undefined ? target_ids : [target_id]
      const mutes = await muteUsers(deps, actor, acting, targets, timeout)
      return target_id === undefined ? { mutes } : { mute: mutes[0] }
    },
  })
  route({
    method: 'POST',
    path: '/moderation/unmute',
    auth: 'any',
    name: 'UnmuteUser',
    allowBanned: true,
    body: UnmuteUserBody,
    reply: EmptyReply,
    tag,
    summary: 'Unmute users',
    handle: async ({ deps, actor, body }) => {
      const { target_id, target_ids = [] } = body
      const acting = await planActingUser(deps, actor, body)
      await unmuteUsers(deps, actor, acting, target_id === undefined ? target_ids : [target_id])
      return {}
    },
  })
}
