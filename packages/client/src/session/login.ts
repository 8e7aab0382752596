import type { ChatError, GuestResponse, UserDetails } from '@parley/protocol'
import type { Rest } from '../net/rest.ts'
import type { TokenOrProvider } from '../net/token-source.ts'
import type { GuestStore } from './guest-store.ts'

/** A regular user, a guest, or the anonymous one. */
export type UserKind = 'regular' | 'guest' | 'anonymous'

/** A user as `connectUser` takes it; the Kotlin shape, with `extraData`, too. */
export interface ConnectUser extends UserDetails {
  id: string
  extraData?: Record<string, unknown> | ReadonlyMap<string, unknown>
}

/** Who somebody is once they have logged in. */
export interface Entry {
  kind: UserKind
  userId: string
  details?: UserDetails
  /** None for the anonymous user. */
  token?: TokenOrProvider
}

/** How somebody comes in. */
export interface Login {
  /** Two logins with the same key are the same user. */
  readonly key: string
  enter(rest: Rest): Entry | Promise<Entry>
  /** The server refused the entry; true when entering anew can help. */
  refused?(error: ChatError): Promise<boolean>
  /** What was kept of the user goes. */
  forget?(): Promise<void>
}

/** The id that anonymous connections have in common. */
export const ANONYMOUS_ID = '!anon'

/** The details of a user, `extraData` spread to the root. */
export function detailsOf({ extraData, ...user }: ConnectUser): UserDetails & { id: string } {
  const extra = extraData instanceof Map ? Object.fromEntries(extraData) : extraData
  return { ...extra, ...user }
}

export function regularLogin(user: ConnectUser, token: TokenOrProvider): Login {
  const details = detailsOf(user)
  return { key: `regular:${user.id}`, enter: () => ({ kind: 'regular', userId: user.id, details, token }) }
}

export function anonymousLogin(): Login {
  return { key: 'anonymous', enter: () => ({ kind: 'anonymous', userId: ANONYMOUS_ID }) }
}

/**
 * A guest: the one that was here before when its token was kept, otherwise a new one.
 *
 * A kept token that the server no longer takes is dropped, and a new guest made.
 */
export function guestLogin(user: ConnectUser, store: GuestStore): Login {
  const details = detailsOf(user)
  let wasKept = false
  return {
    key: `guest:${user.id}`,
    async enter(rest) {
      const kept = await store.find(user.id)
      wasKept = kept !== undefined
      const guest = kept ?? (await createGuest(rest, details))
      if (!kept) await store.keep(user.id, guest)
      return { kind: 'guest', details: { ...details, id: guest.userId }, ...guest }
    },
    async refused(error) {
      const isStale = wasKept && (error.statusCode === 401 || error.errorName === 'not_allowed')
      if (isStale) await store.drop(user.id)
      return isStale
    },
    forget: () => store.drop(user.id),
  }
}

/** NOTE: sent without credentials; a stale token beside it would make the server refuse. */
async function createGuest(rest: Rest, user: UserDetails): Promise<{ userId: string; token: string }> {
  const reply = await rest.request<GuestResponse>({
    method: 'POST',
    path: 'guest',
    body: { user },
    bare: true,
  })
  return { userId: reply.user.id, token: reply.access_token }
}
