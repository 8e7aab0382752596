import {
  ChannelPath,
  CreateDraftBody,
  DraftQuery,
  DraftReply,
  EmptyReply,
  QueryDraftsBody,
  QueryDraftsReply,
} from '@parley/protocol/schemas'
import { deleteDraft } from '../actions/drafts/delete-draft.ts'
import { getDraft } from '../actions/drafts/get-draft.ts'
import { queryDrafts } from '../actions/drafts/query-drafts.ts'
import { saveDraft } from '../actions/drafts/save-draft.ts'
import type { Route } from './route.ts'

const tag = 'Drafts'

export function registerDraftRoutes(route: Route): void {
  const one = { path: '/channels/{type}/{id}/draft', auth: 'any', params: ChannelPath, tag } as const
  route({
    ...one,
    method: 'POST',
    name: 'CreateDraft',
    body: CreateDraftBody,
    reply: DraftReply,
    summary: 'Keep what is not sent yet',
    description: 'One per user, channel and thread; it takes the place of the one before.',
    handle: async ({ deps, actor, params, body }) => ({ draft: await saveDraft(deps, actor, params, body) }),
  })
  route({
    ...one,
    method: 'GET',
    name: 'GetDraft',
    allowBanned: true,
    query: DraftQuery,
    reply: DraftReply,
    summary: 'Get the draft for a channel or a thread',
    handle: async ({ deps, actor, params, query }) => ({ draft: await getDraft(deps, actor, params, query) }),
  })
  route({
    ...one,
    method: 'DELETE',
    name: 'DeleteDraft',
    query: DraftQuery,
    reply: EmptyReply,
    summary: 'Delete the draft for a channel or a thread',
    handle: async ({ deps, actor, params, query }) => {
      await deleteDraft(deps, actor, params, query)
      return {}
    },
  })
  route({
    method: 'POST',
    path: '/drafts/query',
    auth: 'any',
    name: 'QueryDrafts',
    rate: 'read',
    allowBanned: true,
    body: QueryDraftsBody,
    reply: QueryDraftsReply,
    tag,
    summary: 'Find drafts of a user',
    handle: ({ deps, actor, body }) => queryDrafts(deps, actor, body),
  })
}
