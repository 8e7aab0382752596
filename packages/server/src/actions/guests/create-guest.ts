import { ChatError, type UserResponse } from '@parley/protocol'
import { newUser } from '../../auth/actor.ts'
import { issueGuestToken, newGuestId } from '../../auth/guests.ts'
import type { App } from '../../domain/app.ts'
import { applyUserFields, type UserFields } from '../../domain/users.ts'
import type { Deps } from '../deps.ts'
import { checkUsername } from '../users/check-username.ts'
import { toUser } from '../wire/user.ts'

export interface GuestInput extends UserFields {
  /** What the guest wants to be called; the id that it gets only ends with it. */
  readonly id: string
}

/**
 * Makes a new guest and its token. Asking again with the same id makes another guest: an id is no
 * credential.
 * @throws ChatError `not_allowed` when the app has no guests, saying why.
 */
export async function createGuest(
  deps: Deps,
  app: App,
  { id, ...fields }: GuestInput,
): Promise<{ user: UserResponse; access_token: string }> {
  checkGuestsAllowed(app)
  const user = await deps.store.transaction(async tx => {
    const atUs = deps.clock()
    const guest = applyUserFields({ ...newUser(app.id, newGuestId(id), atUs), role: 'guest' }, fields, atUs)
    await checkUsername(tx, app, undefined, guest)
    await tx.insertUser(guest)
    return guest
  })
  const access_token = await issueGuestToken(deps, app, user.id)
  return { user: toUser(deps, user, 'private'), access_token }
}

function checkGuestsAllowed({ settings }: App): void {
  if (settings.multiTenantEnabled) {
    throw refused('multi_tenant_enabled', 'this app has multi-tenancy on, and a guest is in no team')
  }
  if (settings.guestUserCreationDisabled) {
    throw refused('guest_user_creation_disabled', 'this app has switched guests off')
  }
}

function refused(setting: string, why: string): ChatError {
  return new ChatError(
    'not_allowed',
    `guests can’t be created: ${why} (app setting ${setting}); connect as a regular user with a token, or anonymously`,
    { details: { reason: 'guests_off', setting } },
  )
}
