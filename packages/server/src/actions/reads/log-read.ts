import { LARGE_ROOM_WATCHERS } from '@parley/protocol'
import type { ChannelRecord, UserRecord } from '../../domain/records.ts'
import { showsReads } from '../../domain/users-privacy.ts'
import type { Reader, Tx } from '../../store/store.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { OpenChannel } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { ChannelLog } from '../events/channel-log.ts'
import { channelFrame } from '../wire/channel-event.ts'
import { userJson } from '../wire/user.ts'

/** How far somebody has read now. */
export interface ReadMark {
  readonly lastReadAtUs: number
  readonly messageId: string | undefined
}

/** What came of marking something read. */
export interface WrittenRead {
  readonly open: OpenChannel
  readonly log: ChannelLog
  readonly mark: ReadMark
  readonly moved: boolean
  /** The event, whether or not anybody is told. */
  readonly json: string
}

/** Logs a read mark that moved, of a channel or of a thread in it. */
export async function logRead(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  open: OpenChannel,
  user: UserRecord,
  { mark, moved, threadId }: { readonly mark: ReadMark; readonly moved: boolean; readonly threadId?: string },
): Promise<WrittenRead> {
  const { channel } = open
  const log = new ChannelLog(deps, tx, actor, channel)
  const parts = readParts(deps, user, mark, threadId)
  const isLogged = moved && showsReads(user) && isToldOfSignals(deps, channel)
  const place = isLogged ? await log.next() : { atUs: deps.clock() }
  if ('seq' in place) await log.append('message.read', place, parts)
  return { open, log, mark, moved, json: channelFrame('message.read', channel, place, parts) }
}

/**
 * What a mark is decided by. A mark that is told takes its place among whatever else happens in the
 * channel; in a large room nobody waits for one.
 */
export function readerOfMarks(deps: Deps, tx: Tx, channel: Pick<ChannelRecord, 'appId' | 'cid'>): Reader {
  return isToldOfSignals(deps, channel) ? tx : tx.unheld
}

/** Above so many watchers who read what, and what reached whom, is told to nobody. */
export function isToldOfSignals(
  { hub }: Deps,
  { appId, cid }: Pick<ChannelRecord, 'appId' | 'cid'>,
): boolean {
  return hub.watcherCount(appId, cid) <= LARGE_ROOM_WATCHERS
}

function readParts(deps: Deps, user: UserRecord, mark: ReadMark, threadId: string | undefined) {
  return {
    user: userJson(deps, user),
    last_read_message_id: mark.messageId === undefined ? undefined : JSON.stringify(mark.messageId),
    channel_last_read_at: JSON.stringify(toRfc3339(mark.lastReadAtUs)),
    thread_id: threadId === undefined ? undefined : JSON.stringify(threadId),
  }
}
