import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import { jsonText } from './encode.ts'
import { SEPARATORS } from './words.ts'

export type DialectName = 'sqlite' | 'postgres'

type Text = Expression<string | null>

/** A path into a JSON object: checked names, never empty. */
export type JsonPath = readonly string[]

/** All in which the two databases differ. */
export interface Dialect {
  readonly name: DialectName
  /** Column types for migrations. */
  readonly types: {
    readonly json: RawBuilder<unknown>
    readonly flag: RawBuilder<unknown>
    /** Text in the order of its code points, so that a range finds what begins alike. */
    readonly ordered: RawBuilder<unknown>
    /** A number that is never given out twice. */
    readonly id: RawBuilder<unknown>
    /** A number that nothing refers to; cheaper where many rows are written. */
    readonly row: RawBuilder<unknown>
  }
  /** After a table's columns: small rows are kept in the order of their key. */
  readonly clustered: RawBuilder<unknown>
  /** The texts of a JSON array of texts, as a table with the column `value`. */
  items(column: Text, alias: string): RawBuilder<{ value: string }>
  /** To select from as `(…)`: the texts of a JSON array, in its order, as the column `value`. */
  texts(list: Expression<string>): RawBuilder<unknown>
  /** To select from as `(…)`: the pairs of texts of a JSON array of such, as the columns `field` and `value`. */
  pairs(list: Expression<string>): RawBuilder<unknown>
  /** The value at a path as text, when it is a string; NULL otherwise. */
  jsonString(column: Text, path: JsonPath): RawBuilder<string | null>
  /** The value at a path as a number, when it is one; NULL otherwise. */
  jsonNumber(column: Text, path: JsonPath): RawBuilder<number | null>
  /** `null`, `true`, `false`, `number`, `string`, `array`, `object`; NULL when there is nothing. */
  jsonKind(column: Text, path: JsonPath): RawBuilder<string | null>
  /** Whether the value at a path is an array that has this string, number, boolean or null. */
  jsonArrayHas(column: Text, path: JsonPath, value: unknown): RawBuilder<SqlBool>
  /** A number given by the caller, which need not be whole. */
  number(value: number): RawBuilder<number>
  /** Comparing text by code point, whatever the database's locale. */
  byCodePoint(text: Text): RawBuilder<string | null>
  contains(text: Text, needle: string): RawBuilder<SqlBool>
  /** Whether a text is in a JSON array of texts: lists of any length in one prepared statement. */
  isAmong(text: Text, list: Expression<string>): RawBuilder<SqlBool>
  /**
   * To select from: `source`, and for each text of a JSON array the rows whose `pk` a query names
   * that may look at `each.value`. So a few rows of each cost no reading of all.
   */
  rowsOfEach(list: Expression<string>, source: string, pks: RawBuilder<unknown>): RawBuilder<unknown>
  /** As `isAmong`, of whole numbers. */
  isOneOf(number: Expression<number>, list: Expression<string>): RawBuilder<SqlBool>
  /** ASCII letters in lower case, separators as spaces, a space at both ends (`words.ts`). */
  foldWords(text: Text): RawBuilder<string | null>
}

const sqlitePath = (path: JsonPath): string => `$${path.map(name => `."${name}"`).join('')}`

/** SQLite's JSON functions give booleans as 1 and 0, so the kind is always asked too. */
export const SQLITE: Dialect = {
  name: 'sqlite',
  clustered: sql`without rowid`,
  types: {
    json: sql`text`,
    flag: sql`integer`,
    ordered: sql`text`,
    id: sql`integer primary key autoincrement`,
    row: sql`integer primary key`,
  },
  items: (column, alias) => sql`json_each(${column}) as ${sql.ref(alias)}`,
  texts: list => sql`select value from json_each(${list})`,
  pairs: list => sql`select value ->> 0 as field, value ->> 1 as value from json_each(${list})`,
  jsonString: (column, path) =>
    sql`case json_type(${column}, ${sqlitePath(path)}) when 'text' then json_extract(${column}, ${sqlitePath(path)}) end`,
  jsonNumber: (column, path) =>
    sql`case when json_type(${column}, ${sqlitePath(path)}) in ('integer', 'real') then json_extract(${column}, ${sqlitePath(path)}) end`,
  jsonKind: (column, path) =>
    sql`case json_type(${column}, ${sqlitePath(path)}) when 'text' then 'string' when 'integer' then 'number' when 'real' then 'number' else json_type(${column}, ${sqlitePath(path)}) end`,
  jsonArrayHas: (column, path, value) =>
    sql`(json_type(${column}, ${sqlitePath(path)}) = 'array' and exists (select 1 from json_each(${column}, ${sqlitePath(path)}) as item where ${sqliteItemIs(value)}))`,
  number: value => sql`${value}`,
  byCodePoint: text => sql`${text}`,
  contains: (text, needle) => sql`instr(${text}, ${needle}) > 0`,
  isAmong: (text, list) => sql`${text} in (select value from json_each(${list}))`,
  isOneOf: (number, list) => sql`${number} in (select value from json_each(${list}))`,
  rowsOfEach: (list, source, pks) =>
    sql`json_each(${list}) as each cross join ${sql.ref(source)} on ${sql.ref(source)}.pk in (${pks})`,
  foldWords: text => foldWordsSql(sql`lower(${text})`),
}

