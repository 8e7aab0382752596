import type {
  Attachment,
  MessageResponse,
  MessageType,
  PollResponse,
  ReminderResponse,
  UserResponse,
} from '@parley/protocol'
import { isPinned } from '../../domain/messages.ts'
import type { MessageRecord, ReactionGroups, ReactionRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { FreshenLinks } from '../files/fresh-links.ts'
import { spliceJson } from './json.ts'
import { toSharedLocation } from './location.ts'
import type { People } from './people.ts'
import { toReaction, toReactionCounts } from './reaction.ts'

/** What a message shows beside its own row. */
export interface MessageContext {
  readonly people: People
  /** Decides which pins have expired. */
  readonly nowUs: number
  /** The author's role in the channel; undefined when no member. */
  readonly channelRole?: string | undefined
  /** For servers: others must not learn that somebody is shadow banned, least of all they themselves. */
  readonly showShadowed?: boolean | undefined
  /** Gives links to uploaded files time again; undefined where there are none. */
  readonly freshen?: FreshenLinks | undefined
  /** A deleted message's content too. */
  readonly showDeleted?: boolean | undefined
  /** One level: its own quote is left out. */
  readonly quoted?: MessageResponse | undefined
  /** The newest first. */
  readonly latestReactions?: readonly ReactionRecord[] | undefined
  /** The viewer's; none in events, which everybody gets. */
  readonly ownReactions?: readonly ReactionRecord[] | undefined
  readonly participantIds?: readonly string[] | undefined
  readonly poll?: PollResponse | undefined
  /** The viewer's; none in events, which everybody gets. */
  readonly reminder?: ReminderResponse | undefined
}

/** The message as the wire shows it, custom data at the root. */
export function toMessage(message: MessageRecord, context: MessageContext): MessageResponse {
  const body = toMessageBody(message, context)
  body.user = context.people.user(message.userId)
  return body
}

/** `toMessage`, serialised; the author's text is made once however much they write. */
export function messageJson(message: MessageRecord, context: MessageContext): string {
  return spliceJson(
    JSON.stringify(toMessageBody(message, context)),
    'user',
    context.people.json(message.userId),
  )
}

/** As everybody gets it: what the viewer alone is shown is taken out. */
export function asBroadcast(message: MessageResponse): MessageResponse {
  const { quoted_message: quoted } = message
  const own = withoutOwn(message)
  return quoted ? { ...own, quoted_message: withoutOwn(quoted) } : own
}

function withoutOwn(message: MessageResponse): MessageResponse {
  const { reminder, ...rest } = message
  const { own_reactions: reactions, poll } = message
  const votes = poll !== undefined && poll.own_votes.length > 0
  if (reactions.length === 0 && !reminder && !votes) return message
  return { ...rest, own_reactions: NONE, ...(votes && { poll: { ...poll, own_votes: NONE } }) }
}

const NO_COUNTS: Record<string, number> = Object.freeze({})
const NONE: never[] = []

/** What is left to see of a deleted message. */
function withoutContent(message: MessageRecord): MessageRecord {
  return {
    ...message,
    text: '',
    html: '',
    mml: undefined,
    attachments: [],
    mentionedUserIds: [],
    pollId: undefined,
    location: undefined,
    custom: {},
    reactionGroups: undefined,
  }
}

function toMessageBody(stored: MessageRecord, context: MessageContext): MessageResponse {
  const hidden = stored.deletedAtUs !== undefined && context.showDeleted !== true
  const message = hidden ? withoutContent(stored) : stored
  const createdAt = toRfc3339(message.createdAtUs)
  const { people } = context
  const body: Partial<MessageResponse> = {
    ...message.custom,
    id: message.id,
    cid: message.cid,
    user_id: message.userId,
    type: message.deletedAtUs === undefined ? (message.type as MessageType) : 'deleted',
    text: message.text,
    html: message.html,
    attachments: (context.freshen?.(message.attachments) ?? message.attachments) as Attachment[],
    mentioned_users: message.mentionedUserIds.length === 0 ? NONE : mentionsOf(message, people),
    latest_reactions: NONE,
    own_reactions: NONE,
    reaction_counts: NO_COUNTS,
    reaction_scores: NO_COUNTS,
    reaction_groups: null,
    reply_count: message.replyCount,
    deleted_reply_count: message.deletedReplyCount,
    silent: message.silent,
    shadowed: message.shadowed && context.showShadowed === true,
    pinned: false,
    pinned_at: null,
    pinned_by: null,
    pin_expires: null,
    created_at: createdAt,
    updated_at: message.updatedAtUs === message.createdAtUs ? createdAt : toRfc3339(message.updatedAtUs),
  }
  addRelations(body, message, context)
  if (message.reactionGroups) addReactions(body, message.reactionGroups, context)
  addCarried(body, message, context)
  addState(body, message, context)
  // Whole but for `user`, which both callers add in their own way.
  return body as MessageResponse
}

function mentionsOf(message: MessageRecord, people: People): UserResponse[] {
  return message.mentionedUserIds.map(id => people.user(id)).filter(user => user !== null)
}

function addRelations(body: Partial<MessageResponse>, message: MessageRecord, context: MessageContext): void {
  if (context.channelRole !== undefined) body.member = { channel_role: context.channelRole }
  if (message.mml !== undefined) body.mml = message.mml
  if (message.restrictedVisibility.length > 0) body.restricted_visibility = [...message.restrictedVisibility]
  if (message.parentId !== undefined) {
    body.parent_id = message.parentId
    body.show_in_channel = message.showInChannel
  }
  if (context.participantIds) {
    body.thread_participants = context.participantIds.map(id => context.people.userOrGhost(id))
  }
  if (message.quotedMessageId !== undefined) {
    body.quoted_message_id = message.quotedMessageId
    body.quoted_message = context.quoted ?? null
  }
}

function addReactions(body: Partial<MessageResponse>, groups: ReactionGroups, context: MessageContext): void {
  const { people, latestReactions, ownReactions } = context
  Object.assign(body, toReactionCounts(groups))
  if (latestReactions) body.latest_reactions = latestReactions.map(each => toReaction(each, people))
  if (ownReactions) body.own_reactions = ownReactions.map(each => toReaction(each, people))
}

/** What a deleted message had is not shown any more. */
function addCarried(body: Partial<MessageResponse>, message: MessageRecord, context: MessageContext): void {
  if (message.pollId !== undefined && context.poll) {
    body.poll_id = message.pollId
    body.poll = context.poll
  }
  if (message.location) body.shared_location = toSharedLocation(message, message.location)
  if (context.reminder) body.reminder = context.reminder
}

function addState(body: Partial<MessageResponse>, message: MessageRecord, context: MessageContext): void {
  if (message.pinnedAtUs !== undefined && isPinned(message, context.nowUs)) {
    body.pinned = true
    body.pinned_at = toRfc3339(message.pinnedAtUs)
    body.pinned_by = context.people.user(message.pinnedById)
    body.pin_expires = message.pinExpiresAtUs === undefined ? null : toRfc3339(message.pinExpiresAtUs)
  }
  if (message.textUpdatedAtUs !== undefined) body.message_text_updated_at = toRfc3339(message.textUpdatedAtUs)
  if (message.deletedAtUs !== undefined) body.deleted_at = toRfc3339(message.deletedAtUs)
}
