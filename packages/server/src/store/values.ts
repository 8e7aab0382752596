import type { ChannelRecord, Json, UserRecord } from '../domain/records.ts'
import { textOf } from './encode.ts'
import { foldWords } from './words.ts'

/** A table of values by which rows of another one are found. */
export interface ValueTable {
  readonly name: 'channel_values' | 'user_values'
  /** The column that says whose value it is. */
  readonly owner: 'channel_pk' | 'user_id'
}

export const CHANNEL_VALUES: ValueTable = { name: 'channel_values', owner: 'channel_pk' }
export const USER_VALUES: ValueTable = { name: 'user_values', owner: 'user_id' }

/** The field under which the words of a name stand: no custom field can be called so. */
export const NAME_WORD = 'name '

/** Longer texts are found by how they begin; the filter itself compares the rest. */
const MAX_LENGTH = 64

/** A custom value as the index keeps it: its kind, so that 5 is not "5", and itself. */
export function valueKey(value: string | number | boolean): string {
  return typeof value === 'string'
    ? `s${value.slice(0, MAX_LENGTH)}`
    : `${typeof value === 'number' ? 'n' : 'b'}${value}`
}

/** An item of an array of that field. */
export function itemKey(value: string | number | boolean): string {
  return `[${valueKey(value)}`
}

export function wordKey(word: string): string {
  return word.slice(0, MAX_LENGTH)
}

/** Everything that a channel is found by, each as the JSON of `[field, value]`. */
export function channelEntries({
  custom,
  filterTags,
}: Pick<ChannelRecord, 'custom' | 'filterTags'>): Set<string> {
  const entries = customEntries(custom)
  addItems(entries, 'filter_tags', filterTags)
  addWords(entries, custom.name)
  return entries
}

/** Everything that a user is found by, as `channelEntries`. */
export function userEntries({
  name,
  custom,
  teams,
}: Pick<UserRecord, 'name' | 'custom' | 'teams'>): Set<string> {
  const entries = customEntries(custom)
  addItems(entries, 'teams', teams)
  addWords(entries, name)
  return entries
}

/** Values at the root of the custom data: what lies deeper is compared row by row. */
function customEntries(custom: Json): Set<string> {
  const entries = new Set<string>()
  for (const [field, value] of Object.entries(custom)) {
    if (Array.isArray(value)) addItems(entries, field, value)
    else if (isScalar(value)) add(entries, field, valueKey(value))
  }
  return entries
}

function addItems(entries: Set<string>, field: string, items: readonly unknown[]): void {
  for (const item of items) if (isScalar(item)) add(entries, field, itemKey(item))
}

function addWords(entries: Set<string>, name: unknown): void {
  if (typeof name !== 'string') return
  for (const word of foldWords(textOf(name)).split(' '))
    if (word !== '') add(entries, NAME_WORD, wordKey(word))
}

function add(entries: Set<string>, field: string, value: string): void {
  entries.add(entryOf(textOf(field.toWellFormed()), textOf(value.toWellFormed())))
}

/** Of what is stored, or can be. */
export function entryOf(field: string, value: string): string {
  return JSON.stringify([field, value])
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
}
