import { expect, test } from 'bun:test'
import { ChatError } from '@parley/protocol'
import fc from 'fast-check'
import { CHANNEL_FIELDS, CHANNEL_SORTS } from './channel-fields.ts'
import { parseSort } from './parse-sort.ts'

const sorts = (raw: unknown, perspective = true) =>
  parseSort(raw, CHANNEL_FIELDS, { also: CHANNEL_SORTS, perspective })

test('missing, null and [] sort by nothing', () => {
  for (const raw of [undefined, null, []]) expect(sorts(raw)).toEqual([])
})

test('the direction is ascending unless said otherwise', () => {
  expect(sorts([{ field: 'created_at' }, { field: 'member_count', direction: -1 }])).toEqual([
    { field: 'created_at', custom: false, direction: 1 },
    { field: 'member_count', custom: false, direction: -1 },
  ])
})

test('custom fields sort by their path', () => {
  expect(sorts([{ field: 'custom.rank.now', direction: 1 }])).toEqual([
    { field: 'rank.now', custom: true, direction: 1 },
  ])
})

test('what depends on the caller needs one', () => {
  expect(sorts([{ field: 'unread_count' }])).toEqual([{ field: 'unread_count', custom: false, direction: 1 }])
  expect(() => sorts([{ field: 'unread_count' }], false)).toThrow('user_id')
})

test.each([
  ['created_at', 'takes an array'],
  [['created_at'], '"field"'],
  [[{ field: 'created_at', direction: 0 }], '1 (ascending) or -1'],
  [[{ field: 'created_at', direction: '1' }], '1 (ascending) or -1'],
  [[{ field: 'frozen' }], "can't be sorted by frozen"],
  [[{ field: 'a b' }], 'field path'],
  [Array.from({ length: 11 }, () => ({ field: 'created_at' })), 'at most 10'],
])('%j is refused', (raw, part) => {
  expect(() => sorts(raw)).toThrow(part)
})

test('whatever comes, the parser answers with sorts or a ChatError', () => {
  fc.assert(
    fc.property(fc.anything(), raw => {
      try {
        expect(Array.isArray(sorts(raw))).toBe(true)
      } catch (error) {
        expect(error).toBeInstanceOf(ChatError)
      }
    }),
    { numRuns: 1000 },
  )
})
