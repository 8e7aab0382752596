import { UNREAD_MAX_CHANNELS } from '@parley/protocol'
import type { ChannelUnread, UserRecord } from '../../domain/records.ts'
import { noticeTopic, userTopic } from '../../hub/topics.ts'
import type { Deps } from '../deps.ts'
import { type OwnUserParts, toOwnUser, type UnreadTotals } from '../wire/own-user.ts'
import type { ConnectionDeps } from './connection-deps.ts'

/** What a connection that becomes ready is told, and what it follows. */
export interface Me {
  readonly json: string
  readonly memberCids: readonly string[]
}

const NOTHING: OwnUserParts = { devices: [], blockedUserIds: [], unread: { messages: 0, channels: 0 } }

/** In a room that never rests the counters may be off by what comes in a moment. */
const MAX_READS = 5

/**
 * `me` of a user: itself, and what only it may know. Read again when something was announced
 * meanwhile that moves a counter: the connection that is told this could not hear it yet.
 */
export async function loadCurrentMe(deps: ConnectionDeps, user: UserRecord, isNew: boolean): Promise<Me> {
  using arrival = deps.hub.arrivals.begin()
  for (let reads = 1; ; reads++) {
    arrival.read()
    const me = await loadMe(deps, user, isNew)
    if (reads === MAX_READS || !arrival.hasNews(topicsOf(user, me))) return me
  }
}

/** Whatever moves a counter is announced to one of these. */
function* topicsOf({ appId, id }: UserRecord, { memberCids }: Me): Generator<string> {
  yield userTopic(appId, id)
  for (const cid of memberCids) yield noticeTopic(appId, cid)
}

async function loadMe(deps: Deps, user: UserRecord, isNew: boolean): Promise<Me> {
  const { parts, memberCids } = isNew ? { parts: NOTHING, memberCids: [] } : await loadParts(deps, user)
  const shown = { ...user, lastActiveAtUs: deps.clock() }
  return { json: JSON.stringify(toOwnUser(deps, shown, parts)), memberCids }
}

async function loadParts({ store }: Deps, { appId, id }: UserRecord) {
  const [devices, blocks, memberships] = await Promise.all([
    store.read.listDevices(appId, id),
    store.read.listBlocks(appId, id),
    store.read.listMemberships(appId, id),
  ])
  const unread = memberships.length === 0 ? [] : await store.read.listUnread(appId, id, UNREAD_MAX_CHANNELS)
  return {
    parts: { devices, blockedUserIds: blocks.map(block => block.blockedUserId), unread: totalsOf(unread) },
    memberCids: memberships.map(membership => membership.cid),
  }
}

function totalsOf(unread: readonly ChannelUnread[]): UnreadTotals {
  return { messages: unread.reduce((sum, channel) => sum + channel.unread, 0), channels: unread.length }
}
