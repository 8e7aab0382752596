import { ChatError, THREAD_CUSTOM_MAX_BYTES, type ThreadResponse } from '@parley/protocol'
import type { PartialUpdateThreadBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { customSize } from '../../domain/custom-size.ts'
import { checkCan } from '../../domain/permissions.ts'
import type { Json, ThreadRecord, UserRecord } from '../../domain/records.ts'
import { applyPaths } from '../../domain/set-paths.ts'
import type { Tx } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { planNamedUser } from '../channels/acting-user.ts'
import { checkMayChange } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll, ChannelLog } from '../events/channel-log.ts'
import { recipientsOf } from '../messages/recipients.ts'
import { loadPeople } from '../wire/people.ts'
import { toThreadBase } from '../wire/thread.ts'
import { findOpenThread } from './get-thread.ts'
import { type OpenThread, showThreads, threadLimits } from './show-threads.ts'

type Body = z.output<typeof PartialUpdateThreadBody>

/**
 * Sets and unsets the title and custom data of a thread. Needs `update-message` of its parent, which
 * the author of the first reply owns too.
 * @throws ChatError `not_found` | `not_allowed` | `invalid_input`
 */
export async function updateThread(
  deps: Deps,
  actor: Actor,
  parentId: string,
  body: Body,
): Promise<ThreadResponse> {
  const acting = await planNamedUser(deps, actor, { user: body.user, user_id: body.user_id })
  const { found } = await deps.store.transaction(
    async tx => {
      await acting?.save?.(tx)
      const found = await findOpenThread(tx, actor, parentId, acting?.user.id)
      checkUpdate(deps, actor, found)
      const log = new ChannelLog(deps, tx, actor, found.open.channel)
      const thread = await write(deps, tx, actor, log, found, body, acting?.user)
      return { found: { ...found, thread }, log }
    },
    ({ log }) => announceAll(deps, log.announcements),
  )
  const [shown] = await showThreads(deps, actor, [found], acting?.user, threadLimits({}))
  if (!shown) throw new Error(`thread ${parentId} was not shown`)
  return shown
}

function checkUpdate(deps: Deps, actor: Actor, { thread, parent, open }: OpenThread): void {
  if (parent.deletedAtUs !== undefined) {
    throw new ChatError('not_found', `message "${parent.id}" was deleted`)
  }
  checkMayChange(deps, actor, open)
  const isOwn = actor.user !== undefined && actor.user.id === thread.createdById
  checkCan(actor, 'update-message', { ...open.resource, ownerId: isOwn ? thread.createdById : parent.userId })
}

async function write(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  log: ChannelLog,
  { thread: before, parent, open }: OpenThread,
  { set, unset }: Body,
  user: UserRecord | undefined,
): Promise<ThreadRecord> {
  const place = await log.next()
  const thread: ThreadRecord = {
    ...before,
    title: unset.includes('title') ? undefined : (set.title ?? before.title),
    custom: customAfter(before.custom, set.custom, unset),
    updatedAtUs: place.atUs,
  }
  await tx.updateThread(thread)
  const participants = await tx.listThreadParticipants(
    thread.appId,
    [thread.parentId],
    threadLimits({}).participants,
  )
  const ids = [thread.createdById, ...participants.map(participant => participant.userId)]
  const people = await loadPeople(deps, tx, thread.appId, ids, user ? [user] : [])
  const to = await recipientsOf(deps, tx, actor, open, parent)
  await log.append(
    'thread.updated',
    place,
    {
      thread: JSON.stringify(toThreadBase(thread, parent, participants, people)),
      user: user && people.json(user.id),
    },
    { to },
  )
  return thread
}

/** Custom data of a thread is under `custom`: as a whole, by paths below it, or by bare names. */
function customAfter(before: Json, { custom: whole, ...paths }: Json, unset: readonly string[]): Json {
  if (whole !== undefined && (typeof whole !== 'object' || whole === null || Array.isArray(whole))) {
    throw invalidField('set.custom', 'must be an object')
  }
  const start = whole === undefined ? (unset.includes('custom') ? {} : before) : (whole as Json)
  const set = Object.fromEntries(Object.entries(paths).map(([path, value]) => [bare(path), value]))
  const custom = applyPaths(start, set, unset.filter(path => path !== 'custom' && path !== 'title').map(bare))
  const bytes = customSize(custom)
  if (bytes <= THREAD_CUSTOM_MAX_BYTES) return custom
  throw invalidField('custom', `has ${bytes} bytes as JSON, at most ${THREAD_CUSTOM_MAX_BYTES} are allowed`)
}

function bare(path: string): string {
  return path.startsWith('custom.') ? path.slice('custom.'.length) : path
}
