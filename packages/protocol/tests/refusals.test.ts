import { describe, expect, test } from 'bun:test'
import type { ChatError } from '@parley/protocol'
import * as schemas from '@parley/protocol/schemas'
import type { z } from 'zod'

/** The error of a body that must be refused. */
function refusal(schema: z.ZodType, value: unknown): ChatError {
  try {
    schemas.parseInput(schema, value)
  } catch (error) {
    return error as ChatError
  }
  throw new Error(`was taken: ${JSON.stringify(value)}`)
}

/** Bodies and what their refusal says, word for word. */
const refused: [schema: z.ZodType, value: unknown, message: string][] = [
  [schemas.SendMessageBody, undefined, 'message must be an object, got nothing'],
  [schemas.SendMessageBody, 'hello', 'body must be an object, got a string'],
  [schemas.SendMessageBody, { message: { text: 5 } }, 'message.text must be a string, got the number 5'],
  [
    schemas.SendMessageBody,
    { message: { type: 'deleted' } },
    'message.type must be one of regular, reply, system, got "deleted"',
  ],
  [
    schemas.SendMessageBody,
    { message: { attachments: [{ title: 'a' }, { title: ['b'] }] } },
    'message.attachments[1].title must be a string, got an array',
  ],
  [
    schemas.SendMessageBody,
    { message: { id: 'a,b' } },
    'message.id must be a message id, made of any characters but , and % and control characters; the character "," (U+002C) is not allowed',
  ],
  [
    schemas.SendMessageBody,
    { message: { attachments: Array(31).fill({}) } },
    'message.attachments must have at most 30 entries, got 31',
  ],
  [
    schemas.SendMessageBody,
    { message: { mentioned_users: Array.from({ length: 26 }, (_, at) => `u${at}`) } },
    'message.mentioned_users must have at most 25 entries, got 26',
  ],
  [
    schemas.SendMessageBody,
    { message: { blob: 'x'.repeat(6000) } },
    'message has 6011 bytes of custom data ("blob"…), at most 5120 are allowed',
  ],
  [
    schemas.SendMessageBody,
    { message: { text: 'a\0b' } },
    'message.text must not contain the character U+0000',
  ],
  [
    schemas.SendMessageBody,
    { message: { text: 'half \ud83d' } },
    'message.text must be valid Unicode, not half a character',
  ],
  [schemas.MarkReadBody, JSON.parse('{"a":{"__proto__":1}}'), 'a.__proto__ is not allowed as a name'],
  [schemas.MarkReadBody, JSON.parse('{"n":1e999}'), 'n must be a finite number'],
  [
    schemas.UpsertUsersBody,
    { users: { 'a b': {} } },
    'users.a b.id must be a user id, made of a–z A–Z 0–9 @ _ -; the character " " (U+0020) is not allowed',
  ],
  [
    schemas.UpsertUsersBody,
    { users: { x: { id: '!anon' } } },
    'users.x.id must not start with "!": such ids are the server’s own; users.x.id must equal the key "x"'.split(
      ';',
    )[0] ?? '',
  ],
  [schemas.UpsertUsersBody, { users: {} }, 'users must have 1 to 100 users, got 0'],
  [
    schemas.UpsertUsersBody,
    { users: { a: { teams: ['é'.repeat(51)] } } },
    'users.a.teams[0] must be at most 100 bytes',
  ],
  [
    schemas.PartialUpdateUsersBody,
    { users: [{ id: 'a', set: { x: 1 }, unset: ['x'] }] },
    'users[0].unset has "x", which is in set too',
  ],
  [
    schemas.PartialUpdateUsersBody,
    { users: [{ id: 'a', unset: ['a..b'] }] },
    'users[0].unset[0] "a..b" is not a path: names joined by dots, no spaces',
  ],
  [
    schemas.PartialUpdateUsersBody,
    { users: [{ id: 'a', set: { 'a.constructor.b': 1 } }] },
    'users[0].set.a.constructor.b "constructor" is not allowed as a name',
  ],
  [schemas.QueryChannelsBody, { limit: 31 }, 'limit must be a whole number from 0 to 30, got 31'],
  [schemas.QueryChannelsBody, { offset: -1 }, 'offset must be a whole number from 0 to 1000, got -1'],
  [
    schemas.QueryChannelsBody,
    { sort: [{ field: 'a', direction: 2 }] },
    'sort[0].direction must be 1 or -1, got the number 2',
  ],
  [
    schemas.QueryChannelsBody,
    { filter_conditions: 'x' },
    'filter_conditions must be an object, got a string',
  ],
  [
    schemas.GetOrCreateChannelBody,
    { messages: { id_lt: 'a', id_gt: 'b' } },
    'messages must have one bound at most, got id_lt, id_gt',
  ],
  [
    schemas.GetOrCreateChannelBody,
    { data: { members: [5] } },
    'data.members[0] must be an object, got the number 5',
  ],
  [schemas.UpdateChannelBody, { cooldown: 121 }, 'cooldown must be a whole number from 0 to 120, got 121'],
  [
    schemas.UpdateChannelTypeBody,
    { grants: { user: ['mute user'] } },
    'grants.user[0] must be a permission id, made of a–z A–Z 0–9 _ -; the character " " (U+0020) is not allowed',
  ],
  [
    schemas.UpdateAppBody,
    { revoke_tokens_issued_before: '2026-02-30T00:00:00Z' },
    'revoke_tokens_issued_before must be an RFC 3339 time such as "2026-11-21T09:30:00Z", got "2026-02-30T00:00:00Z"',
  ],
  [
    schemas.ClientFrame,
    { type: 'subscribe' },
    'type must be one of auth, health.check, token.refresh, user.upgrade, got "subscribe"',
  ],
  [schemas.ClientFrame, { type: 'token.refresh' }, 'token must be a string, got nothing'],
  [
    schemas.SyncBody,
    { channel_cids: ['messaging:a', 'messaging:b'], channel_seqs: { 'messaging:a': 1 } },
    'last_sync_at must be given, or channel_seqs must have an entry for messaging:b',
  ],
  [
    schemas.SyncBody,
    { channel_cids: ['general'], last_sync_at: '2026-01-01T00:00:00Z' },
    'channel_cids[0] must be a cid (type:id), got "general" without a colon',
  ],
  [
    schemas.CreateDeviceBody,
    { id: 'd', push_provider: 'pigeon' },
    'push_provider must be one of apn, firebase, huawei, xiaomi, web, got "pigeon"',
  ],
  [
    schemas.ChannelPath,
    { type: 'messaging', id: 'a/b' },
    'id must be a channel id, made of a–z A–Z 0–9 _ -; the character "/" (U+002F) is not allowed',
  ],
]

