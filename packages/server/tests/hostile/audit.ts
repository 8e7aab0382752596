import { Database } from 'bun:sqlite'
import { Client } from 'pg'

/** Sees what is written to a live server's database, from outside of the server. */
export interface Audit extends AsyncDisposable {
  /** What was written since the last call: `insert users`. */
  writes(): Promise<readonly string[]>
  /** Whether something that was asked for goes on in the background. */
  isBusy(): Promise<boolean>
}

/** Counted or indexed in batches behind everybody's back, and nothing that a request asks for. */
const UNWATCHED =
  /^(active_users|active_days|team_peaks|connection_peaks|secret_usage|usage_counts|usage_actives|usage_state|outbox_targets|migrations|writes_seen|sqlite_.*|search_.*|message_words.*|.*_fts.*)$/

/**
 * What only those do who come by the clock. They take lanes of the outbox and try again when it is
 * time; whoever adds to it inserts into it. They throw away files that were marked as removed before, and what was
 * counted.
 */
const BY_CLOCK =
  /^((update|delete) (outbox|outbox_lanes)|insert dead_letters|delete files|delete usage_gone)$/

/** Columns that move by themselves: whoever connects is marked as active a little later, reminders come due. */
const BY_TIME: Readonly<Record<string, string>> = { users: 'last_active_at_us', reminders: 'due_at_us' }

/** What has to be done now: tasks, deliveries, and what is told or lifted when its time has come. */
function workUntil(nowUs: number): string {
  return [
    "select 1 from tasks where status in ('waiting', 'running')",
    `select 1 from outbox_lanes where due_at_us <= ${nowUs}`,
    `select 1 from reminders where due_at_us <= ${nowUs}`,
    ...['bans', 'mutes', 'channel_mutes'].map(
      table => `select 1 from ${table} where expires_at_us <= ${nowUs}`,
    ),
  ].join(' union all ')
}

const KINDS = ['insert', 'update', 'delete'] as const

/** @param database the address of a PostgreSQL database, or the path of a SQLite file */
export async function openAudit(database: string): Promise<Audit> {
  return database.startsWith('postgres') ? openPostgres(database) : openSqlite(database)
}

function openSqlite(path: string): Audit {
  const db = new Database(path)
  db.run('pragma busy_timeout = 10000')
  db.run('create table writes_seen (at integer primary key autoincrement, what text not null)')
  const tables = db
    .query<{ name: string }, []>(
      // NOTE: what is behind a full-text index is no table of ours, and takes no triggers.
      "select name from pragma_table_list where schema = 'main' and type = 'table'",
    )
    .all()
  for (const { name } of tables) {
    if (UNWATCHED.test(name)) continue
    for (const kind of KINDS) {
      if (BY_CLOCK.test(`${kind} ${name}`)) continue
      const column = kind === 'update' ? BY_TIME[name] : undefined
      const when = column === undefined ? '' : `when new.${column} is old.${column}`
      db.run(
        `create trigger seen_${kind}_${name} after ${kind} on ${name} ${when}
         begin insert into writes_seen (what) values ('${kind} ${name}'); end`,
      )
    }
  }
  const news = db.query<{ at: number; what: string }, [number]>(
    'select at, what from writes_seen where at > ?',
  )
  let seen = 0
  return {
    writes: async () => {
      const rows = news.all(seen)
      seen = rows.at(-1)?.at ?? seen
      return [...new Set(rows.map(({ what }) => what))]
    },
    isBusy: async () => db.query(workUntil(Date.now() * 1000)).get() !== null,
    [Symbol.asyncDispose]: async () => db.close(),
  }
}

async function openPostgres(url: string): Promise<Audit> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query('create table writes_seen (at bigserial primary key, what text not null)')
  await client.query(
    `create function see_write() returns trigger as $$ begin
       if tg_op = 'UPDATE' and tg_nargs = 1 then
         if to_jsonb(new) ->> tg_argv[0] is distinct from to_jsonb(old) ->> tg_argv[0] then return null; end if;
       end if;
       insert into writes_seen (what) values (lower(tg_op) || ' ' || tg_table_name); return null; end $$ language plpgsql`,
  )
  const tables = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public'",
  )
  for (const { name } of tables.rows) {
    if (UNWATCHED.test(name)) continue
    const kinds = KINDS.filter(kind => !BY_CLOCK.test(`${kind} ${name}`)).join(' or ')
    await client.query(
      `create trigger seen_write after ${kinds} on ${name} for each row execute function see_write(${BY_TIME[name] ?? ''})`,
    )
  }
  let seen = '0'
  return {
    writes: async () => {
      const { rows } = await client.query<{ at: string; what: string }>(
        'select at, what from writes_seen where at > $1 order by at',
        [seen],
      )
      seen = rows.at(-1)?.at ?? seen
      return [...new Set(rows.map(({ what }) => what))]
    },
    isBusy: async () => (await client.query(workUntil(Date.now() * 1000))).rows.length > 0,
    [Symbol.asyncDispose]: () => client.end(),
  }
}
