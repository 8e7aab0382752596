import { describe, expect, test } from 'bun:test'
import { ChatError } from '@parley/protocol'
import * as schemas from '@parley/protocol/schemas'
import fc from 'fast-check'
import type { z } from 'zod'

const requests = (Object.entries(schemas) as [string, unknown][]).filter(
  (entry): entry is [string, z.ZodType] =>
    /(Body|Payload|Frame|Query|Path)$/.test(entry[0]) && typeof entry[1] === 'object',
)

/** Bodies that are taken; mutants of them reach deeper than random JSON does. */
const taken: [z.ZodType, object][] = [
  [
    schemas.SendMessageBody,
    {
      message: {
        id: 'm1',
        text: 'hi',
        attachments: [{ type: 'image', actions: [{ name: 'a', text: 'b' }] }],
        mentioned_users: ['bob'],
        parent_id: 'p',
        pin_expires: '2026-01-01T00:00:00Z',
        user: { id: 'alice', teams: ['red'] },
        shared_location: { latitude: 1, longitude: 2 },
      },
      skip_push: true,
      pending_message_metadata: { a: 'b' },
    },
  ],
  [
    schemas.UpsertUsersBody,
    {
      users: {
        alice: { id: 'alice', name: 'Alice', privacy_settings: { read_receipts: { enabled: true } } },
      },
    },
  ],
  [
    schemas.PartialUpdateUsersBody,
    { users: [{ id: 'alice', set: { 'a.b': 1, role: 'admin' }, unset: ['c.d'] }] },
  ],
  [
    schemas.GetOrCreateChannelBody,
    {
      data: { members: ['a', { user_id: 'b' }], created_by: { id: 'a' }, x: 1 },
      watch: true,
      messages: { limit: 5, id_lt: 'a' },
    },
  ],
  [
    schemas.UpdateChannelBody,
    {
      data: { a: 1 },
      message: { text: 'x' },
      add_members: ['a'],
      assign_roles: [{ user_id: 'a', channel_role: 'x' }],
      cooldown: 3,
    },
  ],
  [
    schemas.PartialUpdateChannelBody,
    {
      set: { config_overrides: { grants: { user: ['!add-links'] }, commands: ['ban'] }, cooldown: 1 },
      unset: ['a'],
    },
  ],
  [
    schemas.QueryChannelsBody,
    { filter_conditions: { a: { $in: [1] } }, sort: [{ field: 'a', direction: -1 }], limit: 3 },
  ],
  [
    schemas.UpdateAppBody,
    {
      grants: { user: ['flag-user'] },
      identity_providers: [{ issuer: 'i', jwks_uri: 'https://a.test/k', algorithms: ['RS256'] }],
      event_hooks: [{ id: 'a', hook_type: 'webhook', webhook_url: 'https://example.com/hook' }],
    },
  ],
  [
    schemas.UpdateChannelTypeBody,
    {
      commands: ['ban'],
      automod_thresholds: { toxic: { flag: 0.5 } },
      partition_ttl: '24h',
      blocklists: [{ blocklist: 'a', behavior: 'flag' }],
    },
  ],
  [
    schemas.ClientFrame,
    {
      type: 'auth',
      id: '1',
      user_details: { id: 'a', x: { y: 1 } },
      device: { id: 'd', push_provider: 'apn' },
    },
  ],
  [schemas.ClientFrame, { type: 'user.upgrade', token: 'a.b.c', merge: true, user_details: {} }],
  [
    schemas.SyncBody,
    { channel_cids: ['a:b'], channel_seqs: { 'a:b': 3 }, last_sync_at: '2026-01-01T00:00:00Z' },
  ],
  [schemas.SendEventBody, { event: { type: 'wave', user: { id: 'a' }, x: 1 } }],
]

