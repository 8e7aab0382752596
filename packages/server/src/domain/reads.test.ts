import { expect, test } from 'bun:test'
import { UnreadCounter } from './reads.ts'

const counter = new UnreadCounter([
  { atUs: 30, userId: 'bob' },
  { atUs: 10, userId: 'alice' },
  { atUs: 20, userId: 'bob' },
])

test('what came later than the last read is unread', () => {
  expect(counter.count('carol', 0)).toBe(3)
  expect(counter.count('carol', 10)).toBe(2)
  expect(counter.count('carol', 25)).toBe(1)
  expect(counter.count('carol', 30)).toBe(0)
})

test('own messages are never unread', () => {
  expect(counter.count('bob', 0)).toBe(1)
  expect(counter.count('alice', 0)).toBe(2)
})
