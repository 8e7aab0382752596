import type { PollOption, PollResponse, UserResponse } from '@parley/client'

/** An option as it is shown: how many chose it, whether one did oneself. */
export interface PollOptionView {
  readonly id: string
  readonly text: string
  readonly count: number
  /** Of all votes, from 0 to 1. */
  readonly share: number
  /** One's own vote; undefined where there is none. */
  readonly ownVoteId: string | undefined
  /** Those whose votes are known, the newest first. */
  readonly voters: readonly UserResponse[]
  /** One may vote for it, or take the vote back. */
  readonly canToggle: boolean
}

/** The options of a poll, for somebody who may vote or not. */
export function optionsOf(poll: PollResponse, canVote: boolean): readonly PollOptionView[] {
  const { max_votes_allowed: max, enforce_unique_vote: isUnique, own_votes: ownVotes } = poll
  const ownCount = ownVotes.filter(vote => !vote.is_answer).length
  // where only one vote counts, another one moves it
  const isFull = !isUnique && max !== null && ownCount >= max
  return poll.options.map(option => viewOfOption(poll, option, { isFull, canVote }))
}

function viewOfOption(
  poll: PollResponse,
  { id, text }: PollOption,
  { isFull, canVote }: { isFull: boolean; canVote: boolean },
): PollOptionView {
  const count = poll.vote_counts_by_option[id] ?? 0
  const ownVoteId = poll.own_votes.find(vote => vote.option_id === id)?.id
  return {
    id,
    text,
    count,
    share: poll.vote_count === 0 ? 0 : count / poll.vote_count,
    ownVoteId,
    voters: (poll.latest_votes_by_option[id] ?? []).map(({ user }) => user).filter(user => !!user),
    canToggle: canVote && !poll.is_closed && (ownVoteId !== undefined || !isFull),
  }
}