const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    null,
    '',
    0,
    -1,
    1.5,
    1e21,
    Number.POSITIVE_INFINITY,
    [],
    {},
    [[]],
    [null],
    '!x',
    'a b',
    'x'.repeat(30_000),
    '0001-01-01T00:00:00Z',
    JSON.parse('{"__proto__":{"id":"a"}}'),
    { constructor: 1, toString: 2, hasOwnProperty: 3 },
  ),
)

/** The paths of every value inside of a value. */
function pathsOf(value: unknown, path: string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [path]
  return [path, ...Object.entries(value).flatMap(([key, part]) => pathsOf(part, [...path, key]))]
}

function replaced(value: unknown, path: readonly string[], by: unknown): unknown {
  const [key, ...rest] = path
  if (key === undefined) return by
  const copy: Record<string, unknown> | unknown[] = Array.isArray(value)
    ? [...value]
    : { ...(value as object) }
  Reflect.set(copy, key, replaced(Reflect.get(copy, key), rest, by))
  return copy
}

/** Taken, or refused with a message for people; never anything else. */
function takenOrRefused(schema: z.ZodType, value: unknown): void {
  try {
    schemas.parseInput(schema, value)
  } catch (error) {
    expect(error).toBeInstanceOf(ChatError)
    const { message, errorName, details } = error as ChatError
    expect(errorName).toBe('invalid_input')
    expect(message.length).toBeGreaterThan(5)
    expect(message.length).toBeLessThan(2_000)
    // zod's own words start so; ours name what is right.
    expect(message).not.toMatch(/Invalid|Too (small|big)|Unrecognized/)
    expect(Object.keys(details?.fields ?? {}).length).toBeGreaterThan(0)
  }
}

describe('whatever comes is taken or refused', () => {
  test('there are schemas to try', () => {
    expect(requests.length).toBeGreaterThan(40)
  })

  for (const [name, schema] of requests) {
    test(name, () => {
      fc.assert(
        fc.property(odd, value => takenOrRefused(schema, value)),
        { numRuns: 100 },
      )
    })
  }

  taken.forEach(([schema, body], at) => {
    test(`mutants of body ${at}`, () => {
      schemas.parseInput(schema, body)
      fc.assert(
        fc.property(fc.constantFrom(...pathsOf(body)), odd, (path, by) => {
          takenOrRefused(schema, replaced(body, path, by))
        }),
        { numRuns: 500 },
      )
    })
  })
})

test('a user id is taken when it is made of the right characters, and else its wrong one is named', () => {
  const characters = fc.oneof(
    fc.constantFrom(...'abzABZ059@_-'),
    fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
  )
  fc.assert(
    fc.property(fc.array(characters, { maxLength: 8 }), parts => {
      const id = parts.join('')
      const right = /^[A-Za-z0-9@_-]{1,255}$/.test(id)
      expect(schemas.userId.safeParse(id).success).toBe(right)
      if (!right && id !== '' && !id.startsWith('!')) {
        const wrong = [...id].find(each => !/[A-Za-z0-9@_-]/.test(each)) ?? ''
        expect(schemas.userIdProblem(id)).toContain(JSON.stringify(wrong))
      }
    }),
    { numRuns: 500 },
  )
})

test('a length in bytes is that of UTF-8', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), value => {
      expect(schemas.utf8Length(value)).toBe(Buffer.byteLength(value))
    }),
  )
})

test('times that exist are taken, times that do not are refused', () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date('1900-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }),
      date => {
        expect(schemas.isTime(date.toISOString())).toBe(true)
      },
    ),
  )
  const parts = fc.tuple(
    fc.integer({ min: 1900, max: 2200 }),
    fc.integer({ min: 0, max: 13 }),
    fc.integer({ min: 0, max: 32 }),
  )
  fc.assert(
    fc.property(parts, ([year, month, day]) => {
      const text = `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}T00:00:00Z`
      const date = new Date(Date.UTC(year, month - 1, day))
      const exists = date.getUTCMonth() === month - 1 && date.getUTCDate() === day
      expect(schemas.isTime(text)).toBe(exists)
    }),
    { numRuns: 1000 },
  )
})
