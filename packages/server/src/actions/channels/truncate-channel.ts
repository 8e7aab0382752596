import type { ChannelResponse, MessageResponse } from '@parley/protocol'
import type { TruncateChannelBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import type { ChannelRecord, UserRecord } from '../../domain/records.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { parseTime } from '../../util/time.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll, type Place } from '../events/channel-log.ts'
import { postSideMessage } from '../messages/side-message.ts'
import { insertTask, wakeTasks } from '../tasks/start-task.ts'
import { toChannel, toPlainChannel } from '../wire/channel.ts'
import { channelFrame } from '../wire/channel-event.ts'
import { loadPeople, type People } from '../wire/people.ts'
import { planNamedUser } from './acting-user.ts'
import { authorOf, ChannelChange } from './channel-change.ts'
import { type ChannelRef, capabilitiesOf, checkWrite, openChannel } from './open-channel.ts'

export type TruncateChannelInput = z.output<typeof TruncateChannelBody>

export interface TruncatedChannel {
  readonly channel: ChannelResponse
  readonly message?: MessageResponse
}

/**
 * Empties a channel of its messages up to a time: hidden from everybody, or (`hard_delete`) deleted
 * by a task. What was taken once does not come back by truncating to an earlier time.
 * @throws ChatError `not_allowed` | `not_found`; `invalid_input` for a time that lies ahead.
 */
export async function truncateChannel(
  deps: Deps,
  actor: Actor,
  ref: ChannelRef,
  body: TruncateChannelInput,
): Promise<TruncatedChannel> {
  const acting = await planNamedUser(deps, actor, { user: body.user, user_id: body.user_id })
  const author = body.message && (await authorOf(deps, actor, body.message, acting))
  const { reply } = await deps.store.transaction(
    async tx => {
      await acting?.save?.(tx)
      await author?.save?.(tx)
      const open = await openChannel(tx, actor, ref, acting?.user.id)
      checkWrite(deps, actor, open, 'truncate-channel')
      if (body.message) checkWrite(deps, actor, open, 'create-message')
      const change = new ChannelChange(deps, tx, actor, open, acting?.user)
      return truncate(change, body, author?.user)
    },
    ({ announcements }) => {
      announceAll(deps, announcements)
      if (body.hard_delete) wakeTasks(deps)
    },
  )
  return reply
}

async function truncate(change: ChannelChange, body: TruncateChannelInput, author: UserRecord | undefined) {
  const { deps, tx, log, user } = change
  const place = await log.next()
  const truncatedAtUs = Math.max(cutOf(body, place), change.channel.truncatedAtUs ?? 0)
  const truncatedById = user?.id
  const { atUs: updatedAtUs, seq: lastSeq } = place
  const cut = {
    ...change.channel,
    truncatedAtUs,
    truncatedById,
    updatedAtUs,
    lastSeq,
    lastEventAtUs: updatedAtUs,
  }
  await tx.updateChannel(cut)
  change.channel = { ...cut, ...(await tx.recountChannel(cut.pk)) }
  if (body.hard_delete) {
    const input = { channelPk: cut.pk, untilUs: truncatedAtUs, untilSeq: lastSeq - 1 }
    await insertTask(deps, tx, { appId: cut.appId, kind: 'erase_messages', input })
  }
  const people = await loadPeople(deps, tx, cut.appId, [cut.createdById, truncatedById], user ? [user] : [])
  // The message has the place after the truncation, which tells of it all the same.
  const posted = await post(change, body, author)
  await tell(change, place, people, posted?.message)
  return {
    reply: replyOf(posted?.change ?? change, people, posted?.message),
    announcements: [...log.announcements, ...(posted?.announcements ?? [])],
  }
}

/** @throws ChatError `invalid_input` for a time that lies ahead. */
function cutOf({ truncated_at: given }: TruncateChannelInput, { atUs }: Place): number {
  const givenUs = given === undefined ? undefined : parseTime(given)
  if (givenUs === undefined) return atUs
  if (givenUs > atUs) throw invalidField('truncated_at', 'must not lie ahead')
  return givenUs
}

async function post(
  change: ChannelChange,
  { message, skip_push }: TruncateChannelInput,
  author: UserRecord | undefined,
) {
  if (!message || !author) return undefined
  const { deps, tx, actor, open, channel } = change
  const side = new ChannelChange(deps, tx, actor, { ...open, channel }, author)
  const posted = await postSideMessage(side, author, message, { skip_push })
  return { change: side, message: posted, announcements: side.log.announcements }
}

function tell(
  { log, channel, config, user }: ChannelChange,
  place: Place,
  people: People,
  message: MessageResponse | undefined,
): Promise<void> {
  const parts = { message: message && JSON.stringify(message), user: user && people.json(user.id) }
  const plain = JSON.stringify(toPlainChannel(channel, people))
  const notice = channelFrame(
    'notification.channel_truncated',
    channel,
    { atUs: place.atUs },
    { channel: plain },
  )
  const shown = JSON.stringify(toChannel(channel, people, { config }))
  return log.append('channel.truncated', place, { channel: shown, ...parts }, { notice })
}

function replyOf(
  change: ChannelChange,
  people: People,
  message: MessageResponse | undefined,
): TruncatedChannel {
  const { deps, actor, open, config } = change
  const channel: ChannelRecord = change.channel
  const ownCapabilities = capabilitiesOf(deps, actor, { ...open, channel })
  const shown = toChannel(channel, people, { config, ownCapabilities })
  return { channel: shown, ...(message && { message }) }
}
