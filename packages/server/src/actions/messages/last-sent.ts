import type { ChannelRecord } from '../../domain/records.ts'
import type { Reader } from '../../store/store.ts'

/** When the user last sent something to the channel; also what waits to be committed. */
export async function findLastSentAtUs(
  reader: Reader,
  { pk, hasHidden }: Pick<ChannelRecord, 'pk' | 'hasHidden'>,
  userId: string,
): Promise<number | undefined> {
  const sentAtUs = await reader.findLastSentAtUs(pk, userId)
  const [pending] = hasHidden ? await reader.listPending(pk, userId, 1) : []
  return pending ? Math.max(pending.message.createdAtUs, sentAtUs ?? 0) : sentAtUs
}
