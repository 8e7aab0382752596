import { expect, test } from 'bun:test'
import { rangeOf } from './byte-range.ts'

test('a range of bytes is cut to what there is', () => {
  const asked: Record<string, unknown> = {
    'bytes=0-3': { start: 0, end: 4 },
    'bytes=4-': { start: 4, end: 10 },
    'bytes=-3': { start: 7, end: 10 },
    'bytes=-30': { start: 0, end: 10 },
    'bytes=9-99': { start: 9, end: 10 },
    'bytes=10-': 'none',
    'bytes=-0': 'none',
    'bytes=3-2': 'all',
    'bytes=-': 'all',
    'bytes=0-1,4-5': 'all',
    'lines=0-1': 'all',
    '': 'all',
  }
  for (const [header, range] of Object.entries(asked)) expect(rangeOf(header, 10)).toEqual(range as never)
  expect(rangeOf(null, 10)).toBe('all')
  expect(rangeOf('bytes=0-0', 0)).toBe('none')
})
