import type { MessageRecord } from '../../domain/records.ts'
import { isLimited } from '../../domain/visibility.ts'
import type { Tx } from '../../store/store.ts'
import type { OpenChannel } from '../channels/open-channel.ts'
import type { Deps } from '../deps.ts'
import type { ChannelLog, Place, Recipients } from '../events/channel-log.ts'
import { unhideChannel } from '../members/unhide-channel.ts'
import { growThread } from '../threads/grow-thread.ts'
import { channelFrame } from '../wire/channel-event.ts'
import { type MessageContext, messageJson } from '../wire/message.ts'
import { People } from '../wire/people.ts'
import { userJson } from '../wire/user.ts'
import type { MessageInput } from './message-draft.ts'
import { addMessageWork } from './message-work.ts'
import { type Limits, limitsOf, recordOf } from './new-record.ts'
import { noticeChannelJson } from './notice-channel.ts'
import { recipientsOf } from './recipients.ts'
import { loadRelated, type Related } from './related-messages.ts'
import { idTaken, type Sending } from './sending.ts'
import { showMessages } from './show-messages.ts'

/** A message that is checked, on its way into a channel, while the transaction runs. */
export class NewMessage {
  readonly #deps: Deps
  readonly #tx: Tx
  readonly #open: OpenChannel
  readonly #sending: Sending

  constructor(deps: Deps, tx: Tx, open: OpenChannel, sending: Sending) {
    this.#deps = deps
    this.#tx = tx
    this.#open = open
    this.#sending = sending
  }

  /** Stores and logs it. Returns it as JSON. */
  async store(log: ChannelLog): Promise<string> {
    const { channel, member } = this.#open
    const { message, keepHidden } = this.#sending
    const related = await this.#loadRelated()
    const limits = limitsOf(this.#deps, this.#open, this.#sending, related.parent)
    if (isLimited(limits)) return this.#storeLimited(log, related, limits)
    const inChannel = isInChannel(message)
    const place = await log.next({ movesLastMessage: inChannel && movesLast(this.#open, message) })
    const record = await this.#insert(place, limits)
    if (member && inChannel) await this.#tx.setRead(channel.pk, record.userId, place.atUs, record.id)
    if (!keepHidden && channel.memberCount > 0)
      await unhideChannel(this.#deps, this.#tx, log, channel, record)
    const json = await this.#render(record, related)
    await this.#announce(log, record, place, json)
    if (related.parent) {
      const { actor } = this.#sending
      await growThread(this.#deps, this.#tx, actor, log, channel, related.parent, record, json)
    }
    await this.#addWork(record)
    return json
  }

  /** What it would be if it were stored now, and as JSON. */
  async preview(): Promise<{ readonly record: MessageRecord; readonly json: string }> {
    const related = await this.#loadRelated()
    const limits = limitsOf(this.#deps, this.#open, this.#sending, related.parent)
    const record = recordOf(this.#open.channel, this.#sending, { atUs: this.#deps.clock() }, limits)
    return { record, json: await this.#render(record, related) }
  }

  /**
   * Stores a message that is not for everybody. What everybody sees of the channel stays as it is:
   * its last message and count, its parent's replies, the author's read mark, who hides it.
   */
  async #storeLimited(log: ChannelLog, related: Related, limits: Limits): Promise<string> {
    const { channel } = this.#open
    const { actor } = this.#sending
    const place = await log.next()
    if (!channel.hasHidden) await this.#tx.setHasHidden(channel.pk)
    const record = await this.#insert(place, limits)
    const json = await this.#render(record, related)
    const to = await recipientsOf(this.#deps, this.#tx, actor, this.#open, record)
    await this.#announce(log, record, place, json, to)
    await this.#addWork(record)
    if (!record.shadowed || actor.kind !== 'server') return json
    return this.#render(record, related, { showShadowed: true })
  }

  #loadRelated(): Promise<Related> {
    return loadRelated(this.#deps, this.#tx, this.#open, this.#sending)
  }

  async #insert(place: Place, limits: Limits): Promise<MessageRecord> {
    const record = recordOf(this.#open.channel, this.#sending, place, limits)
    if (!(await this.#tx.insertMessage(record))) throw idTaken(record.id)
    return record
  }

  #addWork(record: MessageRecord): Promise<void> {
    const { actor, body } = this.#sending
    return addMessageWork(this.#tx, actor.app, this.#open, record, body)
  }

  async #render(
    record: MessageRecord,
    { quoted, mentioned, poll }: Related,
    { showShadowed }: Pick<MessageContext, 'showShadowed'> = {},
  ): Promise<string> {
    const { channel, member } = this.#open
    const { author } = this.#sending
    const people = new People(this.#deps, mentioned.length === 0 ? [author] : [author, ...mentioned])
    const context = {
      people,
      nowUs: record.createdAtUs,
      channelRole: member?.channelRole,
      showShadowed,
      poll,
    }
    if (!quoted || isLimited(quoted)) return messageJson(record, context)
    const { quote } = await showMessages(this.#deps, this.#tx, channel, [quoted])
    return messageJson(record, { ...context, quoted: quote(quoted) })
  }

  async #announce(
    log: ChannelLog,
    record: MessageRecord,
    place: Place,
    json: string,
    to?: Recipients,
  ): Promise<void> {
    const { channel, config } = this.#open
    const throttle = record.type === 'system' ? undefined : (config.message_throttle ?? undefined)
    const parts = { message: json, user: userJson(this.#deps, this.#sending.author) }
    // Replies inside of a thread are no news of the channel.
    if (channel.memberCount === 0 || (record.parentId !== undefined && !record.showInChannel)) {
      return log.append('message.new', place, parts, { to, throttle })
    }
    const channelJson = await noticeChannelJson(this.#deps, this.#tx, this.#open, place.atUs)
    const told = { message: json, channel: channelJson }
    const notice = channelFrame('notification.message_new', channel, { atUs: place.atUs }, told)
    return log.append('message.new', place, parts, { notice, to, throttle })
  }
}

/** Replies are not, unless they are shown there too. */
function isInChannel({ parent_id, show_in_channel }: MessageInput): boolean {
  return parent_id === undefined || show_in_channel === true
}

function movesLast({ config }: OpenChannel, { type }: MessageInput): boolean {
  return type !== 'system' || !config.skip_last_msg_update_for_system_msgs
}
