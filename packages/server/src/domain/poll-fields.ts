import { type FieldTable, OPS } from './field-table.ts'

/** What polls can be filtered and sorted by. */
export const POLL_FIELDS: FieldTable = {
  noun: 'polls',
  fields: {
    id: { kind: 'string', ops: OPS.word, sortable: true },
    poll_id: { kind: 'string', ops: OPS.word },
    name: { kind: 'string', ops: OPS.text, sortable: true },
    created_by_id: { kind: 'string', ops: OPS.word, sortable: true },
    voting_visibility: { kind: 'string', ops: OPS.choice, values: ['public', 'anonymous'] },
    max_votes_allowed: { kind: 'number', ops: OPS.number },
    enforce_unique_vote: { kind: 'boolean', ops: OPS.boolean },
    allow_user_suggested_options: { kind: 'boolean', ops: OPS.boolean },
    allow_answers: { kind: 'boolean', ops: OPS.boolean },
    is_closed: { kind: 'boolean', ops: OPS.boolean, sortable: true },
    vote_count: { kind: 'number', ops: OPS.number, sortable: true },
    answers_count: { kind: 'number', ops: OPS.number, sortable: true },
    created_at: { kind: 'time', ops: OPS.time, sortable: true },
    updated_at: { kind: 'time', ops: OPS.time, sortable: true },
  },
  refused: {
    created_by: 'use `created_by_id`',
    description: 'use `name`',
    options: 'options are not searchable',
    own_votes: 'votes are searched with `POST polls/{poll_id}/votes`',
  },
}

const ANONYMOUS_VOTE_FIELDS: FieldTable = {
  noun: 'votes',
  fields: {
    id: { kind: 'string', ops: OPS.word, sortable: true },
    option_id: { kind: 'string', ops: OPS.word },
    is_answer: { kind: 'boolean', ops: OPS.boolean },
    created_at: { kind: 'time', ops: OPS.time, sortable: true },
    updated_at: { kind: 'time', ops: OPS.time, sortable: true },
  },
  refused: { user_id: 'this poll is anonymous', user: 'use `user_id`' },
  closed: true,
}

const VOTE_FIELDS: FieldTable = {
  noun: 'votes',
  fields: { ...ANONYMOUS_VOTE_FIELDS.fields, user_id: { kind: 'string', ops: OPS.word } },
  refused: { user: 'use `user_id`' },
  closed: true,
}

/** What the votes of a poll can be filtered and sorted by; of an anonymous one not who voted. */
export function voteFields(visibility: 'public' | 'anonymous'): FieldTable {
  return visibility === 'public' ? VOTE_FIELDS : ANONYMOUS_VOTE_FIELDS
}
