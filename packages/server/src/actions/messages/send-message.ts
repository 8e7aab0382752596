import { ChatError, type PollResponse } from '@parley/protocol'
import type { SendMessageBody } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { isShadowed } from '../../domain/bans.ts'
import { checkNewLocation, newLocation } from '../../domain/locations.ts'
import { can } from '../../domain/permissions.ts'
import type { ChannelRecord, MessageRecord, UserRecord } from '../../domain/records.ts'
import { checkSlowMode } from '../../domain/slow-mode.ts'
import { audienceOf, isLimited } from '../../domain/visibility.ts'
import type { Tx } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { type ActingUser, planActingUser } from '../channels/acting-user.ts'
import {
  type ChannelRef,
  checkNotFrozen,
  checkWrite,
  type OpenChannel,
  openChannel,
  visibleOf,
} from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { dropDraft } from '../drafts/delete-draft.ts'
import { announceAll, ChannelLog, type Place, type Recipients } from '../events/channel-log.ts'
import { type Judged, moderateMessage } from '../flags/moderate-message.ts'
import { getUsersToAdd } from '../members/join.ts'
import { unhideChannel } from '../members/unhide-channel.ts'
import { takePoll } from '../polls/send-poll.ts'
import { growThread } from '../threads/grow-thread.ts'
import { channelFrame } from '../wire/channel-event.ts'
import { type MessageContext, messageJson } from '../wire/message.ts'
import { People } from '../wire/people.ts'
import { userJson } from '../wire/user.ts'
import { checkDraft, checkExtras, draftOf, type MessageDraft, type MessageInput } from './message-draft.ts'
import { addMessageWork } from './message-work.ts'
import { noticeChannelJson } from './notice-channel.ts'
import { isPending, storePending } from './pending-messages.ts'
import { recipientsOf } from './recipients.ts'
import { showMessages } from './show-messages.ts'

export interface SendMessage extends ChannelRef {
  readonly body: z.output<typeof SendMessageBody>
}

/** A message on its way, checked as far as the request alone allows. */
export interface Sending {
  readonly actor: Actor
  readonly author: UserRecord
  /** Of the author. */
  readonly save: ActingUser['save']
  readonly message: MessageInput
  readonly draft: MessageDraft
  readonly id: string
  readonly keepHidden: boolean
  readonly body: z.output<typeof SendMessageBody>
}

/** What the sender is answered: the message as JSON, and while it is pending what goes with it. */
export interface SentMessage {
  readonly json: string
  readonly metadata?: Readonly<Record<string, string>> | undefined
}

/** Nothing is kept of a message whose id is taken; who took it decides what the sender is told. */
function idTaken(id: string): ChatError {
  const why = 'is taken by another message; ids are unique in the whole app: use a random UUID'
  return new ChatError('invalid_input', `message.id "${id}" ${why}`, {
    details: { fields: { 'message.id': why } },
  })
}

/**
 * Stores one message, then tells the watchers and notifies the members who do not watch.
 * Sending the same `id` again returns the first message and tells nobody. What is pending is told
 * to nobody before it is committed.
 * Returns the message as JSON: the same text stands in reply, log and events.
 * @throws ChatError `not_allowed` | `cooldown` | `message_too_long` | `feature_disabled` |
 * `reply_to_reply` | `invalid_input` | `not_found`
 */
export async function sendMessage(
  deps: Deps,
  actor: Actor,
  { type, id, body }: SendMessage,
): Promise<SentMessage> {
  const { message } = body
  // A client's own user is there already, and needs no looking for.
  const acting =
    actor.kind === 'user'
      ? { user: actor.user, save: undefined }
      : await planActingUser(deps, actor, actingInput(body))
  const sending = sendingOf(actor, acting, body)
  try {
    const { sent } = await deps.store.transaction(
      tx => store(deps, tx, { type, id }, sending),
      done => announceAll(deps, done.log.announcements),
    )
    return sent
  } catch (error) {
    // A retried send answers as the first one did, whatever the rules say by now.
    if (message.id === undefined || !(error instanceof ChatError)) throw error
    return findSent(deps, sending, { type, id }, error)
  }
}

/** A message that is checked as far as the request alone allows. */
export function sendingOf(
  actor: Actor,
  { user: author, save }: ActingUser,
  body: SendMessage['body'],
): Sending {
  const { message } = body
  return {
    actor,
    author,
    save,
    message,
    draft: draftOf(actor, message),
    id: message.id ?? Bun.randomUUIDv7(),
    keepHidden: body.keep_channel_hidden === true,
    body,
  }
}

