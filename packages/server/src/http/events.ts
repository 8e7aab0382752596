import { ChannelPath, EventReply, SendEventBody } from '@parley/protocol/schemas'
import { sendEvent } from '../actions/events/send-event.ts'
import type { Route } from './route.ts'

export function registerEventRoutes(route: Route): void {
  route({
    method: 'POST',
    path: '/channels/{type}/{id}/event',
    auth: 'any',
    name: 'SendEvent',
    rate: 'signal',
    params: ChannelPath,
    body: SendEventBody,
    reply: EventReply,
    tag: 'Events',
    summary: 'Send an event to the watchers of a channel',
    description:
      '`typing.start`, `typing.stop`, or a type of your own without a dot; the latter is logged and comes with `/sync`.',
    handle: async ({ deps, actor, params, body }) => ({
      rawJson: `{"event":${await sendEvent(deps, actor, params, body)}}`,
    }),
  })
}
