import {
  CreateDeviceBody,
  DeleteDeviceQuery,
  DevicesReply,
  EmptyReply,
  OfUserQuery,
} from '@parley/protocol/schemas'
import { actingUser, planActingUser } from '../actions/channels/acting-user.ts'
import { createDevice } from '../actions/devices/create-device.ts'
import { deleteDevice } from '../actions/devices/delete-device.ts'
import { listDevices } from '../actions/devices/list-devices.ts'
import type { Route } from './route.ts'

const tag = 'Devices'

export function registerDeviceRoutes(route: Route): void {
  route({
    method: 'POST',
    path: '/devices',
    auth: 'any',
    name: 'CreateDevice',
    allowBanned: true,
    body: CreateDeviceBody,
    reply: EmptyReply,
    tag,
    summary: 'Register a device to push to',
    description: 'At most 25 per user; the oldest one goes. Registering again overwrites.',
    handle: async ({ deps, actor, body }) => {
      await createDevice(deps, await planActingUser(deps, actor, body), body)
      return {}
    },
  })
  route({
    method: 'GET',
    path: '/devices',
    auth: 'any',
    name: 'ListDevices',
    query: OfUserQuery,
    reply: DevicesReply,
    tag,
    summary: 'List a user’s devices',
    handle: async ({ deps, actor, query }) => ({
      devices: await listDevices(deps, await actingUser(deps, actor, query)),
    }),
  })
  route({
    method: 'DELETE',
    path: '/devices',
    auth: 'any',
    name: 'DeleteDevice',
    allowBanned: true,
    query: DeleteDeviceQuery,
    reply: EmptyReply,
    tag,
    summary: 'Forget a device',
    handle: async ({ deps, actor, query }) => {
      await deleteDevice(deps, await actingUser(deps, actor, query), query.id)
      return {}
    },
  })
}
