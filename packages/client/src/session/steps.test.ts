import { expect, test } from 'bun:test'
import { ChatError, CLOSE_CODES } from '@parley/protocol'
import type { Closing } from '../net/wire.ts'
import { DEFAULT_TIMING } from '../timing.ts'
import { closingError, nextStep } from './steps.ts'

const timing = { ...DEFAULT_TIMING, random: () => 0.5 }
const closing = (code: number, more: Partial<Closing> = {}): Closing => ({
  code,
  reason: '',
  error: undefined,
  wasReady: true,
  wasStable: true,
  ...more,
})
const step = (end: Closing, { failures = 1, renewable = true } = {}) =>
  nextStep(end, failures, renewable, timing)

test.each(Object.values(CLOSE_CODES))(
  '$code does what the protocol says: $reconnect',
  ({ code, reconnect }) => {
    const error = new ChatError('rate_limited', 'slow down', { details: { retry_after: 60 } })
    const { go, delayMs } = { delayMs: undefined, ...step(closing(code, { error }), { failures: 1 }) }
    const expected = { never: undefined, new_token: 0, backoff: 125, wait: 60_000, spread: 5_000 }
    expect([go, delayMs]).toEqual([reconnect === 'never' ? 'stop' : 'on', expected[reconnect]])
  },
)

test.each([4000, 4001, 4003])('%d stops', code => {
  expect(step(closing(code)).go).toBe('stop')
})

test('4002 asks the provider at once; with a fixed token it stops', () => {
  expect(step(closing(4002))).toEqual({ go: 'on', delayMs: 0 })
  expect(step(closing(4002, { wasStable: false }), { failures: 2 })).toEqual({ go: 'on', delayMs: 250 })
  expect(step(closing(4002), { renewable: false }).go).toBe('stop')
})

test.each([1006, 1001, 1011, 4008, 4999])('%d backs off', code => {
  expect(step(closing(code), { failures: 3 })).toEqual({ go: 'on', delayMs: 500 })
})

test('1012 spreads over ten seconds', () => {
  expect(step(closing(1012))).toEqual({ go: 'on', delayMs: 5_000 })
})

test('4029 waits as long as the error says', () => {
  const error = new ChatError('rate_limited', 'too many', { details: { retry_after: 7 } })
  expect(step(closing(4029, { error }))).toEqual({ go: 'on', delayMs: 7_000 })
  expect(step(closing(4029), { failures: 2 })).toEqual({ go: 'on', delayMs: 250 })
})

test('the error frame is the reason; without one the close code says it', () => {
  const error = new ChatError('not_allowed', 'deactivated')
  expect(closingError(closing(4003, { error }))).toBe(error)
  expect(closingError(closing(4002)).errorName).toBe('token_expired')
  expect(closingError(closing(4003, { reason: 'gone' })).message).toBe('gone')
  expect(closingError(closing(1006)).details).toEqual({ reason: 'network' })
})
