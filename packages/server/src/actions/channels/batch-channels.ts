import { type ChannelBatchFailure, ChatError } from '@parley/protocol'
import type { ChannelBatchBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { cidOf, isDistinct } from '../../domain/channels.ts'
import type { Json } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Actor, Deps } from '../deps.ts'
import { tellHooks } from '../events/hook-event.ts'
import type { TaskRun } from '../tasks/kinds.ts'
import { insertTask, wakeTasks } from '../tasks/start-task.ts'
import { BATCH_OPERATIONS } from './batch-operations.ts'
import type { ChannelRef } from './open-channel.ts'

export type ChannelBatch = z.output<typeof ChannelBatchBody>

/** As a task keeps it. */
export interface BatchInput {
  readonly batch: ChannelBatch
  readonly createdAtUs: number
}

type Server = Extract<Actor, { kind: 'server' }>

/**
 * Does one thing to many channels, in the background: each channel by itself, so that one where it
 * fails does not keep the others. Returns the task's id.
 */
export async function batchChannels(deps: Deps, actor: Server, batch: ChannelBatch): Promise<string> {
  const { app } = actor
  return deps.store.transaction(
    async tx => {
      const createdAtUs = deps.clock()
      const taskId = await insertTask(deps, tx, {
        appId: app.id,
        kind: 'batch_channels',
        input: { batch, createdAtUs },
      })
      const parts = {
        task_id: JSON.stringify(taskId),
        operation: JSON.stringify(batch.operation),
        status: '"started"',
      }
      await tellHooks(tx, actor, {
        type: 'channel_batch_update.started',
        atUs: createdAtUs,
        userId: taskId,
        parts,
      })
      return taskId
    },
    () => wakeTasks(deps),
  )
}

/** The task. Whatever an operation did already it does not do again. */
export async function runBatch(run: TaskRun, { batch, createdAtUs }: BatchInput): Promise<Json> {
  const { deps, app, taskId } = run
  const actor: Server = { kind: 'server', app }
  const outcome = new Outcome()
  for await (const ref of matching(run, batch.filter, outcome))
    await applyTo(deps, actor, ref, batch, outcome)
  const result = {
    task_id: taskId,
    operation: batch.operation,
    status: 'completed',
    success_channels_count: outcome.succeeded,
    failed_channels: outcome.failures,
    batch_created_at: toRfc3339(createdAtUs),
    finished_at: toRfc3339(deps.clock()),
  }
  const parts = Object.fromEntries(Object.entries(result).map(([key, value]) => [key, JSON.stringify(value)]))
  await deps.store.transaction(tx =>
    tellHooks(tx, actor, {
      type: 'channel_batch_update.completed',
      atUs: deps.clock(),
      userId: taskId,
      parts,
    }),
  )
  return result
}

/** What came of it, channel by channel. */
class Outcome {
  succeeded = 0
  readonly #cids = new Map<string, string[]>()

  failed(reason: string, cid: string): void {
    const cids = this.#cids.get(reason)
    if (cids) cids.push(cid)
    else this.#cids.set(reason, [cid])
  }

  get failures(): ChannelBatchFailure[] {
    return [...this.#cids].map(([reason, cids]) => ({ reason, cids }))
  }
}

const PAGE = 100

/** The channels there are; a cid that names none has failed. */
async function* matching(
  { deps, app, signal }: TaskRun,
  { cids, types }: ChannelBatch['filter'],
  outcome: Outcome,
): AsyncGenerator<ChannelRef> {
  const missing = new Set(cids)
  for (let afterPk = 0; ; ) {
    signal.throwIfAborted()
    const page = await deps.store.read.listChannelsOf(app.id, { cids, types }, afterPk, PAGE)
    for (const channel of page) {
      missing.delete(channel.cid)
      signal.throwIfAborted()
      yield channel
    }
    afterPk = page.at(-1)?.pk ?? afterPk
    if (page.length < PAGE) break
  }
  for (const cid of missing) outcome.failed('the channel does not exist', cid)
}

const ADDING = new Set<ChannelBatch['operation']>(['addMembers', 'inviteMembers'])

async function applyTo(
  deps: Deps,
  actor: Server,
  ref: ChannelRef,
  batch: ChannelBatch,
  outcome: Outcome,
): Promise<void> {
  const cid = cidOf(ref.type, ref.id)
  try {
    // COMPAT: a documented reason.
    if (ADDING.has(batch.operation) && isDistinct(ref)) {
      outcome.failed('cannot invite members to the distinct channel', cid)
      return
    }
    await BATCH_OPERATIONS[batch.operation](deps, actor, ref, batch)
    outcome.succeeded++
  } catch (error) {
    if (!(error instanceof ChatError)) deps.log.error({ err: error, cid }, 'a channel of a batch failed')
    // One reason for all channels that failed alike.
    const reason =
      error instanceof ChatError ? error.message.replaceAll(cid, 'the channel') : 'internal error'
    outcome.failed(reason, cid)
  }
}
