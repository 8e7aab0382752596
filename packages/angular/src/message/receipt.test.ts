import { expect, test } from 'bun:test'
import type { ChannelState, LocalMessage } from '@parley/client'
import { keptReceipts, type Receipt, receiptOf } from './receipt'

const message = (more: Partial<LocalMessage> = {}) =>
  ({
    id: 'm',
    type: 'regular',
    user_id: 'ada',
    status: 'received',
    created_at: '2026-01-02',
    ...more,
  }) as LocalMessage

const read = (marks: Record<string, { last_read: string; last_delivered_at?: string }>) =>
  Object.fromEntries(
    Object.entries(marks).map(([id, mark]) => [id, { user: { id }, unread_messages: 0, ...mark }]),
  ) as unknown as ChannelState['read']

test('a message is sent, delivered, then read by whoever read that far', () => {
  const ada = { last_read: '2026-01-03' }
  expect(receiptOf(message(), read({ ada, ben: { last_read: '2026-01-01' } }), 'ada')).toEqual({
    state: 'sent',
    readers: [],
  })
  const delivered = { last_read: '2026-01-01', last_delivered_at: '2026-01-02' }
  expect(receiptOf(message(), read({ ada, ben: delivered }), 'ada')?.state).toBe('delivered')
  const receipt = receiptOf(
    message(),
    read({ ada, ben: { last_read: '2026-01-02' }, cleo: delivered }),
    'ada',
  )
  expect(receipt?.state).toBe('read')
  expect(receipt?.readers.map(({ id }) => id)).toEqual(['ben'])
})

test('only one’s own messages have receipts, and not those of the system', () => {
  expect(receiptOf(message(), {}, 'ben')).toBeUndefined()
  expect(receiptOf(message({ type: 'system' }), {}, 'ada')).toBeUndefined()
  expect(receiptOf(message({ type: 'deleted' }), {}, 'ada')).toBeUndefined()
  expect(receiptOf(message({ status: 'failed' }), {}, 'ada')?.state).toBe('failed')
})

test('a receipt that says the same stays the same object', () => {
  const sent: Receipt = { state: 'sent', readers: [] }
  const before = new Map([['m', sent]])
  const same = keptReceipts(new Map([['m', { state: 'sent', readers: [] } as const]]), before)
  expect(same.get('m')).toBe(sent)
  const other = keptReceipts(new Map([['m', { state: 'delivered', readers: [] } as const]]), before)
  expect(other.get('m')?.state).toBe('delivered')
})
