import type { App } from '../../domain/app.ts'
import type { UserRecord } from '../../domain/records.ts'
import { checkUserExists } from '../../domain/users-state.ts'
import type { Tx } from '../../store/store.ts'
import type { Actor, Deps } from '../deps.ts'
import { type EventSource, tellHooks } from '../events/hook-event.ts'
import { insertTask, wakeTasks } from '../tasks/start-task.ts'
import { userJson } from '../wire/user.ts'
import { accountClosed, announceUserDeleted, disconnectUser } from './announce-user.ts'
import { eraseUser } from './erase-user.ts'

type Server = Extract<Actor, { kind: 'server' }>

export interface DeleteUser {
  readonly hard: boolean
  /** Also what the user wrote: hard when the user goes hard. */
  readonly messages: boolean
  /** Also the channels of two that the user is in. */
  readonly conversations: boolean
}

/**
 * Deletes a user: nobody sees or acts as them any more, their connections close at once. A soft
 * delete can be restored. A hard one also forgets profile, devices, blocks and memberships; the
 * id stays taken, since messages keep their author and old tokens must not make the user again.
 * Messages and conversations follow in the background.
 * @throws ChatError `not_found`
 */
export async function deleteUser(
  deps: Deps,
  actor: Server,
  userId: string,
  { hard, messages, conversations }: DeleteUser,
): Promise<UserRecord> {
  const mode = hard ? 'hard' : 'soft'
  const more = messages || conversations
  const { user } = await deps.store.transaction(
    async tx => {
      const user = await markDeleted(deps, tx, actor, userId)
      if (more) {
        const content = {
          messages: messages ? mode : undefined,
          conversations: conversations ? mode : undefined,
        }
        const input = { userIds: [userId], user: mode, ...content, untilUs: deps.clock() }
        await insertTask(deps, tx, { appId: actor.app.id, kind: 'delete_users', input })
      }
      return { user }
    },
    done => {
      announceDeleted(deps, done.user, hard)
      if (more) wakeTasks(deps)
    },
  )
  return hard && !more ? eraseUser(deps, actor, user) : user
}

/** From now on the user is gone for everybody; follow with `announceDeleted`. @throws ChatError `not_found` */
export async function markDeleted(
  deps: Deps,
  tx: Tx,
  source: EventSource & { readonly app: App },
  userId: string,
): Promise<UserRecord> {
  const { id: appId } = source.app
  const before = checkUserExists(await tx.findUser(appId, userId), userId)
  const atUs = deps.clock()
  const user = { ...before, deletedAtUs: atUs, updatedAtUs: atUs }
  await tx.updateUser(user)
  const parts = () => ({ user: userJson(deps, user) })
  await tellHooks(tx, source, { type: 'user.deleted', atUs, userId, parts })
  return user
}

export function announceDeleted(deps: Deps, user: UserRecord, hard: boolean): void {
  announceUserDeleted(deps, user)
  const hint = hard ? 'connect with another id' : 'a server can restore it'
  disconnectUser(deps, user, accountClosed(user, 'deleted', hint))
}
