import { ChatError } from '@parley/protocol'
import { type ActingUserInput, resolveActingUser } from '../../auth/acting-user.ts'
import type { Json, UserRecord } from '../../domain/records.ts'
import { applyUserFields } from '../../domain/users.ts'
import type { Actor, Deps } from '../deps.ts'

export type { ActingUserInput }

/**
 * Who does it: the client's own user, or whom the server names.
 * @throws ChatError `invalid_input` when a server names nobody, `not_allowed` for the anonymous user.
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

/** As `actingUser`, where a server may act in nobody's name. */
export async function findActingUser(
  deps: Deps,
  actor: Actor,
  input: ActingUserInput,
): Promise<UserRecord | undefined> {
  if (actor.kind === 'anonymous') return undefined
  if (actor.kind === 'server' && !input.user_id && !input.user?.id) return undefined
  return actingUser(deps, actor, input)
}

function anonymousCanNot(): ChatError {
  return new ChatError(
    'not_allowed',
    'an anonymous user can not write or keep state; connect as a guest or a regular user instead',
  )
}
