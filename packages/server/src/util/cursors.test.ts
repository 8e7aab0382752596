import { expect, test } from 'bun:test'
import { ChatError } from '@parley/protocol'
import { cursorInteger, decodeCursor, encodeCursor } from './cursors.ts'

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

test('what a database can not take is in no cursor, though anybody can make one up', () => {
  const [mark] = JSON.parse(Buffer.from(encodeCursor(of, []), 'base64url').toString()) as string[]
  for (const value of ['"\\u0000"', '1e999', '[]', '{}']) {
    const forged = Buffer.from(`["${mark}",${value}]`).toString('base64url')
    expect(() => decodeCursor(of, forged)).toThrow(/^next must be a cursor/)
  }
  for (const value of [undefined, null, 'x', 0.5, 1e300])
    expect(() => cursorInteger(value)).toThrow(ChatError)
})
