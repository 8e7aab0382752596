import {
  type ChannelStateResponse,
  type DraftResponse,
  PENDING_MESSAGES_PER_CHANNEL_STATE,
  PINNED_MESSAGES_PER_CHANNEL_STATE,
  type PushPreferences,
  READS_PER_CHANNEL_STATE,
  type UserResponse,
} from '@parley/protocol'
import { isPinned } from '../../domain/messages.ts'
import type { ChannelRecord, MemberRecord, MessageRecord, UserRecord } from '../../domain/records.ts'
import { showsReads } from '../../domain/users-privacy.ts'
import type { MessageWindow, Page, Reader } from '../../store/store.ts'
import type { Actor, Deps } from '../deps.ts'
import { loadChannelDrafts } from '../drafts/show-drafts.ts'
import { type Shown, showMessages } from '../messages/show-messages.ts'
import { countUnreadOfMembers } from '../reads/unread-of-members.ts'
import { toChannel } from '../wire/channel.ts'
import { toMember } from '../wire/member.ts'
import type { People } from '../wire/people.ts'
import { toReadState } from '../wire/read-state.ts'
import { canRead, capabilitiesOf, type OpenChannel, visibleOf, visibleWindow } from './open-channel.ts'
import { flagsOf, loadViewerFlags, type ViewerFlags } from './viewer-flags.ts'

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
  readonly open: OpenChannel
  readonly messages: readonly MessageRecord[]
  readonly pinned: readonly MessageRecord[]
  /** The caller's own. */
  readonly pending: readonly MessageRecord[]
  readonly members: readonly MemberRecord[]
  readonly readers: readonly MemberRecord[]
  readonly watcherIds: readonly string[]
}

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
  const [state] = await loadChannelStates(deps, actor, [open], viewer, request)
  if (!state) throw new Error(`the state of ${open.channel.cid} was not made`)
  return state
}

/**
 * As `loadChannelState` of each, in their order; a dozen queries for all of them. Of a disabled channel
 * that the actor may not look into there is the channel alone.
 */
export async function loadChannelStates(
  deps: Deps,
  actor: Actor,
  channels: readonly OpenChannel[],
  viewer: UserRecord | undefined,
  request: StateRequest,
): Promise<ChannelStateResponse[]> {
  const reader = deps.store.read
  const parts = await loadParts(deps, reader, actor, channels, request)
  const records = channels.map(({ channel }) => channel)
  const flags = await loadViewerFlags(deps, reader, records, viewer)
  const messages = parts.flatMap(each => [...each.messages, ...each.pinned, ...each.pending])
  const shown = await showMessages(deps, reader, records, messages, {
    userIds: parts.flatMap(namedBy),
    users: viewer ? [viewer] : [],
    members: parts.flatMap(each => each.members),
    showShadowed: actor.kind === 'server',
    viewerId: viewer?.id,
  })
  const groups = parts.map(({ open, readers }) => ({ channel: open.channel, members: readers }))
  const unreadOf = await countUnreadOfMembers(reader, groups, viewer?.id)
  const readable = request.state ? channels.filter(open => canRead(actor, open)) : []
  const drafts = await loadChannelDrafts(deps, actor, readable, viewer)
  const pushed = await loadPushPreferences(reader, readable, viewer)
  const scene: Scene = { deps, actor, viewer, request, flags, shown, unreadOf, drafts, pushed }
  return parts.map(each => assemble(scene, each))
}

function namedBy({ open, members, readers, watcherIds }: Parts): (string | undefined)[] {
  const { channel, member } = open
  const memberIds = [...members, ...readers].map(each => each.userId)
  return [...memberIds, ...watcherIds, channel.createdById, channel.truncatedById, member?.userId]
}

/** Only members are pushed to. */
async function loadPushPreferences(
  reader: Reader,
  channels: readonly OpenChannel[],
  viewer: UserRecord | undefined,
): Promise<Scene['pushed']> {
  const cids = channels.filter(({ member }) => member).map(({ channel }) => channel.cid)
  return viewer ? reader.listPushPreferences(viewer.appId, viewer.id, cids) : new Map()
}

async function loadParts(
  deps: Deps,
  reader: Reader,
  actor: Actor,
  channels: readonly OpenChannel[],
  request: StateRequest,
): Promise<Parts[]> {
  const shown = request.state ? channels.filter(open => canRead(actor, open)) : []
  // Many large rooms have no members, new channels no messages: then nothing is asked.
  const spoken = shown.filter(({ channel }) => channel.messageCount > 0 || channel.hasHidden)
  const joined = shown.filter(({ channel }) => channel.memberCount > 0)
  const messages = await loadMessages(reader, actor, spoken, request.messages)
  const pinned = await loadPinned(deps, reader, actor, spoken)
  const pending = await loadPending(reader, spoken)
  const members = await loadMembers(reader, joined, request.members)
  const readers = await loadReaders(reader, joined, members, request.members)
  const page = request.watchers
  return channels.map(open => {
    const { appId, cid, pk } = open.channel
    return {
      open,
      messages: messages.get(pk) ?? [],
      pinned: pinned.get(pk) ?? [],
      pending: pending.get(pk) ?? [],
      members: members.get(pk) ?? [],
      readers: readers.get(pk) ?? [],
      watcherIds: page && request.state ? deps.hub.watcherIds(appId, cid, page.limit, page.offset) : [],
    }
  })
}

type ByChannel<T> = Map<number, readonly T[]>

