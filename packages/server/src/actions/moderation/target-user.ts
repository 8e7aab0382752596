import { ChatError } from '@parley/protocol'
import { mayKnow } from '../../domain/permissions.ts'
import type { UserRecord } from '../../domain/records.ts'
import { checkUserExists } from '../../domain/users-state.ts'
import type { Reader } from '../../store/store.ts'
import type { Actor } from '../deps.ts'

/**
 * Somebody whom the actor does something to. To clients, people of other teams do not exist.
 * @throws ChatError `not_found`
 */
export async function getTarget(reader: Reader, actor: Actor, userId: string): Promise<UserRecord> {
  const user = checkUserExists(await reader.findUser(actor.app.id, userId), userId)
  if (mayKnow(actor, user)) return user
  throw new ChatError('not_found', `user "${userId}" does not exist`, { details: { user_id: userId } })
}
