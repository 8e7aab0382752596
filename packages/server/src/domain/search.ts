import type { Comparison, Filter, Sort } from './filters.ts'
import type { Json, MessageRecord } from './records.ts'
import { wordsOf } from './words.ts'

/** Sorts by what is asked for; without a sort the best match first. */
export const BY_RELEVANCE: readonly Sort[] = [{ field: 'relevance', custom: false, direction: -1 }]

/** A message that was found, with what it is ordered by. */
export interface Hit {
  readonly message: MessageRecord
  readonly keys: readonly (string | number | null)[]
}

/** The words that a filter looks for in texts; negated ones are none. */
export function searchedWords(filter: Filter): string[] {
  if ('filters' in filter) return filter.op === 'nor' ? [] : filter.filters.flatMap(searchedWords)
  return isTextSearch(filter) ? wordsOf(String(filter.value)) : []
}

export function isTextSearch({ field, custom, op }: Comparison): boolean {
  return field === 'text' && !custom && (op === 'q' || op === 'autocomplete')
}

/**
 * How much of a text is what was looked for: the share of its words that match, a word that only
 * begins so counting half. 0 without words: then all are equal.
 */
export function relevance(text: string, searched: readonly string[]): number {
  if (searched.length === 0) return 0
  const words = wordsOf(text)
  let score = 0
  for (const word of words) {
    if (searched.includes(word)) score += 1
    else if (searched.some(each => word.startsWith(each))) score += 0.5
  }
  return words.length === 0 ? 0 : score / Math.sqrt(words.length)
}

/** Gives each message its keys and puts them in order; the id decides between equals. */
export function rankHits(
  messages: readonly MessageRecord[],
  sort: readonly Sort[],
  searched: readonly string[],
): Hit[] {
  const hits = messages.map(message => ({
    message,
    keys: [...sort.map(each => keyOf(message, each, searched)), message.id],
  }))
  return hits.sort((a, b) => compareKeys(a.keys, b.keys, sort))
}

/** As `Array.sort` wants it; the last key, the id, always ascends. */
export function compareKeys(a: Hit['keys'], b: Hit['keys'], sort: readonly Sort[]): number {
  for (const [index, key] of a.entries()) {
    const order = compareKey(key, b[index] ?? null, sort[index]?.direction ?? 1)
    if (order !== 0) return order
  }
  return 0
}

type Key = Hit['keys'][number]

/** Numbers before texts, and what is missing last in either direction. */
function compareKey(a: Key, b: Key, direction: 1 | -1): number {
  if (a === b) return 0
  if (a === null) return 1
  if (b === null) return -1
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1
  return a < b ? -direction : direction
}

function keyOf(message: MessageRecord, { field, custom }: Sort, searched: readonly string[]): Key {
  if (custom) return customKey(message.custom, field)
  switch (field) {
    case 'relevance':
      return relevance(message.text, searched)
    case 'id':
      return message.id
    case 'text':
      return message.text
    case 'reply_count':
      return message.replyCount
    case 'user.id':
      return message.userId
    case 'created_at':
      return message.createdAtUs
    default:
      return message.updatedAtUs
  }
}

function customKey(custom: Json, path: string): Key {
  let value: unknown = custom
  for (const name of path.split('.')) {
    value =
      typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? (value as Json)[name] : null
  }
  return typeof value === 'string' || typeof value === 'number' ? value : null
}
