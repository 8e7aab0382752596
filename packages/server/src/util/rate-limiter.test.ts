import { expect, test } from 'bun:test'
import { RateLimiter, retryAfterSeconds } from './rate-limiter.ts'

function limiterAt(startUs: number, maxKeys?: number) {
  const time = { nowUs: startUs }
  const limiter = new RateLimiter({
    windowSeconds: 60,
    clock: () => time.nowUs,
    ...(maxKeys === undefined ? {} : { maxKeys }),
  })
  return { limiter, time }
}

test('allows as many as the limit says, then refuses until the window ends', () => {
  const { limiter, time } = limiterAt(1_000_000)
  expect(limiter.take('a', 2)).toMatchObject({ allowed: true, remaining: 1 })
  expect(limiter.take('a', 2)).toMatchObject({ allowed: true, remaining: 0 })
  const refused = limiter.take('a', 2)
  expect(refused).toEqual({ allowed: false, limit: 2, remaining: 0, resetAtUs: 61_000_000 })
  expect(retryAfterSeconds(refused, time.nowUs)).toBe(60)
  time.nowUs = 60_999_999
  expect(limiter.take('a', 2).allowed).toBe(false)
  time.nowUs = 61_000_000
  expect(limiter.take('a', 2)).toMatchObject({ allowed: true, remaining: 1 })
})

test('counts keys apart and peeking counts nothing', () => {
  const { limiter } = limiterAt(0)
  limiter.take('a', 1)
  expect(limiter.peek('a', 1).allowed).toBe(false)
  expect(limiter.peek('b', 1).allowed).toBe(true)
  expect(limiter.peek('b', 1).allowed).toBe(true)
})

test('a count survives the change of generations while its window lasts', () => {
  const { limiter, time } = limiterAt(0)
  time.nowUs = 50_000_000
  limiter.take('a', 1)
  time.nowUs = 70_000_000
  limiter.take('b', 1) // turns the generation
  expect(limiter.take('a', 1).allowed).toBe(false)
})

test('a million keys never take more room than two generations', () => {
  const { limiter } = limiterAt(0, 100)
  for (let i = 0; i < 1_000; i += 1) limiter.take(`10.0.0.${i}`, 5)
  expect(limiter.size).toBeLessThanOrEqual(200)
})

test('keys of ended windows are forgotten', () => {
  const { limiter, time } = limiterAt(0)
  for (let i = 0; i < 50; i += 1) limiter.take(`k${i}`, 5)
  time.nowUs = 61_000_000
  limiter.take('x', 5)
  time.nowUs = 122_000_000
  limiter.take('y', 5)
  expect(limiter.size).toBeLessThanOrEqual(2)
})