/** The plain windows of many channels in one query, the others one by one. */
async function loadMessages(
  reader: Reader,
  actor: Actor,
  channels: readonly OpenChannel[],
  wanted: MessageWindow,
): Promise<ByChannel<MessageRecord>> {
  if (wanted.limit === 0) return new Map()
  const { before, after, aroundUs } = wanted
  const isBounded = before !== undefined || after !== undefined || aroundUs !== undefined
  const windows = channels.map(open => ({ pk: open.channel.pk, window: visibleWindow(actor, open, wanted) }))
  const plain = windows.filter(({ window }) => !isBounded && !window.viewer)
  const newest = plain.map(({ pk, window }) => ({
    channelPk: pk,
    visibleAfterUs: window.visibleAfterUs ?? -1,
  }))
  const found: ByChannel<MessageRecord> = Map.groupBy(
    await reader.listNewestOf(newest, wanted.limit),
    message => message.channelPk,
  )
  for (const { pk, window } of windows) {
    if (isBounded || window.viewer) found.set(pk, await reader.listMessages(pk, window))
  }
  return found
}

async function loadPinned(
  deps: Deps,
  reader: Reader,
  actor: Actor,
  channels: readonly OpenChannel[],
): Promise<ByChannel<MessageRecord>> {
  const pks = channels.map(({ channel }) => channel.pk)
  const all = await reader.listPinnedMessages(pks, PINNED_MESSAGES_PER_CHANNEL_STATE)
  const found: ByChannel<MessageRecord> = Map.groupBy(all, message => message.channelPk)
  const nowUs = deps.clock()
  for (const open of channels) {
    const pinned = found.get(open.channel.pk)?.filter(each => isPinned(each, nowUs))
    if (pinned) found.set(open.channel.pk, await visibleOf(reader, actor, open, pinned))
  }
  return found
}

/** What the caller sent and nobody committed yet. */
async function loadPending(
  reader: Reader,
  channels: readonly OpenChannel[],
): Promise<ByChannel<MessageRecord>> {
  const found: ByChannel<MessageRecord> = new Map()
  for (const { channel, userId } of channels) {
    if (!channel.hasHidden || userId === undefined) continue
    const pending = await reader.listPending(channel.pk, userId, PENDING_MESSAGES_PER_CHANNEL_STATE)
    found.set(
      channel.pk,
      pending.map(each => each.message),
    )
  }
  return found
}

async function loadMembers(
  reader: Reader,
  channels: readonly OpenChannel[],
  { limit, offset }: Page,
): Promise<ByChannel<MemberRecord>> {
  const pks = channels.map(({ channel }) => channel.pk)
  if (limit === 0) return new Map()
  if (offset === 0) return Map.groupBy(await reader.listMembersOf(pks, limit), member => member.channelPk)
  const pages = await Promise.all(pks.map(pk => reader.listMembers(pk, { limit, offset })))
  return new Map(pks.map((pk, index) => [pk, pages[index] ?? []]))
}

/** The members whose read state is shown: the first page, the caller always among them. */
async function loadReaders(
  reader: Reader,
  channels: readonly OpenChannel[],
  members: ByChannel<MemberRecord>,
  { limit, offset }: Page,
): Promise<ByChannel<MemberRecord>> {
  const reading = channels.filter(({ config }) => config.read_events)
  const atHand = offset === 0 && limit >= READS_PER_CHANNEL_STATE
  const page = { limit: READS_PER_CHANNEL_STATE, offset: 0 }
  const listed = atHand ? members : await loadMembers(reader, reading, page)
  return new Map(
    reading.map(({ channel, member: own }) => {
      const readers = (listed.get(channel.pk) ?? []).slice(0, READS_PER_CHANNEL_STATE)
      if (own && !readers.some(each => each.userId === own.userId)) readers.push(own)
      return [channel.pk, readers]
    }),
  )
}

/** What is the same for every state of one request. */
interface Scene {
  readonly deps: Deps
  readonly actor: Actor
  readonly viewer: UserRecord | undefined
  readonly request: StateRequest
  readonly flags: ViewerFlags
  readonly shown: Shown
  readonly unreadOf: (channel: ChannelRecord, member: MemberRecord) => number
  /** The viewer's, by cid. */
  readonly drafts: ReadonlyMap<string, DraftResponse>
  /** What the viewer wants pushed, by cid. */
  readonly pushed: ReadonlyMap<string, PushPreferences>
}

function assemble(scene: Scene, parts: Parts): ChannelStateResponse {
  const { deps, actor, viewer, request, flags, unreadOf } = scene
  const { people, show } = scene.shown
  const { open } = parts
  const { channel, config, member } = open
  const own = viewer && flagsOf(flags, open)
  const readOf = (each: MemberRecord): number =>
    own?.muted && each.userId === viewer?.id ? 0 : unreadOf(channel, each)
  const state: ChannelStateResponse = {
    channel: toChannel(channel, people, {
      config,
      ownCapabilities: capabilitiesOf(deps, actor, open),
      ...own,
    }),
    messages: parts.messages.map(show),
    pinned_messages: parts.pinned.map(show).reverse(),
    pending_messages: parts.pending.map(show),
    members: parts.members.map(each => toMember(channel, each, people)),
    member_count: channel.memberCount,
    watcher_count: deps.hub.watcherCount(channel.appId, channel.cid),
    read: parts.readers
      .filter(each => each.userId === viewer?.id || isReadShown(people, each.userId))
      .map(each => toReadState(each, readOf(each), people, viewer?.id)),
    seq: channel.lastSeq,
  }
  if (request.watchers) state.watchers = watchersOf(parts.watcherIds, people, viewer)
  if (member && own)
    state.membership = { ...toMember(channel, member, people), notifications_muted: own.muted }
  if (own?.hidden) state.hidden = true
  const draft = scene.drafts.get(channel.cid)
  if (draft) state.draft = draft
  const pushed = scene.pushed.get(channel.cid)
  if (pushed) state.push_preferences = pushed
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
