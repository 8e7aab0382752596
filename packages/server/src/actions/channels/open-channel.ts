import { type Action, type ChannelConfig, ChatError } from '@parley/protocol'
import { checkNotBannedHere, isBannedHere } from '../../domain/bans.ts'
import { type BanStop, ownCapabilities, withoutBanned } from '../../domain/capabilities.ts'
import { cidOf, parseCid } from '../../domain/channels.ts'
import { channelConfig, getChannelType } from '../../domain/channels-config.ts'
import { can, channelResource, checkCan, type Resource } from '../../domain/permissions.ts'
import type { BanRecord, ChannelRecord, MemberRecord, MessageRecord } from '../../domain/records.ts'
import { isBannedAt } from '../../domain/users-state.ts'
import { canSee, hiddenUntilUs, type Viewer, viewerOf } from '../../domain/visibility.ts'
import type { MessageWindow, Reader } from '../../store/store.ts'
import type { Actor, Deps } from '../deps.ts'

/** A channel with what decides about it: config, and the acting user's place in it. */
export interface OpenChannel {
  readonly channel: ChannelRecord
  readonly config: ChannelConfig
  /** Whose eyes see it; undefined: nobody's in particular. */
  readonly userId: string | undefined
  /** Of that user. */
  readonly member: MemberRecord | undefined
  /** Of the acting user who is no member; members carry theirs themselves. */
  readonly ban?: BanRecord | undefined
  /** For permission checks; its owner is the channel's creator. */
  readonly resource: Resource
}

/** Bans may end: whether one lasts is the clock's to say. */
type Clocked = Pick<Deps, 'clock'>

export interface ChannelRef {
  readonly type: string
  readonly id: string
}

/**
 * Loads a channel as one user sees it (a server may have nobody's eyes).
 * @throws ChatError `not_found` when it does not exist or was deleted.
 */
export async function openChannel(
  reader: Reader,
  actor: Actor,
  ref: ChannelRef,
  userId: string | undefined = actor.user?.id,
): Promise<OpenChannel> {
  const channel = await reader.findChannel(actor.app.id, ref.type, ref.id)
  return openFound(reader, actor, ref, channel, userId)
}

/** As `openChannel`, for a cid that the schema has checked. */
export function openCid(reader: Reader, actor: Actor, cid: string, userId?: string): Promise<OpenChannel> {
  const ref = parseCid(cid)
  if (!ref) throw new ChatError('not_found', `channel ${cid} does not exist`)
  return openChannel(reader, actor, ref, userId)
}

/** As `openChannel`, for a record at hand. */
export async function openFound(
  reader: Reader,
  actor: Actor,
  ref: ChannelRef,
  channel: ChannelRecord | undefined,
  userId: string | undefined = actor.user?.id,
): Promise<OpenChannel> {
  if (!channel || channel.deletedAtUs !== undefined) throw noChannel(actor, ref)
  // The anonymous user is nobody's member.
  const member =
    userId === undefined || actor.kind === 'anonymous'
      ? undefined
      : await reader.findMember(channel.pk, userId)
  return withBan(reader, withMember(actor, channel, member, userId))
}

/** Looks for the ban of who is no member, where anybody is banned at all. */
export async function withBan(reader: Reader, open: OpenChannel): Promise<OpenChannel> {
  const { channel, member, userId } = open
  if (member || userId === undefined || !channel.hasBans) return open
  return { ...open, ban: await reader.findBan(channel.appId, channel.cid, userId) }
}

/** Puts together what is known already. */
export function withMember(
  actor: Actor,
  channel: ChannelRecord,
  member: MemberRecord | undefined,
  userId: string | undefined = member?.userId ?? actor.user?.id,
): OpenChannel {
  const type = getChannelType(actor.app, channel.type)
  return {
    channel,
    config: channelConfig(actor.app, channel),
    userId,
    member,
    resource: channelResource(channel, type, member),
  }
}

function noChannel(actor: Actor, { type, id }: ChannelRef): ChatError {
  getChannelType(actor.app, type)
  return new ChatError('not_found', `channel ${cidOf(type, id)} does not exist`)
}

/** Whether the actor may read the channel; a disabled one needs a grant of its own. */
export function canRead(actor: Actor, { channel, resource }: OpenChannel): boolean {
  if (!can(actor, 'read-channel', resource)) return false
  return !channel.disabled || can(actor, 'read-disabled-channel', resource)
}

