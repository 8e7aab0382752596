import {
  MessagePath,
  OfUserQuery,
  QueryReactionsBody,
  QueryReactionsReply,
  ReactionPath,
  ReactionReply,
  ReactionsQuery,
  ReactionsReply,
  SendReactionBody,
} from '@parley/protocol/schemas'
import { deleteReaction } from '../actions/reactions/delete-reaction.ts'
import { listReactions } from '../actions/reactions/list-reactions.ts'
import { queryReactions } from '../actions/reactions/query-reactions.ts'
import { sendReaction } from '../actions/reactions/send-reaction.ts'
import type { Route } from './route.ts'

const tag = 'Reactions'

export function registerReactionRoutes(route: Route): void {
  registerWriting(route)
  registerReading(route)
}

function registerWriting(route: Route): void {
  route({
    method: 'POST',
    path: '/messages/{id}/reaction',
    auth: 'any',
    name: 'SendReaction',
    params: MessagePath,
    body: SendReactionBody,
    reply: ReactionReply,
    tag,
    summary: 'React to a message',
    description:
      'The same user’s reaction of the same type is replaced. With `enforce_unique` those of other types are taken back.',
    handle: async ({ deps, actor, params, body }) => ({
      ...(await sendReaction(deps, actor, params.id, body)),
    }),
  })
  route({
    method: 'DELETE',
    path: '/messages/{id}/reaction/{type}',
    auth: 'any',
    name: 'DeleteReaction',
    params: ReactionPath,
    query: OfUserQuery,
    reply: ReactionReply,
    tag,
    summary: 'Take a reaction back',
    handle: async ({ deps, actor, params, query }) => ({
      ...(await deleteReaction(deps, actor, params.id, params.type, query)),
    }),
  })
}

function registerReading(route: Route): void {
  route({
    method: 'GET',
    path: '/messages/{id}/reactions',
    auth: 'reader',
    name: 'GetReactions',
    allowBanned: true,
    params: MessagePath,
    query: ReactionsQuery,
    reply: ReactionsReply,
    tag,
    summary: 'Get the reactions to a message',
    description: 'The newest first.',
    handle: async ({ deps, actor, params, query }) => ({
      reactions: await listReactions(deps, actor, params.id, query),
    }),
  })
  route({
    method: 'POST',
    path: '/messages/{id}/reactions',
    auth: 'reader',
    name: 'QueryReactions',
    rate: 'read',
    allowBanned: true,
    params: MessagePath,
    body: QueryReactionsBody,
    reply: QueryReactionsReply,
    tag,
    summary: 'Query the reactions to a message',
    handle: async ({ deps, actor, params, body }) => ({
      ...(await queryReactions(deps, actor, params.id, body)),
    }),
  })
}
