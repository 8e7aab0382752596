import {
  type ChannelStateResponse,
  PENDING_MESSAGES_PER_CHANNEL_STATE,
  PINNED_MESSAGES_PER_CHANNEL_STATE,
  READS_PER_CHANNEL_STATE,
  type UserResponse,
} from '@parley/protocol'
import { isPinned } from '../../domain/messages.ts'
import type { MemberRecord, MessageRecord, UserRecord } from '../../domain/records.ts'
import { showsReads } from '../../domain/users-privacy.ts'
import type { MessageWindow, Page, Reader } from '../../store/store.ts'
import type { Actor, Deps } from '../deps.ts'
import { type Shown, showMessages } from '../messages/show-messages.ts'
import { countUnreadOfMembers } from '../reads/unread-of-members.ts'
import { toChannel } from '../wire/channel.ts'
import { toMember } from '../wire/member.ts'
import type { People } from '../wire/people.ts'
import { toReadState } from '../wire/read-state.ts'
import { capabilitiesOf, type OpenChannel, visibleOf, visibleWindow } from './open-channel.ts'

/** How much of a channel is wanted. */
export interface StateRequest {
  /** False: the channel alone. */
  readonly state: boolean
  /** A limit of 0 is none. */
  readonly messages: MessageWindow
  readonly members: Page
  /** Undefined: not listed. */
  readonly watchers: Page | undefined
}

/** Everything a state is made of, as records. */
interface Parts {
  readonly messages: readonly MessageRecord[]
  readonly pinned: readonly MessageRecord[]
  /** The caller's own. */
  readonly pending: readonly MessageRecord[]
  readonly members: readonly MemberRecord[]
  readonly readers: readonly MemberRecord[]
  readonly watcherIds: readonly string[]
}

const NOTHING: Parts = { messages: [], pinned: [], pending: [], members: [], readers: [], watcherIds: [] }

/**
 * What a screen needs of a channel. `open` must have been read before anything else, so that
 * events after its `seq` repeat at worst what is in here already.
 */
export async function loadChannelState(
  deps: Deps,
  actor: Actor,
  open: OpenChannel,
  viewer: UserRecord | undefined,
  request: StateRequest,
): Promise<ChannelStateResponse> {
  const { channel, member } = open
  const reader = deps.store.read
  const parts = request.state ? await loadParts(deps, reader, actor, open, request) : NOTHING
  const memberIds = [...parts.members, ...parts.readers].map(each => each.userId)
  const messages = [...parts.messages, ...parts.pinned, ...parts.pending]
  const shown = await showMessages(deps, reader, channel, messages, {
    userIds: [...memberIds, ...parts.watcherIds, channel.createdById, channel.truncatedById, member?.userId],
    users: viewer ? [viewer] : [],
    showShadowed: actor.kind === 'server',
    viewerId: viewer?.id,
  })
  const unreadOf = await countUnreadOfMembers(reader, channel, parts.readers, viewer?.id)
  return assemble(deps, actor, open, viewer, request, parts, shown, unreadOf)
}

async function loadParts(
  deps: Deps,
  reader: Reader,
  actor: Actor,
  open: OpenChannel,
  request: StateRequest,
): Promise<Parts> {
  const { channel, member, config } = open
  const { pk, appId, cid } = channel
  const window = visibleWindow(actor, open, request.messages)
  // Many large rooms have no members, new channels no messages: then nothing is asked.
  const isSilent = channel.messageCount === 0 && !channel.hasHidden
  const isEmpty = channel.memberCount === 0
  const messages = isSilent || window.limit === 0 ? [] : await reader.listMessages(pk, window)
  const pinned = isSilent ? [] : await reader.listPinnedMessages(pk, PINNED_MESSAGES_PER_CHANNEL_STATE)
  const members = isEmpty || request.members.limit === 0 ? [] : await reader.listMembers(pk, request.members)
  const page = request.watchers
  return {
    messages,
    pinned: await visibleOf(
      reader,
      actor,
      open,
      pinned.filter(each => isPinned(each, deps.clock())),
    ),
    pending: await loadPending(reader, open),
    members,
    readers: config.read_events && !isEmpty ? await loadReaders(reader, open, member, request, members) : [],
    watcherIds: page ? deps.hub.watcherIds(appId, cid, page.limit, page.offset) : [],
  }
}

/** What the caller sent and nobody committed yet. */
async function loadPending(reader: Reader, { channel, userId }: OpenChannel): Promise<MessageRecord[]> {
  if (!channel.hasHidden || userId === undefined) return []
  const pending = await reader.listPending(channel.pk, userId, PENDING_MESSAGES_PER_CHANNEL_STATE)
  return pending.map(each => each.message)
}

/** The members whose read state is shown: the first page, the caller always among them. */
async function loadReaders(
  reader: Reader,
  { channel }: OpenChannel,
  own: MemberRecord | undefined,
  { members: page }: StateRequest,
  members: readonly MemberRecord[],
): Promise<MemberRecord[]> {
  const atHand = page.offset === 0 && page.limit >= READS_PER_CHANNEL_STATE
  const listed = atHand
    ? members
    : await reader.listMembers(channel.pk, { limit: READS_PER_CHANNEL_STATE, offset: 0 })
  const readers = listed.slice(0, READS_PER_CHANNEL_STATE)
  if (own && !readers.some(each => each.userId === own.userId)) readers.push(own)
  return readers
}

function assemble(
  deps: Deps,
  actor: Actor,
  open: OpenChannel,
  viewer: UserRecord | undefined,
  request: StateRequest,
  parts: Parts,
  { people, show }: Shown,
  unreadOf: (member: MemberRecord) => number,
): ChannelStateResponse {
  const { channel, config, member } = open
  const hidden = viewer ? (member?.hidden ?? false) : undefined
  const capabilities = capabilitiesOf(actor, open)
  const state: ChannelStateResponse = {
    channel: toChannel(channel, people, { config, ownCapabilities: capabilities, hidden }),
    messages: parts.messages.map(show),
    pinned_messages: parts.pinned.map(show).reverse(),
    pending_messages: parts.pending.map(show),
    members: parts.members.map(each => toMember(channel, each, people)),
    member_count: channel.memberCount,
    watcher_count: deps.hub.watcherCount(channel.appId, channel.cid),
    read: parts.readers
      .filter(each => each.userId === viewer?.id || isReadShown(people, each.userId))
      .map(each => toReadState(each, unreadOf(each), people, viewer?.id)),
    seq: channel.lastSeq,
  }
  if (request.watchers) state.watchers = watchersOf(parts.watcherIds, people, viewer)
  if (member && viewer) state.membership = toMember(channel, member, people)
  if (hidden) state.hidden = true
  return state
}

function isReadShown(people: People, userId: string): boolean {
  const user = people.record(userId)
  return !user || showsReads(user)
}

/** Invisible ones are shown to themselves only. */
function watchersOf(ids: readonly string[], people: People, viewer: UserRecord | undefined): UserResponse[] {
  const shown = ids.filter(id => id === viewer?.id || people.record(id)?.invisible === false)
  return shown.map(id => people.user(id)).filter(user => user !== null)
}
