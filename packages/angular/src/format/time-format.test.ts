import { expect, test } from 'bun:test'
import { clockTime, dayName, listTime, timeAgo } from './time-format'

const now = new Date(2026, 10, 18, 15, 30) // a Wednesday
const nowMs = now.getTime()
const at = (...date: [number, number, number, number?, number?]) => new Date(...date).toISOString()

test('a moment of today is its time, and one of tomorrow by a wrong clock as well', () => {
  expect(listTime(at(2026, 10, 18, 9, 5), 'en-GB', nowMs)).toBe('09:05')
  expect(listTime(at(2026, 10, 18, 0, 0), 'de', nowMs)).toBe('00:00')
  expect(listTime(at(2026, 10, 19, 9, 5), 'en-GB', nowMs)).toBe('09:05')
})

test('then it is the day, then the date', () => {
  expect(listTime(at(2026, 10, 17, 23, 59), 'en', nowMs)).toBe('yesterday')
  expect(listTime(at(2026, 10, 17, 23, 59), 'de', nowMs)).toBe('gestern')
  expect(listTime(at(2026, 10, 14, 1), 'en', nowMs)).toBe('Sat')
  expect(listTime(at(2026, 10, 10, 1), 'en', nowMs)).toBe('Nov 10')
  expect(listTime(at(2025, 10, 10, 1), 'en', nowMs)).toBe('11/10/25')
})

test('what is no time is nothing', () => {
  expect(listTime('', 'en', nowMs)).toBe('')
  expect(timeAgo('soon', 'en', nowMs)).toBe('')
})

test('how long ago is told in the largest unit that fits', () => {
  const ago = (ms: number) => timeAgo(new Date(nowMs - ms).toISOString(), 'en', nowMs)
  const minute = 60_000
  expect(ago(0)).toBe('1 minute ago')
  expect(ago(5 * minute)).toBe('5 minutes ago')
  expect(ago(60 * minute)).toBe('1 hour ago')
  expect(ago(24 * 60 * minute)).toBe('yesterday')
  expect(ago(40 * 24 * 60 * minute)).toBe('last month')
  expect(ago(800 * 24 * 60 * minute)).toBe('2 years ago')
})

test('days have names as people call them', () => {
  expect(dayName(at(2026, 10, 18, 9, 5), 'en', nowMs)).toBe('Today')
  expect(dayName(at(2026, 10, 17, 23, 59), 'de', nowMs)).toBe('Gestern')
  expect(dayName(at(2026, 10, 14, 1), 'en', nowMs)).toBe('Saturday')
  expect(dayName(at(2026, 10, 10, 1), 'en-GB', nowMs)).toBe('Tuesday 10 November')
  expect(dayName(at(2025, 10, 10, 1), 'en', nowMs)).toBe('November 10, 2025')
  expect(dayName('soon', 'en', nowMs)).toBe('')
  expect(clockTime('nonsense', 'en')).toBe('')
})
