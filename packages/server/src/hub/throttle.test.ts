import { expect, test } from 'bun:test'
import { Throttle } from './throttle.ts'

const SLOW = { per_second: 2, burst: 3 }

function passing(throttle: Throttle, atMs: number, tries: number, room = 'w:1:hall'): number {
  return Array.from({ length: tries }, () => throttle.passes(room, 101, SLOW, atMs)).filter(Boolean).length
}

test('after a burst so many pass per second', () => {
  const throttle = new Throttle()
  expect(passing(throttle, 0, 10)).toBe(3)
  expect(passing(throttle, 1000, 10)).toBe(2)
  expect(passing(throttle, 1250, 10)).toBe(0)
  expect(passing(throttle, 1500, 10)).toBe(1)
  expect(passing(throttle, 60_000, 10)).toBe(3)
})

test('rooms count apart, and small ones not at all', () => {
  const throttle = new Throttle()
  expect(passing(throttle, 0, 10)).toBe(3)
  expect(passing(throttle, 0, 10, 'w:1:attic')).toBe(3)
  expect(throttle.passes('w:1:hall', 100, SLOW, 0)).toBe(true)
})
