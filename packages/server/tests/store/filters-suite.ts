import { beforeAll, expect, test } from 'bun:test'
import fc from 'fast-check'
import type { Comparison, Filter } from '../../src/domain/filters.ts'
import type { UserRecord } from '../../src/domain/records.ts'
import type { Store } from '../../src/store/store.ts'
import { must, Scene, T0, userOf } from './records.ts'
import { matches } from './reference-filter.ts'

/** Few values of many kinds, so that equal, nearly equal and differently typed ones meet. */
const TEXTS = [
  '',
  'a',
  'A',
  'ab',
  'b',
  '1',
  'true',
  'null',
  'bob the builder',
  'Bob-The',
  'é',
  'É a',
  '😀',
  '\uFFFD',
  '%',
  '_',
  "o'k",
]
const NUMBERS = [0, 1, -1, 1.5, 2, 10, 1e15, 0.1, -0.5, 1e21]
const scalar = fc.oneof(fc.constantFrom(...TEXTS), fc.constantFrom(...NUMBERS), fc.boolean())
const nullable = fc.oneof(scalar, fc.constant(null))
const value = fc.oneof(
  { weight: 4, arbitrary: nullable },
  { weight: 1, arbitrary: fc.array(nullable, { maxLength: 3 }) },
  { weight: 1, arbitrary: fc.record({ x: nullable, '0': nullable }, { requiredKeys: [] }) },
)
const custom = fc.record({ f: value, 'g-1': value, ø: nullable }, { requiredKeys: [] })
const ROLES = ['user', 'admin', 'guest']
const TEAMS = ['red', 'blue', 'green']

const FIELDS = ['f', 'f.x', 'f.0', 'g-1', 'ø', 'missing', 'missing.x']
const word = fc.constantFrom('a', 'AB', 'bob', 'the b', 'bui', '1', 'true', '%', 'o', "o'k", '😀', 'É', '--')

function comparison(
  field: string,
  isCustom: boolean,
  values: fc.Arbitrary<string | number | boolean>,
): fc.Arbitrary<Comparison> {
  const nullableValues = fc.oneof(
    { weight: 6, arbitrary: values },
    { weight: 1, arbitrary: fc.constant(null) },
  )
  const ordered = values.filter(item => typeof item !== 'boolean')
  const of = (ops: readonly Comparison['op'][], operand: fc.Arbitrary<Comparison['value']>) =>
    fc.record({
      op: fc.constantFrom(...ops),
      field: fc.constant(field),
      custom: fc.constant(isCustom),
      value: operand,
    })
  return fc.oneof(
    of(['eq', 'ne'], nullableValues),
    of(['in', 'nin'], fc.array(values, { maxLength: 3 }) as fc.Arbitrary<string[]>),
    of(['exists'], fc.boolean()),
    of(field === 'teams' ? ['contains'] : ['gt', 'gte', 'lt', 'lte'], field === 'teams' ? values : ordered),
    ...(isCustom ? [of(['contains'], values)] : []),
    ...(isCustom || field === 'name' || field === 'id' ? [of(['q', 'autocomplete'], word)] : []),
  )
}

const TIMES = [T0, T0 + 1, T0 + 2]
const anyComparison = fc.oneof(
  ...FIELDS.map(field => comparison(field, true, scalar)),
  comparison('id', false, fc.constantFrom('u-1', 'u-10', 'u-2', 'x')),
  comparison('name', false, fc.constantFrom(...TEXTS)),
  comparison('role', false, fc.constantFrom(...ROLES)),
  comparison('teams', false, fc.constantFrom(...TEAMS)),
  comparison('created_at', false, fc.constantFrom(...TIMES)),
  comparison('last_active', false, fc.constantFrom(...TIMES)),
)

const anyFilter = fc.letrec<{ filter: Filter }>(tie => ({
  filter: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    anyComparison,
    fc.record({
      op: fc.constantFrom('and' as const, 'or' as const, 'nor' as const),
      filters: fc.array(tie('filter'), { maxLength: 3 }),
    }),
  ),
})).filter

const anyUser = fc.record({
  name: fc.option(fc.constantFrom(...TEXTS), { nil: undefined }),
  role: fc.constantFrom(...ROLES),
  teams: fc.subarray(TEAMS),
  createdAtUs: fc.constantFrom(...TIMES),
  lastActiveAtUs: fc.option(fc.constantFrom(...TIMES), { nil: undefined }),
  custom,
})

export function filtersSuite(open: () => Store): void {
  let scene: Scene | undefined
  const users: UserRecord[] = []
  beforeAll(async () => {
    const created = await Scene.in(open())
    scene = created
    for (const [n, fields] of fc.sample(anyUser, { numRuns: 150, seed: 7 }).entries()) {
      users.push(userOf(created.appId, `u-${n}`, fields as Partial<UserRecord>))
    }
    await created.write(async tx => {
      for (const user of users) await tx.insertUser(user)
    })
  })

  const query = async (filter: Filter) => {
    const { store, appId } = must(scene)
    const found = await store.read.queryUsers(appId, {
      filter,
      sort: [],
      includeDeactivated: true,
      limit: 1000,
      offset: 0,
    })
    return found.map(user => user.id).sort()
  }

  test('every filter finds what it says, on whatever data', async () => {
    let nonTrivial = 0
    await fc.assert(
      fc.asyncProperty(anyFilter, async filter => {
        const expected = users.filter(user => matches(filter, user)).map(user => user.id)
        if (expected.length > 0 && expected.length < users.length) nonTrivial += 1
        expect(await query(filter)).toEqual(expected.sort())
      }),
      { numRuns: 1500 },
    )
    expect(nonTrivial).toBeGreaterThan(300)
  })

  test('operands reach the database as values, never as SQL', async () => {
    const hostile = ["'; drop table users; --", '" or 1=1 --', '$."f"', '\\', '?', '$1', '{}', '\0']
    for (const text of hostile) {
      for (const op of ['eq', 'gt', 'contains', 'autocomplete', 'q'] as const) {
        await query({ op, field: 'f', custom: true, value: text })
        if (op !== 'contains') await query({ op, field: 'name', custom: false, value: text })
      }
    }
    expect((await query({ op: 'and', filters: [] })).length).toBe(users.length)
  })
}
