import { WEBHOOK_RETRIED_HOURS } from '@parley/protocol'

const SECOND_US = 1_000_000
const FIRST_WAIT_US = SECOND_US
const LONGEST_WAIT_US = 3_600 * SECOND_US
const GIVEN_UP_AFTER_US = WEBHOOK_RETRIED_HOURS * 3_600 * SECOND_US
/** What a receiver refuses, it mostly refuses for good; a wrong deployment is corrected in some minutes. */
const REFUSALS = 10

/** An attempt that failed. */
export interface FailedAttempt {
  /** This one included. */
  readonly attempts: number
  /** When there was something to deliver first. */
  readonly sinceUs: number
  readonly nowUs: number
  /** The receiver answered that it does not want it (4xx). */
  readonly refused: boolean
  /** The receiver said when to come again. */
  readonly retryAfterUs?: number | undefined
}

/**
 * When to try again: after 1 s, then twice as long each time, an hour at most, half of it at random
 * so that a crowd does not come back at once. Undefined: give up.
 */
export function retryAtUs(attempt: FailedAttempt, random: number): number | undefined {
  const { attempts, sinceUs, nowUs, refused, retryAfterUs = 0 } = attempt
  if (refused && attempts >= REFUSALS) return undefined
  if (nowUs - sinceUs >= GIVEN_UP_AFTER_US) return undefined
  const waitUs = Math.min(FIRST_WAIT_US * 2 ** (attempts - 1), LONGEST_WAIT_US)
  return nowUs + Math.max(Math.round(waitUs * (0.5 + random / 2)), Math.min(retryAfterUs, LONGEST_WAIT_US))
}

const FAILURES_BEFORE_PAUSE = 5
const FIRST_PAUSE_US = 10 * SECOND_US
const LONGEST_PAUSE_US = 600 * SECOND_US

/**
 * How long a receiver that failed so often in a row is left alone; 0 while it is not. Each probe
 * that fails doubles it.
 */
export function pauseUs(failures: number, random: number): number {
  const probes = failures - FAILURES_BEFORE_PAUSE
  if (probes < 0) return 0
  return Math.round(Math.min(FIRST_PAUSE_US * 2 ** probes, LONGEST_PAUSE_US) * (0.75 + random / 2))
}
