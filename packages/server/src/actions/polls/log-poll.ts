import type { PollEventMap } from '@parley/protocol'
import type { Announcement } from '../../bus/bus.ts'
import type { ChannelRecord, MessageRecord, PollRecord } from '../../domain/records.ts'
import { isLimited } from '../../domain/visibility.ts'
import type { Tx } from '../../store/store.ts'
import type { Actor, Deps } from '../deps.ts'
import { ChannelLog } from '../events/channel-log.ts'
import { recipientsOf } from '../messages/recipients.ts'
import { showMessages } from '../messages/show-messages.ts'

/** An event of a poll: its parts as JSON, `message` comes by itself. */
export interface PollEvent {
  readonly type: keyof PollEventMap
  readonly parts: Readonly<Record<string, string | undefined>>
}

/**
 * Logs an event in every channel that the poll was sent to; `messages` are those that have it.
 *
 * NOTE: in the order of the channels' numbers, so that two transactions never wait for each other.
 */
export async function logPoll(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  poll: PollRecord,
  messages: readonly MessageRecord[],
  event: PollEvent,
): Promise<Announcement[]> {
  const shown = messages.filter(message => message.deletedAtUs === undefined)
  const cids = new Set(shown.map(message => message.cid))
  const channels = await tx.findChannels(poll.appId, [...cids])
  const announcements: Announcement[] = []
  for (const channel of channels.sort((a, b) => a.pk - b.pk)) {
    const here = shown.filter(each => each.channelPk === channel.pk)
    // What everybody sees is told everybody; what only some see, them.
    const message = here.findLast(each => !isLimited(each)) ?? here.at(-1)
    if (!message || channel.deletedAtUs !== undefined) continue
    const to = await recipientsOf(deps, tx, actor, { channel }, message)
    const log = new ChannelLog(deps, tx, actor, channel)
    await log.add(
      event.type,
      { message: await withoutPoll(deps, tx, channel, message), ...event.parts },
      { to },
    )
    announcements.push(...log.announcements)
  }
  return announcements
}

/** The poll stands beside the message, once. */
async function withoutPoll(
  deps: Deps,
  tx: Tx,
  channel: ChannelRecord,
  message: MessageRecord,
): Promise<string> {
  const bare = { ...message, pollId: undefined }
  const { show } = await showMessages(deps, tx, channel, [bare])
  return JSON.stringify({ ...show(bare), poll_id: message.pollId })
}
