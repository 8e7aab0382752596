import {
  ChatError,
  MESSAGE_ATTACHMENTS_MAX_BYTES,
  MESSAGE_CUSTOM_MAX_BYTES,
  MESSAGE_MAX_ATTACHMENTS,
  MESSAGE_MAX_MENTIONED_USERS,
} from '@parley/protocol'
import { invalidField } from '../util/invalid-input.ts'
import { customSize } from './custom-size.ts'
import type { Json, MessageRecord } from './records.ts'

/** Read-only, or columns: never custom data of a message. */
const RESERVED = new Set([
  'id',
  'cid',
  'text',
  'html',
  'mml',
  'type',
  'user',
  'user_id',
  'member',
  'attachments',
  'mentioned_users',
  'latest_reactions',
  'own_reactions',
  'reaction_counts',
  'reaction_scores',
  'reaction_groups',
  'parent_id',
  'show_in_channel',
  'reply_count',
  'deleted_reply_count',
  'thread_participants',
  'quoted_message_id',
  'quoted_message',
  'silent',
  'shadowed',
  'pinned',
  'pinned_at',
  'pinned_by',
  'pin_expires',
  'command',
  'args',
  'i18n',
  'image_labels',
  'restricted_visibility',
  'poll',
  'poll_id',
  'shared_location',
  'deleted_at',
  'deleted_for_me',
  'message_text_updated_at',
  'created_at',
  'updated_at',
])

/** True for keys under which partial updates can't keep custom data. */
export function isReservedMessageKey(key: string): boolean {
  return RESERVED.has(key)
}

/** The parts of a message whose size is limited. */
export type MessageContent = Pick<MessageRecord, 'text' | 'attachments' | 'mentionedUserIds' | 'custom'>

/**
 * @throws ChatError `message_too_long` above the channel type's `max_message_length`,
 * `invalid_input` for too many or too big attachments, mentions or custom data, or nothing at all.
 */
export function checkMessageContent(content: MessageContent, maxTextLength: number): void {
  const { text, attachments, mentionedUserIds, custom } = content
  if (text.length > maxTextLength) {
    throw new ChatError(
      'message_too_long',
      `message.text has ${text.length} characters, at most ${maxTextLength} are allowed here`,
      { details: { max_length: maxTextLength } },
    )
  }
  if (attachments.length > 0) checkAttachments(attachments)
  if (mentionedUserIds.length > MESSAGE_MAX_MENTIONED_USERS) {
    throw tooMany('mentioned_users', mentionedUserIds.length, MESSAGE_MAX_MENTIONED_USERS)
  }
  const bytes = customSize(custom)
  if (bytes > MESSAGE_CUSTOM_MAX_BYTES) throw tooBig('message.custom', bytes, MESSAGE_CUSTOM_MAX_BYTES)
}

/** @throws ChatError `invalid_input` for a message that says nothing. */
export function checkNotEmpty(content: MessageContent): void {
  if (content.text !== '' || content.attachments.length > 0 || customSize(content.custom) > 0) return
  throw invalidField('message', 'is empty: it needs text, attachments or custom data')
}

function checkAttachments(attachments: readonly Json[]): void {
  if (attachments.length > MESSAGE_MAX_ATTACHMENTS) {
    throw tooMany('attachments', attachments.length, MESSAGE_MAX_ATTACHMENTS)
  }
  const bytes = customSize(attachments)
  if (bytes > MESSAGE_ATTACHMENTS_MAX_BYTES)
    throw tooBig('message.attachments', bytes, MESSAGE_ATTACHMENTS_MAX_BYTES)
}

const LINK = /\bhttps?:\/\/\S|\bwww\.\S+\.\S/i

/** Whether a text has an address in it; `add-links` is needed to send one. */
export function hasLink(text: string): boolean {
  // The regular expression is far dearer than looking for what every link has.
  return (text.includes('://') || text.includes('www.') || text.includes('WWW.')) && LINK.test(text)
}

const ADDRESS = /\bhttps?:\/\/[^\s<>"'`]{3,2000}/i

/** The first address in a text that a preview can be fetched of. */
export function findAddress(text: string): string | undefined {
  if (!text.includes('://')) return undefined
  // What ends a sentence, or a link of Markdown, is not part of it.
  const found = ADDRESS.exec(text)?.[0].replace(/[.,;:!?*_~\])]+$/, '')
  return found !== undefined && URL.canParse(found) ? found : undefined
}

/** A pin that has expired counts as none. */
export function isPinned(message: MessageRecord, nowUs: number): boolean {
  if (message.pinnedAtUs === undefined) return false
  return message.pinExpiresAtUs === undefined || message.pinExpiresAtUs > nowUs
}

function tooMany(field: string, count: number, most: number): ChatError {
  const why = `has ${count} entries, at most ${most} are allowed`
  return new ChatError('invalid_input', `message.${field} ${why}`, {
    details: { fields: { [`message.${field}`]: why } },
  })
}

function tooBig(field: string, bytes: number, most: number): ChatError {
  return invalidField(field, `has ${bytes} bytes as JSON, at most ${most} are allowed`)
}
