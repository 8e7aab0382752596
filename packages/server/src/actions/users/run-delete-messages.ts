import type { Json } from '../../domain/records.ts'
import { type DeleteUserMessages, deleteUserMessages } from '../messages/delete-user-messages.ts'
import type { TaskRun } from '../tasks/kinds.ts'

/** Whose messages, and which: as JSON, since a task keeps it. */
export type DeleteMessagesInput = Omit<DeleteUserMessages, 'user'> & { readonly userId: string }

/** The task that deletes what one user wrote. */
export async function runDeleteUserMessages(
  { deps, app }: TaskRun,
  input: DeleteMessagesInput,
): Promise<Json> {
  const { userId, mode, cid, untilUs } = input
  const user = await deps.store.read.findUser(app.id, userId)
  if (!user) return {}
  const deleted = await deleteUserMessages(deps, { kind: 'server', app }, { user, mode, cid, untilUs })
  return { deleted_messages: deleted }
}
