import { afterAll, beforeAll, expect, test } from 'bun:test'
import { type Frame, type Person, startServer, type TestServer } from '@parley/testkit'
import fc from 'fast-check'

/**
 * Generated requests for every endpoint of the OpenAPI document: bodies near to what is right, with
 * something odd somewhere. Whatever comes, the answer is not a 5xx and tells what is wrong.
 */
let server: TestServer
let people: readonly Pick<Person, 'call'>[]
let operations: readonly Operation[]

interface Operation {
  readonly method: string
  readonly path: string
  readonly query: readonly { readonly name: string; readonly schema: unknown; readonly isJson: boolean }[]
  readonly body: unknown
}

beforeAll(async () => {
  server = await startServer()
  await server.upsertUsers({ id: 'alice', name: 'Alice' }, { id: 'bob' })
  const alice = await server.connected('alice')
  await alice.watch('messaging:hall', { members: ['alice', 'bob'] })
  await alice.send('messaging:hall', 'hello', { id: 'first' })
  people = [server, alice, server.person('bob'), await server.guest('gus'), server.anonymous()]
  operations = await readOperations()
})

afterAll(() => server[Symbol.asyncDispose]())

async function readOperations(): Promise<Operation[]> {
  const document = (await (await fetch(`${server.url}/openapi.json`)).json()) as Frame
  const { schemas } = document.components as { schemas: Frame }
  const resolve = (value: unknown): unknown => resolveReferences(value, schemas, 0)
  return Object.entries(document.paths as Record<string, Record<string, Frame>>).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      query: ((operation.parameters ?? []) as Frame[])
        .filter(parameter => parameter.in === 'query')
        .map(({ name, schema, content }) => ({
          name: String(name),
          schema: resolve(schema ?? jsonSchemaOf(content)),
          isJson: content !== undefined,
        })),
      body: resolve(jsonSchemaOf((operation.requestBody as Frame | undefined)?.content)),
    })),
  )
}

function jsonSchemaOf(content: unknown): unknown {
  return ((content as Frame | undefined)?.['application/json'] as Frame | undefined)?.schema
}

const MAX_REFERENCES = 3

function resolveReferences(value: unknown, schemas: Frame, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(item => resolveReferences(item, schemas, depth))
  const { $ref } = value as { $ref?: string }
  if (typeof $ref === 'string') {
    return depth >= MAX_REFERENCES
      ? {}
      : resolveReferences(schemas[$ref.split('/').at(-1) ?? ''], schemas, depth + 1)
  }
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, resolveReferences(item, schemas, depth)]),
  )
}

const nested = (levels: number): unknown => (levels === 0 ? 1 : { a: nested(levels - 1) })

const NAMES = ['alice', 'bob', 'messaging', 'hall', 'first', 'messaging:hall', 'livestream', 'nobody', 'user']

const oddText = fc.constantFrom(
  ...[
    '',
    ' ',
    '\u0000',
    '\ud800',
    'ä',
    '🦆',
    '%',
    ',',
    '..',
    '!anon',
    '!members-x',
    '__proto__',
    'constructor',
  ],
  ...[
    'x'.repeat(300),
    'x'.repeat(30_000),
    '0001-01-01T00:00:00Z',
    '2026-13-45T99:99:99Z',
    'a:b:c',
    "'; drop table",
  ],
)

const text = fc.oneof({ weight: 5, arbitrary: fc.constantFrom(...NAMES) }, { weight: 1, arbitrary: oddText })

const odd: fc.Arbitrary<unknown> = fc.oneof(
  oddText,
  fc.constantFrom<unknown>(null, true, false, 0, -1, 0.5, 1e308, 2 ** 53, [], {}, [null], [[]], nested(25)),
  fc.jsonValue({ maxDepth: 3 }),
  fc.record({ $gt: fc.jsonValue(), $nope: fc.jsonValue() }),
)

/** Something that fits a schema, or nearly. */
function fitting(schema: unknown, depth = 0): fc.Arbitrary<unknown> {
  const rough = fits(schema, depth)
  return fc.oneof({ weight: 12, arbitrary: rough }, { weight: 1, arbitrary: odd })
}