describe('a refusal names the field, what is right and what came', () => {
  for (const [schema, value, message] of refused) {
    test(message.slice(0, 90), () => {
      const error = refusal(schema, value)
      expect(error).toMatchObject({ errorName: 'invalid_input', code: 4, statusCode: 400 })
      expect(error.message).toBe(message)
    })
  }
})

test('several fields are named, and all of them listed for programs', () => {
  const error = refusal(schemas.UpdateChannelTypeBody, {
    reactions: 1,
    replies: 1,
    quotes: 1,
    search: 'no',
    polls: [],
  })
  expect(error.message).toEndWith('; and 2 more')
  expect(Object.keys(error.details?.fields ?? {}).toSorted()).toEqual([
    'polls',
    'quotes',
    'reactions',
    'replies',
    'search',
  ])
})

test('a list of wrong things does not make an endless error', () => {
  const error = refusal(schemas.UnreadBatchBody, { user_ids: Array(100).fill(5) })
  expect(error.message.length).toBeLessThan(400)
  expect(Object.keys(error.details?.fields ?? {}).length).toBe(50)
})

test('a text without end does not make an endless error', () => {
  const long = 'x'.repeat(100_000)
  const bodies: [z.ZodType, unknown][] = [
    [schemas.SyncBody, { channel_cids: [long] }],
    [schemas.UpsertUsersBody, { users: { [long]: { id: 'a' } } }],
    [schemas.UpsertUsersBody, { users: { a: { id: long, [long]: '\0' } } }],
    [
      schemas.PartialUpdateUsersBody,
      { users: [{ id: 'a', set: { [long]: 1 }, unset: [long, `${long}..`] }] },
    ],
    [schemas.SendMessageBody, { message: { id: long, type: long, mentioned_users: [long] } }],
    [schemas.UpdateChannelTypeBody, { grants: { [long]: [long] }, automod: long }],
    [schemas.ClientFrame, { type: long }],
  ]
  for (const [schema, body] of bodies) expect(refusal(schema, body).message.length).toBeLessThan(600)
})

test('nesting that is too deep is refused wherever it is', () => {
  const deep = (levels: number): unknown => (levels === 0 ? 1 : { a: deep(levels - 1) })
  const error = refusal(schemas.SendMessageBody, { message: { text: 'x', nested: deep(30) } })
  expect(error.message).toEndWith('must not be nested more than 20 levels deep')
  expect(schemas.findJsonProblem(deep(20))).toBeUndefined()
  expect(schemas.findJsonProblem(deep(21))).toBeDefined()
})

test('a payload that is no JSON says which parameter', () => {
  expect(() => schemas.parseJsonText(schemas.QueryUsersPayload, '{', 'payload')).toThrow(
    'payload must be JSON',
  )
  expect(() => schemas.parseJsonText(schemas.QueryUsersPayload, '[1]', 'payload')).toThrow(
    'payload must be an object, got an array',
  )
})