/** Backends name the author inside of the message, some beside it. */
function actingInput({ message, user, user_id }: SendMessage['body']) {
  return { user: message.user ?? user, user_id: message.user_id ?? user_id }
}

async function store(deps: Deps, tx: Tx, ref: ChannelRef, sending: Sending) {
  await sending.save?.(tx)
  const open = await openChannel(tx, sending.actor, ref, sending.author.id)
  await checkSend(deps, tx, open, sending)
  const log = new ChannelLog(deps, tx, sending.actor, open.channel)
  const sent: SentMessage = isPending(sending.actor, open, sending.body)
    ? await keepBack(deps, tx, open, sending)
    : { json: await storeIn(deps, tx, log, open, sending) }
  await moderateMessage(deps, tx, sending.actor, open, judgedOf(sending))
  if (open.member?.hasDrafts) {
    log.announcements.push(...(await dropDraft(deps, tx, sending.actor, open, sending.message.parent_id)))
  }
  return { sent, log }
}

function judgedOf({ id, author, draft: { text }, body }: Sending): Judged {
  return { id, authorId: author.id, text, force: body.force_moderation === true }
}

/** Keeps a message for the author alone until it is committed. */
async function keepBack(deps: Deps, tx: Tx, open: OpenChannel, sending: Sending): Promise<SentMessage> {
  const { actor, id, draft, body } = sending
  const related = await loadRelated(deps, tx, open, sending)
  const record = recordOf(
    open.channel,
    sending,
    { atUs: deps.clock() },
    limitsOf(deps, open, sending, related.parent),
  )
  // As it will be sent: with its id, and with the HTML that is shown now.
  const message = { ...body.message, id, html: draft.html }
  if (!(await storePending(deps, tx, actor.app, open, record, { ...body, message }))) throw idTaken(id)
  return {
    json: await render(deps, tx, open, sending, record, related),
    metadata: body.pending_message_metadata,
  }
}

/**
 * Stores the message that goes with a change of a channel, within the change's transaction.
 * @throws ChatError as `sendMessage`
 */
export async function storeSideMessage(change: SideChange, message: MessageInput): Promise<string> {
  const { deps, tx, log, open, actor, author } = change
  const draft = draftOf(actor, message)
  const type = can(actor, 'create-system-message', open.resource) ? ('system' as const) : undefined
  const sending: Sending = {
    actor,
    author,
    save: undefined,
    message: { ...message, type },
    draft,
    id: message.id ?? Bun.randomUUIDv7(),
    keepHidden: false,
    body: { message },
  }
  checkDraft(actor, open, draft)
  checkExtras(actor, open, message)
  // The change that it tells of is everybody's to know.
  if (message.restricted_visibility?.length)
    throw invalidField('message.restricted_visibility', 'is not taken here')
  return storeIn(deps, tx, log, open, sending)
}

/** A change of a channel as far as a message of it is concerned. */
export interface SideChange {
  readonly deps: Deps
  readonly tx: Tx
  readonly log: ChannelLog
  readonly open: OpenChannel
  readonly actor: Actor
  readonly author: UserRecord
}

/** What a message refers to, and who may see it. */
interface Related {
  readonly parent: MessageRecord | undefined
  readonly quoted: MessageRecord | undefined
  readonly mentioned: readonly UserRecord[]
  readonly poll: PollResponse | undefined
}

/** Stores a message that is checked, and logs it. Returns it as JSON. */
export async function storeIn(
  deps: Deps,
  tx: Tx,
  log: ChannelLog,
  open: OpenChannel,
  sending: Sending,
): Promise<string> {
  const { channel, member } = open
  const related = await loadRelated(deps, tx, open, sending)
  const limits = limitsOf(deps, open, sending, related.parent)
  if (isLimited(limits)) return storeLimited(deps, tx, log, open, sending, related, limits)
  const inChannel = isInChannel(sending.message)
  const place = await log.next({ movesLastMessage: inChannel && movesLast(open, sending.message) })
  const record = recordOf(channel, sending, place, limits)
  if (!(await tx.insertMessage(record))) throw idTaken(record.id)
  if (member && inChannel) await tx.setRead(channel.pk, record.userId, place.atUs, record.id)
  if (!sending.keepHidden && channel.memberCount > 0) await unhideChannel(deps, tx, log, channel, record)
  const json = await render(deps, tx, open, sending, record, related)
  await announce(deps, tx, log, open, sending, record, place, json)
  if (related.parent) await growThread(deps, tx, log, channel, related.parent, record, json)
  await addMessageWork(tx, sending.actor.app, open, record, sending.body)
  return json
}

