import { issueServerToken, issueUserToken } from '../auth/issue-token.ts'
import type { App } from '../domain/app.ts'
import { findUserIdProblem } from '../domain/user-ids.ts'
import { parseDuration } from '../util/duration.ts'
import { CliError } from './cli-error.ts'
import type { Output } from './output.ts'
import type { Session } from './session.ts'

export interface TokenOptions {
  readonly userId?: string | undefined
  readonly server: boolean
  readonly expires?: string | undefined
}

/** `parley token`: the token alone on standard output, so that it can be piped. */
export async function issueTokenCommand(session: Session, app: App, options: TokenOptions): Promise<Output> {
  const { userId, server } = options
  if (server === (userId !== undefined)) {
    throw new CliError('say whose token: `parley token USER-ID`, or `parley token --server`', 2)
  }
  const expiresInSeconds = options.expires === undefined ? undefined : parseExpiry(options.expires)
  const token = server
    ? await issueServerToken(session, app, { expiresInSeconds })
    : await issueUserToken(session, app, checkUserId(userId ?? ''), { expiresInSeconds })
  const subject = server ? { server: true } : { user_id: userId }
  const expires = expiresInSeconds === undefined ? {} : { expires_in: expiresInSeconds }
  return { json: { api_key: app.key, ...subject, ...expires, token }, text: token }
}

function checkUserId(userId: string): string {
  const problem = findUserIdProblem(userId)
  if (problem) throw new CliError(`USER-ID ${problem}`, 2)
  return userId
}

function parseExpiry(text: string): number {
  const seconds = parseDuration(text)
  if (seconds) return seconds
  throw new CliError(`--expires takes a time such as 30m, 1h or 7d, not "${text}"`, 2)
}
