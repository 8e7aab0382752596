import type { Json } from '../../domain/records.ts'

/** What came with a call of an app's API. Nobody checked it yet. */
export interface Given {
  readonly params: Readonly<Record<string, string>>
  readonly query: Readonly<Record<string, string>>
  readonly body: Json
}

const MOST = 100

/** Those that are texts which a database takes. */
export function textsOf(value: unknown): string[] {
  if (!Array.isArray(value)) return []
  return [...new Set(value.filter(isPlain))].slice(0, MOST)
}

export function textOf(value: unknown): string {
  return isPlain(value) ? value : ''
}

function isPlain(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 255 && value.isWellFormed() && !value.includes('\0')
}

export function objectOf(value: unknown): Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {}
}

/** The fields at dotted paths, by their path; those that are not there are left out. */
export function pickPaths(from: Json, paths: readonly string[]): Json {
  const pairs = paths.map(path => [path, at(from, path)] as const)
  return Object.fromEntries(pairs.filter(([, value]) => value !== undefined && value !== null))
}

function at(from: Json, path: string): unknown {
  return path.split('.').reduce<unknown>((value, key) => objectOf(value)[key], from)
}

/** `users ada, bob and 98 more` */
export function several(noun: string, ids: readonly string[]): string {
  const [first = '?', ...rest] = ids
  if (rest.length === 0) return `${noun} ${first}`
  const shown = ids.slice(0, 3)
  const more = ids.length - shown.length
  return `${noun}s ${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
