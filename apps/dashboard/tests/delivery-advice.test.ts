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
  ['answered 403, SignatureDoesNotMatch: The request signature …', 403, 'The secret is not the one'],
  ['answered 403, InvalidClientTokenId', 403, 'no such access key'],
  ['answered 403, AccessDenied', 403, 'sqs:SendMessage'],
  ['answered 400, AuthorizationHeaderMalformed', 400, 'set the region'],
  ['answered 400, AWS.SimpleQueueService.NonExistentQueue: It does not exist.', 400, 'no such queue'],
  ['answered 404, NotFound: Topic does not exist', 404, 'no such queue or topic'],
  ['answered 400, KMS.AccessDeniedException', 400, 'KMS key, too'],
  ['answered 200, but not as SQS and SNS do', 200, 'neither SQS nor SNS'],
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
