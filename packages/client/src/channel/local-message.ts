import type { MessageRequest, SharedLocation, SharedLocationRequest, UserResponse } from '@parley/protocol'
import type { LocalMessage } from './message-sets.ts'
import { findMessage } from './reduce-messages.ts'
import type { ChannelState } from './state.ts'

/** Whose message it is, and when. */
export interface Author {
  user: UserResponse
  cid: string
  nowMs: number
}

/** What a message will look like that is about to be sent. It stands behind those that are there. */
export function localMessage(
  request: MessageRequest & { id: string },
  state: ChannelState,
  { user, cid, nowMs }: Author,
): LocalMessage {
  const {
    id,
    parent_id,
    quoted_message_id,
    user: _,
    mentioned_users,
    restricted_visibility,
    shared_location,
    ...rest
  } = request
  const newest = state.latestMessages.at(-1)?.created_at ?? ''
  const now = wireTime(nowMs)
  const created_at = now > newest ? now : justAfter(newest)
  const quoted = quoted_message_id ? findMessage(state, quoted_message_id) : undefined
  return {
    html: '',
    silent: false,
    pinned: false,
    ...rest,
    id,
    cid,
    text: request.text ?? '',
    type: parent_id ? 'reply' : request.type === 'system' ? 'system' : 'regular',
    user,
    user_id: user.id,
    attachments: [...(request.attachments ?? [])],
    mentioned_users: (mentioned_users ?? []).map(userId => userOf(state, userId)),
    latest_reactions: [],
    own_reactions: [],
    reaction_counts: {},
    reaction_scores: {},
    reaction_groups: {},
    reply_count: 0,
    deleted_reply_count: 0,
    shadowed: false,
    pinned_at: null,
    pinned_by: null,
    pin_expires: null,
    ...(parent_id && { parent_id }),
    ...(quoted_message_id && { quoted_message_id }),
    ...(quoted && { quoted_message: quoted }),
    ...(restricted_visibility && { restricted_visibility: [...restricted_visibility] }),
    ...(shared_location && { shared_location: located(shared_location, { id, cid, user, created_at }) }),
    created_at,
    updated_at: created_at,
    status: 'sending',
  }
}

function located(
  { end_at, ...place }: SharedLocationRequest,
  { id, cid, user, created_at }: { id: string; cid: string; user: UserResponse; created_at: string },
): SharedLocation {
  const times = { created_at, updated_at: created_at }
  return { ...place, ...(end_at && { end_at }), message_id: id, channel_cid: cid, user_id: user.id, ...times }
}

/** The moment as the server writes it, so that times compare as texts. */
export function wireTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z')
}

/** A microsecond later. */
function justAfter(time: string): string {
  const us = Number(time.slice(-4, -1)) + 1
  const ms = new Date(Date.parse(time) + Math.floor(us / 1000)).toISOString().slice(0, -1)
  return `${ms}${String(us % 1000).padStart(3, '0')}Z`
}

/** A message as it is sent: without what only the state says of it. */
export function withoutStatus<T extends object>(message: T): T {
  const { status, error: _, ...rest } = message as T & Partial<Pick<LocalMessage, 'status' | 'error'>>
  return status === undefined ? message : (rest as T)
}

function userOf(state: ChannelState, id: string): UserResponse {
  const nobody = {
    id,
    role: 'user',
    language: '',
    online: false,
    banned: false,
    created_at: '',
    updated_at: '',
  }
  return state.members[id]?.user ?? state.watchers[id] ?? nobody
}
