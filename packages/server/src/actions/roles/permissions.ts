import {
  ACTIONS,
  type Action,
  actionName,
  builtInPermissionIds,
  ChatError,
  CUSTOM_PERMISSIONS_PER_APP,
  isPermissionId,
  type PermissionObject,
  parsePermissionId,
} from '@parley/protocol'
import type { CreatePermissionBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { compileCondition } from '../../domain/conditions.ts'
import { grantedIn } from '../../domain/permission-grants.ts'
import type { PermissionRecord } from '../../domain/records.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceApp, touchApp } from '../moderation/touch-app.ts'

type Server = Extract<Actor, { kind: 'server' }>

export type PermissionInput = z.output<typeof CreatePermissionBody>

/** The built-in permissions, then the app's own by id. */
export async function listPermissions(deps: Deps, { app }: Server): Promise<PermissionObject[]> {
  const own = await deps.store.read.listPermissions(app.id)
  return [...builtInPermissionIds().flatMap(id => toBuiltIn(id) ?? []), ...own.map(toOwn)]
}

/** @throws ChatError `not_found` */
export async function getPermission(deps: Deps, { app }: Server, id: string): Promise<PermissionObject> {
  const builtIn = toBuiltIn(id)
  if (builtIn) return builtIn
  const own = (await deps.store.read.listPermissions(app.id)).find(each => each.id === id)
  if (own) return toOwn(own)
  throw noPermission(id)
}

/** @throws ChatError `invalid_input` for an id that is taken, a condition that is none, and above 100 */
export async function createPermission(
  deps: Deps,
  actor: Server,
  input: PermissionInput,
): Promise<PermissionObject> {
  checkNotBuiltIn(input.id)
  return write(deps, actor, input, own => {
    if (own.some(each => each.id === input.id)) {
      throw invalidField('id', `can’t be "${input.id}": there is such a permission`)
    }
    if (own.length < CUSTOM_PERMISSIONS_PER_APP) return
    const most = `an app has at most ${CUSTOM_PERMISSIONS_PER_APP} permissions of its own`
    throw invalidField('id', `can’t be made: ${most}`)
  })
}

/** Writes the whole permission anew. @throws ChatError `not_found`, `invalid_input` */
export async function updatePermission(
  deps: Deps,
  actor: Server,
  input: PermissionInput,
): Promise<PermissionObject> {
  checkNotBuiltIn(input.id)
  return write(deps, actor, input, own => {
    if (!own.some(each => each.id === input.id)) throw noPermission(input.id)
  })
}

async function write(
  deps: Deps,
  { app }: Server,
  input: PermissionInput,
  check: (own: readonly PermissionRecord[]) => void,
): Promise<PermissionObject> {
  const permission = recordOf(app.id, input)
  await deps.store.transaction(
    async tx => {
      check(await tx.listPermissions(app.id))
      await tx.putPermission(permission)
      await touchApp(deps, tx, app)
    },
    () => announceApp(deps, app),
  )
  return toOwn(permission)
}

function recordOf(appId: number, input: PermissionInput): PermissionRecord {
  const { id, name, description = '', action, owner = false, same_team: sameTeam = true, condition } = input
  const hasCondition = condition !== undefined && Object.keys(condition).length > 0
  if (hasCondition) compileCondition(condition)
  return {
    appId,
    id,
    name,
    description,
    action,
    owner,
    sameTeam,
    condition: hasCondition ? condition : undefined,
  }
}

/** @throws ChatError `not_found`; `invalid_input` while a role is granted it */
export async function deletePermission(deps: Deps, { app }: Server, id: string): Promise<void> {
  checkNotBuiltIn(id)
  const scopes = grantedIn(app, id)
  if (scopes.length > 0) {
    throw invalidField('id', `can’t be "${id}": it is granted in ${scopes.join(', ')}; take it back first`)
  }
  await deps.store.transaction(
    async tx => {
      if (!(await tx.deletePermission(app.id, id))) throw noPermission(id)
      await touchApp(deps, tx, app)
    },
    () => announceApp(deps, app),
  )
}

function checkNotBuiltIn(id: string): void {
  if (isPermissionId(id)) throw invalidField('id', `can’t be "${id}": that permission is built in`)
}

function noPermission(id: string): ChatError {
  return new ChatError('not_found', `permission "${id}" does not exist`)
}

function toBuiltIn(id: string): PermissionObject | undefined {
  const parts = parsePermissionId(id)
  if (!parts) return undefined
  const { action, owner, anyTeam } = parts
  const what = action.replaceAll('-', ' ')
  const whose = owner ? ', of what one owns' : ''
  const where = anyTeam ? ', in any team' : ''
  return {
    id,
    name: `${what.charAt(0).toUpperCase()}${what.slice(1)}${whose}${where}`,
    description: `Allows to ${what}${whose}${where}.`,
    action: actionName(action),
    owner,
    same_team: !anyTeam,
    condition: null,
    custom: false,
    level: levelOf(action),
  }
}

function toOwn({
  id,
  name,
  description,
  action,
  owner,
  sameTeam,
  condition,
}: PermissionRecord): PermissionObject {
  return {
    id,
    name,
    description,
    action: actionName(action),
    owner,
    same_team: sameTeam,
    condition: condition ? { ...condition } : null,
    custom: true,
    level: levelOf(action),
  }
}

function levelOf(action: Action): PermissionObject['level'] {
  const kind = ACTIONS[action]
  return kind === 'user' || kind === 'flag_report' || kind === 'poll' ? 'app' : 'channel'
}
