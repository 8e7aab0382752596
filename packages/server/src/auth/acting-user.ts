import { ChatError } from '@parley/protocol'
import type { App } from '../domain/app.ts'
import type { Json, UserRecord } from '../domain/records.ts'
import { findUserIdProblem } from '../domain/user-ids.ts'
import type { Tx } from '../store/store.ts'
import { newUser, type UserDeps } from './actor.ts'

/** How a server names the user it acts for. */
export interface ActingUserInput {
  readonly user_id?: string | null | undefined
  readonly user?: ({ readonly id?: string | null | undefined } & Json) | null | undefined
}

/** Applies the given fields of a user object to a record; throws for fields that can't be stored. */
export type ApplyUserFields = (user: UserRecord, fields: Json, atUs: number) => UserRecord

/** Somebody who acts, as they are once `save` has run. */
export interface ActingUser {
  readonly user: UserRecord
  /**
   * Writes what is new of them. To be run first in the transaction of what they do, so that a
   * refused request leaves nobody behind. Undefined when nothing is new.
   */
  readonly save: ((tx: Tx) => Promise<void>) | undefined
}

/**
 * The user that a server acts for: an unknown one is created; a `user` object also writes the
 * fields it has.
 * @throws ChatError `invalid_input` when nobody is named or the id is none; `not_allowed` for a
 *   deactivated or deleted user.
 */
export async function planActingUser(
  deps: UserDeps,
  app: App,
  input: ActingUserInput,
  apply: ApplyUserFields,
): Promise<ActingUser> {
  const userId = checkActingUserId(input)
  const { id: _, ...fields } = input.user ?? {}
  const writes = Object.keys(fields).length > 0
  const atUs = deps.clock()
  const next = (stored: UserRecord | undefined): UserRecord => {
    const before = stored ? checkCanBeActed(stored) : newUser(app.id, userId, atUs)
    return writes ? apply(before, fields, atUs) : before
  }
  const found = await deps.store.read.findUser(app.id, userId)
  const user = next(found)
  if (found && !writes) return { user, save: undefined }
  const save = async (tx: Tx): Promise<void> => {
    const stored = await tx.findUser(app.id, userId)
    if (!stored) await tx.insertUser(next(undefined))
    else if (writes) await tx.updateUser(next(stored))
  }
  return { user, save }
}

/** As `planActingUser`, written at once: for what writes nothing else. */
export async function resolveActingUser(
  deps: UserDeps,
  app: App,
  input: ActingUserInput,
  apply: ApplyUserFields,
): Promise<UserRecord> {
  const { user, save } = await planActingUser(deps, app, input, apply)
  if (save) await deps.store.transaction(save)
  return user
}

function checkActingUserId({ user_id, user }: ActingUserInput): string {
  const [field, id] = user_id ? ['user_id', user_id] : ['user.id', user?.id]
  if (!id) {
    throw invalid(
      'user_id',
      'is required when a server calls: user_id, or user: {id}, names the user it acts for',
    )
  }
  const problem = findUserIdProblem(id)
  if (problem) throw invalid(field, problem)
  return id
}

function invalid(field: string, problem: string): ChatError {
  return new ChatError('invalid_input', `${field} ${problem}`, { details: { fields: { [field]: problem } } })
}

function checkCanBeActed(user: UserRecord): UserRecord {
  const state =
    user.deletedAtUs !== undefined ? 'deleted' : user.deactivatedAtUs !== undefined ? 'deactivated' : ''
  if (state === '') return user
  throw new ChatError('not_allowed', `user "${user.id}" is ${state}, nobody can act for them`, {
    details: { reason: state, user_id: user.id },
  })
}
