import { POLL_CUSTOM_MAX_BYTES } from '@parley/protocol'
import { invalidField } from '../util/invalid-input.ts'
import { customSize } from './custom-size.ts'
import type { Json } from './records.ts'

/** Columns, or written by the server: never custom data of a poll. */
const RESERVED = new Set([
  'id',
  'name',
  'description',
  'voting_visibility',
  'enforce_unique_vote',
  'max_votes_allowed',
  'allow_user_suggested_options',
  'allow_answers',
  'is_closed',
  'options',
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
])

/** True for keys under which partial updates can't keep custom data. */
export function isReservedPollKey(key: string): boolean {
  return RESERVED.has(key)
}

/** @throws ChatError `invalid_input` */
export function checkPollCustom(custom: Json): void {
  const bytes = customSize(custom)
  if (bytes <= POLL_CUSTOM_MAX_BYTES) return
  throw invalidField(
    'set',
    `would make ${bytes} bytes of custom data, at most ${POLL_CUSTOM_MAX_BYTES} are allowed`,
  )
}
