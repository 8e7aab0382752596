import { describe, expect, test } from 'bun:test'
import type { LocalMessage } from '@parley/client'
import { arrivedAfter, isOwnNew } from './arrivals'
import { firstUnread } from './first-unread'
import { rowsOf } from './rows'

let count = 0
const message = (user_id: string, at: string, more: Partial<LocalMessage> = {}) =>
  ({
    id: `m${count++}`,
    user_id,
    type: 'regular',
    status: 'received',
    created_at: at,
    ...more,
  }) as LocalMessage
const all = (messages: readonly LocalMessage[]) => ({ start: 0, end: messages.length })

describe('rows', () => {
  test('group what one author says in a row, within five minutes', () => {
    const messages = [
      message('ada', '2026-03-01T10:00:00'),
      message('ada', '2026-03-01T10:04:00'),
      message('ada', '2026-03-01T10:09:01'),
      message('ben', '2026-03-01T10:09:02'),
      message('ben', '2026-03-01T10:09:03', { type: 'system' }),
      message('ben', '2026-03-01T10:09:04'),
    ]
    const rows = rowsOf(messages, all(messages))
    expect(rows.map(row => row.startsGroup)).toEqual([true, false, true, true, true, true])
    expect(rows.map(row => row.endsGroup)).toEqual([false, true, true, true, true, true])
  })

  test('a day starts where the reader’s day does, also at the start of a slice', () => {
    const messages = [
      message('ada', '2026-03-01T23:59:00'),
      message('ada', '2026-03-02T00:01:00'),
      message('ada', '2026-03-02T00:02:00'),
    ]
    expect(rowsOf(messages, all(messages)).map(row => row.startsDay)).toEqual([true, true, false])
    expect(rowsOf(messages, { start: 2, end: 3 })).toMatchObject([
      { startsDay: false, startsGroup: false, index: 2 },
    ])
  })

  test('the first message goes on with the day of what stands above it', () => {
    const messages = [message('ada', '2026-03-01T10:00:00')]
    const startsDay = (dayBefore?: string) => rowsOf(messages, all(messages), { dayBefore })[0]?.startsDay
    expect(startsDay()).toBe(true)
    expect(startsDay('2026-03-01T09:00:00')).toBe(false)
    expect(startsDay('2026-02-28T09:00:00')).toBe(true)
  })

  test('the unread ones begin a group of their own', () => {
    const messages = [message('ada', '2026-03-01T10:00:00'), message('ada', '2026-03-01T10:00:01')]
    const rows = rowsOf(messages, all(messages), { firstUnreadId: messages[1]?.id })
    expect(rows).toMatchObject([
      { endsGroup: true, startsUnread: false },
      { startsGroup: true, startsUnread: true },
    ])
  })
})

describe('the first unread message', () => {
  const messages = [
    message('ben', '2026-03-01T10'),
    message('ben', '2026-03-01T11'),
    message('ada', '2026-03-01T12'),
    message('ben', '2026-03-01T13'),
  ]
  const [first, second, , last] = messages
  const reader = { ownId: 'ada', hasOlder: true }

  test('stands behind the last one that was read', () => {
    expect(firstUnread(messages, { lastReadMessageId: first?.id, count: 3 }, reader).id).toBe(second?.id)
    expect(firstUnread(messages, { lastReadAt: '2026-03-01T11', count: 2 }, reader).id).toBe(last?.id)
  })

  test('is none when all is read', () => {
    expect(firstUnread(messages, undefined, reader)).toEqual({ isAbove: false })
    expect(firstUnread(messages, { count: 0 }, reader)).toEqual({ isAbove: false })
    expect(firstUnread(messages, { lastReadMessageId: last?.id, count: 1 }, reader)).toEqual({
      isAbove: false,
    })
  })

  test('lies above when more are unread than are loaded', () => {
    expect(firstUnread(messages, { lastReadAt: '2026-02-01', count: 40 }, reader)).toEqual({ isAbove: true })
    expect(firstUnread(messages, { lastReadAt: '2026-02-01', count: 4 }, reader).id).toBe(first?.id)
    const whole = firstUnread(
      messages,
      { lastReadAt: '2026-02-01', count: 40 },
      { ...reader, hasOlder: false },
    )
    expect(whole.id).toBe(first?.id)
  })
})

test('what has come behind the last one that was seen', () => {
  const messages = [
    message('ben', '1'),
    message('ada', '2'),
    message('ben', '3'),
    message('ben', '4', { type: 'deleted' }),
  ]
  expect(arrivedAfter(messages, messages[0]?.id, 'ada')).toEqual([messages[2] as LocalMessage])
  expect(arrivedAfter(messages, undefined, 'ada')).toEqual([])
  expect(arrivedAfter(messages, 'gone', 'ada')).toEqual([])
})

test('a message that was just written here is one’s own and new', () => {
  const before = [message('ben', '1')]
  const sent = message('ada', '2', { status: 'sending' })
  expect(isOwnNew([...before, sent], before, 'ada')).toBe(true)
  expect(isOwnNew([...before, { ...sent, status: 'received' }], [...before, sent], 'ada')).toBe(false)
  expect(isOwnNew([...before, message('ben', '3')], before, 'ada')).toBe(false)
})
