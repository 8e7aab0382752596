/** What can be filtered; each has fields of its own. */
export type Noun = 'channels' | 'members' | 'messages' | 'users'

export interface FilterField {
  readonly name: string
  readonly kind: 'string' | 'number' | 'boolean' | 'time' | 'list' | 'members'
  /** `$eq`, … */
  readonly operators: readonly string[]
  /** The only values there are. */
  readonly values?: readonly (string | boolean)[]
  /** Depends on whose eyes the query is made with. */
  readonly caller_relative?: true
  readonly sortable?: true
}

/** What filters of a noun are made of, as the server checks them. Other names are custom fields. */
export interface FilterTable {
  readonly fields: readonly FilterField[]
  /** Names that can't be asked for, and why. */
  readonly refused: Readonly<Record<string, string>>
  readonly custom_operators: readonly string[]
  /** Names that sort but do not filter. */
  readonly sorts: readonly string[]
}

export function findField(table: FilterTable, name: string): FilterField | undefined {
  return table.fields.find(field => field.name === name)
}

export function operatorsOf(table: FilterTable, name: string): readonly string[] {
  return findField(table, name)?.operators ?? table.custom_operators
}

const KINDS: Readonly<Record<FilterField['kind'], string>> = {
  string: 'text',
  number: 'number',
  boolean: 'true or false',
  time: 'time',
  list: 'list of texts',
  members: 'user ids',
}

/** What a field holds, in a word or two. */
export function kindText(field: FilterField | undefined): string {
  return field ? KINDS[field.kind] : 'custom field'
}
