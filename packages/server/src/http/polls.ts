import {
  CastVoteBody,
  CreatePollOptionBody,
  EmptyReply,
  MessagePollPath,
  PartialUpdatePollBody,
  PollBody,
  PollOptionPath,
  PollOptionReply,
  PollPath,
  PollQuery,
  PollReply,
  PollVotePath,
  PollVoteReply,
  QueryPollsBody,
  QueryPollsReply,
  QueryVotesReply,
  ReplacePollBody,
  ReplacePollOptionBody,
  UpdatePollOptionBody,
} from '@parley/protocol/schemas'
import { castVote, removeVote } from '../actions/polls/cast-vote.ts'
import { addOption, deleteOption, updateOption } from '../actions/polls/change-options.ts'
import { createPoll } from '../actions/polls/create-poll.ts'
import { deletePoll } from '../actions/polls/delete-poll.ts'
import { getOption, getPoll } from '../actions/polls/get-poll.ts'
import { queryPolls } from '../actions/polls/query-polls.ts'
import { queryVotes } from '../actions/polls/query-votes.ts'
import { partialUpdatePoll, updatePoll } from '../actions/polls/update-poll.ts'
import type { Route } from './route.ts'

const tag = 'Polls'

export function registerPollRoutes(route: Route): void {
  registerPolls(route)
  registerChanges(route)
  registerOptions(route)
  registerVotes(route)
}

function registerPolls(route: Route): void {
  route({
    method: 'POST',
    path: '/polls',
    auth: 'any',
    name: 'CreatePoll',
    body: PollBody,
    reply: PollReply,
    tag,
    summary: 'Make a poll',
    description: 'It is sent as `poll_id` of a message afterwards.',
    handle: async ({ deps, actor, body }) => ({ poll: await createPoll(deps, actor, body) }),
  })
  route({
    method: 'POST',
    path: '/polls/query',
    auth: 'any',
    name: 'QueryPolls',
    rate: 'read',
    allowBanned: true,
    body: QueryPollsBody,
    reply: QueryPollsReply,
    tag,
    summary: 'Find polls',
    handle: ({ deps, actor, body }) => queryPolls(deps, actor, body),
  })
  route({
    method: 'GET',
    path: '/polls/{poll_id}',
    auth: 'any',
    name: 'GetPoll',
    allowBanned: true,
    params: PollPath,
    query: PollQuery,
    reply: PollReply,
    tag,
    summary: 'Get a poll',
    handle: async ({ deps, actor, params, query }) => ({
      poll: await getPoll(deps, actor, params.poll_id, query),
    }),
  })
}

function registerChanges(route: Route): void {
  const update = { auth: 'any', reply: PollReply, tag, summary: 'Replace what a poll says' } as const
  route({
    ...update,
    method: 'PUT',
    path: '/polls',
    name: 'UpdatePollById',
    body: ReplacePollBody,
    description: 'As `PUT /polls/{poll_id}`, with `id` in the body.',
    handle: async ({ deps, actor, body }) => ({ poll: await updatePoll(deps, actor, body.id, body) }),
  })
  route({
    ...update,
    method: 'PUT',
    path: '/polls/{poll_id}',
    name: 'UpdatePoll',
    params: PollPath,
    body: PollBody,
    description: 'Options that are not in it go, with their votes; without `options` all stay.',
    handle: async ({ deps, actor, params, body }) => ({
      poll: await updatePoll(deps, actor, params.poll_id, body),
    }),
  })
  route({
    method: 'PATCH',
    path: '/polls/{poll_id}',
    auth: 'any',
    name: 'UpdatePollPartial',
    params: PollPath,
    body: PartialUpdatePollBody,
    reply: PollReply,
    tag,
    summary: 'Change a poll in part, or close it',
    handle: async ({ deps, actor, params, body }) => ({
      poll: await partialUpdatePoll(deps, actor, params.poll_id, body),
    }),
  })
  route({
    method: 'DELETE',
    path: '/polls/{poll_id}',
    auth: 'any',
    name: 'DeletePoll',
    params: PollPath,
    query: PollQuery,
    reply: EmptyReply,
    tag,
    summary: 'Delete a poll',
    description: 'The messages that it was sent with stay, without it.',
    handle: async ({ deps, actor, params, query }) => {
      await deletePoll(deps, actor, params.poll_id, query)
      return {}
    },
  })
}

