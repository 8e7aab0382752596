import { ChatError } from '@parley/protocol'
import type { Json, MessageRecord, UserRecord } from '../../domain/records.ts'
import type { Actor } from '../deps.ts'
import { undeleteMessage } from '../messages/undelete-message.ts'
import type { TaskRun } from '../tasks/kinds.ts'
import { type Deactivation, deactivateUser } from './deactivate-user.ts'
import { endCreatedChannels, restoreCreatedChannels } from './erase-user.ts'
import { type Reactivation, reactivateUser } from './reactivate-user.ts'
import { outcomeOf } from './run-delete-users.ts'

type Many<Options> = Options & { readonly userIds: readonly string[] }

/** The task that deactivates many users; its result tells by id what came of it. */
export async function runDeactivateUsers(
  run: TaskRun,
  { userIds, ...options }: Many<Deactivation>,
): Promise<Json> {
  return forEach(run, userIds, (actor, id) => deactivateUser(run.deps, actor, id, options))
}

/** The task that reactivates many users. Run again it finds some reactivated already: they are fine. */
export async function runReactivateUsers(
  run: TaskRun,
  { userIds, beganAtUs, ...options }: Many<Reactivation> & { readonly beganAtUs: number },
): Promise<Json> {
  return forEach(run, userIds, async (actor, id) => {
    const user = await run.deps.store.read.findUser(run.app.id, id)
    const isDone = user?.deactivatedAtUs === undefined && (user?.updatedAtUs ?? 0) > beganAtUs
    if (!isDone) await reactivateUser(run.deps, actor, id, options)
  })
}

type Server = Extract<Actor, { kind: 'server' }>

async function forEach(
  { app, signal }: TaskRun,
  userIds: readonly string[],
  work: (actor: Server, userId: string) => Promise<unknown>,
): Promise<Json> {
  const result: Record<string, Json> = {}
  for (const userId of userIds) {
    signal.throwIfAborted()
    result[userId] = await outcomeOf(() => work({ kind: 'server', app }, userId))
  }
  return result
}

/** The task that softly deletes the channels that a user made. */
export async function runDeleteCreatedChannels(
  { deps, app }: TaskRun,
  { userId }: { readonly userId: string },
): Promise<Json> {
  const user = await deps.store.read.findUser(app.id, userId)
  if (user) await endCreatedChannels(deps, { kind: 'server', app }, user)
  return {}
}

export interface RestoreContent {
  readonly userId: string
  readonly messages: boolean
  readonly channels: boolean
  /** When the user was deactivated. */
  readonly sinceUs: number
}

/** The task that brings back what was deleted along with a user's deactivation. */
export async function runRestoreContent(
  run: TaskRun,
  { userId, messages, channels, sinceUs }: RestoreContent,
): Promise<Json> {
  const { deps, app } = run
  const user = await deps.store.read.findUser(app.id, userId)
  if (!user) return {}
  if (channels) await restoreCreatedChannels(deps, { kind: 'server', app }, user, sinceUs)
  if (messages) await restoreMessages(run, user, sinceUs)
  return {}
}

const PAGE = 500

/** What was deleted before the deactivation stays deleted, and so do replies to what others deleted. */
async function restoreMessages(
  { deps, app, signal }: TaskRun,
  user: UserRecord,
  sinceUs: number,
): Promise<void> {
  const actor: Server = { kind: 'server', app }
  for (let after = { channelPk: 0, atUs: 0 }; ; ) {
    const page = await deps.store.read.exportMessagesOfUser(user.appId, user.id, after, PAGE)
    for (const message of page) {
      signal.throwIfAborted()
      if (message.deletedAtUs !== sinceUs) continue
      try {
        await undeleteMessage(deps, actor, message.id, user.id)
      } catch (error) {
        if (!(error instanceof ChatError)) throw error
      }
    }
    const last: MessageRecord | undefined = page.at(-1)
    if (!last || page.length < PAGE) return
    after = { channelPk: last.channelPk, atUs: last.createdAtUs }
  }
}
