import { POLL_MAX_OPTIONS } from '@parley/protocol'
import { invalidField } from '../util/invalid-input.ts'
import type { Resource } from './permission-subject.ts'
import type { Json, PollOptionRecord, PollRecord, PollVoteRecord } from './records.ts'

/** A poll as something to act on; it belongs to its maker and their teams. */
export function pollResource(poll: Pick<PollRecord, 'id' | 'createdById' | 'teams'>): Resource {
  return { name: `poll "${poll.id}"`, ownerId: poll.createdById, teams: poll.teams }
}

/** @throws ChatError `invalid_input` */
export function checkOpen(poll: PollRecord): void {
  if (!poll.isClosed) return
  throw invalidField('poll_id', `"${poll.id}" is closed: it takes no votes and no options`)
}

/** An option as a request has it. */
export interface OptionInput {
  readonly id?: string | undefined
  readonly text: string
  readonly custom: Json
}

/** @throws ChatError `invalid_input` */
export function checkOptionCount(count: number): void {
  if (count <= POLL_MAX_OPTIONS) return
  throw invalidField('options', `would be ${count}, at most ${POLL_MAX_OPTIONS} are allowed`)
}

/** The options that a poll is to have, in their order; one that keeps its id keeps its votes. */
export function optionsOf(
  poll: Pick<PollRecord, 'appId' | 'id'>,
  before: readonly PollOptionRecord[],
  wanted: readonly OptionInput[],
  newId: () => string,
): PollOptionRecord[] {
  const known = new Map(before.map(option => [option.id, option]))
  return wanted.map(({ id = newId(), text, custom }, position) => {
    const { voteCount = 0, latestVoteIds = [] } = known.get(id) ?? {}
    return { appId: poll.appId, pollId: poll.id, id, position, text, custom, voteCount, latestVoteIds }
  })
}

/** What somebody wants to vote for; one of the two. */
export interface Choice {
  readonly optionId: string | undefined
  readonly answerText: string | undefined
}

/** What a choice comes to: a new vote, an earlier one that changes, or nothing new. */
export type Ballot =
  | { readonly kind: 'new' }
  | { readonly kind: 'changed' | 'same'; readonly earlier: PollVoteRecord }

/**
 * Whether and how a choice counts, given the voter's earlier votes in this poll.
 * @throws ChatError `invalid_input` for a closed poll, an option that is none, or one vote too many.
 */
export function decideVote(
  poll: PollRecord,
  options: readonly PollOptionRecord[],
  own: readonly PollVoteRecord[],
  choice: Choice,
): Ballot {
  checkOpen(poll)
  return choice.optionId === undefined
    ? decideAnswer(poll, own, choice)
    : decideOption(poll, options, own, choice.optionId)
}

function decideAnswer(poll: PollRecord, own: readonly PollVoteRecord[], { answerText }: Choice): Ballot {
  if (!poll.allowAnswers)
    throw invalidField('vote.answer_text', `is not taken: poll "${poll.id}" has no answers`)
  const earlier = own.find(vote => vote.optionId === undefined)
  if (!earlier) return { kind: 'new' }
  return { kind: earlier.answerText === answerText ? 'same' : 'changed', earlier }
}

function decideOption(
  poll: PollRecord,
  options: readonly PollOptionRecord[],
  own: readonly PollVoteRecord[],
  optionId: string,
): Ballot {
  if (!options.some(option => option.id === optionId)) {
    throw invalidField('vote.option_id', `names no option of poll "${poll.id}": "${optionId}"`)
  }
  const votes = own.filter(vote => vote.optionId !== undefined)
  const same = votes.find(vote => vote.optionId === optionId)
  if (same) return { kind: 'same', earlier: same }
  const last = votes.at(-1)
  if (poll.enforceUniqueVote && last) return { kind: 'changed', earlier: last }
  const { maxVotesAllowed = Number.POSITIVE_INFINITY } = poll
  if (votes.length < maxVotesAllowed) return { kind: 'new' }
  throw invalidField('vote.option_id', `is one too many: this poll takes ${maxVotesAllowed} votes of each`)
}

/** @throws ChatError `invalid_input` for a change that would tell who voted in secret. */
export function checkVisibilityChange(before: PollRecord, after: PollRecord): void {
  if (before.votingVisibility === 'public' || after.votingVisibility === 'anonymous') return
  if (before.voteCount + before.answersCount === 0) return
  throw invalidField('voting_visibility', 'can not become public: people voted anonymously')
}
