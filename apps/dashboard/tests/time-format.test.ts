import { expect, test } from 'bun:test'
import { exactTime, relativeTime } from '../src/app/ui/time-format'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const at = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString()

test.each([
  [0, 'just now'],
  [-44, 'just now'],
  [30, 'in a moment'],
  [-50, '1 minute ago'],
  [-180, '3 minutes ago'],
  [7_200, 'in 2 hours'],
  [-86_400, 'yesterday'],
  [-3 * 86_400, '3 days ago'],
])('%i seconds from now is %s', (seconds, words) => {
  expect(relativeTime(at(seconds), NOW)).toBe(words)
})

test('what is long ago is a date', () => {
  expect(relativeTime('2025-03-04T12:00:00Z', NOW)).toMatch(/2025/)
})

test('never has no exact time', () => {
  expect([exactTime(null), exactTime(undefined)]).toEqual(['', ''])
  expect(exactTime('2025-03-04T12:00:00Z')).toMatch(/2025/)
})
