import { expect, test } from 'bun:test'
import { BLOCKLIST_MAX_WORDS, BLOCKLIST_WORD_MAX_LENGTH, BLOCKLISTS_PER_APP } from '@parley/protocol'
import { MOST_LISTS, MOST_WORDS, WORD_LENGTH } from '../src/app/pages/moderation/blocklists/blocklist-limits'
import { parseWords, wordsProblem } from '../src/app/pages/moderation/blocklists/parse-words'

test('the page knows the limits of the server', () => {
  expect([MOST_LISTS, MOST_WORDS, WORD_LENGTH]).toEqual([
    BLOCKLISTS_PER_APP,
    BLOCKLIST_MAX_WORDS,
    BLOCKLIST_WORD_MAX_LENGTH,
  ])
})

test('words are read as people type and paste them, each once', () => {
  expect(parseWords(' fedora, trilby\r\nbowler hat\n\nfedora,,')).toEqual(['fedora', 'trilby', 'bowler hat'])
  expect(parseWords('Straße\nİstanbul')).toEqual(['Straße', 'İstanbul'])
})

test('what a list does not take is said before it is sent', () => {
  expect(wordsProblem(['hat'])).toBe('')
  expect(wordsProblem([])).toContain('at least one')
  expect(wordsProblem(['hat', 'x'.repeat(41)])).toContain('40 characters at most')
  expect(wordsProblem(Array.from({ length: 10_002 }, (_, n) => `word-${n}`))).toMatch(/^2 too many/)
})
