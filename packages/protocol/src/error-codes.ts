/**
 * Name, numeric code, HTTP status and "may be tried again" of every error.
 *
 * Kept apart from the texts (`error-texts.ts`) so that a browser bundle that throws a
 * `ChatError` carries numbers only.
 */
export const ERROR_CODES = {
  internal: [-1, 500, true],
  api_key_invalid: [2, 401, false],
  invalid_input: [4, 400, false],
  auth_failed: [5, 401, false],
  duplicate_username: [6, 400, false],
  rate_limited: [9, 429, true],
  not_found: [16, 404, false],
  not_allowed: [17, 403, false],
  event_not_supported: [18, 400, false],
  feature_disabled: [19, 400, false],
  message_too_long: [20, 400, false],
  reply_to_reply: [21, 400, false],
  payload_too_large: [22, 413, false],
  request_timeout: [23, 408, true],
  headers_too_large: [24, 431, false],
  token_expired: [40, 401, true],
  token_not_valid_yet: [41, 401, false],
  token_used_before_iat: [42, 401, false],
  token_signature_invalid: [43, 401, false],
  command_handler_missing: [44, 400, false],
  command_handler_failed: [45, 400, false],
  cooldown: [60, 403, true],
  no_access_to_channels: [70, 403, false],
  message_moderated: [73, 400, false],
  app_suspended: [99, 403, false],
} as const satisfies Record<string, readonly [code: number, http: number, retry: boolean]>

/** The name of an error, as code is written with: `new ChatError('not_found', …)`. */
export type ErrorName = keyof typeof ERROR_CODES

/** The number of an error, as it stands in `code` on the wire. */
export type ErrorCode = (typeof ERROR_CODES)[ErrorName][0]

/** The error's name for a code on the wire; undefined for a code this version does not know. */
export function errorNameOf(code: number): ErrorName | undefined {
  for (const name in ERROR_CODES) {
    if (ERROR_CODES[name as ErrorName][0] === code) return name as ErrorName
  }
  return undefined
}
