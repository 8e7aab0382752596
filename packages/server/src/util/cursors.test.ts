import { expect, test } from 'bun:test'
import { ChatError } from '@parley/protocol'
import { decodeCursor, encodeCursor } from './cursors.ts'

const of = { kind: 'search', appId: 1, query: { text: 'a' } }

test('what goes in comes out', () => {
  const values = ['ä"', 5.5, null, true, '']
  expect(decodeCursor(of, encodeCursor(of, values))).toEqual(values)
})

test('a cursor of another endpoint, app or query is refused', () => {
  const cursor = encodeCursor(of, [1])
  for (const other of [{ kind: 'threads' }, { appId: 2 }, { query: { text: 'b' } }]) {
    expect(() => decodeCursor({ ...of, ...other }, cursor)).toThrow(ChatError)
  }
})

test('what is no cursor is refused by name', () => {
  for (const text of ['', 'x', '!!!', 'bnVsbA', 'W3t9XQ', 'e30', '\0', 'a'.repeat(2000)]) {
    expect(() => decodeCursor(of, text, 'prev')).toThrow(/^prev must be a cursor/)
  }
})
