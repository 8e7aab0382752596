import { expect, test } from 'bun:test'
import { countEmojiOnly } from './emoji-only'

test.each([
  ['👍', 1],
  ['👍🏽 ❤️', 2],
  ['👨‍👩‍👧‍👦', 1],
  ['🏴󠁧󠁢󠁥󠁮󠁧󠁿🇩🇪', 2],
  ['1️⃣', 1],
  ['👍👍👍👍', 0],
  ['ok 👍', 0],
  ['12', 0],
  ['#', 0],
  ['', 0],
  ['   ', 0],
  ['\u202E👍', 1],
  ['👍'.repeat(5_000), 0],
])('%p has %i big emoji', (text, count) => {
  expect(countEmojiOnly(text)).toBe(count)
})
