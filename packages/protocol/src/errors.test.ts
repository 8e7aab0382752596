import { expect, test } from 'bun:test'
import { ChatError, chatErrorOf, ERRORS, type ErrorName, errorBody, errorNameOf } from './errors.ts'

// What PROTOCOL.md §15 says, by code.
const documented: [code: number, http: number, name: ErrorName][] = [
  [-1, 500, 'internal'],
  [2, 401, 'api_key_invalid'],
  [4, 400, 'invalid_input'],
  [5, 401, 'auth_failed'],
  [6, 400, 'duplicate_username'],
  [9, 429, 'rate_limited'],
  [16, 404, 'not_found'],
  [17, 403, 'not_allowed'],
  [18, 400, 'event_not_supported'],
  [19, 400, 'feature_disabled'],
  [20, 400, 'message_too_long'],
  [21, 400, 'reply_to_reply'],
  [22, 413, 'payload_too_large'],
  [23, 408, 'request_timeout'],
  [24, 431, 'headers_too_large'],
  [40, 401, 'token_expired'],
  [41, 401, 'token_not_valid_yet'],
  [42, 401, 'token_used_before_iat'],
  [43, 401, 'token_signature_invalid'],
  [44, 400, 'command_handler_missing'],
  [45, 400, 'command_handler_failed'],
  [60, 403, 'cooldown'],
  [70, 403, 'no_access_to_channels'],
  [73, 400, 'message_moderated'],
  [99, 403, 'app_suspended'],
]

const context = { durationText: '1.20ms', moreInfoBase: 'https://chat.test/docs/errors' }

test('the table has every documented code, with its status, and no other', () => {
  const rows = Object.entries(ERRORS).map(([name, { code, http }]) => [code, http, name])
  expect<unknown[]>(rows.toSorted((a, b) => Number(a[0]) - Number(b[0]))).toEqual(documented)
})

test('every error says what happened and what to do', () => {
  for (const { title, advice } of Object.values(ERRORS)) {
    expect(title.length).toBeGreaterThan(5)
    expect(advice).toEndWith('.')
  }
})

test('only what may pass by itself or with a fresh token is worth another try', () => {
  const retried = Object.entries(ERRORS).filter(([, { retry }]) => retry)
  expect<string[]>(retried.map(([name]) => name)).toEqual([
    'internal',
    'rate_limited',
    'request_timeout',
    'token_expired',
    'cooldown',
  ])
})

test('an error knows its numbers', () => {
  const cause = new Error('disk')
  const error = new ChatError('cooldown', 'slow mode is on', { details: { retry_after: 3 }, cause })
  expect(error).toBeInstanceOf(Error)
  expect(error).toMatchObject({
    name: 'ChatError',
    errorName: 'cooldown',
    code: 60,
    statusCode: 403,
    retry: true,
  })
  expect(error.message).toBe('slow mode is on')
  expect(error.details).toEqual({ retry_after: 3 })
  expect(error.cause).toBe(cause)
})

test('the wire form has the documented keys, and not the cause', () => {
  const error = new ChatError('not_found', 'no such channel', { cause: new Error('SELECT secret') })
  expect(errorBody(error, { ...context, requestId: 'r1' })).toEqual({
    code: 16,
    message: 'no such channel',
    StatusCode: 404,
    more_info: 'https://chat.test/docs/errors#not_found',
    duration: '1.20ms',
    request_id: 'r1',
  })
})

test('exception_fields are texts, whatever details hold', () => {
  const details = { fields: { limit: 'must be a number', odd: 5 }, other: true }
  const body = errorBody(new ChatError('invalid_input', 'limit must be a number', { details }), context)
  expect(body.details).toEqual(details)
  expect(body.exception_fields).toEqual({ limit: 'must be a number' })
  expect(body.request_id).toBeUndefined()
})

test('a client makes the same error of the body', () => {
  for (const [code, , name] of documented) {
    expect(errorNameOf(code)).toBe(name)
    const sent = new ChatError(name, 'because', { details: { a: 1 } })
    const received = chatErrorOf(errorBody(sent, context))
    expect(received).toMatchObject({ errorName: name, code, message: 'because', details: { a: 1 } })
  }
})

test('a code of a newer server is an internal error', () => {
  expect(errorNameOf(12345)).toBeUndefined()
  expect(chatErrorOf({ code: 12345, message: 'new' })).toMatchObject({
    errorName: 'internal',
    message: 'new',
  })
})
