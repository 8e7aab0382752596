import { ChatError } from '@parley/protocol'

/** What PostgreSQL says of a statement that it ended: after its time, or because an operator wished so. */
const CANCELLED = '57014'

/** The error as who asked is told it: that the database took too long is nobody's fault, and may be tried again. */
export function toTold(error: unknown): unknown {
  if (!(error instanceof Error) || !('code' in error) || error.code !== CANCELLED) return error
  const message =
    'the database took too long for this request and gave it up; try again, or ask for less at once'
  return new ChatError('request_timeout', message, { cause: error })
}
