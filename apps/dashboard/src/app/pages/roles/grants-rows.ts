import type { PermissionObject } from '@parley/client'

/** An action in words, as `GET /permissions` of the dashboard tells of it. */
export interface ActionWords {
  readonly action: string
  readonly group: string
  /** After "may": "send messages". */
  readonly title: string
  readonly about: string
  /** Where granting it does something. */
  readonly scopes: readonly ('app' | 'channel')[]
  /** Whose things `-owner` speaks of. */
  readonly own: 'channel' | 'self' | 'either' | 'nobody'
  readonly feature: string | null
  readonly used: boolean
}

/** Role to permission ids. */
export type Grants = Readonly<Record<string, readonly string[]>>

export interface ActionsReply {
  readonly groups: readonly string[]
  readonly actions: readonly ActionWords[]
  /** By scope: `.app`, or a built-in channel type. */
  readonly default_grants: Readonly<Record<string, Grants>>
}

/** Whether grants are looked at that hold inside of one's teams, or those that reach across. */
export type Reach = 'in-team' | 'any-team'

/** One line of the matrix: an action with the ids that grant it. */
export interface GrantRow {
  readonly key: string
  readonly group: string
  readonly title: string
  readonly about: string
  /** Grants it everywhere in the scope. */
  readonly all: string
  /** Grants it for what is one's own; undefined where nothing is owned. */
  readonly own: string | undefined
  /** "in channels they made". */
  readonly ownWords: string
}

const OWN_WORDS = {
  channel: 'in channels they made',
  self: 'for what is their own',
  either: 'for what is their own',
  nobody: '',
} as const

export const OWN_PERMISSIONS = 'Your own permissions'

export function rowsOf(actions: readonly ActionWords[], scope: 'app' | 'channel', reach: Reach): GrantRow[] {
  const suffix = reach === 'any-team' ? '-any-team' : ''
  return actions
    .filter(each => each.scopes.includes(scope))
    .map(({ action, group, title, about, own }) => ({
      key: `${action}${suffix}`,
      group,
      title: reach === 'any-team' ? `${title}, in any team` : title,
      about,
      all: `${action}${suffix}`,
      own: own === 'nobody' ? undefined : `${action}-owner${suffix}`,
      ownWords: OWN_WORDS[own],
    }))
}

/** Permissions that the app made itself; each is given or not. */
export function rowsOfOwn(permissions: readonly PermissionObject[], scope: 'app' | 'channel'): GrantRow[] {
  return permissions
    .filter(each => each.custom && each.level === scope)
    .map(({ id, name, description, condition }) => ({
      key: id,
      group: OWN_PERMISSIONS,
      title: name || id,
      about: description || (condition ? 'Where its condition holds.' : ''),
      all: id,
      own: undefined,
      ownWords: '',
    }))
}

/** Those with all these words in what is shown of them. */
export function filterRows(rows: readonly GrantRow[], text: string): readonly GrantRow[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return rows
  return rows.filter(({ title, about, all, group }) => {
    const shown = `${title} ${about} ${all} ${group}`.toLowerCase()
    return words.every(word => shown.includes(word))
  })
}
