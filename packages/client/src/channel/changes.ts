import type {
  AnyEvent,
  MessageRequest,
  MessageResponse,
  PartialUpdate,
  ReactionRequest,
  ReactionResponse,
  UserResponse,
} from '@parley/protocol'
import { wireTime } from './local-message.ts'
import type { LocalMessage } from './message-sets.ts'
import type { Change } from './pending.ts'
import { changeMessage, dropMessages, findMessage, placedOwn } from './reduce-messages.ts'
import type { ChannelState } from './state.ts'

/** A message that is being sent, or could not be. */
export function sending(message: LocalMessage): Change {
  return {
    apply: state => (findMessage(state, message.id) ? state : placedOwn(state, message)),
    isToldBy: event => event.type === 'message.new' && idOf(event) === message.id,
  }
}

/** A message that is being edited: `edit` says what it becomes. */
export function editing(id: string, edit: (message: LocalMessage) => MessageResponse): Change {
  return onMessage(
    id,
    (state, message) => changeMessage(state, edit(message)),
    event => event.type === 'message.updated',
  )
}

/** What a message becomes by its new content. */
export function edited(message: LocalMessage, request: MessageRequest): MessageResponse {
  const { text = '', attachments, pin_expires = null, pinned = message.pinned } = request
  const custom = Object.entries(request).filter(([key]) => !BUILT_IN.has(key))
  const content = { text, attachments: [...(attachments ?? [])], pin_expires, pinned }
  return { ...message, ...Object.fromEntries(custom), ...content }
}

/** Keys of a request that are not custom data. */
const BUILT_IN = new Set([
  'id',
  'user',
  'user_id',
  'type',
  'html',
  'mml',
  'mentioned_users',
  'parent_id',
  'show_in_channel',
  'quoted_message_id',
  'silent',
  'restricted_visibility',
  'poll_id',
  'shared_location',
])

/** What a message becomes by a partial update; paths into custom data show when it is done. */
export function patched(message: LocalMessage, { set, unset }: PartialUpdate): MessageResponse {
  const gone = Object.fromEntries((unset ?? []).map(key => [key, undefined]))
  const { mentioned_users: _, ...content } = set ?? {}
  const isPlain = ([key]: [string, unknown]) => !key.includes('.')
  return { ...message, ...Object.fromEntries(Object.entries({ ...gone, ...content }).filter(isPlain)) }
}

/** A message that is being deleted. */
export function deleting(id: string, { keeps, nowMs }: { keeps: boolean; nowMs: number }): Change {
  const deleted = { type: 'deleted', deleted_at: wireTime(nowMs) } as const
  return onMessage(
    id,
    (state, message) => {
      if (!keeps) return dropMessages(state, other => other.id === id)
      return message.type === 'deleted' ? state : changeMessage(state, { ...message, ...deleted })
    },
    event => event.type === 'message.deleted',
  )
}

/** A reaction that is being given. */
export function reacting(
  id: string,
  request: ReactionRequest,
  { user, nowMs, isUnique }: { user: UserResponse; nowMs: number; isUnique: boolean },
): Change {
  const now = wireTime(nowMs)
  const { user: _, ...given } = request
  const reaction = {
    score: 1,
    ...given,
    message_id: id,
    user_id: user.id,
    user,
    created_at: now,
    updated_at: now,
  }
  return onMessage(
    id,
    (state, message) => {
      const others = isUnique ? message.own_reactions.filter(({ type }) => type !== request.type) : []
      return changed(state, withReaction(others.reduce(withoutReaction, message), reaction))
    },
    event => isOwnReaction(event, request.type, user.id) && event.type !== 'reaction.deleted',
  )
}

/** A reaction that is being taken back. */
export function unreacting(id: string, type: string, userId: string): Change {
  return onMessage(
    id,
    (state, message) => {
      const own = message.own_reactions.find(reaction => reaction.type === type)
      return own ? changed(state, withoutReaction(message, own)) : state
    },
    event => isOwnReaction(event, type, userId) && event.type === 'reaction.deleted',
  )
}

function onMessage(
  id: string,
  apply: (state: ChannelState, message: LocalMessage) => ChannelState,
  isTold: (event: AnyEvent) => boolean,
): Change {
  return {
    apply: state => {
      const message = findMessage(state, id)
      return message ? apply(state, message) : state
    },
    isToldBy: event => isTold(event) && idOf(event) === id,
  }
}

function changed(state: ChannelState, message: LocalMessage): ChannelState {
  return changeMessage(state, message, message.own_reactions)
}

function withReaction(message: LocalMessage, reaction: ReactionResponse): LocalMessage {
  const { type } = reaction
  const own = message.own_reactions.find(other => other.type === type)
  if (own?.score === reaction.score) return message
  const without = own ? withoutReaction(message, own) : message
  return {
    ...counted(without, reaction, 1),
    own_reactions: [reaction, ...without.own_reactions],
    latest_reactions: [reaction, ...without.latest_reactions].slice(0, 10),
  }
}

function withoutReaction(message: LocalMessage, reaction: ReactionResponse): LocalMessage {
  const isOther = ({ type, user_id }: ReactionResponse) =>
    type !== reaction.type || user_id !== reaction.user_id
  return {
    ...counted(message, reaction, -1),
    own_reactions: message.own_reactions.filter(isOther),
    latest_reactions: message.latest_reactions.filter(isOther),
  }
}

function counted(
  message: LocalMessage,
  { type, score, created_at }: ReactionResponse,
  by: 1 | -1,
): LocalMessage {
  const {
    count = 0,
    sum_scores = 0,
    first_reaction_at = created_at,
    last_reaction_at = created_at,
  } = message.reaction_groups?.[type] ?? {}
  const group = {
    count: count + by,
    sum_scores: sum_scores + by * score,
    first_reaction_at,
    last_reaction_at,
  }
  return {
    ...message,
    reaction_groups: put(message.reaction_groups, type, group.count > 0 && group),
    reaction_counts: put(message.reaction_counts, type, group.count > 0 && group.count),
    reaction_scores: put(message.reaction_scores, type, group.count > 0 && group.sum_scores),
  }
}

function put<T>(record: Record<string, T> | null, key: string, value: T | false): Record<string, T> {
  const { [key]: _, ...others } = record ?? {}
  return value === false ? others : { ...others, [key]: value }
}

function idOf(event: AnyEvent): unknown {
  return (event as { message?: MessageResponse }).message?.id
}

function isOwnReaction(event: AnyEvent, type: string, userId: string): boolean {
  const { reaction } = event as { reaction?: ReactionResponse }
  return reaction?.type === type && reaction.user_id === userId
}