function fits(schema: unknown, depth: number): fc.Arbitrary<unknown> {
  if (typeof schema !== 'object' || schema === null || depth > 5) return odd
  const { type, anyOf, enum: words, properties, items } = schema as Frame
  if (Array.isArray(words)) return fc.constantFrom(...words)
  if (Array.isArray(anyOf)) return fc.oneof(...anyOf.map(option => fits(option, depth)))
  if (type === 'array') return fc.array(fitting(items, depth + 1), { maxLength: 4 })
  if (type === 'object' || properties !== undefined)
    return fittingObject(properties as Frame | undefined, depth)
  if (type === 'string') return text
  if (type === 'integer' || type === 'number') return fc.constantFrom(0, 1, 2, 30, 100, 1000)
  return type === 'boolean' ? fc.boolean() : odd
}

function fittingObject(properties: Frame | undefined, depth: number): fc.Arbitrary<unknown> {
  const model = Object.entries(properties ?? {}).map(
    ([key, value]) => [key, fitting(value, depth + 1)] as const,
  )
  const extra = fc.dictionary(fc.oneof(text, fc.constantFrom('$and', '$or', 'name', 'custom.x')), odd, {
    maxKeys: 2,
  })
  return fc
    .tuple(fc.record(Object.fromEntries(model), { requiredKeys: [] }), fc.option(extra, { nil: {}, freq: 4 }))
    .map(([known, other]) => ({ ...other, ...known }))
}

interface Shot {
  readonly endpoint: string
  readonly query: Record<string, string>
  readonly body: unknown
  readonly who: number
}

function shot(): fc.Arbitrary<Shot> {
  return fc.constantFrom(...operations).chain(operation =>
    fc.record({
      endpoint: fc
        .tuple(...[...operation.path.matchAll(/\{\w+\}/g)].map(() => text))
        .map(values => `${operation.method} ${fill(operation.path, values)}`),
      query: fc
        .record(
          Object.fromEntries(
            operation.query.map(({ name, schema, isJson }) => [
              name,
              // Longer queries end in 431 before they reach us.
              fitting(schema).map(value =>
                (typeof value === 'string' && !isJson ? value : JSON.stringify(value)).slice(0, 1_000),
              ),
            ]),
          ),
          { requiredKeys: [] },
        )
        .map(query => ({ ...query }) as Record<string, string>),
      body: operation.method === 'GET' ? fc.constant(undefined) : fitting(operation.body),
      who: fc.nat({ max: people.length - 1 }),
    }),
  )
}

function fill(path: string, values: readonly string[]): string {
  const rest = [...values]
  return path.replace(/\{\w+\}/g, () =>
    encodeURIComponent((rest.shift() ?? '').toWellFormed().slice(0, 2_000)),
  )
}

async function fire({ endpoint, query, body, who }: Shot): Promise<void> {
  const reply = await people[who]?.call(endpoint, body, { query })
  if (!reply) throw new Error('nobody fired')
  const told = `${endpoint} ${JSON.stringify({ query, body }).slice(0, 500)} → ${JSON.stringify(reply.body)}`
  if (reply.status >= 500) throw new Error(told)
  expect(typeof reply.body.duration, told).toBe('string')
  if (reply.status < 300) accepted.add(endpoint.split('/', 2).join('/'))
  if (reply.status < 300) return
  expect(reply.body, told).toMatchObject({ StatusCode: reply.status })
  expect(String(reply.body.message).length, told).toBeGreaterThan(10)
}

/** Endpoints that took something: odd input must get past the door to be a test. */
const accepted = new Set<string>()

const SHOTS_AT_ONCE = 20
/** A larger factor fires more of them. */
const ROUNDS = 1_000 * Number(process.env.PARLEY_HOSTILE_FACTOR ?? 1)

test(
  `${SHOTS_AT_ONCE * ROUNDS} generated requests bring nothing down`,
  async () => {
    const volley = fc.array(shot(), { minLength: SHOTS_AT_ONCE, maxLength: SHOTS_AT_ONCE })
    await fc.assert(
      fc.asyncProperty(volley, async shots => {
        await Promise.all(shots.map(fire))
      }),
      { numRuns: ROUNDS, endOnFailure: true },
    )
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    expect((await server.call('GET /app')).status).toBe(200)
  },
  120 * ROUNDS,
)
