import { ChatError, errorBody } from '@parley/protocol'
import type { Logger } from 'pino'
import { MORE_INFO_BASE } from '../util/more-info.ts'

/**
 * The answer when even answering failed. Without it the runtime sends a page of its own, which is
 * neither JSON nor fit for strangers: it shows sources and paths.
 */
export function lastResort(log: Logger, error: unknown): Response {
  log.error({ err: error }, 'a request could not be answered')
  const told = new ChatError('internal', 'internal error; the server log has more')
  const body = errorBody(told, { durationText: '0.00ms', moreInfoBase: MORE_INFO_BASE })
  return Response.json(body, { status: told.statusCode })
}
