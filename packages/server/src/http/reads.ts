import {
  ChannelPath,
  EmptyReply,
  EventReply,
  MarkAllReadBody,
  MarkDeliveredBody,
  MarkReadBody,
  MarkUnreadBody,
  OfUserQuery,
  UnreadBatchBody,
  UnreadBatchReply,
  UnreadCountsReply,
} from '@parley/protocol/schemas'
import { markAllRead } from '../actions/reads/mark-all-read.ts'
import { markDelivered } from '../actions/reads/mark-delivered.ts'
import { markRead } from '../actions/reads/mark-read.ts'
import { markUnread } from '../actions/reads/mark-unread.ts'
import { readUnread, readUnreadBatch } from '../actions/reads/unread-counts.ts'
import type { Route } from './route.ts'

const tag = 'Read state'

export function registerReadRoutes(route: Route): void {
  registerMarks(route)
  registerCounts(route)
}

function registerMarks(route: Route): void {
  route({
    method: 'POST',
    path: '/channels/read',
    auth: 'any',
    name: 'MarkChannelsRead',
    rate: 'signal',
    allowBanned: true,
    body: MarkAllReadBody,
    reply: EmptyReply,
    tag,
    summary: 'Mark every channel read',
    handle: async ({ deps, actor, body }) => {
      await markAllRead(deps, actor, body)
      return {}
    },
  })
  route({
    method: 'POST',
    path: '/channels/delivered',
    auth: 'any',
    name: 'MarkDelivered',
    rate: 'signal',
    allowBanned: true,
    query: OfUserQuery,
    body: MarkDeliveredBody,
    reply: EmptyReply,
    tag,
    summary: 'Tell which messages arrived',
    description: 'Channels without `delivery_events` are passed over.',
    handle: async ({ deps, actor, query, body }) => {
      await markDelivered(deps, actor, { ...body, user_id: body.user_id ?? query.user_id })
      return {}
    },
  })
  route({
    method: 'POST',
    path: '/channels/{type}/{id}/read',
    auth: 'any',
    name: 'MarkRead',
    rate: 'signal',
    allowBanned: true,
    params: ChannelPath,
    body: MarkReadBody,
    reply: EventReply,
    tag,
    summary: 'Mark a channel read',
    description:
      'Up to `message_id`, or to the newest message; with `thread_id` that thread. Who is no member, or does not take part, has no read state.',
    handle: async ({ deps, actor, params, body }) => ({
      rawJson: `{"event":${await markRead(deps, actor, params, body)}}`,
    }),
  })
  route({
    method: 'POST',
    path: '/channels/{type}/{id}/unread',
    auth: 'any',
    name: 'MarkUnread',
    rate: 'signal',
    allowBanned: true,
    params: ChannelPath,
    body: MarkUnreadBody,
    reply: EmptyReply,
    tag,
    summary: 'Mark a channel unread from a message or a time on, or a thread',
    handle: async ({ deps, actor, params, body }) => {
      await markUnread(deps, actor, params, body)
      return {}
    },
  })
}

function registerCounts(route: Route): void {
  route({
    method: 'GET',
    path: '/unread',
    auth: 'any',
    name: 'UnreadCounts',
    allowBanned: true,
    query: OfUserQuery,
    reply: UnreadCountsReply,
    tag,
    summary: 'Count unread messages of a user',
    handle: ({ deps, actor, query }) => readUnread(deps, actor, query),
  })
  route({
    method: 'POST',
    path: '/unread_batch',
    auth: 'server',
    name: 'UnreadCountsBatch',
    rate: 'read',
    body: UnreadBatchBody,
    reply: UnreadBatchReply,
    tag,
    summary: 'Count unread messages of many users',
    handle: async ({ deps, actor, body }) => ({
      counts_by_user: await readUnreadBatch(deps, actor, body.user_ids),
    }),
  })
}
