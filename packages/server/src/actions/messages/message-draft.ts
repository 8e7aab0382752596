import { ChatError } from '@parley/protocol'
import type { MessageRequest } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { checkFeature } from '../../domain/features.ts'
import { checkMessageContent, checkNotEmpty, hasLink, type MessageContent } from '../../domain/messages.ts'
import { checkCan } from '../../domain/permissions.ts'
import type { Json } from '../../domain/records.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { renderHtml } from '../../util/markdown.ts'
import { parseTime } from '../../util/time.ts'
import type { OpenChannel } from '../channels/open-channel.ts'
import type { Actor } from '../deps.ts'

export type MessageInput = z.output<typeof MessageRequest>

/** What a request says in a message, defaults filled in. */
export interface MessageDraft extends MessageContent {
  readonly html: string
  readonly mml: string | undefined
  readonly quotedMessageId: string | undefined
  readonly silent: boolean
  readonly pinned: boolean
  readonly pinExpiresAtUs: number | undefined
  /** It has a poll or a location, which is enough to say. */
  readonly carries: boolean
}

const NO_LIST: never[] = []

/** Only a server may bring its own HTML; everybody else's is made from the text. */
export function draftOf(actor: Actor, message: Omit<MessageInput, 'id' | 'type'>): MessageDraft {
  const text = message.text ?? ''
  return {
    text,
    html: (actor.kind === 'server' && message.html) || renderHtml(text),
    mml: message.mml || undefined,
    attachments: (message.attachments as Json[] | undefined) ?? NO_LIST,
    mentionedUserIds: message.mentioned_users ?? NO_LIST,
    quotedMessageId: message.quoted_message_id,
    silent: message.silent ?? false,
    pinned: message.pinned ?? false,
    pinExpiresAtUs: message.pin_expires ? parseTime(message.pin_expires) : undefined,
    custom: message.custom,
    carries: message.poll_id !== undefined || message.shared_location !== undefined,
  }
}

/**
 * Whether this may be said here: limits of the channel type, grants for links, attachments, mentions.
 * @throws ChatError `message_too_long` | `invalid_input` | `not_allowed` | `feature_disabled`
 */
export function checkDraft(actor: Actor, { config, resource }: OpenChannel, draft: MessageDraft): void {
  checkMessageContent(draft, config.max_message_length)
  if (!draft.carries) checkNotEmpty(draft)
  if (draft.quotedMessageId !== undefined && !config.quotes) throw disabled('quotes')
  if (actor.kind === 'server') return
  if (hasLink(draft.text)) checkCan(actor, 'add-links', resource)
  if (draft.attachments.length > 0) checkCan(actor, 'create-attachment', resource)
  if (draft.mentionedUserIds.length > 0) checkCan(actor, 'create-mention', resource)
  if (draft.pinned) checkCan(actor, 'pin-message', resource)
}

/** @throws ChatError `feature_disabled`, `invalid_input` for what a message can't carry here. */
export function checkExtras(actor: Actor, { config, resource }: OpenChannel, message: MessageInput): void {
  if (message.shared_location !== undefined) checkFeature(config, 'shared_locations')
  if (message.restricted_visibility?.length) {
    checkCan(actor, 'create-restricted-visibility-message', resource)
    if (message.pinned) throw invalidField('message.pinned', RESTRICTED_PIN)
  }
  if (message.parent_id !== undefined && !config.replies) throw disabled('replies')
  if (message.type === 'system') checkCan(actor, 'create-system-message', resource)
}

/** A pin is for everybody in the channel. */
export const RESTRICTED_PIN = 'must not be true of a message with restricted_visibility'

function disabled(feature: string): ChatError {
  return new ChatError('feature_disabled', `${feature} are switched off in this channel`, {
    details: { feature },
  })
}
