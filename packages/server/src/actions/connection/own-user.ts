import type { OwnUser } from '@parley/protocol'
import type { MembershipRecord, UserRecord } from '../../domain/records.ts'
import { noticeTopic, userTopic } from '../../hub/topics.ts'
import type { Reader } from '../../store/store.ts'
import { listChannelMutes } from '../channel-mutes/list-channel-mutes.ts'
import type { Deps } from '../deps.ts'
import { listMutes } from '../mutes/list-mutes.ts'
import { loadUnread, totalsOf } from '../reads/load-unread.ts'
import { type OwnUserParts, toOwnUser } from '../wire/own-user.ts'
import type { ConnectionDeps } from './connection-deps.ts'

/** What a connection that becomes ready is told, and what it follows. */
export interface Me {
  readonly json: string
  readonly memberCids: readonly string[]
}

const NOTHING: OwnUserParts = {
  devices: [],
  blockedUserIds: [],
  mutes: [],
  channelMutes: [],
  unread: { messages: 0, channels: 0, threads: 0, threadMessages: 0 },
}

/** How many hidden channels `me` names. */
const MAX_HIDDEN = 100

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
  const { parts, memberCids } = isNew
    ? { parts: NOTHING, memberCids: [] }
    : await loadParts(deps, deps.store.read, user)
  const shown = { ...user, lastActiveAtUs: deps.clock() }
  return { json: JSON.stringify(toOwnUser(deps, shown, parts)), memberCids }
}

/** `me` for an event that says how things are now. */
export async function loadOwnUser(deps: Deps, reader: Reader, user: UserRecord): Promise<OwnUser> {
  const { parts } = await loadParts(deps, reader, user)
  return toOwnUser(deps, user, parts)
}

async function loadParts(deps: Deps, reader: Reader, user: UserRecord) {
  const { appId, id } = user
  // One after the other: inside of a transaction there is one connection.
  const devices = await reader.listDevices(appId, id)
  const blocks = await reader.listBlocks(appId, id)
  const memberships = await reader.listMemberships(appId, id)
  const channelMutes = (await listChannelMutes(deps, reader, [user])).get(id) ?? []
  const hasUnread = memberships.length > 0 || user.inThreads
  const parts: OwnUserParts = {
    devices,
    blockedUserIds: blocks.map(block => block.blockedUserId),
    mutes: user.hasMutes ? ((await listMutes(deps, reader, [user])).get(id) ?? []) : [],
    channelMutes,
    unread: hasUnread ? totalsOf(await loadUnread(reader, user)) : NOTHING.unread,
  }
  const silenced = blocks.length === 0 ? new Set<number>() : await reader.findBlockedPairs(appId, id)
  return {
    parts: withHidden(parts, memberships),
    memberCids: memberships.filter(each => !silenced.has(each.channelPk)).map(each => each.cid),
  }
}

function withHidden(parts: OwnUserParts, memberships: readonly MembershipRecord[]): OwnUserParts {
  const hidden = memberships.filter(membership => membership.hidden)
  if (hidden.length === 0) return parts
  hidden.sort((a, b) => (b.lastMessageAtUs ?? 0) - (a.lastMessageAtUs ?? 0))
  return { ...parts, latestHiddenChannels: hidden.slice(0, MAX_HIDDEN).map(membership => membership.cid) }
}
