import { describe, expect, test } from 'bun:test'
import { ChatError } from '@parley/protocol'
import fc from 'fast-check'
import { CHANNEL_FIELDS } from './channel-fields.ts'
import { OPS } from './field-table.ts'
import { ALL } from './filters.ts'
import { MEMBER_FIELDS } from './member-fields.ts'
import { parseFilter } from './parse-filter.ts'
import { USER_FIELDS } from './user-fields.ts'

const users = (raw: unknown) => parseFilter(raw, USER_FIELDS, { perspective: false })
const channels = (raw: unknown, perspective = true) => parseFilter(raw, CHANNEL_FIELDS, { perspective })

function refusal(run: () => unknown): ChatError {
  try {
    run()
  } catch (error) {
    if (error instanceof ChatError) return error
    throw error
  }
  throw new Error('the filter was accepted')
}

describe('what is accepted', () => {
  test('nothing, in any spelling, matches everything', () => {
    for (const raw of [undefined, null, {}, []]) expect(users(raw)).toEqual(ALL)
  })

  test('a scalar means $eq', () => {
    expect(users({ id: 'bob' })).toEqual({ op: 'eq', field: 'id', custom: false, value: 'bob' })
  })

  test('several fields and several operators must all hold', () => {
    expect(users({ age: { $gt: 30, $lte: 50 }, role: 'admin' })).toEqual({
      op: 'and',
      filters: [
        { op: 'gt', field: 'age', custom: true, value: 30 },
        { op: 'lte', field: 'age', custom: true, value: 50 },
        { op: 'eq', field: 'role', custom: false, value: 'admin' },
      ],
    })
  })

  test('$and, $or and $nor nest', () => {
    expect(users({ $or: [{ id: 'a' }, { $nor: [{ id: 'b' }] }] })).toEqual({
      op: 'or',
      filters: [
        { op: 'eq', field: 'id', custom: false, value: 'a' },
        { op: 'nor', filters: [{ op: 'eq', field: 'id', custom: false, value: 'b' }] },
      ],
    })
  })

  test('custom fields have bare names, dotted paths or custom. before them', () => {
    const expected = { op: 'eq', field: 'address.city', custom: true, value: 'Oslo' } as const
    expect(users({ 'address.city': 'Oslo' })).toEqual(expected)
    expect(users({ 'custom.address.city': 'Oslo' })).toEqual(expected)
    expect(users({ 'custom.name': 'x' })).toEqual({ op: 'eq', field: 'name', custom: true, value: 'x' })
  })

  test('a field given {} or PHP’s [] matches everything', () => {
    expect(users({ teams: {} })).toEqual(ALL)
    expect(users({ teams: [] })).toEqual(ALL)
  })

  test('times become microseconds, whatever their offset', () => {
    const value = Date.UTC(2026, 0, 31, 12) * 1000 + 500_000
    expect(users({ created_at: { $gt: '2026-01-31T13:00:00.5+01:00' } })).toMatchObject({ value })
  })

  test('members takes one id, any of many, or exactly these', () => {
    expect(channels({ members: 'bob' })).toMatchObject({ op: 'eq', value: 'bob' })
    expect(channels({ members: { $in: ['bob'] } })).toMatchObject({ op: 'in', value: ['bob'] })
    expect(channels({ members: { $eq: ['bob', 'amy'] } })).toMatchObject({ op: 'eq', value: ['bob', 'amy'] })
  })

  test.each([...OPS.custom])('custom fields take $%s', op => {
    const value =
      { exists: true, in: ['a', 1, true], nin: ['a'], q: 'a', autocomplete: 'a' }[op as string] ?? 'a'
    expect(users({ hat: { [`$${op}`]: value } })).toEqual({ op, field: 'hat', custom: true, value })
  })
})

