import type { Action } from '@parley/protocol'
import { type Condition, compileCondition } from './conditions.ts'
import type { PermissionRecord } from './records.ts'

/** A permission of the app's own as checks read it. */
export interface OwnPermission {
  readonly id: string
  readonly owner: boolean
  readonly sameTeam: boolean
  readonly condition: Condition | undefined
}

/** The app's own permissions by the action that they grant; most apps have none. */
export type OwnPermissions = ReadonlyMap<Action, readonly OwnPermission[]>

export function compilePermissions(records: readonly PermissionRecord[]): OwnPermissions {
  const byAction = new Map<Action, OwnPermission[]>()
  for (const { id, action, owner, sameTeam, condition } of records) {
    const compiled = { id, owner, sameTeam, condition: condition && compileCondition(condition) }
    const others = byAction.get(action)
    if (others) others.push(compiled)
    else byAction.set(action, [compiled])
  }
  return byAction
}
