import { GuestBody, GuestReply } from '@parley/protocol/schemas'
import { createGuest } from '../actions/guests/create-guest.ts'
import type { Route } from './route.ts'

export function registerGuestRoutes(route: Route): void {
  route({
    method: 'POST',
    path: '/guest',
    auth: 'key',
    name: 'CreateGuest',
    rate: 'guest',
    body: GuestBody,
    reply: GuestReply,
    tag: 'Users',
    summary: 'Become a guest',
    description:
      'Needs no credential but the API key; a token sent along does not matter, but for a server’s, which is not counted against the limit of 30 per minute and address. The guest’s id ends with the given one and is never given twice.',
    handle: ({ deps, app, body }) => createGuest(deps, app, body.user),
  })
}
