import { ACTIONS, type Action, parseGrantModifier } from '@parley/protocol'
import type { App } from './app.ts'
import type { Json } from './records.ts'

/** Role to permission ids, as records keep them. */
export type StoredGrants = Readonly<Record<string, readonly string[]>>

/** The four ids under which an action may be granted. */
export interface ActionIds {
  readonly plain: string
  readonly owner: string
  readonly anyTeam: string
  readonly ownerAnyTeam: string
}

const IDS = new Map<Action, ActionIds>(
  (Object.keys(ACTIONS) as Action[]).map(action => [
    action,
    {
      plain: action,
      owner: `${action}-owner`,
      anyTeam: `${action}-any-team`,
      ownerAnyTeam: `${action}-owner-any-team`,
    },
  ]),
)

/** Ids of an action, made once: checks are on every request's path. */
export function idsOf(action: Action): ActionIds {
  const ids = IDS.get(action)
  if (!ids) throw new Error(`unknown action ${action}`)
  return ids
}

const NO_IDS: ReadonlySet<string> = new Set()
const compiled = new WeakMap<StoredGrants, Map<string, ReadonlySet<string>>>()

/** What a role holds in one scope; computed once per grants object and role. */
export function heldBy(grants: StoredGrants, role: string): ReadonlySet<string> {
  let byRole = compiled.get(grants)
  if (!byRole) {
    byRole = new Map(Object.entries(grants).map(([name, ids]) => [name, new Set(ids)]))
    compiled.set(grants, byRole)
  }
  return byRole.get(role) ?? NO_IDS
}

/** What a channel changes of its type's grants, for one role. */
export interface RoleModifiers {
  readonly added: ReadonlySet<string>
  readonly revoked: ReadonlySet<string>
}

const compiledOverrides = new WeakMap<Json, Map<string, RoleModifiers>>()

/** The modifiers of `config_overrides.grants` for a role; undefined when there are none. */
export function modifiersFor(overrides: Json | undefined, role: string): RoleModifiers | undefined {
  if (overrides?.grants === undefined) return undefined
  let byRole = compiledOverrides.get(overrides)
  if (!byRole) {
    byRole = compileModifiers(overrides.grants)
    compiledOverrides.set(overrides, byRole)
  }
  return byRole.get(role)
}

function compileModifiers(grants: unknown): Map<string, RoleModifiers> {
  if (typeof grants !== 'object' || grants === null) return new Map()
  return new Map(Object.entries(grants).map(([role, texts]) => [role, compileRole(texts)]))
}

function compileRole(texts: unknown): RoleModifiers {
  const added = new Set<string>()
  const revoked = new Set<string>()
  for (const text of Array.isArray(texts) ? texts : []) {
    const { id, revoke } = parseGrantModifier(String(text))
    const ids = revoke ? revoked : added
    ids.add(id)
  }
  return { added, revoked }
}

/** Where somebody is granted this id: `.app`, and names of channel types. */
export function grantedIn(
  { settings, channelTypes }: Pick<App, 'settings' | 'channelTypes'>,
  id: string,
): string[] {
  const grants = (of: StoredGrants) => Object.values(of).some(ids => ids.includes(id))
  const types = [...channelTypes.values()].filter(type => grants(type.grants))
  return [...(grants(settings.grants) ? ['.app'] : []), ...types.map(type => type.name)]
}
