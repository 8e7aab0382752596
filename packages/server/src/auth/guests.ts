import { USER_ID_MAX_LENGTH } from '@parley/protocol'
import type { App } from '../domain/app.ts'
import { issueUserToken, type TokenIssuer } from './issue-token.ts'

/** A new guest's id, never given twice: `guest-<uuid>-<given id>`, cut to the length of an id. */
export function newGuestId(givenId: string): string {
  return `guest-${crypto.randomUUID()}-${givenId}`.slice(0, USER_ID_MAX_LENGTH)
}

/**
 * The token of a guest just made. It does not expire: nobody could give this guest another one,
 * for an id is no credential. It is revoked like any user's.
 */
export async function issueGuestToken(issuer: TokenIssuer, app: App, guestId: string): Promise<string> {
  return issueUserToken(issuer, app, guestId)
}
