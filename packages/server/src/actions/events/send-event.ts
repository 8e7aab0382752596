import { ChatError, LARGE_ROOM_WATCHERS } from '@parley/protocol'
import type { SendEventBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { isShadowed } from '../../domain/bans.ts'
import { checkCan } from '../../domain/permissions.ts'
import type { UserRecord } from '../../domain/records.ts'
import { showsTyping } from '../../domain/users-privacy.ts'
import { toRfc3339 } from '../../util/time.ts'
import { type ActingUser, planActingUser } from '../channels/acting-user.ts'
import { type ChannelRef, checkWrite, type OpenChannel, openChannel } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { channelFrame } from '../wire/channel-event.ts'
import { toUser, userJson } from '../wire/user.ts'
import { announceAll, ChannelLog, type Recipients } from './channel-log.ts'

export type SendEventInput = z.output<typeof SendEventBody>

type EventInput = SendEventInput['event']

/**
 * Sends an event to a channel's watchers: `typing.start` and `typing.stop`, which are gone when they
 * are missed, or one of the app's own, which is logged. Returns it as JSON.
 * @throws ChatError `event_not_supported` | `feature_disabled` | `not_allowed` | `not_found`
 */
export async function sendEvent(
  deps: Deps,
  actor: Actor,
  ref: ChannelRef,
  { event, user, user_id }: SendEventInput,
): Promise<string> {
  const sender = await planActingUser(deps, actor, {
    user: event.user ?? user,
    user_id: event.user_id ?? user_id,
  })
  if (event.type === 'typing.start' || event.type === 'typing.stop') {
    return sendTyping(deps, actor, ref, event, event.type, sender)
  }
  if (event.type.includes('.')) throw notSupported(event.type)
  return sendCustom(deps, actor, ref, event, sender)
}

function notSupported(type: string): ChatError {
  return new ChatError(
    'event_not_supported',
    `event type "${type.slice(0, 64)}" can not be sent: only typing.start, typing.stop, or a type of your own without a dot`,
  )
}

async function sendTyping(
  deps: Deps,
  actor: Actor,
  ref: ChannelRef,
  event: EventInput,
  type: 'typing.start' | 'typing.stop',
  { user: sender, save }: ActingUser,
): Promise<string> {
  const open = await openChannel(deps.store.read, actor, ref, sender.id)
  // Who may not write can't be about to.
  checkWrite(deps, actor, open, 'create-message')
  checkFeature(open, 'typing_events')
  if (save) await deps.store.transaction(save)
  const { channel } = open
  const custom = Object.entries(event.custom).map(([key, value]) => [key, JSON.stringify(value)])
  const frame = channelFrame(
    type,
    channel,
    { atUs: deps.clock() },
    {
      user: userJson(deps, sender),
      parent_id: event.parent_id === undefined ? undefined : JSON.stringify(event.parent_id),
    },
  )
  const whole = custom.length === 0 ? frame : JSON.stringify({ ...event.custom, ...JSON.parse(frame) })
  const { appId, cid } = channel
  // What a shadow-banned user types nobody will see.
  const shows = showsTyping(sender) && !isShadowed(sender, open, deps.clock)
  if (shows && deps.hub.watcherCount(appId, cid) <= LARGE_ROOM_WATCHERS) {
    deps.bus.publish({ to: 'channel', appId, cid, type, frame: whole })
  }
  return whole
}

function checkFeature({ config, channel }: OpenChannel, feature: 'typing_events' | 'custom_events'): void {
  if (config[feature]) return
  throw new ChatError('feature_disabled', `${feature} are switched off in channel ${channel.cid}`, {
    details: { feature },
  })
}

async function sendCustom(
  deps: Deps,
  actor: Actor,
  ref: ChannelRef,
  event: EventInput,
  { user: sender, save }: ActingUser,
): Promise<string> {
  const { type } = event
  const { frame } = await deps.store.transaction(
    async tx => {
      await save?.(tx)
      const open = await openChannel(tx, actor, ref, sender.id)
      checkCan(actor, 'read-channel', open.resource)
      checkWrite(deps, actor, open, 'send-custom-event')
      checkFeature(open, 'custom_events')
      const { channel } = open
      const log = new ChannelLog(deps, tx, actor, channel)
      const place = await log.next()
      const frame = customFrame(deps, open, event, sender, place)
      const to = isShadowed(sender, open, deps.clock) ? onlyFor(sender) : undefined
      await log.appendFrame(type, place, frame, { to })
      return { frame, log }
    },
    ({ log }) => announceAll(deps, log.announcements),
  )
  return frame
}

/** As a message of theirs: nobody else gets it, and they don't notice. */
function onlyFor({ id }: UserRecord): Recipients {
  return { audience: { userIds: [id], why: 'shadowed' }, watcherIds: [id], memberIds: [] }
}

function customFrame(
  deps: Deps,
  { channel }: OpenChannel,
  { type, custom, parent_id }: EventInput,
  sender: UserRecord,
  { seq, atUs }: { readonly seq: number; readonly atUs: number },
): string {
  return JSON.stringify({
    ...custom,
    type,
    created_at: toRfc3339(atUs),
    cid: channel.cid,
    channel_id: channel.id,
    channel_type: channel.type,
    team: channel.team,
    seq,
    parent_id,
    user_id: sender.id,
    user: toUser(deps, sender),
  })
}
