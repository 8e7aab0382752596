import type { UserRecord } from '../../domain/records.ts'
import type { Actor, Deps } from '../deps.ts'
import { tellHooks } from '../events/hook-event.ts'
import { insertTask, wakeTasks } from '../tasks/start-task.ts'
import { userJson } from '../wire/user.ts'
import { accountClosed, announceUserChange, disconnectUser } from './announce-user.ts'
import { writeUser } from './write-user.ts'

export interface Deactivation {
  /** Who wanted it; told to webhooks. */
  readonly createdById?: string | undefined
  /** Also softly deletes what the user wrote. */
  readonly messages?: boolean | undefined
  /** Also softly deletes the channels that the user made. */
  readonly channels?: boolean | undefined
}

/**
 * Nobody can connect or act as this user any more; the user's connections close at once. Doing it
 * again changes nothing. Messages and channels follow in the background.
 * @throws ChatError `not_found`
 */
export async function deactivateUser(
  deps: Deps,
  actor: Extract<Actor, { kind: 'server' }>,
  userId: string,
  { createdById, messages = false, channels = false }: Deactivation = {},
): Promise<UserRecord> {
  return writeUser(
    deps,
    actor,
    userId,
    async (before, tx, atUs) => {
      if (before.deactivatedAtUs !== undefined) return before
      const user = { ...before, deactivatedAtUs: atUs, updatedAtUs: atUs }
      const created_by_id = createdById === undefined ? undefined : JSON.stringify(createdById)
      const parts = () => ({ user: userJson(deps, user), created_by_id })
      await tellHooks(tx, actor, { type: 'user.deactivated', atUs, userId, parts })
      const { appId } = user
      if (messages) {
        const input = { userId, mode: 'soft', untilUs: atUs }
        await insertTask(deps, tx, { appId, kind: 'delete_user_messages', input })
      }
      if (channels) await insertTask(deps, tx, { appId, kind: 'delete_created_channels', input: { userId } })
      return user
    },
    (before, user) => {
      announceUserChange(deps, before, user)
      disconnectUser(deps, user, accountClosed(user, 'deactivated', 'a server can reactivate it'))
      if (messages || channels) wakeTasks(deps)
    },
  )
}
