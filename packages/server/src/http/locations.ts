import {
  LiveLocationQuery,
  LiveLocationReply,
  LiveLocationsReply,
  UpdateLiveLocationBody,
} from '@parley/protocol/schemas'
import { listLiveLocations } from '../actions/locations/list-live-locations.ts'
import { updateLiveLocation } from '../actions/locations/update-live-location.ts'
import type { Route } from './route.ts'

const tag = 'Locations'

export function registerLocationRoutes(route: Route): void {
  route({
    method: 'GET',
    path: '/users/live_locations',
    auth: 'any',
    name: 'GetLiveLocations',
    allowBanned: true,
    query: LiveLocationQuery,
    reply: LiveLocationsReply,
    tag,
    summary: 'List where a user shares live',
    handle: async ({ deps, actor, query }) => ({
      active_live_locations: await listLiveLocations(deps, actor, query),
    }),
  })
  route({
    method: 'PUT',
    path: '/users/live_locations',
    auth: 'any',
    name: 'UpdateLiveLocation',
    query: LiveLocationQuery,
    body: UpdateLiveLocationBody,
    reply: LiveLocationReply,
    tag,
    summary: 'Move a live location, or stop sharing it',
    description: 'Its message’s watchers get `message.updated`. With `end_at` of now or earlier it stops.',
    handle: async ({ deps, actor, query, body }) => ({
      ...(await updateLiveLocation(deps, actor, { ...body, user_id: body.user_id ?? query.user_id })),
    }),
  })
}
