import type { CheckQueueResponse } from '@parley/protocol'

type Result = Omit<CheckQueueResponse, 'duration'>

/** Why a queue of Amazon's gets nothing: this version delivers to webhooks only. */
function notServed(what: 'SQS' | 'SNS', missing: readonly string[]): Result {
  const error =
    missing.length > 0
      ? `${missing.join(', ')} missing`
      : `this server does not deliver to ${what}: use a hook of type webhook`
  return { status: 'error', error, data: {} }
}

export function checkSqs(
  given: Readonly<Record<'sqs_url' | 'sqs_key' | 'sqs_secret', string | undefined>>,
): Result {
  return notServed('SQS', missingOf(given))
}

export function checkSns(
  given: Readonly<Record<'sns_topic_arn' | 'sns_key' | 'sns_secret', string | undefined>>,
): Result {
  return notServed('SNS', missingOf(given))
}

function missingOf(given: Readonly<Record<string, string | undefined>>): string[] {
  return Object.keys(given).filter(key => given[key] === undefined)
}
