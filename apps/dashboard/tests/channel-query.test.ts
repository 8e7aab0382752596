import { expect, test } from 'bun:test'
import type { ChannelResponse } from '@parley/client'
import { CHANNEL_FIELDS } from '../../../packages/server/src/domain/channel-fields.ts'
import { parseFilter } from '../../../packages/server/src/domain/parse-filter.ts'
import {
  DEFAULT_SORT,
  type Looking,
  parseSort,
  sortText,
  toQuery,
} from '../src/app/pages/channels/channel-query'

const NOTHING: Looking = {
  search: '',
  searchBy: 'name',
  type: '',
  filter: {},
  asUser: '',
  sort: DEFAULT_SORT,
  after: undefined,
}

const last = { cid: 'team:b', created_at: '2026-01-01T00:00:00Z', last_message_at: '2026-02-01T00:00:00Z' }
const conditions = (looking: Partial<Looking>) => {
  const { filter_conditions } = toQuery({ ...NOTHING, ...looking }) as { filter_conditions: object }
  parseFilter(filter_conditions, CHANNEL_FIELDS, { perspective: false })
  return filter_conditions
}

test('what is looked for is asked together with the filter', () => {
  expect(conditions({ search: 'fry', searchBy: 'member', type: 'team', filter: { frozen: true } })).toEqual({
    $and: [{ frozen: true }, { type: 'team' }, { members: { $in: ['fry'] } }],
  })
  expect(conditions({ search: ' team:b ', searchBy: 'id' })).toEqual({ cid: 'team:b' })
  expect(conditions({ search: 'b', searchBy: 'id' })).toEqual({ id: 'b' })
})

test('a page begins behind the last channel of the one before', () => {
  expect(conditions({ after: last as ChannelResponse, type: 'team' })).toEqual({
    $and: [
      { type: 'team' },
      { last_updated: { $lte: last.last_message_at } },
      { $or: [{ last_updated: { $lt: last.last_message_at } }, { cid: { $gt: 'team:b' } }] },
    ],
  })
  expect(conditions({ after: last as ChannelResponse, sort: parseSort('cid') })).toEqual({
    cid: { $gt: 'team:b' },
  })
})

test('a sort of the address is one that there is', () => {
  expect(parseSort('-created_at')).toEqual({ field: 'created_at', direction: -1 })
  expect(parseSort('member_count')).toEqual(DEFAULT_SORT)
  expect([sortText(DEFAULT_SORT), sortText(parseSort('cid'))]).toEqual([null, 'cid'])
})
