import { expect, test } from 'bun:test'
import { checkSlowMode, waitUs } from './slow-mode.ts'

const S = 1_000_000

test('the first message may always be sent', () => {
  expect(waitUs({ lastSentAtUs: undefined, cooldownSeconds: 60 }, 5 * S)).toBe(0)
})

test('the wait shrinks to nothing', () => {
  const cooldown = { lastSentAtUs: 10 * S, cooldownSeconds: 5 }
  expect(waitUs(cooldown, 11 * S)).toBe(4 * S)
  expect(waitUs(cooldown, 15 * S)).toBe(0)
  expect(waitUs(cooldown, 99 * S)).toBe(0)
})

test('the error says how long, in whole seconds rounded up', () => {
  const cooldown = { lastSentAtUs: 10 * S, cooldownSeconds: 5 }
  expect(() => checkSlowMode(cooldown, 14.5 * S)).toThrow('wait 1 s')
  expect(() => checkSlowMode(cooldown, 15 * S)).not.toThrow()
})
