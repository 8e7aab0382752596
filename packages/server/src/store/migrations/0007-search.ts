import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../dialect.ts'

/**
 * The words of messages, each with its channel's number before it, so that a search reads what its
 * channels have of a word and not what the whole app has. Written behind the senders
 * (`queries/search-index.ts`): `search_stale` are the messages whose words are not up to date.
 *
 * In SQLite, where messages become visible in the order of their numbers, new ones are not listed there:
 * `search_state` says up to which number the index is.
 */
export async function addSearch(db: Kysely<unknown>, { name }: Dialect): Promise<void> {
  for (const statement of name === 'sqlite' ? SQLITE : POSTGRES) await sql.raw(statement).execute(db)
}

const SQLITE = [
  // Only the words are kept, not the texts again.
  `create virtual table message_words using fts5 (words, content = '', contentless_delete = 1,
     tokenize = "unicode61 remove_diacritics 0 categories 'L* N* M*'")`,
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
  'create table message_words (message_pk bigint primary key, words tsvector not null)',
  // Without a list of what is yet to be sorted in: every search would read that from end to end.
  'create index message_words_words on message_words using gin (words) with (fastupdate = off)',
  'create table search_stale (message_pk bigint primary key)',
  'insert into search_stale select pk from messages',
  `create function note_stale_words() returns trigger language plpgsql as $$
     begin
       insert into search_stale values (coalesce(new.pk, old.pk)) on conflict do nothing;
       return null;
     end $$`,
  `create trigger messages_new after insert on messages
     for each row when (new.text <> '') execute function note_stale_words()`,
  `create trigger messages_reworded after update on messages
     for each row when (old.text <> new.text or old.deleted_at_us is distinct from new.deleted_at_us
       or old.channel_pk <> new.channel_pk) execute function note_stale_words()`,
  'create trigger messages_gone after delete on messages for each row execute function note_stale_words()',
]