/**
 * Stores a message that is not for everybody. What everybody sees of the channel stays as it is:
 * its last message and count, its parent's replies, the author's read mark, who hides it.
 */
async function storeLimited(
  deps: Deps,
  tx: Tx,
  log: ChannelLog,
  open: OpenChannel,
  sending: Sending,
  related: Related,
  limits: Limits,
): Promise<string> {
  const { channel } = open
  const place = await log.next()
  const record = recordOf(channel, sending, place, limits)
  if (!channel.hasHidden) await tx.setHasHidden(channel.pk)
  if (!(await tx.insertMessage(record))) throw idTaken(record.id)
  const json = await render(deps, tx, open, sending, record, related)
  const to = await recipientsOf(deps, tx, sending.actor, open, record)
  await announce(deps, tx, log, open, sending, record, place, json, to)
  await addMessageWork(tx, sending.actor.app, open, record, sending.body)
  if (!record.shadowed || sending.actor.kind !== 'server') return json
  return render(deps, tx, open, sending, record, related, { showShadowed: true })
}

async function checkSend(deps: Deps, tx: Tx, open: OpenChannel, sending: Sending): Promise<void> {
  const { actor, author, draft, message } = sending
  const { channel, resource } = open
  checkWrite(actor, open, 'create-message')
  checkDraft(actor, open, draft)
  checkExtras(actor, open, message)
  if (message.shared_location) checkNewLocation(message.shared_location, deps.clock())
  if (actor.kind === 'server') return
  checkNotFrozen(actor, open)
  if (channel.cooldownSeconds > 0 && !can(actor, 'skip-channel-cooldown', resource)) {
    const lastSentAtUs = await findLastSentAtUs(tx, channel, author.id)
    checkSlowMode({ lastSentAtUs, cooldownSeconds: channel.cooldownSeconds }, deps.clock())
  }
}

/** Also of what waits to be committed. */
async function findLastSentAtUs(
  tx: Tx,
  { pk, hasHidden }: ChannelRecord,
  userId: string,
): Promise<number | undefined> {
  const sentAtUs = await tx.findLastSentAtUs(pk, userId)
  const [pending] = hasHidden ? await tx.listPending(pk, userId, 1) : []
  return pending ? Math.max(pending.message.createdAtUs, sentAtUs ?? 0) : sentAtUs
}

const NONE: Related = { parent: undefined, quoted: undefined, mentioned: [], poll: undefined }

async function loadRelated(
  deps: Deps,
  tx: Tx,
  open: OpenChannel,
  { actor, message, draft }: Sending,
): Promise<Related> {
  const { channel } = open
  const { parent_id: parentId, poll_id: pollId } = message
  const { quotedMessageId, mentionedUserIds } = draft
  const isPlain = parentId === undefined && quotedMessageId === undefined && pollId === undefined
  if (isPlain && mentionedUserIds.length === 0) return NONE
  const parent =
    parentId === undefined ? undefined : await getInChannel(tx, actor, open, 'parent_id', parentId)
  if (parent?.parentId !== undefined) {
    throw new ChatError(
      'reply_to_reply',
      `message "${parent.id}" is itself a reply: reply to "${parent.parentId}"`,
    )
  }
  return {
    parent,
    quoted:
      quotedMessageId === undefined
        ? undefined
        : await getInChannel(tx, actor, open, 'quoted_message_id', quotedMessageId),
    mentioned: await getUsersToAdd(tx, channel.appId, mentionedUserIds, 'mentioned'),
    poll: pollId === undefined ? undefined : await takePoll(deps, tx, actor, open, pollId),
  }
}

async function getInChannel(
  tx: Tx,
  actor: Actor,
  open: OpenChannel,
  field: string,
  id: string,
): Promise<MessageRecord> {
  const { channel } = open
  const found = await tx.findMessage(channel.appId, id)
  if (found?.channelPk === channel.pk && found.deletedAtUs === undefined) {
    const [message] = await visibleOf(tx, actor, open, [found])
    if (message) return message
  }
  throw invalidField(`message.${field}`, `names no message of channel ${channel.cid}: "${id}"`)
}

type Limits = Pick<MessageRecord, 'shadowed' | 'restrictedVisibility'>

const FOR_ALL: Limits = { shadowed: false, restrictedVisibility: [] }

/** Who may see it: a reply to what is not for everybody is not either. */
function limitsOf(
  deps: Deps,
  open: OpenChannel,
  { author, message }: Sending,
  parent: MessageRecord | undefined,
): Limits {
  const shadowed = isShadowed(author, open, deps.clock)
  const asked = message.restricted_visibility ?? []
  if (!shadowed && asked.length === 0 && (!parent || !isLimited(parent))) return FOR_ALL
  const inherited = parent && audienceOf(parent)?.userIds
  return { shadowed, restrictedVisibility: asked.length > 0 ? asked : (inherited ?? []) }
}

