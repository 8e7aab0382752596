import { z } from 'zod'
import {
  POLL_ANSWER_MAX_LENGTH,
  POLL_CUSTOM_MAX_BYTES,
  POLL_DESCRIPTION_MAX_LENGTH,
  POLL_HIGHEST_MAX_VOTES,
  POLL_MAX_OPTIONS,
  POLL_NAME_MAX_LENGTH,
  POLL_OPTION_CUSTOM_MAX_BYTES,
  POLL_OPTION_TEXT_MAX_LENGTH,
  POLLS_MAX_LIMIT,
} from '../limits.ts'
import { cursorPage } from './cursors.ts'
import { withCustom } from './custom.ts'
import { messageId, optionalPollId, optionalUserId, pollId } from './ids.ts'
import { jsonObject } from './json.ts'
import { partialUpdate } from './partial.ts'
import {
  anyText,
  filter,
  list,
  object,
  optional,
  optionalFlag,
  optionalOneOf,
  optionalText,
  text,
  whole,
} from './primitives.ts'
import { sort } from './sort.ts'
import { acting } from './users.ts'

/** Path of a poll: `polls/{poll_id}`. */
export const PollPath = object({ poll_id: pollId })

/** Path of an option: `polls/{poll_id}/options/{option_id}`. */
export const PollOptionPath = object({ poll_id: pollId, option_id: pollId })

/** Path of a message's poll: `messages/{message_id}/polls/{poll_id}`. */
export const MessagePollPath = object({ message_id: messageId, poll_id: pollId })

/** Path of a vote: `messages/{message_id}/polls/{poll_id}/vote/{vote_id}`. */
export const PollVotePath = object({ message_id: messageId, poll_id: pollId, vote_id: pollId })

const optionText = text(POLL_OPTION_TEXT_MAX_LENGTH)
const optionRule = { readOnly: [], maxBytes: POLL_OPTION_CUSTOM_MAX_BYTES }

/** An option of a poll; one without `id` is new. */
export const PollOptionRequest = withCustom({ id: optionalPollId, text: optionText }, optionRule)

const options = optional(
  list(PollOptionRequest, POLL_MAX_OPTIONS).refine(
    each => new Set(each.map(({ id }) => id ?? Symbol())).size === each.length,
    { error: 'must not have the same id twice' },
  ),
)

/** From 1; null and 0 (which one backend SDK sends for it) are any number. */
const maxVotes = z
  .preprocess(value => (value === 0 ? null : value), whole(1, POLL_HIGHEST_MAX_VOTES).nullish())
  .optional()

/** Keys of a poll that only the server writes. */
const READ_ONLY = [
  'vote_count',
  'vote_counts_by_option',
  'answers_count',
  'latest_votes_by_option',
  'latest_answers',
  'own_votes',
  'created_by_id',
  'created_by',
  'created_at',
  'updated_at',
] as const

const rule = { readOnly: READ_ONLY, maxBytes: POLL_CUSTOM_MAX_BYTES }

const rules = {
  description: optional(anyText(POLL_DESCRIPTION_MAX_LENGTH)),
  voting_visibility: optionalOneOf(['public', 'anonymous']),
  enforce_unique_vote: optionalFlag,
  max_votes_allowed: maxVotes,
  allow_user_suggested_options: optionalFlag,
  allow_answers: optionalFlag,
  is_closed: optionalFlag,
  options,
}

/** `POST polls` and `PUT polls/{poll_id}`: the poll at the root; the id of a path counts. */
export const PollBody = jsonObject(
  withCustom({ id: optionalPollId, name: text(POLL_NAME_MAX_LENGTH), ...rules, ...acting }, rule),
)

/** `PUT polls`. */
export const ReplacePollBody = jsonObject(
  withCustom({ id: pollId, name: text(POLL_NAME_MAX_LENGTH), ...rules, ...acting }, rule),
)

const pollSet = withCustom(
  { name: optionalText(POLL_NAME_MAX_LENGTH), ...rules },
  { ...rule, readOnly: [...READ_ONLY, 'id', 'user', 'user_id'] },
)

/** `PATCH polls/{poll_id}`. */
export const PartialUpdatePollBody = jsonObject(partialUpdate(pollSet, acting))

/** `POST polls/{poll_id}/options`. */
export const CreatePollOptionBody = jsonObject(
  withCustom({ id: optionalPollId, text: optionText, ...acting }, optionRule),
)

/** `PUT polls/{poll_id}/options/{option_id}`; the id of the path counts. */
export const UpdatePollOptionBody = CreatePollOptionBody

/** `PUT polls/{poll_id}/options`. */
export const ReplacePollOptionBody = jsonObject(
  withCustom({ id: pollId, text: optionText, ...acting }, optionRule),
)

const vote = object({ option_id: optionalPollId, answer_text: optionalText(POLL_ANSWER_MAX_LENGTH) }).refine(
  ({ option_id, answer_text }) => (option_id === undefined) !== (answer_text === undefined),
  { error: 'must have either option_id or answer_text' },
)

/** `POST messages/{message_id}/polls/{poll_id}/vote`. */
export const CastVoteBody = jsonObject(object({ vote, ...acting }))

/** Query of what reads or deletes one thing of a poll. */
export const PollQuery = object({ user_id: optionalUserId })

/** `POST polls/query` and `POST polls/{poll_id}/votes`. */
export const QueryPollsBody = jsonObject(object({ filter, sort, ...cursorPage(POLLS_MAX_LIMIT), ...acting }))
