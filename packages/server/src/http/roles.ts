import {
  CreatePermissionBody,
  CreateRoleBody,
  EmptyReply,
  NamePath,
  PermissionPath,
  PermissionReply,
  PermissionsReply,
  RoleReply,
  RolesReply,
  UpdatePermissionBody,
} from '@parley/protocol/schemas'
import { createRole } from '../actions/roles/create-role.ts'
import { deleteRole } from '../actions/roles/delete-role.ts'
import { listRoles } from '../actions/roles/list-roles.ts'
import {
  createPermission,
  deletePermission,
  getPermission,
  listPermissions,
  updatePermission,
} from '../actions/roles/permissions.ts'
import type { Route } from './route.ts'

const tag = 'Roles and permissions'

export function registerRoleRoutes(route: Route): void {
  registerRoles(route)
  registerPermissions(route)
}

function registerRoles(route: Route): void {
  route({
    method: 'POST',
    path: '/roles',
    auth: 'server',
    name: 'CreateRole',
    body: CreateRoleBody,
    reply: RoleReply,
    tag,
    summary: 'Make a role',
    description: 'At most 25. What it may do is said by the grants of the app and of channel types.',
    handle: async ({ deps, actor, body }) => ({ role: await createRole(deps, actor, body.name) }),
  })
  route({
    method: 'GET',
    path: '/roles',
    auth: 'server',
    name: 'ListRoles',
    reply: RolesReply,
    tag,
    summary: 'List the roles',
    handle: async ({ deps, actor }) => ({ roles: await listRoles(deps, actor) }),
  })
  route({
    method: 'DELETE',
    path: '/roles/{name}',
    auth: 'server',
    name: 'DeleteRole',
    params: NamePath,
    reply: EmptyReply,
    tag,
    summary: 'Delete a role of your own',
    description: 'Refused while a grant or a user has it.',
    handle: async ({ deps, actor, params }) => {
      await deleteRole(deps, actor, params.name)
      return {}
    },
  })
}

function registerPermissions(route: Route): void {
  route({
    method: 'GET',
    path: '/permissions',
    auth: 'server',
    name: 'ListPermissions',
    reply: PermissionsReply,
    tag,
    summary: 'List the permissions',
    handle: async ({ deps, actor }) => ({ permissions: await listPermissions(deps, actor) }),
  })
  route({
    method: 'GET',
    path: '/permissions/{id}',
    auth: 'server',
    name: 'GetPermission',
    params: PermissionPath,
    reply: PermissionReply,
    tag,
    summary: 'Get a permission',
    handle: async ({ deps, actor, params }) => ({ permission: await getPermission(deps, actor, params.id) }),
  })
  route({
    method: 'POST',
    path: '/permissions',
    auth: 'server',
    name: 'CreatePermission',
    body: CreatePermissionBody,
    reply: PermissionReply,
    tag,
    summary: 'Make a permission',
    description:
      'It grants its `action` where `condition`, a filter over `$subject.…` and `$target.…`, holds.',
    handle: async ({ deps, actor, body }) => ({ permission: await createPermission(deps, actor, body) }),
  })
  route({
    method: 'PUT',
    path: '/permissions/{id}',
    auth: 'server',
    name: 'UpdatePermission',
    params: PermissionPath,
    body: UpdatePermissionBody,
    reply: PermissionReply,
    tag,
    summary: 'Write a permission of your own anew',
    handle: async ({ deps, actor, params, body }) => ({
      permission: await updatePermission(deps, actor, { ...body, id: params.id }),
    }),
  })
  route({
    method: 'DELETE',
    path: '/permissions/{id}',
    auth: 'server',
    name: 'DeletePermission',
    params: PermissionPath,
    reply: EmptyReply,
    tag,
    summary: 'Delete a permission of your own',
    description: 'Refused while a role is granted it.',
    handle: async ({ deps, actor, params }) => {
      await deletePermission(deps, actor, params.id)
      return {}
    },
  })
}
