import type { UserRecord } from '../../domain/records.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { Actor, Deps } from '../deps.ts'
import { tellHooks } from '../events/hook-event.ts'
import { insertTask, wakeTasks } from '../tasks/start-task.ts'
import { userJson } from '../wire/user.ts'
import { announceUserChange } from './announce-user.ts'
import { checkUsername } from './check-username.ts'
import { writeUser } from './write-user.ts'

export interface Reactivation {
  readonly name?: string | undefined
  /** Who wanted it; told to webhooks. */
  readonly createdById?: string | undefined
  /** Also what was deleted along with the deactivation. */
  readonly messages?: boolean | undefined
  readonly channels?: boolean | undefined
}

/**
 * Takes a deactivation back, with another name when one is given; messages and channels follow in the
 * background.
 * @throws ChatError `not_found`; `invalid_input` when the user is not deactivated; `duplicate_username`
 */
export function reactivateUser(
  deps: Deps,
  actor: Extract<Actor, { kind: 'server' }>,
  userId: string,
  { name, createdById, messages = false, channels = false }: Reactivation = {},
): Promise<UserRecord> {
  return writeUser(
    deps,
    actor,
    userId,
    async (before, tx, atUs) => {
      const sinceUs = before.deactivatedAtUs
      if (sinceUs === undefined) throw invalidField('id', `names user "${userId}", who is not deactivated`)
      const user = { ...before, deactivatedAtUs: undefined, name: name ?? before.name, updatedAtUs: atUs }
      await checkUsername(tx, actor.app, before, user)
      const by = createdById === undefined ? undefined : await tx.unheld.findUser(user.appId, createdById)
      const parts = () => ({ user: userJson(deps, user), created_by: by ? userJson(deps, by) : 'null' })
      await tellHooks(tx, actor, { type: 'user.reactivated', atUs, userId, parts })
      if (messages || channels) {
        const input = { userId, messages, channels, sinceUs }
        await insertTask(deps, tx, { appId: user.appId, kind: 'restore_user_content', input })
      }
      return user
    },
    (before, user) => {
      announceUserChange(deps, before, user)
      if (messages || channels) wakeTasks(deps)
    },
  )
}
