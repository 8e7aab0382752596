import { ChatError } from '@parley/protocol'
import type { HideChannelBody, ShowChannelBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import type { Announcement } from '../../bus/bus.ts'
import type { MemberRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { type EventSource, tellHooks } from '../events/hook-event.ts'
import { toPlainChannel } from '../wire/channel.ts'
import { channelFrame } from '../wire/channel-event.ts'
import { loadPeople } from '../wire/people.ts'
import { planActingUser } from './acting-user.ts'
import { type ChannelRef, checkRead, type OpenChannel, openChannel } from './open-channel.ts'

export type HideChannelInput = z.output<typeof HideChannelBody>

/**
 * Takes a channel out of a member's lists until a message or the member brings it back. With
 * `clear_history` what was said until now goes for this member, and does not come back.
 * @throws ChatError `not_found`; `not_allowed` for who is no member.
 */
export function hideChannel(
  deps: Deps,
  actor: Actor,
  ref: ChannelRef,
  body: HideChannelInput,
): Promise<void> {
  const clears = body.clear_history === true
  return changeVisibility(deps, actor, ref, body, (tx, open, user) =>
    hideFor(deps, tx, actor, open, user, clears),
  )
}

/**
 * Brings a hidden channel back for a member; one that is not hidden is no error.
 * @throws ChatError as `hideChannel`
 */
export function showChannel(
  deps: Deps,
  actor: Actor,
  ref: ChannelRef,
  body: z.output<typeof ShowChannelBody>,
): Promise<void> {
  return changeVisibility(deps, actor, ref, body, (tx, open, user) => showFor(deps, tx, actor, open, user))
}

type Change = (tx: Tx, open: OpenChannel, user: UserRecord) => Promise<Announcement[]>

async function changeVisibility(
  deps: Deps,
  actor: Actor,
  ref: ChannelRef,
  body: HideChannelInput,
  change: Change,
): Promise<void> {
  const { user, save } = await planActingUser(deps, actor, { user: body.user, user_id: body.user_id })
  await deps.store.transaction(
    async tx => {
      await save?.(tx)
      const open = await openChannel(tx, actor, ref, user.id)
      checkRead(actor, open)
      return change(tx, open, user)
    },
    announcements => announceAll(deps, announcements),
  )
}

/** @throws ChatError `not_allowed` for who is no member. */
export async function hideFor(
  deps: Deps,
  tx: Tx,
  source: EventSource,
  open: OpenChannel,
  user: UserRecord,
  clears: boolean,
): Promise<Announcement[]> {
  const member = memberOf(open, user)
  // Messages have the log's time, which may be ahead of the clock by a few microseconds.
  const nowUs = Math.max(deps.clock(), open.channel.lastEventAtUs)
  const historyHiddenBeforeUs = clears ? nowUs : member.historyHiddenBeforeUs
  await tx.updateMember({ ...member, hidden: true, historyHiddenBeforeUs })
  return tell(deps, tx, source, open, user, 'channel.hidden', { clear_history: String(clears) })
}

/** @throws ChatError `not_allowed` for who is no member. */
export async function showFor(
  deps: Deps,
  tx: Tx,
  source: EventSource,
  open: OpenChannel,
  user: UserRecord,
): Promise<Announcement[]> {
  const member = memberOf(open, user)
  if (!member.hidden) return []
  await tx.updateMember({ ...member, hidden: false })
  return tell(deps, tx, source, open, user, 'channel.visible', {})
}

function memberOf({ channel, member }: OpenChannel, user: UserRecord): MemberRecord {
  if (member) return member
  throw new ChatError(
    'not_allowed',
    `user "${user.id}" is no member of ${channel.cid}: only members can hide and show a channel`,
  )
}

async function tell(
  deps: Deps,
  tx: Tx,
  source: EventSource,
  { channel }: OpenChannel,
  user: UserRecord,
  type: 'channel.hidden' | 'channel.visible',
  more: Readonly<Record<string, string>>,
): Promise<Announcement[]> {
  const { appId } = channel
  const atUs = deps.clock()
  const people = await loadPeople(deps, tx, appId, [channel.createdById, channel.truncatedById], [user])
  const shown = JSON.stringify(toPlainChannel(channel, people))
  const parts = { channel: shown, user: people.json(user.id), ...more }
  if (type === 'channel.hidden') await tellHooks(tx, source, { type, atUs, channel, parts })
  const frame = channelFrame(type, channel, { atUs }, parts)
  return [{ to: 'user', appId, userId: user.id, type, frame }]
}
