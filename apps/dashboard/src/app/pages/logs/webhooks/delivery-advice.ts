import type { HookDelivery } from './hook-types'

/** What to do about an attempt that failed; `''` when there is nothing to say. */
export function adviceFor({ error, status }: Pick<HookDelivery, 'error' | 'status'>): string {
  if (error === null) return ''
  const ofQueue = QUEUE_ADVICE.find(([pattern]) => pattern.test(error))
  if (ofQueue) return ofQueue[1]
  if (status !== null) return ofStatus(status)
  if (/REFUSED|Unable to connect/i.test(error))
    return 'Nothing listens there. Is your backend running, and may this server reach it? From inside a container, localhost is the container itself.'
  if (/NOTFOUND|ENOTFOUND|getaddrinfo|DNS/i.test(error))
    return 'This server finds no such host. Is the name right, and known where this server runs?'
  if (/in time|timeout/i.test(error))
    return 'Answer first and do the work afterwards: put the event into a queue of your own.'
  if (/CERT|SSL|TLS|self.signed/i.test(error))
    return 'The certificate is not one that this server trusts: use one of a public authority, or of one that the server’s system knows.'
  return 'The connection broke. Look at your backend’s log, and at what stands between it and this server.'
}

function ofStatus(status: number): string {
  if (status >= 200 && status < 300)
    return 'A hook that is asked answers 200 with a JSON object: {} changes nothing.'
  if (status >= 300 && status < 400) return 'Set the address that it points to: redirects are not followed.'
  if (status === 401 || status === 403)
    return 'Your backend turns the request away. Does it check X-Signature over the bytes of the body, with this app’s newest secret?'
  if (status === 404 || status === 405)
    return 'There is nothing that takes POST requests at this path. Is it right?'
  if (status === 413) return 'Your backend takes smaller bodies only: allow a megabyte.'
  if (status < 500) return 'Your backend does not want it. What is refused ten times is given up.'
  return 'Your backend failed. Its log says why; it is tried again by itself.'
}

/** By the codes of Amazon's errors, which SQS and SNS answer and webhooks do not. */
const QUEUE_ADVICE: readonly (readonly [RegExp, string])[] = [
  [/KMS/, 'The queue or topic is encrypted: the key must be allowed to use its KMS key, too.'],
  [
    /SignatureDoesNotMatch/,
    'The secret is not the one of this access key. Copy it again; Amazon shows it once, so you may need a new key.',
  ],
  [
    /InvalidClientTokenId|InvalidAccessKeyId|UnrecognizedClient/,
    'Amazon knows no such access key. Is its ID right, and is it still active?',
  ],
  [
    /AccessDenied|AuthorizationError/,
    'The key is known and may not write there: allow it sqs:SendMessage or sns:Publish.',
  ],
  [
    /AuthorizationHeaderMalformed|Credential should be scoped/,
    'It is signed for another region than the one that it is in: set the region.',
  ],
  [
    /NonExistentQueue|QueueDoesNotExist|TopicNotFound|, NotFound:/,
    'There is no such queue or topic. Are account, region and name right?',
  ],
  [/not as SQS and SNS do/, 'What answers there is neither SQS nor SNS. Is the address the queue’s own?'],
]
