import { type ChatError, CLOSE_CODES, type CloseName, closeFor, errorBody } from '@parley/protocol'
import { MORE_INFO_BASE } from '../util/more-info.ts'
import type { LiveConnection } from './connection.ts'

/** The frame that tells of an error; `replyTo` when it answers a frame that had an `id`. */
export function errorFrame(error: ChatError, replyTo?: string, durationText = '0.00ms'): string {
  const body = errorBody(error, { durationText, moreInfoBase: MORE_INFO_BASE })
  return JSON.stringify(replyTo === undefined ? { error: body } : { error: body, reply_to: replyTo })
}

/** Says why, then closes. The close code follows from the error unless it is given. */
export function closeWithError(
  connection: LiveConnection,
  error: ChatError,
  close: CloseName = closeFor(error),
  replyTo?: string,
): void {
  if (connection.isClosed) return
  connection.send(errorFrame(error, replyTo))
  connection.close(CLOSE_CODES[close].code, CLOSE_CODES[close].reason)
}
