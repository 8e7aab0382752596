import { ChatError, type MessageResponse } from '@parley/protocol'
import type { PartialUpdateMessageBody, UpdateMessageBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { isPinned, isReservedMessageKey } from '../../domain/messages.ts'
import { checkCan } from '../../domain/permissions.ts'
import type { Json, MessageRecord, UserRecord } from '../../domain/records.ts'
import { applyPaths } from '../../domain/set-paths.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { renderHtml } from '../../util/markdown.ts'
import { parseTime } from '../../util/time.ts'
import { planNamedUser } from '../channels/acting-user.ts'
import { checkMayChange } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { moderateMessage } from '../flags/moderate-message.ts'
import { getUsersToAdd } from '../members/join.ts'
import { type FoundMessage, getMessage } from './get-message.ts'
import { keepHistory } from './keep-history.ts'
import { checkDraft, draftOf, type MessageDraft, RESTRICTED_PIN } from './message-draft.ts'
import { addEditWork, type Wishes } from './message-work.ts'
import { writeMessage } from './write-message.ts'

/**
 * Replaces a message's content: text, attachments, mentions and custom data. Whether it is pinned
 * stays unless the request says otherwise.
 * @throws ChatError `not_found` | `not_allowed` | `message_too_long` | `invalid_input`
 */
export async function updateMessage(
  deps: Deps,
  actor: Actor,
  messageId: string,
  { message: input, ...body }: z.output<typeof UpdateMessageBody>,
): Promise<MessageResponse> {
  const acting = { user: input.user ?? body.user, user_id: input.user_id ?? body.user_id }
  return change(deps, actor, messageId, acting, body, ({ message }) => {
    const draft = { ...draftOf(actor, withoutOldHtml(input, message)), carries: carries(message) }
    return {
      content: draft,
      pin: { pinned: input.pinned, expires: input.pin_expires },
      quotedMessageId: draft.quotedMessageId ?? message.quotedMessageId,
    }
  })
}

/** What was read and is sent back with another text would show the old one as HTML. */
function withoutOldHtml<T extends { readonly text?: string | undefined; readonly html?: string | undefined }>(
  input: T,
  { text, html }: MessageRecord,
): T {
  return input.html === html && input.text !== text ? { ...input, html: undefined } : input
}

/**
 * Sets and unsets single keys of a message. Pinning alone needs `pin-message` and nothing else.
 * @throws ChatError as `updateMessage`
 */
export async function partialUpdateMessage(
  deps: Deps,
  actor: Actor,
  messageId: string,
  body: z.output<typeof PartialUpdateMessageBody>,
): Promise<MessageResponse> {
  const { set, unset } = body
  return change(deps, actor, messageId, body, body, ({ message }) => {
    const pinned = unset.includes('pinned') ? false : set.pinned
    const pin = { pinned, expires: unset.includes('pin_expires') ? null : set.pin_expires }
    const { pinned: _, pin_expires: __, ...content } = set
    const { custom, ...columns } = content
    const isPinOnly =
      Object.keys(custom).length + Object.keys(columns).length === 0 &&
      unset.every(key => key.startsWith('pin'))
    if (isPinOnly) return { content: undefined, pin, quotedMessageId: message.quotedMessageId }
    return { content: merge(actor, message, body), pin, quotedMessageId: quoteAfter(message, body) }
  })
}

interface Change {
  /** Undefined: stays. */
  readonly content: MessageDraft | undefined
  readonly pin: PinChange
  readonly quotedMessageId: string | undefined
}

interface PinChange {
  readonly pinned: boolean | undefined
  /** Null: for good. */
  readonly expires: string | null | undefined
}

type PartialInput = z.output<typeof PartialUpdateMessageBody>

/** The stored content under what is set and unset. */
function merge(actor: Actor, message: MessageRecord, { set, unset }: PartialInput): MessageDraft {
  const gone = (key: string): boolean => unset.includes(key)
  const text = gone('text') ? '' : (set.text ?? message.text)
  const html = actor.kind === 'server' && !gone('html') ? set.html : undefined
  return {
    text,
    html: html ?? (text === message.text ? message.html : renderHtml(text)),
    mml: gone('mml') ? undefined : (set.mml ?? message.mml),
    attachments: gone('attachments') ? [] : ((set.attachments as Json[] | undefined) ?? message.attachments),
    mentionedUserIds: gone('mentioned_users') ? [] : (set.mentioned_users ?? message.mentionedUserIds),
    quotedMessageId: quoteAfter(message, { set, unset }),
    silent: message.silent,
    // Decided apart from the content.
    pinned: false,
    pinExpiresAtUs: undefined,
    custom: applyPaths(message.custom, set.custom, unset, isReservedMessageKey),
    carries: carries(message),
  }
}

/** What a message has beside its content no update takes away. */
function carries({ pollId, location }: MessageRecord): boolean {
  return pollId !== undefined || location !== undefined
}

function quoteAfter(message: MessageRecord, { set, unset }: Pick<PartialInput, 'set' | 'unset'>) {
  return unset.includes('quoted_message_id') ? undefined : (set.quoted_message_id ?? message.quotedMessageId)
}

async function change(
  deps: Deps,
  actor: Actor,
  messageId: string,
  acting: Parameters<typeof planNamedUser>[2],
  body: Wishes,
  changeOf: (found: FoundMessage) => Change,
): Promise<MessageResponse> {
  const named = await planNamedUser(deps, actor, { user: acting.user, user_id: acting.user_id })
  const editor = named?.user
  const { shown } = await deps.store.transaction(
    async tx => {
      await named?.save?.(tx)
      const found = await getMessage(tx, actor, messageId, editor?.id)
      checkAlive(found.message)
      const wanted = changeOf(found)
      const nowUs = deps.clock()
      checkChange(deps, actor, found, wanted, nowUs)
      const mentioned = wanted.content?.mentionedUserIds ?? []
      await getUsersToAdd(tx, actor, mentioned, 'mentioned')
      const next = apply(found.message, wanted, editor, nowUs)
      const written = await writeMessage(deps, tx, actor, found.open, next, editor, found.message)
      await keepHistory(tx, actor, { before: found.message, after: next, editor, atUs: written.atUs })
      if (wanted.content) {
        const { id, userId: authorId, text } = next
        await moderateMessage(deps, tx, actor, found.open, { id, authorId, text, force: false })
        await addEditWork(tx, actor.app, found.open, found.message, next, body)
      }
      return written
    },
    written => announceAll(deps, written.log.announcements),
  )
  return shown
}

function checkAlive({ id, deletedAtUs }: MessageRecord): void {
  if (deletedAtUs === undefined) return
  throw new ChatError('not_found', `message "${id}" was deleted`)
}

function checkChange(
  deps: Deps,
  actor: Actor,
  { message, open }: FoundMessage,
  { content, pin }: Change,
  nowUs: number,
): void {
  checkMayChange(deps, actor, open)
  if (content) {
    checkCan(actor, 'update-message', { ...open.resource, ownerId: message.userId })
    checkDraft(actor, open, { ...content, pinned: false })
  }
  if (!changesPin(message, pin, nowUs)) return
  checkCan(actor, 'pin-message', open.resource)
  if (pin.pinned && message.restrictedVisibility.length > 0)
    throw invalidField('message.pinned', RESTRICTED_PIN)
}

function changesPin(message: MessageRecord, { pinned, expires }: PinChange, nowUs: number): boolean {
  const before = isPinned(message, nowUs)
  return (pinned !== undefined && pinned !== before) || (expires !== undefined && (pinned ?? before))
}

function apply(
  message: MessageRecord,
  { content, pin, quotedMessageId }: Change,
  editor: UserRecord | undefined,
  nowUs: number,
): MessageRecord {
  const next = { ...message, quotedMessageId, ...pinAfter(message, pin, editor, nowUs) }
  if (!content) return next
  const { text, html, mml, attachments, mentionedUserIds, custom } = content
  const textUpdatedAtUs = text === message.text ? message.textUpdatedAtUs : nowUs
  return { ...next, text, html, mml, attachments, mentionedUserIds, custom, textUpdatedAtUs }
}

type Pin = Pick<MessageRecord, 'pinnedAtUs' | 'pinnedById' | 'pinExpiresAtUs'>

function pinAfter(
  message: MessageRecord,
  pin: PinChange,
  editor: UserRecord | undefined,
  nowUs: number,
): Pin {
  const wasPinned = isPinned(message, nowUs)
  if (!changesPin(message, pin, nowUs)) return message
  const { pinned = wasPinned, expires } = pin
  if (!pinned) return { pinnedAtUs: undefined, pinnedById: undefined, pinExpiresAtUs: undefined }
  // What has expired is pinned anew.
  const stays = wasPinned ? message : { pinnedAtUs: nowUs, pinnedById: editor?.id, pinExpiresAtUs: undefined }
  return {
    pinnedAtUs: stays.pinnedAtUs,
    pinnedById: stays.pinnedById,
    pinExpiresAtUs:
      expires === undefined ? stays.pinExpiresAtUs : expires === null ? undefined : parseTime(expires),
  }
}