describe('what is refused, and how', () => {
  test('an unknown operator is named with those of the field', () => {
    const error = refusal(() => users({ teams: { $near: 'x' } }))
    expect(error.errorName).toBe('invalid_input')
    expect(error.message).toContain('filter_conditions.teams')
    expect(error.message).toContain('"$near"')
    expect(error.details).toMatchObject({
      field: 'teams',
      operator: '$near',
      allowed: ['$eq', '$ne', '$in', '$nin', '$contains', '$exists'],
    })
  })

  test.each([
    [{ $foo: [] }, '$and, $or, $nor'],
    [{ $eq: 'x' }, 'belongs inside a field'],
    [{ $and: { id: 'a' } }, 'takes an array of filters, not an object'],
    [{ $or: [] }, 'at least one filter'],
    [{ $and: ['x'] }, 'not a text'],
    [{ online: true }, 'who is online is not stored'],
    [{ id: { $in: 'bob' } }, 'takes an array, not a text'],
    [{ id: 7 }, 'takes a text, not a number'],
    [{ banned: 'yes' }, 'takes true or false, not a text'],
    [{ created_at: { $gt: 'yesterday' } }, 'RFC 3339'],
    [{ created_at: { $gt: 5 } }, 'RFC 3339'],
    [{ age: { $gt: Number.NaN } }, 'not NaN'],
    [{ age: Number.POSITIVE_INFINITY }, 'not Infinity'],
    [{ age: { $gt: true } }, 'not a boolean'],
    [{ age: { $in: [{}] } }, 'not an object'],
    [{ age: ['a'] }, 'not an array'],
    [{ age: { $exists: 1 } }, 'takes true or false, not a number'],
    [{ name: { $autocomplete: ' ' } }, 'not empty'],
    [{ 'a b': 1 }, 'field path'],
    [{ "x'); drop table users; --": 1 }, 'field path'],
    [{ 'a..b': 1 }, 'field path'],
    [{ '': 1 }, 'field path'],
    [{ 'a.b.c.d.e.f.g.h.i': 1 }, 'at most 8 names'],
    [{ id: 'x'.repeat(1025) }, 'at most 1024 characters'],
    [{ id: { $in: new Array(101).fill('x') } }, 'at most 100 values'],
    ['bob', 'not a text'],
    [[1], 'not an array'],
  ])('%j', (raw, part) => {
    expect(refusal(() => users(raw)).message).toContain(part)
  })

  test('fields that depend on the caller need one', () => {
    expect(refusal(() => channels({ hidden: true }, false)).message).toContain('user_id')
    expect(channels({ hidden: true }, true)).toMatchObject({ field: 'hidden', value: true })
  })

  test('only the values there are', () => {
    expect(refusal(() => channels({ invite: 'maybe' })).message).toContain(
      '"pending", "accepted", "rejected"',
    )
    expect(refusal(() => channels({ has_unread: false })).message).toContain('takes true')
  })

  test('depth and size are bounded', () => {
    let deep: unknown = { id: 'a' }
    for (let level = 0; level < 10; level++) deep = { $and: [deep] }
    expect(refusal(() => users(deep)).message).toContain('10 deep')
    const wide = { $or: Array.from({ length: 101 }, () => ({ id: 'a' })) }
    expect(refusal(() => users(wide)).message).toContain('100 conditions')
    const many = (fields: number) =>
      Object.fromEntries(Array.from({ length: fields }, (_, at) => [`f${at}`, { $in: Array(100).fill('v') }]))
    expect(users(many(10)).op).toBe('and')
    expect(refusal(() => users(many(11))).message).toContain('1000 values')
    const empty = { $or: Array.from({ length: 201 }, () => ({})) }
    expect(refusal(() => users(empty)).message).toContain('200 filters')
  })
})

const names = fc.oneof(
  fc.string(),
  fc.constantFrom(
    ...Object.keys(USER_FIELDS.fields),
    ...Object.keys(CHANNEL_FIELDS.fields),
    'custom.a',
    '__proto__',
    'constructor',
  ),
  fc.constantFrom('$and', '$or', '$nor', ...OPS.custom.map(op => `$${op}`)),
)
const anything = fc.letrec(tie => ({
  value: fc.oneof(
    { maxDepth: 6 },
    fc.constantFrom(
      null,
      undefined,
      true,
      false,
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      '2026-01-01T00:00:00Z',
    ),
    fc.string(),
    fc.double(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(names, tie('value'), { maxKeys: 4 }),
  ),
})).value

test('whatever comes, the parser answers with a filter or a ChatError', () => {
  const tables = [USER_FIELDS, CHANNEL_FIELDS, MEMBER_FIELDS]
  fc.assert(
    fc.property(anything, fc.constantFrom(...tables), fc.boolean(), (raw, table, perspective) => {
      try {
        expect(typeof parseFilter(raw, table, { perspective })).toBe('object')
      } catch (error) {
        expect(error).toBeInstanceOf(ChatError)
        expect((error as ChatError).errorName).toBe('invalid_input')
      }
    }),
    { numRuns: 3000 },
  )
})
