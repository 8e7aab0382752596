import { UNREAD_MAX_CHANNELS } from '@parley/protocol'
import type { ChannelUnread, UserRecord } from '../../domain/records.ts'
import type { Deps } from '../deps.ts'
import { type OwnUserParts, toOwnUser, type UnreadTotals } from '../wire/own-user.ts'

/** What a connection that becomes ready is told, and what it follows. */
export interface Me {
  readonly json: string
  readonly memberCids: readonly string[]
}

const NOTHING: OwnUserParts = { devices: [], blockedUserIds: [], unread: { messages: 0, channels: 0 } }

/** `me` of a user: itself, and what only it may know. */
export async function loadMe(deps: Deps, user: UserRecord, isNew: boolean): Promise<Me> {
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
