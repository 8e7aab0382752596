import { CUSTOM_ROLES_PER_APP, type Role } from '@parley/protocol'
import { invalidField } from '../../util/invalid-input.ts'
import type { Actor, Deps } from '../deps.ts'
import { BUILT_IN_ROLES, toRole } from './list-roles.ts'

/** @throws ChatError `invalid_input` for a name that is taken, and above 25 */
export async function createRole(
  deps: Deps,
  { app }: Extract<Actor, { kind: 'server' }>,
  name: string,
): Promise<Role> {
  if (BUILT_IN_ROLES.includes(name)) throw invalidField('name', `can’t be "${name}": that role is built in`)
  const role = await deps.store.transaction(async tx => {
    const roles = await tx.listRoles(app.id)
    if (roles.length >= CUSTOM_ROLES_PER_APP) {
      throw invalidField('name', `can’t be made: an app has at most ${CUSTOM_ROLES_PER_APP} roles of its own`)
    }
    const atUs = deps.clock()
    const role = { appId: app.id, name, createdAtUs: atUs, updatedAtUs: atUs }
    if (!(await tx.insertRole(role))) throw invalidField('name', `can’t be "${name}": there is such a role`)
    return role
  })
  return toRole(app, role, true)
}
