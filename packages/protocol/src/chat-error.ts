import { ERROR_CODES, type ErrorCode, type ErrorName, errorNameOf } from './error-codes.ts'

/** The error object as it stands in a reply body, or in `error` of a socket frame. */
export interface ErrorBody {
  /** One of the codes of `ERRORS`; newer servers may send others. */
  code: number
  /** What is wrong and what to change, for a developer. Not to be matched by programs. */
  message: string
  /** HTTP status; the capitals are part of the name. */
  StatusCode: number
  /** Address of the page that explains the error. */
  more_info: string
  /** Time the server took, such as `"1.52ms"`. */
  duration: string
  /** Facts for programs; which keys come with which error is listed in PROTOCOL.md. */
  details?: Record<string, unknown>
  /** Field path to problem, for `invalid_input`. Values are strings, always. */
  exception_fields?: Record<string, string>
  /** Also in the header `x-request-id`; names the request in the server's log. */
  request_id?: string
}

/** What may accompany a `ChatError`. `cause` stays inside the process, `details` go on the wire. */
export interface ChatErrorOptions {
  details?: Record<string, unknown> | undefined
  cause?: unknown
}

/**
 * The one error class of server and SDKs.
 *
 * `details` are sent to the caller, keys in snake_case: never put a secret or a token there.
 */
export class ChatError extends Error {
  override readonly name = 'ChatError'
  readonly errorName: ErrorName
  readonly code: ErrorCode
  /** HTTP status that goes with the code. */
  readonly statusCode: number
  /** Whether the same request can succeed later (after a wait, or with a fresh token). */
  readonly retry: boolean
  readonly details: Record<string, unknown> | undefined

  constructor(errorName: ErrorName, message: string, options: ChatErrorOptions = {}) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.errorName = errorName
    ;[this.code, this.statusCode, this.retry] = ERROR_CODES[errorName]
    this.details = options.details
  }
}

/** The `ChatError` that the server meant by a body; a code that is not known becomes `internal`. */
export function chatErrorOf(body: Pick<ErrorBody, 'code' | 'message' | 'details'>): ChatError {
  return new ChatError(errorNameOf(body.code) ?? 'internal', body.message, { details: body.details })
}
