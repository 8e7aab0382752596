import { answerText } from '../util/answer-text.ts'
import type { Posted } from '../util/post-bytes.ts'
import type { Outcome } from './courier.ts'

/** Of the answer to what failed; mostly it says why. */
const ANSWER_SHOWN = 300
/** Refusals that pass: a time-out, too early, too many. */
const PASSING = new Set([408, 425, 429])

/** How an attempt ended that was answered; `error` says what is wrong with the answer. */
export function outcomeOf(
  { status, answer, retryAfterUs }: Posted,
  error: string | undefined,
  passes = false,
): Outcome {
  if (error === undefined) return { kind: 'delivered', status }
  return {
    kind: 'failed',
    error,
    refused: status < 500 && !PASSING.has(status) && !passes,
    retryAfterUs,
    status,
    answer: answerText(answer, ANSWER_SHOWN),
  }
}
