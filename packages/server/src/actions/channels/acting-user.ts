import { ChatError } from '@parley/protocol'
import {
  type ActingUser,
  type ActingUserInput,
  planActingUser as planForServer,
  resolveActingUser,
} from '../../auth/acting-user.ts'
import type { Json, UserRecord } from '../../domain/records.ts'
import { applyUserFields } from '../../domain/users.ts'
import type { Actor, Deps } from '../deps.ts'

export type { ActingUser, ActingUserInput }

/**
 * Who does it: the client's own user, or whom the server names. What is new of them is written by
 * `save`, together with what they do.
 * @throws ChatError `invalid_input` when a server names nobody, `not_allowed` for the anonymous user.
 */
export async function planActingUser(deps: Deps, actor: Actor, input: ActingUserInput): Promise<ActingUser> {
  if (actor.kind === 'user') return { user: actor.user, save: undefined }
  if (actor.kind === 'anonymous') throw anonymousCanNot()
  return planForServer(deps, actor.app, withoutEmptyCustom(input), applyUserFields)
}

/** As `planActingUser`, where a server may act in nobody's name. */
export async function planNamedUser(
  deps: Deps,
  actor: Actor,
  input: ActingUserInput,
): Promise<ActingUser | undefined> {
  return isNamed(actor, input) ? planActingUser(deps, actor, input) : undefined
}

function isNamed(actor: Actor, { user_id, user }: ActingUserInput): boolean {
  return actor.kind === 'user' || (actor.kind === 'server' && Boolean(user_id || user?.id))
}

/**
 * As `planActingUser`, written at once: for what writes nothing else.
 * @throws ChatError as `planActingUser`
 */
export async function actingUser(deps: Deps, actor: Actor, input: ActingUserInput): Promise<UserRecord> {
  if (actor.kind === 'user') return actor.user
  if (actor.kind === 'anonymous') throw anonymousCanNot()
  return resolveActingUser(deps, actor.app, withoutEmptyCustom(input), applyUserFields)
}

/** Schemas add `custom: {}` to a user; such a user object is no more than its id. */
function withoutEmptyCustom({ user, user_id }: ActingUserInput): ActingUserInput {
  if (!user) return { user_id }
  const { custom, ...fields } = user
  const isEmpty = Object.keys((custom as Json | undefined) ?? {}).length === 0
  return { user_id, user: isEmpty ? fields : { ...fields, custom } }
}

/**
 * Reads something for whom a server names, if it names somebody. Who is new is written when the
 * reading worked: a refused request leaves nobody behind.
 * @throws ChatError as `planActingUser`, and what `read` throws
 */
export async function readFor<T>(
  deps: Deps,
  actor: Actor,
  { user, user_id }: ActingUserInput,
  read: (user: UserRecord | undefined) => Promise<T>,
): Promise<T> {
  const acting = await planNamedUser(deps, actor, { user, user_id })
  const result = await read(acting?.user)
  if (acting?.save) await deps.store.transaction(acting.save)
  return result
}

function anonymousCanNot(): ChatError {
  return new ChatError(
    'not_allowed',
    'an anonymous user can not write or keep state; connect as a guest or a regular user instead',
  )
}
