import { expect, test } from 'bun:test'
import { timesWithout, withoutReaction, withReaction, withScore } from './reactions.ts'

const LOVE = { type: 'love', score: 1 }

test('counts, scores and times follow what is given and taken back', () => {
  const one = withReaction(undefined, LOVE, 10)
  expect(one).toEqual({ love: { count: 1, sumScores: 1, firstAtUs: 10, lastAtUs: 10 } })
  const two = withReaction(one, { type: 'love', score: 4 }, 20)
  expect(two).toEqual({ love: { count: 2, sumScores: 5, firstAtUs: 10, lastAtUs: 20 } })
  expect(withScore(two, LOVE, 3)).toEqual({ love: { count: 2, sumScores: 7, firstAtUs: 10, lastAtUs: 20 } })
  const left = withoutReaction(two, LOVE, { firstAtUs: 20, lastAtUs: 20 })
  expect(left).toEqual({ love: { count: 1, sumScores: 4, firstAtUs: 20, lastAtUs: 20 } })
  expect(withoutReaction(left, { type: 'love', score: 4 }, undefined)).toEqual({})
})

test('a type may be called like what every object has', () => {
  const groups = withReaction(undefined, { type: 'constructor', score: 2 }, 10)
  expect(Object.keys(groups)).toEqual(['constructor'])
  expect(groups.constructor).toMatchObject({ count: 1, sumScores: 2 })
})

test('the times of a type stay while its first and its last do', () => {
  const groups = { love: { count: 3, sumScores: 3, firstAtUs: 10, lastAtUs: 30 } }
  expect(timesWithout(groups, { type: 'love', createdAtUs: 20 })).toEqual({ firstAtUs: 10, lastAtUs: 30 })
  for (const createdAtUs of [10, 30]) {
    expect(timesWithout(groups, { type: 'love', createdAtUs })).toBeUndefined()
  }
})
