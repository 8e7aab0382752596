import type { GrantRow } from './grants-rows'

/** What a role may in one row: nothing, what is its own, everything. */
export type Level = 'none' | 'own' | 'all'

type Ids = Pick<GrantRow, 'all' | 'own'>

export function levelOf(held: readonly string[], { all, own }: Ids): Level {
  if (held.includes(all)) return 'all'
  return own !== undefined && held.includes(own) ? 'own' : 'none'
}

/** The levels that a row has, in the order in which a cell goes through them. */
export function levelsOf({ own }: Ids): readonly Level[] {
  return own === undefined ? ['none', 'all'] : ['none', 'own', 'all']
}

/** The ids of a role with this level in one row. Back at what it was, the ids are what they were. */
export function withLevel(
  held: readonly string[],
  row: Ids,
  level: Level,
  before: readonly string[],
): readonly string[] {
  const others = held.filter(id => id !== row.all && id !== row.own)
  if (levelOf(before, row) === level) {
    const kept = before.filter(id => id === row.all || id === row.own)
    return inOrderOf(before, [...others, ...kept])
  }
  if (level === 'none') return others
  return [...others, level === 'all' ? row.all : (row.own ?? row.all)]
}

/** What holds in a channel: its type's grants under its own modifiers. */
export function effectiveIds(inherited: readonly string[], modifiers: readonly string[]): string[] {
  const left = inherited.filter(id => !modifiers.includes(`!${id}`))
  const added = modifiers.filter(text => !text.startsWith('!') && !modifiers.includes(`!${text}`))
  return [...new Set([...left, ...added])]
}

/** A channel's modifiers for a role, with this level in one row: none where the type says so already. */
export function withModifiers(
  inherited: readonly string[],
  modifiers: readonly string[],
  row: Ids,
  level: Level,
  before: readonly string[],
): readonly string[] {
  const mine = new Set([row.all, row.own].flatMap(id => (id === undefined ? [] : [id, `!${id}`])))
  const others = modifiers.filter(text => !mine.has(text))
  if (levelOf(effectiveIds(inherited, before), row) === level) {
    return inOrderOf(before, [...others, ...before.filter(text => mine.has(text))])
  }
  return [...others, ...modifiersTo(inherited, row, level)]
}

function modifiersTo(inherited: readonly string[], { all, own }: Ids, level: Level): string[] {
  const has = (id: string | undefined): id is string => id !== undefined && inherited.includes(id)
  if (level === 'all') return has(all) ? [] : [all]
  const withoutAll = has(all) ? [`!${all}`] : []
  if (level === 'own') return own === undefined || has(own) ? withoutAll : [...withoutAll, own]
  return has(own) ? [...withoutAll, `!${own}`] : withoutAll
}

/** Those that were there before in their order, then the others. */
function inOrderOf(before: readonly string[], ids: readonly string[]): string[] {
  const wanted = new Set(ids)
  const known = before.filter(id => wanted.has(id))
  return [...known, ...ids.filter(id => !before.includes(id))]
}
