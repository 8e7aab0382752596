import fc from 'fast-check'
import { filters } from './filters.ts'
import { oddText } from './tokens.ts'

/** A JSON schema as `/openapi.json` has it. */
export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | JsonSchema
  readonly items?: JsonSchema
  readonly minimum?: number
  readonly maximum?: number
}

/** Values that mean something in the world the requests go to, by the names of their fields. */
export type Known = (field: string) => readonly unknown[]

/** Keys without which most requests say nothing. */
const USEFUL = new Set([
  'text',
  'user_id',
  'id',
  'type',
  'data',
  'members',
  'created_by_id',
  'last_sync_at',
  'channel_cids',
  'set',
])

const FILTERS = new Set(['filter', 'filter_conditions', 'message_filter_conditions'])

/** Makes values that a schema describes, and now and then does not. */
export class SchemaValues {
  readonly #components: Readonly<Record<string, JsonSchema>>
  readonly #known: Known

  constructor(components: Readonly<Record<string, JsonSchema>>, known: Known) {
    this.#components = components
    this.#known = known
  }

  of(schema: JsonSchema, field = '', depth = 0): fc.Arbitrary<unknown> {
    if (FILTERS.has(field)) return filters
    if (depth > 6) return fc.constant(null)
    const resolved = this.#resolved(schema)
    const made = this.#made(resolved, field, depth)
    if (field === 'users' && resolved.additionalProperties) return made.map(keyedById)
    const all = this.#known(field)
    const known = isSimple(resolved) ? all : resolved.type === 'object' ? all.filter(isObject) : []
    return known.length === 0
      ? made
      : fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...known) }, { weight: 1, arbitrary: made })
  }

  #made(schema: JsonSchema, field: string, depth: number): fc.Arbitrary<unknown> {
    if (schema.enum) return fc.constantFrom(...schema.enum)
    if ('const' in schema) return fc.constant(schema.const)
    const variants = schema.anyOf ?? schema.oneOf
    if (variants && variants.length > 0) {
      return fc.oneof(...variants.map(variant => this.of(variant, field, depth + 1)))
    }
    if (schema.allOf)
      return fc.tuple(...schema.allOf.map(part => this.of(part, field, depth + 1))).map(merged)
    const types = schema.type === undefined ? [] : [schema.type].flat()
    return types.length === 0
      ? anything
      : fc.oneof(...types.map(type => this.#ofType(type, schema, field, depth)))
  }

  #ofType(type: string, schema: JsonSchema, field: string, depth: number): fc.Arbitrary<unknown> {
    if (type === 'object') return this.#object(schema, field, depth)
    if (type === 'array') return fc.array(this.of(schema.items ?? {}, field, depth + 1), { maxLength: 3 })
    if (type === 'boolean') return fc.boolean()
    if (type === 'null') return fc.constant(null)
    if (type === 'integer' || type === 'number') return numbers(schema)
    return fc.oneof(fc.string({ maxLength: 12 }), oddText)
  }

  /** Required keys nearly always, and up to four of the others. */
  #object(
    { properties = {}, required = [], additionalProperties }: JsonSchema,
    field: string,
    depth: number,
  ): fc.Arbitrary<object> {
    const entry = (key: string) =>
      this.of(properties[key] ?? {}, key, depth + 1).map(value => [key, value] as const)
    const needed = required.filter(key => key in properties).map(entry)
    const optional = Object.keys(properties).filter(key => !required.includes(key))
    const useful = optional.filter(key => USEFUL.has(key)).map(key => fc.option(entry(key), { freq: 3 }))
    const others = optional.map(entry)
    if (additionalProperties) {
      const extra = additionalProperties === true ? anything : this.of(additionalProperties, field, depth + 1)
      others.push(fc.tuple(this.#key(), extra))
    }
    const some =
      others.length === 0
        ? fc.constant([])
        : fc.array(fc.oneof(...others), { maxLength: depth === 0 ? 3 : 2 })
    return fc
      .tuple(fc.tuple(...needed), fc.tuple(...useful), some)
      .map(([must, should, may]) =>
        Object.fromEntries([...must, ...may, ...should.filter(pair => pair !== null)]),
      )
  }

  #key(): fc.Arbitrary<string> {
    const keys = [...this.#known('user_id'), ...this.#known('channel_cids')].map(String)
    return fc.constantFrom(...keys, 'planet', 'a', 'a.b', 'user', 'channel_member', 'x y', '$in')
  }

  #resolved(schema: JsonSchema): JsonSchema {
    const name = schema.$ref?.split('/').at(-1)
    return name === undefined ? schema : (this.#components[name] ?? {})
  }
}

/** Whether the values of a schema are texts or numbers of any kind, which names say more about. */
function isSimple({ enum: words, type, anyOf, properties }: JsonSchema): boolean {
  return !words && !anyOf && !properties && type !== 'array' && type !== 'object' && type !== 'boolean'
}

function isObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null
}

/** What the key has to be where users are sent by their ids. */
function keyedById(users: unknown): unknown {
  if (typeof users !== 'object' || users === null || Array.isArray(users)) return users
  return Object.fromEntries(Object.entries(users).map(([key, user]) => [idOf(user) ?? key, user]))
}

function idOf(user: unknown): string | undefined {
  return typeof user === 'object' && user !== null && 'id' in user ? String(user.id) : undefined
}

const anything = fc.oneof(
  fc.constantFrom<unknown>(null, true, 0, 1.5, '', 'Earth', [], {}, ['a'], { a: 1 }, { a: { b: [null] } }),
  oddText,
)

function numbers({ minimum = -1000, maximum = 1000 }: JsonSchema): fc.Arbitrary<number> {
  const [from, to] = [Math.max(minimum, -1e9), Math.min(maximum, 1e9)]
  return fc.oneof(
    fc.integer({ min: Math.ceil(from), max: Math.max(Math.ceil(from), Math.floor(to)) }),
    fc.constantFrom(0, 1, -1, 2.5, minimum - 1, maximum + 1, 1e18),
  )
}

function merged(parts: readonly unknown[]): object {
  return Object.assign({}, ...parts)
}
