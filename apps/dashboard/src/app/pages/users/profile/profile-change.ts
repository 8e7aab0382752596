import type { JsonObject } from '../../../ui/parse-json-object'

export interface ProfileForm {
  readonly name: string
  readonly image: string
  readonly language: string
  readonly role: string
  readonly teams: readonly string[]
  readonly invisible: boolean
  readonly custom: JsonObject
}

export interface ProfileChange {
  readonly set: Readonly<Record<string, unknown>>
  readonly unset: readonly string[]
}

/** What must be written so that `before` becomes `after`: only what differs. */
export function profileChange(before: ProfileForm, after: ProfileForm): ProfileChange {
  const set: Record<string, unknown> = {}
  const unset: string[] = []
  for (const key of ['name', 'image'] as const) {
    if (before[key] === after[key]) continue
    if (after[key] === '') unset.push(key)
    else set[key] = after[key]
  }
  for (const key of ['language', 'role', 'teams', 'invisible'] as const) {
    if (!isSame(before[key], after[key])) set[key] = after[key]
  }
  for (const [key, value] of Object.entries(after.custom)) {
    if (!isSame(before.custom[key], value)) set[key] = value
  }
  unset.push(...Object.keys(before.custom).filter(key => !Object.hasOwn(after.custom, key)))
  return { set, unset }
}

export function isEmpty({ set, unset }: ProfileChange): boolean {
  return Object.keys(set).length === 0 && unset.length === 0
}

function isSame(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}
