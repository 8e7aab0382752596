import { ChatError } from '@parley/protocol'
import type { App } from '../domain/app.ts'
import type { UserRecord } from '../domain/records.ts'
import { checkRevocation } from '../domain/tokens.ts'
import { ANONYMOUS_USER_ID, isGuestId } from '../domain/user-ids.ts'
import type { Store } from '../store/store.ts'
import type { Clock } from '../util/time.ts'
import type { Actor, Principal, RequestOrigin } from './principal.ts'

/** The part of an action's deps that users are loaded and made with. */
export interface UserDeps {
  readonly store: Store
  readonly clock: Clock
}

type UserPrincipal = Extract<Principal, { kind: 'user' }>

/**
 * Loads who a principal is and checks that they may act at all. A valid token of an unknown user
 * makes that user.
 * @throws ChatError `not_allowed` for a deactivated, deleted or merged user; `token_expired` for a revoked token.
 */
export async function resolveActor(
  deps: UserDeps,
  principal: Principal,
  request?: RequestOrigin,
): Promise<Actor> {
  const { app } = principal
  if (principal.kind === 'server') return { kind: 'server', app, request }
  if (principal.kind === 'anonymous') return { kind: 'anonymous', app, user: anonymousUser(app), request }
  const found = await deps.store.read.findUser(app.id, principal.userId)
  checkMayAct(principal, found)
  return { kind: 'user', app, user: found ?? (await createUser(deps, principal)), request }
}

/**
 * Whether the owner of a verified token may act. `user` is undefined for one who is new.
 * @throws ChatError as `resolveActor`
 */
export function checkMayAct(principal: UserPrincipal, user: UserRecord | undefined): void {
  if (user) checkUserLives(user)
  checkRevocation(principal, {
    userBeforeUs: user?.revokeTokensBeforeUs,
    appBeforeUs: principal.app.settings.revokeTokensIssuedBeforeUs,
  })
}

function checkUserLives(user: UserRecord): void {
  if (user.mergedInto !== undefined) {
    throw refused(user, 'merged', `guest "${user.id}" became user "${user.mergedInto}"; connect as that user`)
  }
  if (user.deletedAtUs !== undefined) {
    throw refused(
      user,
      'deleted',
      `user "${user.id}" was deleted; a server can restore it, or connect with another id`,
    )
  }
  if (user.deactivatedAtUs !== undefined) {
    throw refused(user, 'deactivated', `user "${user.id}" is deactivated; a server can reactivate it`)
  }
}

function refused(user: UserRecord, reason: string, message: string): ChatError {
  return new ChatError('not_allowed', message, { details: { reason, user_id: user.id } })
}

/** The record of a user whom nobody has described yet. */
export function newUser(appId: number, userId: string, atUs: number): UserRecord {
  return {
    appId,
    id: userId,
    // A guest's token outlives the guest's row; it must not come back as more than a guest.
    role: isGuestId(userId) ? 'guest' : 'user',
    name: undefined,
    image: undefined,
    language: '',
    teams: [],
    teamsRole: undefined,
    invisible: false,
    banned: false,
    banExpiresAtUs: undefined,
    shadowBanned: false,
    hasMutes: false,
    privacySettings: undefined,
    pushPreferences: undefined,
    custom: {},
    createdAtUs: atUs,
    updatedAtUs: atUs,
    lastActiveAtUs: undefined,
    deactivatedAtUs: undefined,
    deletedAtUs: undefined,
    erasedAtUs: undefined,
    revokeTokensBeforeUs: undefined,
    mergedInto: undefined,
    inThreads: false,
  }
}

/** The record that a token of an unknown user makes; an identity provider may know name and teams. */
export function newUserOf({ app, userId, claims }: UserPrincipal, atUs: number): UserRecord {
  const user = newUser(app.id, userId, atUs)
  return { ...user, name: claims?.name, teams: claims?.teams ?? [] }
}

async function createUser({ store, clock }: UserDeps, principal: UserPrincipal): Promise<UserRecord> {
  const created = newUserOf(principal, clock())
  return store.transaction(async tx => {
    if (await tx.insertUser(created)) return created
    const other = await tx.findUser(principal.app.id, principal.userId)
    if (!other) throw new Error(`user ${principal.userId} neither inserts nor exists`)
    checkMayAct(principal, other)
    return other
  })
}

const anonymousUsers = new WeakMap<App, UserRecord>()

/** Stands for everybody without credentials; never stored. */
export function anonymousUser(app: App): UserRecord {
  const known = anonymousUsers.get(app)
  if (known) return known
  const user = { ...newUser(app.id, ANONYMOUS_USER_ID, 0), role: 'anonymous' }
  anonymousUsers.set(app, user)
  return user
}
