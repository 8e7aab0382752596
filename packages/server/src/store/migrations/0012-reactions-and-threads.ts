import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { createTable } from './create-table.ts'

/** Reactions, threads and who takes part in them, and what was delivered to members. */
export async function addReactionsAndThreads(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  const { json, flag, row } = dialect.types
  await createTable(db, dialect, {
    name: 'reactions',
    columns: [
      ['pk', row],
      ['app_id', 'bigint'],
      ['message_id', 'text'],
      ['user_id', 'text'],
      ['type', 'text'],
      ['score', 'integer'],
      ['emoji_code', 'text', 'null'],
      ['custom', json, 'null'],
      ['created_at_us', 'bigint'],
      ['updated_at_us', 'bigint'],
    ],
  })
  await createTable(db, dialect, {
    name: 'threads',
    columns: [
      ['app_id', 'bigint'],
      ['parent_id', 'text'],
      ['channel_pk', 'bigint'],
      ['created_by_id', 'text'],
      ['title', 'text', 'null'],
      ['custom', json, 'null'],
      ['participant_count', 'integer'],
      ['last_message_at_us', 'bigint'],
      ['created_at_us', 'bigint'],
      ['updated_at_us', 'bigint'],
    ],
    key: ['app_id', 'parent_id'],
  })
  await createTable(db, dialect, {
    name: 'thread_participants',
    columns: [
      ['pk', row],
      ['app_id', 'bigint'],
      ['parent_id', 'text'],
      ['user_id', 'text'],
      ['last_read_at_us', 'bigint'],
      ['last_read_message_id', 'text', 'null'],
      ['last_message_at_us', 'bigint', 'null'],
      ['created_at_us', 'bigint'],
    ],
  })
  await db.schema.alterTable('messages').addColumn('reaction_groups', json).execute()
  await db.schema.alterTable('members').addColumn('last_delivered_at_us', 'bigint').execute()
  await db.schema.alterTable('members').addColumn('last_delivered_message_id', 'text').execute()
  await db.schema
    .alterTable('users')
    .addColumn('in_threads', flag, column => column.notNull().defaultTo(0))
    .execute()
  for (const statement of [...INDEXES, ...THREADS_OF_OLD_REPLIES]) await sql.raw(statement).execute(db)
}

const INDEXES = [
  'create unique index reactions_own on reactions (app_id, message_id, user_id, type)',
  'create index reactions_newest on reactions (app_id, message_id, created_at_us)',
  'create index reactions_user on reactions (app_id, user_id)',
  'create index threads_channel on threads (channel_pk)',
  'create unique index thread_participants_thread on thread_participants (app_id, parent_id, user_id)',
  'create index thread_participants_joined on thread_participants (app_id, parent_id, created_at_us)',
  'create index thread_participants_user on thread_participants (app_id, user_id)',
]

/** Whoever takes part in a thread that was there before has read it. */
export const THREADS_OF_OLD_REPLIES = [
  `insert into threads (app_id, parent_id, channel_pk, created_by_id, participant_count, last_message_at_us, created_at_us, updated_at_us)
   select app_id, parent_id, channel_pk, user_id, 0,
     (select max(last.created_at_us) from messages as last where last.channel_pk = first.channel_pk and last.parent_id = first.parent_id),
     created_at_us, created_at_us
   from messages as first
   where parent_id is not null and created_at_us = (select min(other.created_at_us) from messages as other
     where other.channel_pk = first.channel_pk and other.parent_id = first.parent_id)`,
  `insert into thread_participants (app_id, parent_id, user_id, last_read_at_us, last_message_at_us, created_at_us)
   select threads.app_id, threads.parent_id, replies.user_id, threads.last_message_at_us, max(replies.created_at_us), min(replies.created_at_us)
   from threads join messages as replies on replies.channel_pk = threads.channel_pk and replies.parent_id = threads.parent_id
   group by threads.app_id, threads.parent_id, replies.user_id, threads.last_message_at_us`,
  `insert into thread_participants (app_id, parent_id, user_id, last_read_at_us, created_at_us)
   select threads.app_id, threads.parent_id, parent.user_id, threads.last_message_at_us, threads.created_at_us
   from threads join messages as parent on parent.app_id = threads.app_id and parent.id = threads.parent_id
   where 1 = 1 on conflict do nothing`,
  `update threads set participant_count = (select count(*) from thread_participants
     where thread_participants.app_id = threads.app_id and thread_participants.parent_id = threads.parent_id)`,
  `update users set in_threads = 1 where exists (select 1 from thread_participants
     where thread_participants.app_id = users.app_id and thread_participants.user_id = users.id)`,
]
