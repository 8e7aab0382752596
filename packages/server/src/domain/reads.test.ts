import { expect, test } from 'bun:test'
import { countsFor, countsForUser, UnreadCounter } from './reads.ts'

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

test('what is restricted counts for who is listed, what one deleted for oneself does not', () => {
  const marks = [
    { atUs: 1, userId: 'amy' },
    { atUs: 2, userId: 'amy' },
  ]
  const counter = new UnreadCounter(marks, {
    restricted: [{ atUs: 3, userId: 'amy', toUserIds: ['amy', 'bob'] }],
    deleted: [{ atUs: 1, userId: 'eve' }],
  })
  const counts = (userId: string) => [0, 1, 2, 3].map(readAtUs => counter.count(userId, readAtUs)).join('')
  expect(['amy', 'bob', 'eve', 'dan'].map(counts)).toEqual(['0000', '3210', '1100', '2100'])
})

test('a message counts for everybody, for who is listed, or for nobody', () => {
  const message = {
    userId: 'amy',
    silent: false,
    shadowed: false,
    deletedAtUs: undefined,
    restrictedVisibility: [] as string[],
    parentId: undefined as string | undefined,
    showInChannel: false,
  }
  expect(countsFor(message)).toBe('everybody')
  expect(countsFor({ ...message, restrictedVisibility: ['bob'] })).toBe('listed')
  for (const change of [{ silent: true }, { shadowed: true }, { deletedAtUs: 1 }, { parentId: 'p' }]) {
    expect(countsFor({ ...message, ...change })).toBe('nobody')
  }
  expect(countsFor({ ...message, parentId: 'p', showInChannel: true })).toBe('everybody')
  expect(['amy', 'bob', 'eve'].map(id => countsForUser(message, id))).toEqual([false, true, true])
  const restricted = { ...message, restrictedVisibility: ['bob'] }
  expect(['amy', 'bob', 'eve'].map(id => countsForUser(restricted, id))).toEqual([false, true, false])
})
