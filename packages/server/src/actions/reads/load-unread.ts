import { UNREAD_MAX_CHANNELS, UNREAD_MAX_THREADS } from '@parley/protocol'
import type { ChannelUnread, ThreadRead, UserRecord } from '../../domain/records.ts'
import type { Reader } from '../../store/store.ts'
import type { UnreadTotals } from '../wire/own-user.ts'

/** Where a user has something to read, the newest first. */
export interface Unread {
  readonly channels: readonly ChannelUnread[]
  readonly threads: readonly ThreadRead[]
}

/** Who never took part in a thread has nothing to read there: then nobody looks. */
export async function loadUnread(reader: Reader, { appId, id, inThreads }: UserRecord): Promise<Unread> {
  const channels = await reader.listUnread(appId, id, UNREAD_MAX_CHANNELS)
  const threads = inThreads ? await reader.listUnreadThreads(appId, id, UNREAD_MAX_THREADS) : []
  return { channels, threads }
}

export function totalsOf({ channels, threads }: Unread): UnreadTotals {
  return {
    messages: sum(channels),
    channels: channels.length,
    threads: threads.length,
    threadMessages: sum(threads),
  }
}

function sum(all: readonly { readonly unread: number }[]): number {
  return all.reduce((total, { unread }) => total + unread, 0)
}
