import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../dialect.ts'

/**
 * The words of messages. Every entry also has a word for its channel, so that a search reads what its
 * channels have of a word, not what the whole app has.
 *
 * PostgreSQL keeps the index by itself, off the sender's way (GIN's pending list). SQLite's is written
 * behind the senders: `indexed_pk` is how far it is, `search_stale` what changed before that.
 */
export async function addSearch(db: Kysely<unknown>, { name }: Dialect): Promise<void> {
  for (const statement of name === 'sqlite' ? SQLITE : POSTGRES) await sql.raw(statement).execute(db)
}

const SQLITE = [
  // Only the words are kept, not the texts again.
  `create virtual table message_words using fts5 (
     channel, text, content = '', contentless_delete = 1, prefix = '2 3', tokenize = 'unicode61 remove_diacritics 0')`,
  'create table search_state (id integer primary key check (id = 1), indexed_pk integer not null)',
  'insert into search_state values (1, 0)',
  'create table search_stale (message_pk integer primary key)',
  `create trigger messages_reworded after update of text, deleted_at_us, channel_pk on messages
     when old.text is not new.text or old.deleted_at_us is not new.deleted_at_us or old.channel_pk is not new.channel_pk
     begin insert or ignore into search_stale values (new.pk); end`,
  `create trigger messages_gone after delete on messages
     begin insert or ignore into search_stale values (old.pk); end`,
]

const POSTGRES = [
  // The very expression of queries/search.ts, or the index is not used.
  `create function message_words(channel_pk bigint, message text) returns tsvector
     language sql immutable strict parallel safe
     return to_tsvector('simple'::regconfig, 'channelpk' || channel_pk::text || ' ' ||
       translate(message, '!"#$%&''()*+,-./:;<=>?@[\\]^_\`{|}~', repeat(' ', 32)))`,
  'create index messages_words on messages using gin (message_words(channel_pk, text)) where deleted_at_us is null',
]
