import { expect, test } from 'bun:test'
import { ChatError } from './chat-error.ts'
import { CLOSE_CODES, closeFor, reconnectAfter } from './close-codes.ts'

test('the documented codes lead to the documented reconnects', () => {
  expect([4000, 4001, 4002, 4003, 4008, 4029, 1011, 1012].map(reconnectAfter)).toEqual([
    'never',
    'never',
    'new_token',
    'never',
    'backoff',
    'wait',
    'backoff',
    'spread',
  ])
})

test('a lost connection is made again', () => {
  for (const code of [1000, 1001, 1005, 1006, 4999]) expect(reconnectAfter(code)).toBe('backoff')
})

test('reasons fit into a close frame', () => {
  for (const { reason } of Object.values(CLOSE_CODES))
    expect(new TextEncoder().encode(reason).length).toBeLessThan(124)
})

test('an expired token asks for another, a revoked one does not', () => {
  const expired = new ChatError('token_expired', 'token expired')
  const revoked = new ChatError('token_expired', 'token was revoked', { details: { reason: 'revoked' } })
  expect(closeFor(expired)).toBe('token_expired')
  expect(closeFor(revoked)).toBe('refused')
})

test('errors of credentials, of requests and of the server close differently', () => {
  expect(closeFor(new ChatError('token_signature_invalid', ''))).toBe('auth_failed')
  expect(closeFor(new ChatError('api_key_invalid', ''))).toBe('auth_failed')
  expect(closeFor(new ChatError('not_allowed', ''))).toBe('refused')
  expect(closeFor(new ChatError('app_suspended', ''))).toBe('refused')
  expect(closeFor(new ChatError('invalid_input', ''))).toBe('bad_request')
  expect(closeFor(new ChatError('rate_limited', ''))).toBe('too_many')
  expect(closeFor(new ChatError('internal', ''))).toBe('internal')
})
