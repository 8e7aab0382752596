import { expect, test } from 'bun:test'
import { Backoff } from './backoff.ts'

function lab(maxKeys = 100) {
  let nowUs = 1e15
  const options = { free: 3, firstWaitSeconds: 1, maxWaitSeconds: 60, forgetSeconds: 3_600, maxKeys }
  const backoff = new Backoff({ ...options, clock: () => nowUs })
  return { backoff, advance: (seconds: number) => (nowUs += seconds * 1e6) }
}

test('waits double from the first one that costs, up to the longest', () => {
  const { backoff } = lab()
  const waits = Array.from({ length: 10 }, () => {
    backoff.count('ada')
    return backoff.waitSeconds('ada')
  })
  expect(waits).toEqual([0, 0, 1, 2, 4, 8, 16, 32, 60, 60])
  expect(backoff.waitSeconds('bob')).toBe(0)
})

test('a wait passes, but what was failed stays failed until it is forgotten', () => {
  const { backoff, advance } = lab()
  for (let count = 0; count < 5; count++) backoff.count('ada')
  advance(3)
  expect(backoff.waitSeconds('ada')).toBe(1)
  advance(1)
  expect(backoff.waitSeconds('ada')).toBe(0)
  expect(backoff.count('ada')).toBe(6)
  advance(3_600)
  expect(backoff.count('ada')).toBe(1)
})

test('success is forgiven or forgets all', () => {
  const { backoff } = lab()
  for (let count = 0; count < 4; count++) backoff.count('ada')
  backoff.forgive('ada')
  expect(backoff.waitSeconds('ada')).toBe(1)
  backoff.clear('ada')
  expect(backoff.size).toBe(0)
})

test('keys are bounded: the one not heard of for the longest time goes', () => {
  const { backoff } = lab(3)
  for (const key of ['a', 'b', 'c', 'a', 'd']) backoff.count(key)
  expect(backoff.size).toBe(3)
  expect(backoff.count('a')).toBe(3)
  expect(backoff.count('b')).toBe(1)
})
