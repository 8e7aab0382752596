import type { ChatError, ErrorBody } from './chat-error.ts'
import { ERROR_CODES, type ErrorName } from './error-codes.ts'
import { ERROR_TEXTS } from './error-texts.ts'

export * from './chat-error.ts'
export { ERROR_CODES, type ErrorCode, type ErrorName, errorNameOf } from './error-codes.ts'

/** One row of `ERRORS`. */
export interface ErrorEntry<Name extends ErrorName = ErrorName> {
  readonly code: (typeof ERROR_CODES)[Name][0]
  readonly http: (typeof ERROR_CODES)[Name][1]
  /** Whether the same request can succeed later (after a wait, or with a fresh token). */
  readonly retry: (typeof ERROR_CODES)[Name][2]
  /** What happened, in a few words. */
  readonly title: string
  /** What to do about it; the text that `more_info` links to. */
  readonly advice: string
}

/** Every error by name. */
export const ERRORS = /* @__PURE__ */ buildErrors()

function buildErrors(): { readonly [Name in ErrorName]: ErrorEntry<Name> } {
  const rows = Object.entries(ERROR_CODES).map(([name, [code, http, retry]]) => {
    const [title, advice] = ERROR_TEXTS[name as ErrorName]
    return [name, { code, http, retry, title, advice }]
  })
  return Object.freeze(Object.fromEntries(rows))
}

/** What the reply to a failed request says beside the error itself. */
export interface ErrorContext {
  /** Time spent, as text: `"1.52ms"`. */
  durationText: string
  /** Page with one anchor per error name; `more_info` is this + `#` + name. */
  moreInfoBase: string
  requestId?: string | undefined
}

/** The wire form of an error. Its cause is left out: that is for the log. */
export function errorBody(error: ChatError, context: ErrorContext): ErrorBody {
  const body: ErrorBody = {
    code: error.code,
    message: error.message,
    StatusCode: error.statusCode,
    more_info: `${context.moreInfoBase}#${error.errorName}`,
    duration: context.durationText,
  }
  if (error.details) body.details = error.details
  const fields = exceptionFields(error.details)
  if (fields) body.exception_fields = fields
  if (context.requestId) body.request_id = context.requestId
  return body
}

/** COMPAT: backend SDKs drop the whole error when one of these values is not a string. */
function exceptionFields(details: ChatError['details']): Record<string, string> | undefined {
  const fields = details?.fields
  if (typeof fields !== 'object' || fields === null) return undefined
  const texts = Object.entries(fields).filter(([, text]) => typeof text === 'string')
  return texts.length > 0 ? Object.fromEntries(texts) : undefined
}
