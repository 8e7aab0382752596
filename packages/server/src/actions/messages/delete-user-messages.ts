import { parseCid } from '../../domain/channels.ts'
import type { ChannelRecord, MessageRecord, UserRecord } from '../../domain/records.ts'
import { isLimited } from '../../domain/visibility.ts'
import type { Tx } from '../../store/store.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Deps } from '../deps.ts'
import { announceAll, ChannelLog } from '../events/channel-log.ts'
import { type EventSource, tellHooks } from '../events/hook-event.ts'
import { deleteUserReactions } from '../reactions/delete-user-reactions.ts'
import { joinJson } from '../wire/json.ts'
import { userJson } from '../wire/user.ts'
import { countReplies } from './count-replies.ts'

export interface DeleteUserMessages {
  /** Whose messages. */
  readonly user: UserRecord
  /**
   * `soft`: they stay as deleted. `pruning`: as `soft`, and nobody can bring their content back.
   * `hard`: nothing is kept, nor of the threads below them.
   */
  readonly mode: 'soft' | 'pruning' | 'hard'
  /** Of this channel only; of all unless given. */
  readonly cid?: string | undefined
  /** Messages up to then; give a task's own time, so that running it again means the same. */
  readonly untilUs?: number | undefined
}

/** Messages per transaction: others write between two of them. */
const AT_ONCE = 500

const CHANNELS_AT_ONCE = 100

/**
 * Deletes what a user wrote, without `cid` also reactions, and tells each channel's watchers `user.messages.deleted` once it is all
 * gone there; without `cid` also the user's own connections. What was deleted before stays as it is, so
 * doing it again does no harm. Returns how many messages went.
 */
export async function deleteUserMessages(
  deps: Deps,
  source: EventSource,
  input: DeleteUserMessages,
): Promise<number> {
  const { user, cid } = input
  const untilUs = input.untilUs ?? deps.clock()
  const job: Job = { ...input, source, untilUs }
  let count = 0
  if (cid !== undefined) count += await deleteIn(deps, job, cid)
  else {
    for (let after = ''; ; ) {
      const cids = await deps.store.read.listAuthoredCids(wanted(job), after, CHANNELS_AT_ONCE)
      for (const each of cids) count += await deleteIn(deps, job, each)
      if (cids.length < CHANNELS_AT_ONCE) break
      after = cids.at(-1) ?? after
    }
    await deleteUserReactions(deps, source, user)
    await tellUser(deps, job)
  }
  await deps.store.transaction(tx => tx.deletePendingOf(user.appId, user.id, cid))
  return count
}

interface Job extends DeleteUserMessages {
  readonly source: EventSource
  readonly untilUs: number
  readonly afterUs?: number
}

function wanted({ user, mode, untilUs, afterUs = 0 }: Job) {
  return { appId: user.appId, userId: user.id, untilUs, afterUs, deletedToo: mode !== 'soft' }
}

async function deleteIn(deps: Deps, job: Job, cid: string): Promise<number> {
  let count = 0
  // What is pruned stays in its place: each step goes on after the one before.
  let afterUs = 0
  for (let isDone = false; !isDone; ) {
    const step = await deps.store.transaction(
      tx => new Step(deps, tx, { ...job, afterUs }).run(cid),
      ({ log }) => announceAll(deps, log?.announcements ?? []),
    )
    count += step.count
    afterUs = step.lastUs
    isDone = step.isDone
  }
  return count
}

/** Some hundred messages of one channel, in one transaction. */
class Step {
  readonly #deps: Deps
  readonly #tx: Tx
  readonly #job: Job

  constructor(deps: Deps, tx: Tx, job: Job) {
    this.#deps = deps
    this.#tx = tx
    this.#job = job
  }

  async run(cid: string) {
    const { user, source } = this.#job
    const ref = parseCid(cid)
    const channel = ref && (await this.#tx.findChannel(user.appId, ref.type, ref.id))
    if (!channel) return { count: 0, isDone: true, lastUs: 0, log: undefined }
    // One more than fits tells that there is more.
    const found = await this.#tx.listAuthored(channel.pk, wanted(this.#job), AT_ONCE + 1)
    const messages = found.slice(0, AT_ONCE)
    const isDone = found.length <= AT_ONCE
    const log = new ChannelLog(this.#deps, this.#tx, source, channel)
    if (messages.length > 0) {
      await this.#delete(channel, messages)
      await this.#recountThreads(log, channel, messages)
      if (isDone) await this.#tell(log, channel)
    }
    const lastUs = messages.at(-1)?.createdAtUs ?? 0
    return { count: messages.length, isDone, lastUs, log }
  }

  async #delete(channel: ChannelRecord, messages: readonly MessageRecord[]): Promise<void> {
    const { mode, untilUs } = this.#job
    const ids = messages.map(message => message.id)
    if (mode === 'hard') {
      await this.#tx.hardDeleteMessages(channel, ids)
      await this.#tx.removeFilesOfUser(channel.appId, this.#job.user.id, channel.pk, untilUs)
    } else await this.#tx.softDeleteMessages(channel.appId, ids, untilUs, { prune: mode === 'pruning' })
  }

  async #recountThreads(
    log: ChannelLog,
    channel: ChannelRecord,
    messages: readonly MessageRecord[],
  ): Promise<void> {
    const counted = messages.filter(message => message.parentId !== undefined && !isLimited(message))
    const byParent = Map.groupBy(counted, message => message.parentId ?? '')
    for (const parent of await this.#tx.findMessages(channel.appId, [...byParent.keys()])) {
      const replies = byParent.get(parent.id) ?? []
      const alive = replies.filter(reply => reply.deletedAtUs === undefined).length
      const deleted = this.#job.mode === 'hard' ? alive - replies.length : alive
      if (alive === 0 && deleted === 0) continue
      await countReplies(this.#deps, this.#tx, log, channel, parent, { replies: -alive, deleted })
    }
  }

  async #tell(log: ChannelLog, { appId, type, id, deletedAtUs }: ChannelRecord): Promise<void> {
    if (deletedAtUs !== undefined) return
    const lastMessageAtUs = (await this.#tx.findChannel(appId, type, id))?.lastMessageAtUs
    const parts = {
      ...partsOf(this.#deps, this.#job),
      channel_last_message_at: lastMessageAtUs === undefined ? undefined : timeJson(lastMessageAtUs),
    }
    const { atUs } = await log.add('user.messages.deleted', parts)
    if (this.#job.cid !== undefined) log.notifyUser(this.#job.user.id, 'user.messages.deleted', atUs, parts)
  }
}

function partsOf(deps: Deps, { user, mode, untilUs }: Job) {
  return {
    user: userJson(deps, user),
    soft_delete: mode === 'hard' ? undefined : 'true',
    hard_delete: mode === 'hard' ? 'true' : undefined,
    deleted_at: timeJson(untilUs),
  }
}

const timeJson = (atUs: number): string => `"${toRfc3339(atUs)}"`

/** What was deleted everywhere the user hears of once, wherever they are. */
async function tellUser(deps: Deps, job: Job): Promise<void> {
  const type = 'user.messages.deleted'
  const { user } = job
  const atUs = deps.clock()
  const parts = partsOf(deps, job)
  await deps.store.transaction(tx => tellHooks(tx, job.source, { type, atUs, userId: user.id, parts }))
  const head = { type: `"${type}"`, created_at: timeJson(atUs) }
  deps.bus.publish({
    to: 'user',
    appId: user.appId,
    userId: user.id,
    type,
    frame: joinJson({ ...head, ...parts }),
  })
}
