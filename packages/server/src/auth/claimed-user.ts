import { findUserIdProblem } from '../domain/user-ids.ts'
import { readUnverified } from './unverified.ts'

/** Far longer than any token of ours: nobody makes us decode more. */
const TOKEN_MAX_LENGTH = 16_384

/** Whom a token says it is for, true or not: for whoever looks for the reason of a refusal. Never to believe. */
export function claimedUser(token: string | undefined): string | undefined {
  const given = token?.replace(/^Bearer +/i, '') ?? ''
  if (given === '' || given.length > TOKEN_MAX_LENGTH) return undefined
  const id = readUnverified(given).claims?.user_id
  return findUserIdProblem(id) === undefined ? (id as string) : undefined
}