/** @throws ChatError `not_allowed` */
export function checkRead(actor: Actor, { channel, resource }: OpenChannel): void {
  checkCan(actor, 'read-channel', resource)
  if (channel.disabled) checkCan(actor, 'read-disabled-channel', resource)
}

/** @throws ChatError `not_allowed`; clients can't write to a disabled channel whatever they hold. */
export function checkWrite(deps: Clocked, actor: Actor, open: OpenChannel, action: Action): void {
  checkCan(actor, action, open.resource)
  checkMayChange(deps, actor, open)
}

/** Whatever grants say. @throws ChatError `not_allowed` where it is disabled, or the client banned. */
export function checkMayChange(deps: Clocked, actor: Actor, open: OpenChannel): void {
  checkNotDisabled(actor, open.channel)
  checkMayWriteHere(deps, actor, open)
}

/** @throws ChatError `not_allowed` for clients that are banned from the channel. */
export function checkMayWriteHere({ clock }: Clocked, actor: Actor, open: OpenChannel): void {
  if (actor.kind !== 'server') checkNotBannedHere(open, open.channel.cid, actor.user.id, clock)
}

/** @throws ChatError `not_allowed` */
export function checkNotDisabled(actor: Actor, channel: ChannelRecord): void {
  if (!channel.disabled || actor.kind === 'server') return
  throw new ChatError('not_allowed', `channel ${channel.cid} is disabled: only a server can write to it`)
}

/** @throws ChatError `not_allowed` but for servers and who may use a frozen channel. */
export function checkNotFrozen(actor: Actor, { channel, resource }: OpenChannel): void {
  if (!channel.frozen || can(actor, 'use-frozen-channel', resource)) return
  throw new ChatError(
    'not_allowed',
    `channel ${channel.cid} is frozen: nobody may write to it until it is unfrozen`,
    { details: { reason: 'frozen' } },
  )
}

/** @throws ChatError `not_allowed` for what only servers do. */
export function checkServer(actor: Actor, what: string): void {
  if (actor.kind === 'server') return
  throw new ChatError('not_allowed', `${what} can be changed with a server token only`)
}

/** What the actor may do here, for `own_capabilities`; a server is not told. */
export function capabilitiesOf(
  { clock }: Clocked,
  actor: Actor,
  open: OpenChannel,
): readonly string[] | undefined {
  if (actor.kind === 'server') return undefined
  const granted = ownCapabilities(actor, open.resource)
  if (actor.kind === 'anonymous') return granted
  const bans: BanStop[] = []
  if (isBannedAt(actor.user, clock)) bans.push('banned_from_app')
  if (isBannedHere(open, clock)) bans.push('banned_here')
  return withoutBanned(granted, bans)
}

/** Whose eyes decide which messages are seen; undefined where every message is for everybody. */
export function viewerIn(actor: Actor, { channel, resource, userId }: OpenChannel): Viewer | undefined {
  return channel.hasHidden ? viewerOf(actor, resource, userId) : undefined
}

/** The window, cut to what may be seen. */
export function visibleWindow(actor: Actor, open: OpenChannel, window: MessageWindow): MessageWindow {
  const hiddenUs = hiddenUntilUs(open.channel, open.member)
  const viewer = viewerIn(actor, open)
  if (hiddenUs === 0 && !viewer) return window
  return { ...window, ...(hiddenUs > 0 && { visibleAfterUs: hiddenUs }), viewer }
}

/** Those of these messages of the channel that may be seen; asks the store only where some may not. */
export async function visibleOf(
  reader: Reader,
  actor: Actor,
  open: OpenChannel,
  messages: readonly MessageRecord[],
): Promise<readonly MessageRecord[]> {
  const hiddenUs = hiddenUntilUs(open.channel, open.member)
  const viewer = viewerIn(actor, open)
  const seen = messages.filter(each => each.createdAtUs > hiddenUs && (!viewer || canSee(viewer, each)))
  if (viewer?.userId === undefined) return seen
  const ids = seen.map(each => each.id)
  const deleted = await reader.findDeletedFor(open.channel.appId, viewer.userId, ids)
  return deleted.size === 0 ? seen : seen.filter(each => !deleted.has(each.id))
}