function sqliteItemIs(value: unknown): RawBuilder<SqlBool> {
  if (value === null) return sql`item.type = 'null'`
  if (typeof value === 'boolean') return sql`item.type = ${String(value)}`
  if (typeof value === 'number') return sql`(item.type in ('integer', 'real') and item.value = ${value})`
  return sql`(item.type = 'text' and item.value = ${value})`
}

/** One name after another: `#>` would take a number for a place in an array, which SQLite does not. */
const at = (column: Text, path: JsonPath): RawBuilder<unknown> =>
  path.reduce<RawBuilder<unknown>>((json, name) => sql`(${json} -> ${name}::text)`, sql`${column}`)
const textAt = (column: Text, path: JsonPath): RawBuilder<string> => sql`(${at(column, path)} #>> '{}')`

export const POSTGRES: Dialect = {
  name: 'postgres',
  clustered: sql``,
  types: {
    json: sql`jsonb`,
    flag: sql`smallint`,
    ordered: sql`text collate "C"`,
    id: sql`bigint generated by default as identity primary key`,
    row: sql`bigint generated by default as identity primary key`,
  },
  items: (column, alias) => sql`jsonb_array_elements_text(${column}) as ${sql.ref(alias)}(value)`,
  texts: list => sql`select value from jsonb_array_elements_text(${list}::jsonb)`,
  pairs: list =>
    sql`select pair ->> 0 as field, pair ->> 1 as value from jsonb_array_elements(${list}::jsonb) as pair`,
  jsonString: (column, path) =>
    sql`case when jsonb_typeof(${at(column, path)}) = 'string' then ${textAt(column, path)} end`,
  jsonNumber: (column, path) =>
    sql`case when jsonb_typeof(${at(column, path)}) = 'number' then ${textAt(column, path)}::numeric end`,
  jsonKind: (column, path) =>
    sql`case jsonb_typeof(${at(column, path)}) when 'boolean' then ${textAt(column, path)} else jsonb_typeof(${at(column, path)}) end`,
  jsonArrayHas: (column, path, value) =>
    sql`(jsonb_typeof(${at(column, path)}) = 'array' and ${at(column, path)} @> ${jsonText(value)}::jsonb)`,
  number: value => sql`${value}::numeric`,
  byCodePoint: text => sql`${text} collate "C"`,
  contains: (text, needle) => sql`strpos(${text}, ${needle}) > 0`,
  isAmong: (text, list) => sql`${text} in (select jsonb_array_elements_text(${list}::jsonb))`,
  isOneOf: (number, list) => sql`${number} in (select jsonb_array_elements_text(${list}::jsonb)::bigint)`,
  rowsOfEach: (list, source, pks) =>
    sql`jsonb_array_elements_text(${list}::jsonb) as each(value) cross join lateral (${pks}) as named
      join ${sql.ref(source)} on ${sql.ref(source)}.pk = named.pk`,
  foldWords: text => foldWordsSql(sql`lower(${text} collate "C")`),
}

function foldWordsSql(lowered: RawBuilder<unknown>): RawBuilder<string | null> {
  const spaced = SEPARATORS.reduce(
    (text, separator) => sql`replace(${text}, ${sql.lit(separator)}, ' ')`,
    lowered,
  )
  return sql`(' ' || ${spaced} || ' ')`
}
