import type { ChannelRecord, Json } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { TaskRun } from '../tasks/kinds.ts'

/** What of a channel is to go for good; numbers, so that it survives as JSON. */
export interface Erasure {
  readonly channelPk: number
  /** Messages up to then. */
  readonly untilUs: number
  /** Log entries up to there: they tell what the messages said. */
  readonly untilSeq: number
}

/** Rows per transaction. */
const STEP = 500

export function erasureOf({ pk, lastEventAtUs, lastSeq }: ChannelRecord): Erasure {
  return { channelPk: pk, untilUs: lastEventAtUs, untilSeq: lastSeq }
}

/** Deletes what channels held that were deleted for good; returns the result that was known from the start. */
export async function eraseChannels(
  run: TaskRun,
  { erasures, result }: { readonly erasures: readonly Erasure[]; readonly result: Json },
): Promise<Json> {
  for (const erasure of erasures) await eraseChannel(run, erasure)
  return result
}

async function eraseChannel(run: TaskRun, erasure: Erasure): Promise<void> {
  const { channelPk } = erasure
  await eraseMessages(run, erasure)
  await inSteps(run, tx => unlessRevived(tx, channelPk, () => tx.eraseMembers(channelPk, STEP)))
  await run.deps.store.transaction(tx => unlessRevived(tx, channelPk, channel => tx.eraseChannel(channel)))
}

/** Of a channel that was made again meanwhile members and data are the new one's. */
async function unlessRevived<T>(
  tx: Tx,
  channelPk: number,
  erase: (channel: ChannelRecord) => Promise<T>,
): Promise<T | undefined> {
  const channel = await tx.findChannelByPk(channelPk)
  return channel?.erasedAtUs === undefined ? undefined : erase(channel)
}

/** Deletes the messages that a truncation took, and the log that tells of them. */
export async function eraseMessages(run: TaskRun, erasure: Erasure): Promise<Json> {
  const { channelPk, untilUs, untilSeq } = erasure
  await inSteps(run, tx => tx.eraseMessages(channelPk, untilUs, STEP))
  await inSteps(run, tx => tx.eraseEvents(channelPk, untilSeq, STEP))
  return {}
}

async function inSteps(
  { deps, signal }: TaskRun,
  step: (tx: Tx) => Promise<number | undefined>,
): Promise<void> {
  for (;;) {
    signal.throwIfAborted()
    if (!(await deps.store.transaction(step))) return
  }
}
