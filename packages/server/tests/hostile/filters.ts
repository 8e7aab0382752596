import fc from 'fast-check'
import { oddText } from './tokens.ts'

const fields = fc.constantFrom(
  'id',
  'cid',
  'type',
  'members',
  'member.user.name',
  'name',
  'role',
  'teams',
  'team',
  'banned',
  'created_at',
  'updated_at',
  'last_active',
  'last_message_at',
  'member_count',
  'frozen',
  'hidden',
  'muted',
  'joined',
  'invite',
  'has_unread',
  'filter_tags',
  'channel_role',
  'user_id',
  'user.email',
  'planet',
  'custom.planet',
  'a.b.c',
  "a'b",
  'a"b',
  'a[0]',
  '$where',
  '__proto__',
  'constructor',
  '',
)

const operators = fc.constantFrom(
  '$eq',
  '$ne',
  '$in',
  '$nin',
  '$gt',
  '$gte',
  '$lt',
  '$lte',
  '$exists',
  '$contains',
  '$autocomplete',
  '$q',
  '$regex',
  'eq',
  '',
)

const operand: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    'alice',
    'messaging:hall',
    'messaging',
    '2026-11-21T09:30:00Z',
    '0001-01-01T00:00:00Z',
    true,
    false,
    null,
    0,
    -1,
    1.5,
    1e300,
    2 ** 60,
    '%',
    '_',
    '\\',
    '*"',
    "'",
    'NEAR(a b)',
    'a OR b',
    {},
    [],
  ),
  fc.array(fc.constantFrom<unknown>('alice', 'bob', 1, null, true, 1.5, {}), { maxLength: 4 }),
  oddText,
)

const condition: fc.Arbitrary<unknown> = fc.oneof(operand, fc.dictionary(operators, operand, { maxKeys: 2 }))

/** What some list takes as it is. */
const right = fc.constantFrom<unknown>(
  {},
  { members: { $in: ['alice'] } },
  { type: 'messaging' },
  { cid: { $in: ['messaging:hall', 'team:office'] } },
  { channel_cid: 'messaging:hall' },
  { cids: { $in: ['messaging:hall'] } },
  { message_id: 'm-1' },
  { user_id: { $in: ['alice', 'bob'] } },
  { text: { $autocomplete: 'hel' } },
  { created_at: { $gt: '2020-01-01T00:00:00Z' } },
  { $or: [{ id: 'p-1' }, { id: 'alice' }] },
)

const odd: fc.Arbitrary<unknown> = fc.letrec<{ filter: unknown }>(tie => ({
  filter: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.dictionary(fields, condition, { maxKeys: 2 }),
    fc
      .tuple(fc.constantFrom('$and', '$or', '$nor', '$not'), fc.array(tie('filter'), { maxLength: 3 }))
      .map(([key, parts]) => ({ [key]: parts })),
  ),
})).filter

/** Filters of all nouns: right ones, nearly right ones, and nested ones. */
export const filters: fc.Arbitrary<unknown> = fc.oneof(right, { weight: 2, arbitrary: odd })
