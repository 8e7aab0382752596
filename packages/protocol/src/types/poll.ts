import type { LoggedScope } from './channel-events.ts'
import type { Duration, Filter, SortParam, Time } from './common.ts'
import type { MessageResponse } from './message.ts'
import type { UserResponse } from './user.ts'

/** Who sees who voted for what: everybody, or nobody but each voter. */
export type VotingVisibility = 'public' | 'anonymous'

/** One of the things to vote for. Custom data at the root. */
export interface PollOption {
  id: string
  text: string
  [custom: string]: unknown
}

/** A vote for an option, or an answer in the voter's own words. */
export interface PollVote {
  id: string
  poll_id: string
  /** Absent on an answer. */
  option_id?: string
  is_answer: boolean
  /** What was answered. */
  answer_text?: string
  /** Absent in anonymous polls, but on one's own votes. */
  user_id?: string
  /** Null when nothing is known of the voter; absent as `user_id`. */
  user?: UserResponse | null
  created_at: Time
  /** Moves when the vote goes to another option, or the answer is reworded. */
  updated_at: Time
}

/** A poll as the server shows it. Custom data at the root. */
export interface PollResponse {
  id: string
  name: string
  /** Empty when there is none. */
  description: string
  voting_visibility: VotingVisibility
  /** One vote each: voting again moves it. */
  enforce_unique_vote: boolean
  /** Options that one may vote for; null: any number. */
  max_votes_allowed: number | null
  allow_user_suggested_options: boolean
  allow_answers: boolean
  is_closed: boolean
  options: PollOption[]
  /** Votes for options; answers are not among them. */
  vote_count: number
  /** By the id of the option; every option is in it. */
  vote_counts_by_option: Record<string, number>
  answers_count: number
  /** By the id of the option; the newest first, at most 10 each. */
  latest_votes_by_option: Record<string, PollVote[]>
  /** The newest first, at most 10. */
  latest_answers: PollVote[]
  /** The caller's, answers among them; always empty in events. */
  own_votes: PollVote[]
  created_by_id: string
  /** Null when nothing is known of them. */
  created_by: UserResponse | null
  created_at: Time
  updated_at: Time
  [custom: string]: unknown
}

/** An option to add or change. Custom data at the root, 1 KiB. */
export interface PollOptionRequest {
  /** Made by the server when absent. */
  id?: string
  text: string
  [custom: string]: unknown
}

/** A poll to make, or the new content of one. Custom data at the root. */
export interface PollRequest {
  /** Made by the server when absent. */
  id?: string
  name: string
  description?: string
  /** `public` unless given. */
  voting_visibility?: VotingVisibility | ''
  enforce_unique_vote?: boolean
  /** 1–10. */
  max_votes_allowed?: number | null
  allow_user_suggested_options?: boolean
  allow_answers?: boolean
  is_closed?: boolean
  options?: readonly PollOptionRequest[]
  /** Who makes it; server only. */
  user_id?: string
  user?: { id: string; [custom: string]: unknown }
  [custom: string]: unknown
}

/** `set` of a poll's partial update; dotted paths address custom data. */
export type PollPartialSet = Partial<Omit<PollRequest, 'id' | 'user' | 'user_id'>>

/** What to vote for: an option, or an answer in one's own words. */
export interface VoteRequest {
  option_id?: string
  answer_text?: string
}

/** Body of `POST polls/query` and `POST polls/{poll_id}/votes`. */
export interface QueryPollsRequest {
  filter?: Filter
  sort?: readonly SortParam[]
  limit?: number
  next?: string
  prev?: string
}

/** Reply of what makes, reads or changes a poll. */
export interface PollReply extends Duration {
  poll: PollResponse
}

/** Reply of `POST polls/query`. */
export interface QueryPollsResponse extends Duration {
  polls: PollResponse[]
  next?: string
  prev?: string
}

/** Reply of what makes, reads or changes an option. */
export interface PollOptionReply extends Duration {
  poll_option: PollOption
}

/** Reply of what casts or removes a vote; `poll` as it stands then. */
export interface PollVoteReply extends Duration {
  vote: PollVote
  poll: PollResponse
}

/** Reply of `POST polls/{poll_id}/votes`. */
export interface QueryVotesResponse extends Duration {
  votes: PollVote[]
  next?: string
  prev?: string
}

/** A poll in this channel changed: show `poll` in every message that has its id. */
export interface PollEvent<Type extends 'poll.updated' | 'poll.closed' | 'poll.deleted'> extends LoggedScope {
  type: Type
  /** The message that it was sent with, without `poll`; the newest one of this channel. */
  message: MessageResponse
  /** Of `poll.deleted`: as it was; messages lose `poll_id` and `poll`. */
  poll: PollResponse
  /** Who did it; absent when a server did, in nobody's name. */
  user?: UserResponse | null
}

/** Somebody voted. In an anonymous poll nothing says who. */
export interface PollVoteEvent<Type extends 'poll.vote_casted' | 'poll.vote_changed' | 'poll.vote_removed'>
  extends LoggedScope {
  type: Type
  message: MessageResponse
  poll: PollResponse
  poll_vote: PollVote
}

/** Events of polls, to watchers of each channel that the poll was sent to. */
export interface PollEventMap {
  'poll.updated': PollEvent<'poll.updated'>
  'poll.closed': PollEvent<'poll.closed'>
  'poll.deleted': PollEvent<'poll.deleted'>
  'poll.vote_casted': PollVoteEvent<'poll.vote_casted'>
  'poll.vote_changed': PollVoteEvent<'poll.vote_changed'>
  'poll.vote_removed': PollVoteEvent<'poll.vote_removed'>
}
