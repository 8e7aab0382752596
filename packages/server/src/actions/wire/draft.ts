import type { Attachment, DraftMessage, DraftResponse, MessageResponse } from '@parley/protocol'
import type { ChannelRecord, DraftRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import { toPlainChannel } from './channel.ts'
import type { People } from './people.ts'

/** What a draft shows beside its own row. */
export interface DraftContext {
  readonly people: People
  /** Left out where the channel stands around the draft. */
  readonly channel?: ChannelRecord | undefined
  readonly parent?: MessageResponse | undefined
  readonly quoted?: MessageResponse | undefined
}

/** The draft as its author is shown it; unlike that of a message its custom data is apart. */
export function toDraft(
  draft: DraftRecord,
  { people, channel, parent, quoted }: DraftContext,
): DraftResponse {
  const response: DraftResponse = {
    channel_cid: draft.cid,
    created_at: toRfc3339(draft.createdAtUs),
    message: toDraftMessage(draft, people),
  }
  if (channel) response.channel = toPlainChannel(channel, people)
  if (draft.parentId !== undefined) response.parent_id = draft.parentId
  if (parent) response.parent_message = parent
  if (quoted) response.quoted_message = quoted
  return response
}

function toDraftMessage({ message, parentId }: DraftRecord, people: People): DraftMessage {
  const shown: DraftMessage = {
    id: message.id,
    text: message.text,
    html: message.html,
    type: message.type as DraftMessage['type'],
    attachments: message.attachments as Attachment[],
    mentioned_users: message.mentionedUserIds.map(id => people.user(id)).filter(user => user !== null),
    silent: message.silent,
    custom: message.custom,
  }
  if (message.mml !== undefined) shown.mml = message.mml
  if (message.quotedMessageId !== undefined) shown.quoted_message_id = message.quotedMessageId
  if (message.pollId !== undefined) shown.poll_id = message.pollId
  if (parentId !== undefined) {
    shown.parent_id = parentId
    shown.show_in_channel = message.showInChannel
  }
  return shown
}
