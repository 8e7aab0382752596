import type { PollOption, PollResponse, PollVote } from '@parley/protocol'
import type { PollOptionRecord, PollRecord, PollVoteRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { People } from './people.ts'

/** What a poll shows beside its own row. */
export interface PollContext {
  /** In their order. */
  readonly options: readonly PollOptionRecord[]
  /** The newest ones of each option, and answers. */
  readonly votes: ReadonlyMap<string, PollVoteRecord>
  /** The viewer's; none in events, which everybody gets. */
  readonly own: readonly PollVoteRecord[]
  readonly people: People
}

/** The poll as the wire shows it, custom data at the root. */
export function toPoll(poll: PollRecord, { options, votes, own, people }: PollContext): PollResponse {
  // One's own vote says so among `own_votes` alone: that is what events leave out.
  const latest = (ids: readonly string[]): PollVote[] =>
    ids
      .map(id => votes.get(id))
      .filter(vote => vote !== undefined)
      .map(vote => toVote(poll, vote, people, false))
  const isThere = new Set(options.map(option => option.id))
  const counted = own.filter(vote => vote.optionId === undefined || isThere.has(vote.optionId))
  return {
    ...poll.custom,
    id: poll.id,
    name: poll.name,
    description: poll.description,
    voting_visibility: poll.votingVisibility,
    enforce_unique_vote: poll.enforceUniqueVote,
    max_votes_allowed: poll.maxVotesAllowed ?? null,
    allow_user_suggested_options: poll.allowUserSuggestedOptions,
    allow_answers: poll.allowAnswers,
    is_closed: poll.isClosed,
    options: options.map(toOption),
    vote_count: poll.voteCount,
    vote_counts_by_option: Object.fromEntries(options.map(({ id, voteCount }) => [id, voteCount])),
    answers_count: poll.answersCount,
    latest_votes_by_option: Object.fromEntries(options.map(each => [each.id, latest(each.latestVoteIds)])),
    latest_answers: latest(poll.latestAnswerIds),
    own_votes: counted.map(vote => toVote(poll, vote, people, true)),
    created_by_id: poll.createdById,
    created_by: people.user(poll.createdById),
    created_at: toRfc3339(poll.createdAtUs),
    updated_at: toRfc3339(poll.updatedAtUs),
  }
}

export function toOption({ id, text, custom }: PollOptionRecord): PollOption {
  return { ...custom, id, text }
}

/** In an anonymous poll only one's own votes say whose they are. */
export function toVote(
  poll: Pick<PollRecord, 'votingVisibility'>,
  vote: PollVoteRecord,
  people: People,
  isOwn: boolean,
): PollVote {
  const shown: PollVote = {
    id: vote.id,
    poll_id: vote.pollId,
    is_answer: vote.optionId === undefined,
    created_at: toRfc3339(vote.createdAtUs),
    updated_at: toRfc3339(vote.updatedAtUs),
  }
  if (vote.optionId !== undefined) shown.option_id = vote.optionId
  if (vote.answerText !== undefined) shown.answer_text = vote.answerText
  if (poll.votingVisibility === 'public' || isOwn) {
    shown.user_id = vote.userId
    shown.user = people.user(vote.userId)
  }
  return shown
}