function registerOptions(route: Route): void {
  route({
    method: 'POST',
    path: '/polls/{poll_id}/options',
    auth: 'any',
    name: 'CreatePollOption',
    params: PollPath,
    body: CreatePollOptionBody,
    reply: PollOptionReply,
    tag,
    summary: 'Add an option to a poll',
    handle: async ({ deps, actor, params, body }) => ({
      poll_option: await addOption(deps, actor, params.poll_id, body),
    }),
  })
  route({
    method: 'GET',
    path: '/polls/{poll_id}/options/{option_id}',
    auth: 'any',
    name: 'GetPollOption',
    allowBanned: true,
    params: PollOptionPath,
    query: PollQuery,
    reply: PollOptionReply,
    tag,
    summary: 'Get an option of a poll',
    handle: async ({ deps, actor, params, query }) => ({
      poll_option: await getOption(deps, actor, params, query),
    }),
  })
  const update = { auth: 'any', reply: PollOptionReply, tag, summary: 'Replace what an option says' } as const
  route({
    ...update,
    method: 'PUT',
    path: '/polls/{poll_id}/options',
    name: 'UpdatePollOptionById',
    params: PollPath,
    body: ReplacePollOptionBody,
    description: 'As `PUT /polls/{poll_id}/options/{option_id}`, with `id` in the body.',
    handle: async ({ deps, actor, params, body }) => ({
      poll_option: await updateOption(deps, actor, { ...params, option_id: body.id }, body),
    }),
  })
  route({
    ...update,
    method: 'PUT',
    path: '/polls/{poll_id}/options/{option_id}',
    name: 'UpdatePollOption',
    params: PollOptionPath,
    body: UpdatePollOptionBody,
    description: 'Its votes stay.',
    handle: async ({ deps, actor, params, body }) => ({
      poll_option: await updateOption(deps, actor, params, body),
    }),
  })
  route({
    method: 'DELETE',
    path: '/polls/{poll_id}/options/{option_id}',
    auth: 'any',
    name: 'DeletePollOption',
    params: PollOptionPath,
    query: PollQuery,
    reply: EmptyReply,
    tag,
    summary: 'Delete an option of a poll and its votes',
    handle: async ({ deps, actor, params, query }) => {
      await deleteOption(deps, actor, params, query)
      return {}
    },
  })
}

function registerVotes(route: Route): void {
  route({
    method: 'POST',
    path: '/messages/{message_id}/polls/{poll_id}/vote',
    auth: 'any',
    name: 'CastPollVote',
    params: MessagePollPath,
    body: CastVoteBody,
    reply: PollVoteReply,
    tag,
    summary: 'Vote, or answer',
    description: 'With `enforce_unique_vote` an earlier vote moves. The same vote again changes nothing.',
    handle: ({ deps, actor, params, body }) => castVote(deps, actor, params, body),
  })
  route({
    method: 'DELETE',
    path: '/messages/{message_id}/polls/{poll_id}/vote/{vote_id}',
    auth: 'any',
    name: 'RemovePollVote',
    params: PollVotePath,
    query: PollQuery,
    reply: PollVoteReply,
    tag,
    summary: 'Take a vote or an answer back',
    handle: ({ deps, actor, params, query }) => removeVote(deps, actor, params, query),
  })
  route({
    method: 'POST',
    path: '/polls/{poll_id}/votes',
    auth: 'any',
    name: 'QueryPollVotes',
    rate: 'read',
    allowBanned: true,
    params: PollPath,
    body: QueryPollsBody,
    reply: QueryVotesReply,
    tag,
    summary: 'Find votes and answers of a poll',
    handle: ({ deps, actor, params, body }) => queryVotes(deps, actor, params.poll_id, body),
  })
}
