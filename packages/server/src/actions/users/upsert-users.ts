import { ChatError, type UserResponse } from '@parley/protocol'
import { newUser } from '../../auth/actor.ts'
import type { Announcement } from '../../bus/bus.ts'
import type { UserRecord } from '../../domain/records.ts'
import { replaceUser, type UserFields } from '../../domain/users.ts'
import type { Tx } from '../../store/store.ts'
import { replaceBlocks } from '../blocks/replace-blocks.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { toUser } from '../wire/user.ts'
import { announceUserChange, tellUserUpdated } from './announce-user.ts'
import { checkUsername } from './check-username.ts'

/** A user as a server writes it. */
export interface UserInput extends UserFields {
  readonly id: string
  /** Replaces the list of users that this one blocks. */
  readonly blocked_user_ids?: readonly string[] | undefined
}

interface Written {
  readonly before: UserRecord | undefined
  readonly user: UserRecord
  /** Of channels that fell silent, or do so no more. */
  readonly announcements: readonly Announcement[]
}

/**
 * Writes users whole: what is not given of an existing user goes, but for its role. All or none.
 * @throws ChatError `invalid_input` for one that was deleted or has too much custom data;
 *   `duplicate_username`
 */
export async function upsertUsers(
  deps: Deps,
  actor: Extract<Actor, { kind: 'server' }>,
  users: readonly UserInput[],
): Promise<Record<string, UserResponse>> {
  // In the order of ids, so that two requests for the same users never wait for each other.
  const ordered = users.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  const written = await deps.store.transaction(
    async tx => {
      const atUs = deps.clock()
      const results: Written[] = []
      for (const input of ordered) results.push(await upsertUser(deps, tx, actor, input, atUs))
      return results
    },
    results => {
      for (const { before, user, announcements } of results) {
        if (before !== user) announceUserChange(deps, before, user)
        announceAll(deps, announcements)
      }
    },
  )
  return Object.fromEntries(written.map(({ user }) => [user.id, toUser(deps, user, 'private')]))
}

async function upsertUser(
  deps: Deps,
  tx: Tx,
  actor: Extract<Actor, { kind: 'server' }>,
  input: UserInput,
  atUs: number,
): Promise<Written> {
  const { app } = actor
  const { id, blocked_user_ids, ...fields } = input
  const before = await tx.findUser(app.id, id)
  if (before?.deletedAtUs !== undefined) throw wasDeleted(before)
  const user = replaceUser(before ?? newUser(app.id, id, atUs), fields, atUs)
  await checkUsername(tx, app, before, user)
  if (!before) await tx.insertUser(user)
  else if (user !== before) {
    await tx.updateUser(user)
    await tellUserUpdated(deps, tx, actor, user)
  }
  const announcements = blocked_user_ids ? await replaceBlocks(deps, tx, actor, user, blocked_user_ids) : []
  return { before, user, announcements }
}

function wasDeleted({ id, erasedAtUs }: UserRecord): ChatError {
  const problem =
    erasedAtUs === undefined
      ? 'was deleted; POST /users/restore brings the user back'
      : 'was deleted for good; take another id'
  return new ChatError('invalid_input', `users.${id} ${problem}`, {
    details: { fields: { [`users.${id}`]: problem }, user_id: id },
  })
}
