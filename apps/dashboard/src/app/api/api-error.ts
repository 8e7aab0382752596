/** What a refused request says; `status` is 0 when the server could not be reached. */
export class ApiError extends Error {
  override readonly name = 'ApiError'

  constructor(
    readonly status: number,
    /** Of docs/errors.md; -1 when there is none. */
    readonly code: number,
    message: string,
    /** What a page has to do: `not_signed_in`, `confirmation_required`, `code_required`, … */
    readonly reason: string | undefined,
    readonly details: Readonly<Record<string, unknown>> = {},
    /** Where the error is explained. */
    readonly moreInfo = '/docs/errors',
  ) {
    super(message)
  }
}

interface ErrorBody {
  readonly code?: number
  readonly message?: string
  readonly details?: Readonly<Record<string, unknown>>
  readonly more_info?: string
}

export function toApiError(status: number, body: unknown): ApiError {
  const {
    code = -1,
    message,
    details,
    more_info,
  } = (typeof body === 'object' && body ? body : {}) as ErrorBody
  const reason = typeof details?.reason === 'string' ? details.reason : undefined
  return new ApiError(status, code, message ?? `The server answered ${status}.`, reason, details, more_info)
}

export function unreachable(): ApiError {
  return new ApiError(0, -1, 'The server can’t be reached. Is it running, and are you online?', undefined)
}

/** What to tell people of whatever was thrown. */
export function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
