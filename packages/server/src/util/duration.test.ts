import { expect, test } from 'bun:test'
import { describeDuration, parseDuration } from './duration.ts'

test.each([
  ['90s', 90],
  ['30m', 1_800],
  ['1h', 3_600],
  ['7d', 604_800],
  ['2w', 1_209_600],
  ['45', 45],
  ['0', 0],
])('%s is %d seconds', (text, seconds) => {
  expect(parseDuration(text)).toBe(seconds)
})

test.each(['', 'h', '1.5h', '-1h', '1 h', '1y', 'soon', '9'.repeat(10)])('%p is no duration', text => {
  expect(parseDuration(text)).toBeUndefined()
})

test.each([
  [1, '1 second'],
  [59.9, '59 seconds'],
  [60, '1 minute'],
  [7_200, '2 hours'],
  [86_400 * 3 + 5, '3 days'],
])('%d seconds read %s', (seconds, text) => {
  expect(describeDuration(seconds)).toBe(text)
})
