import type { DeleteUsersBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import type { UserRecord } from '../../domain/records.ts'
import { checkUserExists } from '../../domain/users-state.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { Actor, Deps } from '../deps.ts'
import { insertTask, wakeTasks } from '../tasks/start-task.ts'
import { announceDeleted, markDeleted } from './delete-user.ts'

export type DeleteUsersInput = z.output<typeof DeleteUsersBody>

/**
 * Deletes users: at once nobody finds them any more, the rest is a task, whose id is returned. A user
 * who is not there does not keep the others.
 * @throws ChatError `invalid_input` for combinations that leave something of who is deleted for good;
 *   `not_found` for the new owner of channels
 */
export async function deleteUsers(
  deps: Deps,
  actor: Extract<Actor, { kind: 'server' }>,
  { user = 'soft', messages, conversations, new_channel_owner_id: newOwnerId, user_ids }: DeleteUsersInput,
): Promise<string> {
  checkCombination(user, messages, conversations)
  const { app } = actor
  const userIds = [...new Set(user_ids)].sort()
  const { taskId } = await deps.store.transaction(
    async tx => {
      if (newOwnerId !== undefined) checkUserExists(await tx.unheld.findUser(app.id, newOwnerId), newOwnerId)
      const deleted: UserRecord[] = []
      for (const userId of userIds) {
        const found = await tx.findUser(app.id, userId)
        if (found && found.deletedAtUs === undefined) deleted.push(await markDeleted(deps, tx, actor, userId))
      }
      const input = { userIds, user, messages, conversations, newOwnerId, untilUs: deps.clock() }
      const taskId = await insertTask(deps, tx, { appId: app.id, kind: 'delete_users', input })
      return { taskId, deleted }
    },
    ({ deleted }) => {
      for (const each of deleted) announceDeleted(deps, each, user !== 'soft')
      wakeTasks(deps)
    },
  )
  return taskId
}

type Mode = 'soft' | 'pruning' | 'hard'

function checkCombination(user: Mode, messages: Mode | undefined, conversations: Mode | undefined): void {
  if (user !== 'hard') return
  for (const [field, mode] of Object.entries({ messages, conversations })) {
    if (mode !== 'hard') throw invalidField(field, 'must be "hard" when user is: nothing of them is to stay')
  }
}
