import type { ChatError } from './chat-error.ts'
import type { ErrorName } from './error-codes.ts'

/**
 * What a client does after a close:
 * - `never`: stop and reject, or tell the app;
 * - `new_token`: ask the token provider, then connect again (with a fixed token: reject);
 * - `backoff`: connect again with exponential backoff and full jitter, then sync;
 * - `wait`: wait `details.retry_after` seconds of the error frame, then connect again;
 * - `spread`: connect again at a random moment of the next 10 s.
 */
export type Reconnect = 'never' | 'new_token' | 'backoff' | 'wait' | 'spread'

/** One row of `CLOSE_CODES`. */
export interface CloseEntry {
  readonly code: number
  readonly reconnect: Reconnect
  /** Sent as the reason of the close frame when there is nothing more precise. */
  readonly reason: string
}

/** Every code the server closes a socket with. */
export const CLOSE_CODES = {
  bad_request: { code: 4000, reconnect: 'never', reason: 'bad request' },
  auth_failed: { code: 4001, reconnect: 'never', reason: 'authentication failed' },
  token_expired: { code: 4002, reconnect: 'new_token', reason: 'token expired' },
  refused: { code: 4003, reconnect: 'never', reason: 'token revoked or account closed' },
  unresponsive: { code: 4008, reconnect: 'backoff', reason: 'silent too long or too slow to read' },
  too_many: { code: 4029, reconnect: 'wait', reason: 'too many connections or requests' },
  internal: { code: 1011, reconnect: 'backoff', reason: 'internal error' },
  restarting: { code: 1012, reconnect: 'spread', reason: 'server restarting' },
} as const satisfies Record<string, CloseEntry>

/** The name of a close code. */
export type CloseName = keyof typeof CLOSE_CODES

/** The number of a close code, as it stands in the close frame. */
export type CloseCode = (typeof CLOSE_CODES)[CloseName]['code']

/** What to do after a close with this code; a code that is not ours means a lost connection. */
export function reconnectAfter(code: number): Reconnect {
  for (const entry of Object.values<CloseEntry>(CLOSE_CODES)) {
    if (entry.code === code) return entry.reconnect
  }
  return 'backoff'
}

const CLOSE_OF_ERROR: Partial<Record<ErrorName, CloseName>> = {
  internal: 'internal',
  api_key_invalid: 'auth_failed',
  auth_failed: 'auth_failed',
  token_not_valid_yet: 'auth_failed',
  token_used_before_iat: 'auth_failed',
  token_signature_invalid: 'auth_failed',
  token_expired: 'token_expired',
  not_allowed: 'refused',
  app_suspended: 'refused',
  rate_limited: 'too_many',
  request_timeout: 'unresponsive',
}

/**
 * The close that follows an error which ends a connection.
 *
 * A revoked token has the code of an expired one, but asking for another would not help:
 * `details.reason` tells them apart.
 */
export function closeFor(error: Pick<ChatError, 'errorName' | 'details'>): CloseName {
  if (error.errorName === 'token_expired' && error.details?.reason === 'revoked') return 'refused'
  return CLOSE_OF_ERROR[error.errorName] ?? 'bad_request'
}
