import { isDeepStrictEqual } from 'node:util'
import type { MessageUpdate } from '@parley/protocol'
import type { MessageRecord } from './records.ts'

/** What an edit touched, as webhooks are told. */
export function messageUpdateOf(before: MessageRecord, after: MessageRecord): MessageUpdate {
  const changes = (key: keyof MessageRecord): boolean => !isDeepStrictEqual(before[key], after[key])
  const text = changes('text')
  return {
    ...(text && { old_text: before.text }),
    change_set: {
      custom: changes('custom'),
      text,
      html: changes('html'),
      attachments: changes('attachments'),
      mentioned_user_ids: changes('mentionedUserIds'),
      quoted_message_id: changes('quotedMessageId'),
      silent: changes('silent'),
      pin: changes('pinnedAtUs') || changes('pinExpiresAtUs'),
    },
  }
}
