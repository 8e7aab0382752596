import { ChatError } from '@parley/protocol'
import { newUser } from '../../auth/actor.ts'
import type { Json, UserRecord } from '../../domain/records.ts'
import type { Actor, Deps } from '../deps.ts'
import { deleteUserMessages } from '../messages/delete-user-messages.ts'
import type { TaskRun } from '../tasks/kinds.ts'
import { endConversations, eraseUser, handOverChannels } from './erase-user.ts'

type Mode = 'soft' | 'pruning' | 'hard'

/** Of users who are marked as deleted already. */
export interface DeleteUsersTask {
  readonly userIds: readonly string[]
  readonly user: Mode
  readonly messages?: Mode | undefined
  readonly conversations?: 'soft' | 'hard' | undefined
  readonly newOwnerId?: string | undefined
  /** Messages up to then. */
  readonly untilUs: number
}

type Server = Extract<Actor, { kind: 'server' }>

/** The task that deletes what is left of users; its result tells by id what came of it. */
export async function runDeleteUsers({ deps, app, signal }: TaskRun, input: DeleteUsersTask): Promise<Json> {
  const actor: Server = { kind: 'server', app }
  const result: Record<string, unknown> = {}
  for (const userId of input.userIds) {
    signal.throwIfAborted()
    const user = await deps.store.read.findUser(app.id, userId)
    if (user?.deletedAtUs === undefined) {
      result[userId] = { status: 'error', error: `user "${userId}" does not exist` }
      continue
    }
    await deleteRest(deps, actor, user, input)
    result[userId] = { status: 'ok' }
  }
  return result
}

async function deleteRest(
  deps: Deps,
  actor: Server,
  user: UserRecord,
  input: DeleteUsersTask,
): Promise<void> {
  const { messages: mode, conversations, untilUs } = input
  if (mode) await deleteUserMessages(deps, actor, { user, mode, untilUs })
  if (conversations) await endConversations(deps, actor, user, conversations)
  if (input.user === 'hard')
    await handOverChannels(deps, actor, user, () => newOwner(deps, user, input.newOwnerId))
  if (input.user !== 'soft' && user.erasedAtUs === undefined) await eraseUser(deps, actor, user)
}

/** Named by who is gone, so that running the task again finds the same one. */
async function newOwner(deps: Deps, { appId, id }: UserRecord, named: string | undefined): Promise<string> {
  if (named !== undefined) return named
  const ownerId = `delete-user-${Bun.hash(id).toString(16)}`
  const { store } = deps
  if (!(await store.read.findUser(appId, ownerId))) {
    await store.transaction(tx => tx.insertUser(newUser(appId, ownerId, deps.clock())))
  }
  return ownerId
}

/** What came of one of many: an error of the input is told, any other ends the task. */
export async function outcomeOf(work: () => Promise<unknown>): Promise<Json> {
  try {
    await work()
    return { status: 'ok' }
  } catch (error) {
    if (error instanceof ChatError) return { status: 'error', error: error.message }
    throw error
  }
}
