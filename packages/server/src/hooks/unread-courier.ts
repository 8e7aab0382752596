import type { OpenChannel } from '../actions/channels/open-channel.ts'
import { openFound } from '../actions/channels/open-channel.ts'
import type { Actor, Deps } from '../actions/deps.ts'
import { tellHooks } from '../actions/events/hook-event.ts'
import { isReminded, REMINDED_MEMBERS } from '../actions/messages/message-work.ts'
import { showMessages } from '../actions/messages/show-messages.ts'
import { toChannel } from '../actions/wire/channel.ts'
import { loadPeople } from '../actions/wire/people.ts'
import { parseCid } from '../domain/channels.ts'
import type { MemberRecord, MessageRecord } from '../domain/records.ts'
import { audienceOf } from '../domain/visibility.ts'
import { type Courier, DELIVERED, type Delivery, DROPPED, type Outcome } from './courier.ts'

const SHOWN_MESSAGES = 5

/** Tells hooks of members who have still not read a message when its time has come. */
export class UnreadCourier implements Courier {
  readonly kind = 'unread'
  readonly keepsDead = false
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  versionOf(): string {
    return ''
  }

  async deliver({ app, entry }: Delivery): Promise<Outcome> {
    const { read } = this.#deps.store
    const atUs = entry.createdAtUs + app.settings.remindersIntervalUs
    if (atUs > this.#deps.clock()) return { kind: 'later', atUs }
    const { message_id: messageId } = JSON.parse(entry.payload) as { message_id: string }
    const message = await read.findMessage(app.id, messageId)
    const ref = message && parseCid(message.cid)
    const channel = ref && (await read.findChannel(app.id, ref.type, ref.id))
    if (!message || message.deletedAtUs !== undefined || !channel || channel.deletedAtUs !== undefined)
      return DROPPED
    const actor: Actor = { kind: 'server', app }
    const open = await openFound(read, actor, channel, channel)
    if (!isReminded(open)) return DROPPED
    const members = await read.listMembers(channel.pk, { limit: REMINDED_MEMBERS, offset: 0 })
    for (const member of members.filter(each => hasNotRead(each, message)))
      await this.#remind(actor, open, member)
    return DELIVERED
  }

  /** Once: until the member reads again. */
  async #remind(
    actor: Actor,
    { channel, config }: OpenChannel,
    { userId, lastReadAtUs }: MemberRecord,
  ): Promise<void> {
    const deps = this.#deps
    await deps.store.transaction(async tx => {
      const stretch = { appId: channel.appId, userId, channelPk: channel.pk, readAtUs: lastReadAtUs }
      if (!(await tx.noteUnreadReminder(stretch))) return
      const newest = await tx.listMessages(channel.pk, { limit: SHOWN_MESSAGES })
      const visible = newest.filter(each => audienceOf(each)?.userIds.includes(userId) ?? true)
      const { show } = await showMessages(deps, tx, channel, visible)
      const people = await loadPeople(deps, tx, channel.appId, [userId, channel.createdById])
      const shown = { channel: toChannel(channel, people, { config }), messages: visible.reverse().map(show) }
      const parts = { user: people.json(userId), channels: JSON.stringify({ [channel.cid]: shown }) }
      await tellHooks(tx, actor, { type: 'user.unread_message_reminder', atUs: deps.clock(), userId, parts })
    })
  }
}

function hasNotRead({ userId, lastReadAtUs }: MemberRecord, message: MessageRecord): boolean {
  if (userId === message.userId || lastReadAtUs >= message.createdAtUs) return false
  return audienceOf(message)?.userIds.includes(userId) ?? true
}
