import { ChatError, type CloseCode, type Reconnect } from '@parley/protocol'
import { localError } from '../call.ts'
import { LOST } from '../net/link.ts'
import type { Closing } from '../net/wire.ts'
import { backoffMs, type Timing } from '../timing.ts'

/** `CLOSE_CODES` of protocol without its words, which a browser need not load. */
const RECONNECT: Record<CloseCode, Reconnect> = {
  1011: 'backoff',
  1012: 'spread',
  4000: 'never',
  4001: 'never',
  4002: 'new_token',
  4003: 'never',
  4008: 'backoff',
  4029: 'wait',
}

function reconnectAfter(code: number): Reconnect {
  return RECONNECT[code as CloseCode] ?? 'backoff'
}

/** What comes after a connection ended. */
export type Step = { go: 'stop'; error: ChatError } | { go: 'on'; delayMs: number }

/**
 * Decides from how a connection ended.
 *
 * `failures` counts those in a row, this one included; `renewable` tells that there is a
 * token provider to ask.
 */
export function nextStep(closing: Closing, failures: number, renewable: boolean, timing: Timing): Step {
  const backoff: Step = { go: 'on', delayMs: backoffMs(failures, timing) }
  switch (reconnectAfter(closing.code)) {
    case 'never':
      return { go: 'stop', error: closingError(closing) }
    case 'new_token':
      if (!renewable) return { go: 'stop', error: closingError(closing) }
      return closing.wasStable ? { go: 'on', delayMs: 0 } : backoff
    case 'wait':
      return { go: 'on', delayMs: Math.max(backoff.delayMs, retryAfterMs(closing.error)) }
    case 'spread':
      return { go: 'on', delayMs: timing.random() * timing.restartSpreadMs }
    case 'backoff':
      return backoff
  }
}

function retryAfterMs(error: ChatError | undefined): number {
  const seconds = error?.details?.retry_after
  return typeof seconds === 'number' ? seconds * 1000 : 0
}

/** Why a connection ended, as an error to show. */
export function closingError({ code, reason, error }: Closing): ChatError {
  if (error) return error
  const said = reason || (code === LOST ? 'the connection broke' : 'no reason given')
  if (code < 4000) return localError(`cannot connect: ${said} (close code ${code})`, 'network')
  return new ChatError(code === 4002 ? 'token_expired' : 'auth_failed', said, {
    details: { close_code: code },
  })
}

/** Whether the server refused the token for its age. */
export function isTokenExpiry(closing: Closing): boolean {
  return reconnectAfter(closing.code) === 'new_token'
}
