import { expect, test } from 'bun:test'
import type { LocalMessage } from '@parley/client'
import { lastSentAtMs, waitMs } from './slow-mode'

const cooldownSeconds = 10

test('who wrote has to wait until the pause is over', () => {
  expect(waitMs({ cooldownSeconds, lastSentAtMs: 1_000 }, 3_000)).toBe(8_000)
  expect(waitMs({ cooldownSeconds, lastSentAtMs: 1_000 }, 11_000)).toBe(0)
  expect(waitMs({ cooldownSeconds, lastSentAtMs: undefined }, 0)).toBe(0)
  expect(waitMs({ cooldownSeconds: 0, lastSentAtMs: 1_000 }, 1_000)).toBe(0)
})

test('a server whose clock is ahead makes nobody wait longer than the pause', () => {
  expect(waitMs({ cooldownSeconds, lastSentAtMs: 500_000 }, 1_000)).toBe(10_000)
})

const said = (user_id: string, second: number, rest: Partial<LocalMessage> = {}) =>
  ({
    user_id,
    created_at: new Date(second * 1000).toISOString(),
    type: 'regular',
    status: 'received',
    ...rest,
  }) as LocalMessage

test('the last own message counts, also in a thread, but not one that failed or that nobody else saw', () => {
  const latestMessages = [
    said('fry', 1),
    said('fry', 2),
    said('leela', 9),
    said('fry', 8, { status: 'failed' }),
  ]
  expect(lastSentAtMs({ latestMessages, threads: {} }, 'fry')).toBe(2_000)
  expect(lastSentAtMs({ latestMessages, threads: { m1: [said('fry', 5)] } }, 'fry')).toBe(5_000)
  expect(lastSentAtMs({ latestMessages: [said('fry', 3, { type: 'ephemeral' })], threads: {} }, 'fry')).toBe(
    undefined,
  )
})
