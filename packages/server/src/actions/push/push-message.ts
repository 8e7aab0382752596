import type { ChannelRecord, MessageRecord, UserRecord } from '../../domain/records.ts'
import type { Deps } from '../deps.ts'
import type { PushEvent } from '../messages/message-work.ts'
import { toPlainChannel } from '../wire/channel.ts'
import { toMessage } from '../wire/message.ts'
import type { People } from '../wire/people.ts'
import { toUser } from '../wire/user.ts'

/** What a push tells of: the same for everybody who gets it. */
export interface PushSubject {
  readonly type: PushEvent
  readonly channel: ChannelRecord
  readonly message: MessageRecord
  /** Who wrote, edited or reacted. */
  readonly sender: UserRecord
  readonly reaction: object | undefined
  readonly people: People
  /** Some members, for templates that name them. */
  readonly members: readonly UserRecord[]
}

/** Members that a template can name. */
export const TEMPLATE_MEMBERS = 10

/** The data of a push: texts only, as some networks want. */
export function pushData(
  { type, channel, message }: PushSubject,
  receiverId: string,
): Record<string, string> {
  return {
    sender: 'stream.chat',
    type,
    version: 'v2',
    id: message.id,
    message_id: message.id,
    channel_type: channel.type,
    channel_id: channel.id,
    cid: channel.cid,
    receiver_id: receiverId,
  }
}

export interface PushUnread {
  readonly messages: number
  readonly channels: number
}

/** What templates can name. */
export function templateContext(
  deps: Deps,
  subject: PushSubject,
  receiver: UserRecord,
  unread: PushUnread,
): object {
  const { channel, message, sender, reaction, people, members } = subject
  const shown = members.map(member => toUser(deps, member))
  return {
    sender: named(toUser(deps, sender)),
    receiver: named(toUser(deps, receiver)),
    message: toMessage(message, { people, nowUs: deps.clock() }),
    channel: toPlainChannel(channel, people),
    reaction,
    members: shown.map(named),
    otherMembers: shown.filter(member => member.id !== receiver.id).map(named),
    unread_count: unread.messages,
    unread_channels: unread.channels,
    isThread: message.parentId !== undefined,
    isMentioned: message.mentionedUserIds.includes(receiver.id),
  }
}

/** Who has no name is called by the id. */
function named<T extends { readonly id: string; readonly name?: string }>(user: T): T {
  return { ...user, name: user.name ?? user.id }
}
