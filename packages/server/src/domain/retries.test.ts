import { expect, test } from 'bun:test'
import { pauseUs, retryAtUs } from './retries.ts'

const HOUR_US = 3_600_000_000
const failed = { attempts: 1, sinceUs: 0, nowUs: 0, refused: false }

test('the wait doubles up to an hour, half of it at random', () => {
  expect([1, 2, 3, 4].map(attempts => retryAtUs({ ...failed, attempts }, 1))).toEqual([1e6, 2e6, 4e6, 8e6])
  expect(retryAtUs(failed, 0)).toBe(500_000)
  expect(retryAtUs({ ...failed, attempts: 30 }, 1)).toBe(HOUR_US)
})

test('a receiver may ask for more time, within reason', () => {
  expect(retryAtUs({ ...failed, retryAfterUs: 60e6 }, 0)).toBe(60e6)
  expect(retryAtUs({ ...failed, retryAfterUs: 100 * HOUR_US }, 0)).toBe(HOUR_US)
})

test('it is given up after a day, or after ten refusals', () => {
  expect(retryAtUs({ ...failed, attempts: 40, nowUs: 24 * HOUR_US - 1 }, 0)).toBeDefined()
  expect(retryAtUs({ ...failed, attempts: 40, nowUs: 24 * HOUR_US }, 0)).toBeUndefined()
  expect(retryAtUs({ ...failed, attempts: 9, refused: true }, 0)).toBeDefined()
  expect(retryAtUs({ ...failed, attempts: 10, refused: true }, 0)).toBeUndefined()
})

test('five failures in a row begin a pause, each failed probe doubles it', () => {
  expect([1, 4, 5, 6, 7, 50].map(failures => pauseUs(failures, 0.5))).toEqual([0, 0, 10e6, 20e6, 40e6, 600e6])
})