function recordOf(
  channel: ChannelRecord,
  sending: Sending,
  { atUs }: Pick<Place, 'atUs'>,
  limits: Limits,
): MessageRecord {
  const { message, author, id, draft } = sending
  const parentId = message.parent_id
  return {
    appId: channel.appId,
    id,
    channelPk: channel.pk,
    cid: channel.cid,
    userId: author.id,
    type: parentId !== undefined ? 'reply' : message.type === 'system' ? 'system' : 'regular',
    text: draft.text,
    html: draft.html,
    mml: draft.mml,
    attachments: draft.attachments,
    mentionedUserIds: draft.mentionedUserIds,
    parentId,
    showInChannel: parentId !== undefined && message.show_in_channel === true,
    quotedMessageId: draft.quotedMessageId,
    silent: draft.silent,
    pinnedAtUs: draft.pinned ? atUs : undefined,
    pinnedById: draft.pinned ? author.id : undefined,
    pinExpiresAtUs: draft.pinned ? draft.pinExpiresAtUs : undefined,
    replyCount: 0,
    deletedReplyCount: 0,
    ...limits,
    reactionGroups: undefined,
    pollId: message.poll_id,
    location: message.shared_location && newLocation(message.shared_location, atUs),
    reminded: false,
    custom: draft.custom,
    createdAtUs: atUs,
    updatedAtUs: atUs,
    textUpdatedAtUs: undefined,
    deletedAtUs: undefined,
  }
}

/** Replies are not, unless they are shown there too. */
function isInChannel({ parent_id, show_in_channel }: MessageInput): boolean {
  return parent_id === undefined || show_in_channel === true
}

function movesLast({ config }: OpenChannel, { type }: MessageInput): boolean {
  return type !== 'system' || !config.skip_last_msg_update_for_system_msgs
}

async function render(
  deps: Deps,
  tx: Tx,
  { channel, member }: OpenChannel,
  { author }: Sending,
  record: MessageRecord,
  { quoted, mentioned, poll }: Related,
  { showShadowed }: Pick<MessageContext, 'showShadowed'> = {},
): Promise<string> {
  const people = new People(deps, mentioned.length === 0 ? [author] : [author, ...mentioned])
  const context = { people, nowUs: record.createdAtUs, channelRole: member?.channelRole, showShadowed, poll }
  if (!quoted || isLimited(quoted)) return messageJson(record, context)
  const { quote } = await showMessages(deps, tx, channel, [quoted])
  return messageJson(record, { ...context, quoted: quote(quoted) })
}

async function announce(
  deps: Deps,
  tx: Tx,
  log: ChannelLog,
  { channel, config }: OpenChannel,
  { author }: Sending,
  record: MessageRecord,
  place: Place,
  json: string,
  to?: Recipients,
): Promise<void> {
  const throttle = record.type === 'system' ? undefined : (config.message_throttle ?? undefined)
  const parts = { message: json, user: userJson(deps, author) }
  // Replies inside of a thread are no news of the channel.
  if (channel.memberCount === 0 || (record.parentId !== undefined && !record.showInChannel)) {
    return log.append('message.new', place, parts, { to, throttle })
  }
  const channelJson = await noticeChannelJson(deps, tx, channel, place.atUs)
  const notice = channelFrame(
    'notification.message_new',
    channel,
    { atUs: place.atUs },
    { message: json, channel: channelJson },
  )
  return log.append('message.new', place, parts, { notice, to, throttle })
}

/** The message that took the id, if it is this author's in this channel. */
async function findSent(deps: Deps, sending: Sending, ref: ChannelRef, error: Error): Promise<SentMessage> {
  const { actor, author, id } = sending
  const reader = deps.store.read
  const earlier = await reader.findMessage(actor.app.id, id)
  const [pending] = earlier ? [] : await reader.findPendings(actor.app.id, [id])
  const taken = earlier ?? pending?.message
  if (!taken) throw error
  const channel = await reader.findChannel(actor.app.id, ref.type, ref.id)
  if (channel?.pk !== taken.channelPk || taken.userId !== author.id) throw error
  const { show } = await showMessages(deps, reader, channel, [taken], {
    showShadowed: actor.kind === 'server',
    viewerId: author.id,
  })
  return { json: JSON.stringify(show(taken)), metadata: pending?.metadata }
}
