import { expect, test } from 'bun:test'
import { fromBase32, toBase32 } from './base32.ts'

// RFC 4648 §10.
const VECTORS = [
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
] as const

test.each(VECTORS)('%p is %p', (plain, text) => {
  expect(toBase32(Buffer.from(plain))).toBe(text)
  expect(Buffer.from(fromBase32(text) ?? []).toString()).toBe(plain)
})

test('what people type is read, and what is none is not', () => {
  expect(Buffer.from(fromBase32('mzxw 6ytb-oi==') ?? []).toString()).toBe('foobar')
  expect(fromBase32('MZXW1')).toBeUndefined()
})
