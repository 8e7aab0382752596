import { ChatError } from '@parley/protocol'
import { invalidField } from '../../util/invalid-input.ts'
import type { Actor, Deps } from '../deps.ts'
import { BUILT_IN_ROLES, scopesOf } from './list-roles.ts'

/**
 * Forgets a role of the app's own that nobody has and that is granted nothing; channels that still
 * name it in their overrides don't count.
 * @throws ChatError `not_found`; `invalid_input` while it is used
 */
export async function deleteRole(
  deps: Deps,
  { app }: Extract<Actor, { kind: 'server' }>,
  name: string,
): Promise<void> {
  if (BUILT_IN_ROLES.includes(name)) throw invalidField('name', `can’t be "${name}": that role is built in`)
  const scopes = scopesOf(app, name)
  if (scopes.length > 0) {
    throw invalidField(
      'name',
      `can’t be "${name}": it has grants in ${scopes.join(', ')}; take them back first`,
    )
  }
  await deps.store.transaction(async tx => {
    const userId = await tx.findUserWithRole(app.id, name)
    if (userId !== undefined) {
      throw invalidField('name', `can’t be "${name}": users still have that role, "${userId}" among them`)
    }
    if (await tx.deleteRole(app.id, name)) return
    throw new ChatError('not_found', `role "${name}" does not exist`)
  })
}
