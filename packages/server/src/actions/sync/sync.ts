import { ChatError, SYNC_MAX_EVENTS } from '@parley/protocol'
import type { SyncBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import type { ChannelRecord, LoggedEvent, UserRecord } from '../../domain/records.ts'
import { isFor, viewerOf } from '../../domain/visibility.ts'
import type { Reader } from '../../store/store.ts'
import { parseTime } from '../../util/time.ts'
import { readFor } from '../channels/acting-user.ts'
import { canRead, type OpenChannel, withMember } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'

export type SyncInput = z.output<typeof SyncBody>

/** Where a client stands in one channel. */
type Since = { readonly seq: number } | { readonly atUs: number }

/**
 * What was logged in these channels since then: per channel in the order of `seq`, all in the order
 * of time. Returns the reply as JSON, the events being texts already.
 * @throws ChatError `invalid_input` ("too far behind") when there are more than 1000, or when the
 * log does not reach back so far: read the channels anew then.
 */
export function sync(deps: Deps, actor: Actor, body: SyncInput): Promise<string> {
  return readFor(deps, actor, body, user => syncFor(deps, actor, body, user))
}

async function syncFor(
  deps: Deps,
  actor: Actor,
  body: SyncInput,
  user: UserRecord | undefined,
): Promise<string> {
  const reader = deps.store.read
  const cids = [...new Set(body.channel_cids)]
  const { readable, lost } = await openAll(reader, actor, cids, user?.id)
  const events: LoggedEvent[] = []
  for (const open of readable) {
    const since = sinceOf(body, open.channel.cid)
    events.push(...(await missed(reader, actor, open, since, SYNC_MAX_EVENTS - events.length)))
  }
  // Stable, so that equal times keep the order of their channel's log.
  events.sort((a, b) => a.atUs - b.atUs)
  return `{"events":[${events.map(event => event.frame).join(',')}],"inaccessible_cids":${JSON.stringify(lost)}}`
}

async function openAll(reader: Reader, actor: Actor, cids: readonly string[], userId: string | undefined) {
  const channels = await reader.findChannels(actor.app.id, cids)
  const byCid = new Map(channels.map(channel => [channel.cid, channel]))
  const readable: OpenChannel[] = []
  const lost: string[] = []
  for (const cid of cids) {
    const channel = byCid.get(cid)
    const open = channel && (await openIfAlive(reader, actor, channel, userId))
    if (open && canRead(actor, open)) readable.push(open)
    else lost.push(cid)
  }
  return { readable, lost }
}

async function openIfAlive(
  reader: Reader,
  actor: Actor,
  channel: ChannelRecord,
  userId: string | undefined,
): Promise<OpenChannel | undefined> {
  if (channel.deletedAtUs !== undefined) return undefined
  const isMember = userId !== undefined && actor.kind !== 'anonymous'
  const member = isMember ? await reader.findMember(channel.pk, userId) : undefined
  return withMember(actor, channel, member, userId)
}

function sinceOf({ channel_seqs, last_sync_at }: SyncInput, cid: string): Since {
  const seq = channel_seqs?.[cid]
  if (seq !== undefined) return { seq }
  return { atUs: (last_sync_at === undefined ? undefined : parseTime(last_sync_at)) ?? 0 }
}

async function missed(
  reader: Reader,
  actor: Actor,
  open: OpenChannel,
  since: Since,
  room: number,
): Promise<LoggedEvent[]> {
  const { channel, member } = open
  if (isUpToDate(channel, since)) return []
  // One more than fits tells that there is more.
  const events =
    'seq' in since
      ? await reader.listEventsAfterSeq(channel.pk, since.seq, room + 1)
      : await reader.listEventsAfterTime(channel.pk, since.atUs, room + 1)
  // Made again after it was deleted: what was before is nobody's to see.
  if (events.some(event => event.atUs <= channel.createdAtUs))
    throw tooFarBehind(`${channel.cid} was made anew meanwhile`)
  if (events.length > room) throw tooFarBehind(`there are more than ${SYNC_MAX_EVENTS} events`)
  await checkNotPruned(reader, channel, since, events)
  const hiddenUs = member?.historyHiddenBeforeUs
  const own = events.every(event => !event.audience) ? events : events.filter(isOwn(actor, open))
  return hiddenUs === undefined ? own : own.filter(event => event.atUs > hiddenUs)
}

/** Whether an entry of the log is for who asks. */
function isOwn(actor: Actor, { resource, userId }: OpenChannel): (event: LoggedEvent) => boolean {
  const viewer = viewerOf(actor, resource, userId)
  return event => isFor(event.audience, viewer)
}

function isUpToDate(channel: ChannelRecord, since: Since): boolean {
  if (!('seq' in since)) return channel.lastEventAtUs <= since.atUs
  if (since.seq > channel.lastSeq)
    throw tooFarBehind(`the log of ${channel.cid} ends at ${channel.lastSeq}, not at ${since.seq}`)
  return since.seq === channel.lastSeq
}

async function checkNotPruned(
  reader: Reader,
  channel: ChannelRecord,
  since: Since,
  events: readonly LoggedEvent[],
): Promise<void> {
  const gone = (): ChatError => tooFarBehind(`the log of ${channel.cid} does not reach back so far`)
  if ('seq' in since) {
    if (events[0]?.seq !== since.seq + 1) throw gone()
    return
  }
  // By time nothing tells a quiet start from a forgotten one but the log's first number.
  const oldest = await reader.findOldestEvent(channel.pk)
  if (!oldest) {
    if (channel.lastSeq > 0) throw gone()
  } else if (oldest.seq > 1 && oldest.atUs > since.atUs) throw gone()
}

function tooFarBehind(why: string): ChatError {
  const problem = `too far behind: ${why}; read the channels anew instead`
  return new ChatError('invalid_input', `channel_cids are ${problem}`, {
    details: { reason: 'too_far_behind', fields: { channel_cids: `are ${problem}` } },
  })
}
