import { expect, test } from 'bun:test'
import { dateOf, dayOf, parsePeriod } from './stats.ts'

const TODAY = dayOf(Date.parse('2026-11-21T12:00:00Z') * 1000)
const told = (input: object) => {
  const { from, to, daily } = parsePeriod(input, TODAY)
  return [dateOf(from), dateOf(to), daily]
}

test('a period is this month, a month, or days', () => {
  expect(told({})).toEqual(['2026-11-01', '2026-11-21', false])
  expect(told({ month: '2026-02' })).toEqual(['2026-02-01', '2026-02-28', false])
  expect(told({ month: '2026-12' })).toEqual(['2026-12-01', '2026-12-01', false])
  expect(told({ start_date: '2026-11-20', end_date: '2026-11-25' })).toEqual([
    '2026-11-20',
    '2026-11-25',
    true,
  ])
  expect(told({ start_date: '2025-11-21', end_date: '2026-11-21' })).toEqual([
    '2025-11-21',
    '2026-11-21',
    true,
  ])
})

test('what is no period is refused', () => {
  const refused: [object, string][] = [
    [{ month: '2026-11', start_date: '2026-11-01', end_date: '2026-11-02' }, 'month'],
    [{ start_date: '2026-11-01' }, 'end_date'],
    [{ end_date: '2026-11-01' }, 'start_date'],
    [{ start_date: '2026-11-02', end_date: '2026-11-01' }, 'before'],
    [{ start_date: '2025-11-01', end_date: '2026-11-02' }, '365'],
  ]
  for (const [input, problem] of refused) expect(() => parsePeriod(input, TODAY)).toThrow(problem)
})
