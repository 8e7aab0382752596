import { describe, expect, test } from 'bun:test'
import type { MessageResponse } from '@parley/protocol'
import {
  currentOf,
  latestOf,
  latestSet,
  type MessageSets,
  mapMessages,
  received,
  withCurrent,
  withMessage,
  withPage,
} from './message-sets.ts'

const message = (n: number, more: object = {}) => {
  const time = `2026-01-01T00:00:${String(n).padStart(2, '0')}.000000Z`
  return { id: `m${n}`, created_at: time, updated_at: time, ...more } as unknown as MessageResponse
}
const messages = (...ns: number[]) => ns.map(n => message(n))
const numbers = (sets: MessageSets) => sets.map(set => set.messages.map(({ id }) => Number(id.slice(1))))

const latest = latestSet(messages(18, 19, 20), true)
const around = (...ns: number[]) =>
  ({ messages: messages(...ns), direction: 'around', isEnd: false }) as const
const older = (anchorId: string, isEnd: boolean, ...ns: number[]) =>
  ({ messages: messages(...ns), anchorId, direction: 'older', isEnd }) as const
const newer = (anchorId: string, isEnd: boolean, ...ns: number[]) =>
  ({ messages: messages(...ns), anchorId, direction: 'newer', isEnd }) as const

describe('pages', () => {
  test('join what they were asked from', () => {
    const sets = withPage(latest, older('m18', false, 15, 16, 17))
    expect(numbers(sets)).toEqual([[15, 16, 17, 18, 19, 20]])
    expect(sets[0]?.hasOlder).toBe(true)
    expect(withPage(sets, older('m15', true, 14))[0]?.hasOlder).toBe(false)
  })

  test('an empty one says that there is nothing more', () => {
    expect(withPage(latest, older('m18', true))[0]).toMatchObject({ hasOlder: false, isLatest: true })
    const sets = withPage(withPage(latest, around(16, 17)), newer('m17', true))
    expect(numbers(sets)).toEqual([[16, 17, 18, 19, 20]])
  })

  test('leave a gap where they do not touch, until they do', () => {
    const jumped = withPage(latest, around(4, 5, 6))
    expect(numbers(jumped)).toEqual([
      [4, 5, 6],
      [18, 19, 20],
    ])
    const wider = withPage(jumped, newer('m6', false, 7, 8, 9))
    expect(numbers(wider)).toEqual([
      [4, 5, 6, 7, 8, 9],
      [18, 19, 20],
    ])
    expect(numbers(withPage(wider, newer('m9', false, 10, 18)))).toEqual([[4, 5, 6, 7, 8, 9, 10, 18, 19, 20]])
  })

  test('can join several sets at once', () => {
    const sets = withPage(withPage(latest, around(4, 5)), around(10, 11))
    expect(numbers(withPage(sets, around(5, 10, 11, 18)))).toEqual([[4, 5, 10, 11, 18, 19, 20]])
  })
})

describe('the current set', () => {
  test('is the latest one until one jumps, and when it joins that', () => {
    const jumped = withCurrent(withPage(latest, around(4, 5, 6)), 'm5')
    expect(currentOf(jumped).messages.map(({ id }) => id)).toEqual(['m4', 'm5', 'm6'])
    expect(latestOf(jumped).map(({ id }) => id)).toEqual(['m18', 'm19', 'm20'])
    expect(currentOf(withCurrent(jumped, 'latest')).isLatest).toBe(true)
    expect(currentOf(withPage(jumped, newer('m6', true, 17))).messages.length).toBe(7)
  })

  test('that loses its last message gives way to the latest', () => {
    const jumped = withCurrent(withPage(latest, around(4)), 'm4')
    const emptied = mapMessages(jumped, ({ id, ...rest }) => (id === 'm4' ? undefined : { id, ...rest }))
    expect(numbers(emptied)).toEqual([[18, 19, 20]])
    expect(currentOf(emptied).isLatest).toBe(true)
  })
})

test('a message that lies in a gap stays unloaded', () => {
  const sets = withPage(latest, around(4, 5, 6))
  expect(withMessage(sets, received(message(10)))).toBe(sets)
  expect(numbers(withMessage(sets, received(message(21))))[1]).toEqual([18, 19, 20, 21])
  expect(numbers(withMessage(latestSet([], true), received(message(1))))).toEqual([[1]])
})

test('sets that nothing happened to are the same objects', () => {
  const sets = withPage(latest, around(4, 5, 6))
  const edited = mapMessages(sets, old => (old.id === 'm5' ? { ...old, text: 'new' } : old))
  expect(edited[0]).not.toBe(sets[0] as (typeof sets)[0])
  expect(edited[1]).toBe(sets[1] as (typeof sets)[0])
  expect(mapMessages(sets, old => old)).toBe(sets)
})
