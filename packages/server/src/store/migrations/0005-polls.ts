import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { createTable, type Table } from './create-table.ts'

/** Polls, drafts, reminders and shared locations. */
export async function addPolls(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  for (const table of tables(dialect)) await createTable(db, dialect, table)
  for (const column of COLUMNS(dialect)) await sql`alter table ${column}`.execute(db)
  for (const statement of INDEXES) await sql.raw(statement).execute(db)
}

function tables({ types: { json, flag } }: Dialect): Table[] {
  return [
    {
      name: 'polls',
      columns: [
        ['app_id', 'bigint'],
        ['id', 'text'],
        ['name', 'text'],
        ['description', 'text'],
        ['voting_visibility', 'text'],
        ['enforce_unique_vote', flag],
        ['max_votes_allowed', 'integer', 'null'],
        ['allow_user_suggested_options', flag],
        ['allow_answers', flag],
        ['is_closed', flag],
        ['vote_count', 'integer'],
        ['answers_count', 'integer'],
        ['latest_answer_ids', json, 'null'],
        ['teams', json, 'null'],
        ['created_by_id', 'text'],
        ['custom', json, 'null'],
        ['created_at_us', 'bigint'],
        ['updated_at_us', 'bigint'],
      ],
      key: ['app_id', 'id'],
    },
    {
      name: 'poll_options',
      columns: [
        ['app_id', 'bigint'],
        ['poll_id', 'text'],
        ['id', 'text'],
        ['position', 'integer'],
        ['text', 'text'],
        ['custom', json, 'null'],
        ['vote_count', 'integer'],
        ['latest_vote_ids', json, 'null'],
      ],
      key: ['app_id', 'poll_id', 'id'],
    },
    {
      name: 'poll_votes',
      columns: [
        ['app_id', 'bigint'],
        ['id', 'text'],
        ['poll_id', 'text'],
        ['option_id', 'text', 'null'],
        ['user_id', 'text'],
        ['answer_text', 'text', 'null'],
        ['created_at_us', 'bigint'],
        ['updated_at_us', 'bigint'],
      ],
      key: ['app_id', 'id'],
    },
    {
      name: 'drafts',
      columns: [
        ['app_id', 'bigint'],
        ['user_id', 'text'],
        ['channel_pk', 'bigint'],
        ['parent_id', 'text'],
        ['cid', 'text'],
        ['message', json],
        ['created_at_us', 'bigint'],
      ],
      key: ['channel_pk', 'user_id', 'parent_id'],
    },
    {
      name: 'reminders',
      columns: [
        ['app_id', 'bigint'],
        ['user_id', 'text'],
        ['message_id', 'text'],
        ['channel_pk', 'bigint'],
        ['cid', 'text'],
        ['remind_at_us', 'bigint', 'null'],
        ['due_at_us', 'bigint', 'null'],
        ['created_at_us', 'bigint'],
        ['updated_at_us', 'bigint'],
      ],
      key: ['message_id', 'user_id', 'app_id'],
      small: true,
    },
  ]
}

const COLUMNS = ({ types: { json, flag } }: Dialect) => [
  sql`messages add column poll_id text`,
  sql`messages add column location ${json}`,
  sql`messages add column location_ends_at_us bigint`,
  sql`messages add column reminded ${flag} not null default 0`,
  sql`members add column has_drafts ${flag} not null default 0`,
]

const INDEXES = [
  'create index polls_created on polls (app_id, created_at_us, id)',
  'create index polls_created_by on polls (app_id, created_by_id, created_at_us)',
  // The newest votes of an option, or, where that is null, answers.
  'create index poll_votes_option on poll_votes (app_id, poll_id, option_id, updated_at_us, id)',
  'create index poll_votes_created on poll_votes (app_id, poll_id, created_at_us, id)',
  'create index poll_votes_user on poll_votes (app_id, user_id, poll_id)',
  'create index messages_poll on messages (app_id, poll_id) where poll_id is not null',
  'create index messages_live on messages (app_id, user_id, location_ends_at_us) where location_ends_at_us is not null',
  'create index drafts_created on drafts (app_id, user_id, created_at_us)',
  "create index drafts_thread on drafts (parent_id) where parent_id <> ''",
  'create index reminders_user on reminders (app_id, user_id, remind_at_us)',
  // What is still to come, of all apps and of one: what was due once has no `due_at_us` any more.
  'create index reminders_due on reminders (due_at_us) where due_at_us is not null',
  'create index reminders_due_in_app on reminders (app_id, due_at_us) where due_at_us is not null',
]
