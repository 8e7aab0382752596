import type { Call, ChatClient, ConnectedUser, ConnectUser, TokenOrProvider } from '@parley/client'

/** A user as an app names one: nobody for the anonymous user. */
export type UserOrId = string | ConnectUser | undefined

/** A token, what fetches one, or what needs none. */
export type Credential = TokenOrProvider | 'guest' | 'anonymous'

/** Two logins with the same key are the same user. */
export function loginKey(userOrId: UserOrId, credential: Credential): string {
  if (credential === 'anonymous') return 'anonymous'
  const id = typeof userOrId === 'string' ? userOrId : userOrId?.id
  return `${credential === 'guest' ? 'guest' : 'regular'}:${id}`
}

/** Connects the client as the arguments of `init` say. */
export function logIn(client: ChatClient, userOrId: UserOrId, credential: Credential): Call<ConnectedUser> {
  if (credential === 'anonymous') return client.connectAnonymousUser()
  if (credential === 'guest') {
    // a guest is shown by the name that was typed, not by the id that is made of it
    const guest = typeof userOrId === 'string' ? { id: userOrId, name: userOrId } : userOrId
    return client.connectGuestUser(guest ?? { id: '' })
  }
  const user = typeof userOrId === 'string' ? { id: userOrId } : userOrId
  return client.connectUser(user ?? { id: '' }, credential)
}
