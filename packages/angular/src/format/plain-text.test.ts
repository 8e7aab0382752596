import { expect, test } from 'bun:test'
import { plainText } from './plain-text'

test.each([
  ['Hi **there**, *you*', 'Hi there, you'],
  ['a __b__ ~~c~~ `d`', 'a b c d'],
  ['snake_case_name stays, 2 * 3 * 4 too', 'snake_case_name stays, 2 * 3 * 4 too'],
  ['[the docs](https://example.com/a) say', 'the docs say'],
  ['# Title\n\n- one\n- two\n> said', 'Title one two said'],
  ['```ts\nlet a = 1\n```', 'let a = 1'],
  ['  many \n\n lines ', 'many lines'],
  ['turn \u202eround', 'turn round'],
  ['', ''],
])('%j reads %j', (markdown, line) => {
  expect(plainText(markdown)).toBe(line)
})

test('of a book the beginning, and no half letters', () => {
  expect(plainText('x'.repeat(100_000))).toHaveLength(300)
  expect(plainText('😀'.repeat(100_000)).isWellFormed()).toBe(true)
})
