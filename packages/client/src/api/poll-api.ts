import type {
  EmptyResponse,
  Filter,
  PollOptionReply,
  PollOptionRequest,
  PollPartialSet,
  PollReply,
  PollRequest,
  PollVoteReply,
  QueryPollsRequest,
  QueryPollsResponse,
  QueryVotesResponse,
  SortParam,
  VoteRequest,
} from '@parley/protocol'
import type { Call } from '../call.ts'
import { del, get, patch, path, post, put } from '../net/rest.ts'
import { MessageApi } from './message-api.ts'

/** How results are paged. */
export type CursorPage = Pick<QueryPollsRequest, 'limit' | 'next' | 'prev'>

/** Polls: make one, then send a message with its `poll_id`. */
export abstract class PollApi extends MessageApi {
  createPoll(poll: PollRequest): Call<PollReply> {
    return this.call(post('polls', poll))
  }

  getPoll(pollId: string): Call<PollReply> {
    return this.call(get(path('polls', pollId)))
  }

  /** Replaces the poll; options that are not given at all stay. */
  updatePoll(poll: PollRequest & { id: string }): Call<PollReply> {
    return this.call(put(path('polls', poll.id), poll))
  }

  partialUpdatePoll(
    pollId: string,
    change: { set?: PollPartialSet; unset?: readonly string[] },
  ): Call<PollReply> {
    return this.call(patch(path('polls', pollId), change))
  }

  /** No more votes. */
  closePoll(pollId: string): Call<PollReply> {
    return this.partialUpdatePoll(pollId, { set: { is_closed: true } })
  }

  deletePoll(pollId: string): Call<EmptyResponse> {
    return this.call(del(path('polls', pollId)))
  }

  queryPolls(
    filter: Filter = {},
    sort: readonly SortParam[] = [],
    options: CursorPage = {},
  ): Call<QueryPollsResponse> {
    return this.call({ ...post('polls/query', { filter, sort, ...options }), repeatable: true })
  }

  createPollOption(pollId: string, option: PollOptionRequest): Call<PollOptionReply> {
    return this.call(post(path('polls', pollId, 'options'), option))
  }

  getPollOption(pollId: string, optionId: string): Call<PollOptionReply> {
    return this.call(get(path('polls', pollId, 'options', optionId)))
  }

  updatePollOption(pollId: string, option: PollOptionRequest & { id: string }): Call<PollOptionReply> {
    return this.call(put(path('polls', pollId, 'options', option.id), option))
  }

  deletePollOption(pollId: string, optionId: string): Call<EmptyResponse> {
    return this.call(del(path('polls', pollId, 'options', optionId)))
  }

  /** Votes for an option. */
  castPollVote(messageId: string, pollId: string, vote: VoteRequest): Call<PollVoteReply> {
    return this.call(post(path('messages', messageId, 'polls', pollId, 'vote'), { vote }))
  }

  /** Answers in one's own words; answering again rewords it. */
  addPollAnswer(messageId: string, pollId: string, answer_text: string): Call<PollVoteReply> {
    return this.castPollVote(messageId, pollId, { answer_text })
  }

  /** Takes a vote or an answer back. */
  removePollVote(messageId: string, pollId: string, voteId: string): Call<PollVoteReply> {
    return this.call(del(path('messages', messageId, 'polls', pollId, 'vote', voteId)))
  }

  queryPollVotes(
    pollId: string,
    filter: Filter = {},
    sort: readonly SortParam[] = [],
    options: CursorPage = {},
  ): Call<QueryVotesResponse> {
    return this.call({
      ...post(path('polls', pollId, 'votes'), { filter, sort, ...options }),
      repeatable: true,
    })
  }

  /** The votes that are answers. */
  queryPollAnswers(
    pollId: string,
    filter: Filter = {},
    sort: readonly SortParam[] = [],
    options: CursorPage = {},
  ): Call<QueryVotesResponse> {
    return this.queryPollVotes(pollId, { ...filter, is_answer: true }, sort, options)
  }
}
