import { expect, test } from 'bun:test'
import { searchEmoji } from './emoji'
import { loadEmoji } from './load-emoji'

/** Whether people see one sign, an emoji. */
function isOneEmoji(text: string): boolean {
  const seen = [...new Intl.Segmenter('en').segment(text)]
  return seen.length === 1 && /^\p{Extended_Pictographic}/u.test(text)
}

const groups = await loadEmoji()
const found = (term: string) =>
  searchEmoji(groups, term).flatMap(({ emoji }) => emoji.map(({ char }) => char))

test('every emoji is there once, with a name and no text in its sign', () => {
  const all = groups.flatMap(({ emoji }) => emoji)
  expect(new Set(all.map(({ char }) => char)).size).toBe(all.length)
  expect(all.length).toBeGreaterThan(200)
  for (const { char, name } of all) {
    expect(isOneEmoji(char) || char).toBe(true)
    expect(name.length).toBeGreaterThan(1)
  }
})

test('emoji are found by the starts of their words, in any order', () => {
  expect(found('thumb up')).toEqual(['👍'])
  expect(found('PIZZ')).toEqual(['🍕'])
  expect(found('tears joy')).toEqual(['😂'])
  expect(found('🍕')).toEqual(['🍕'])
  expect(found('izza')).toEqual([])
  expect(found('+1')).toEqual(['👍'])
})

test('without a term everything is shown', () => {
  expect(searchEmoji(groups, '  ')).toBe(groups)
})
