import { expect, test } from 'bun:test'
import { adviceFor } from '../src/app/pages/logs/webhooks/delivery-advice'

const ADVICE = [
  ['answered 307: redirects are not followed, set the address it points to', 307, 'Set the address'],
  ['answered 401', 401, 'X-Signature'],
  ['answered 404', 404, 'at this path'],
  ['answered 413', 413, 'allow a megabyte'],
  ['answered 422', 422, 'refused ten times'],
  ['answered 503', 503, 'Its log says why'],
  ['it answered with no JSON object', 200, 'JSON object'],
  ['ECONNREFUSED: Unable to connect.', null, 'Nothing listens there'],
  ['ENOTFOUND: getaddrinfo', null, 'no such host'],
  ['no answer in time', null, 'Answer first'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT: self signed certificate', null, 'certificate'],
  ['ECONNRESET: The socket connection was closed unexpectedly.', null, 'connection broke'],
] as const

test.each(ADVICE)('%s: it is said what to do', (error, status, advice) => {
  expect(adviceFor({ error, status })).toContain(advice)
})

test('of what arrived there is nothing to say', () => {
  expect(adviceFor({ error: null, status: 200 })).toBe('')
})
