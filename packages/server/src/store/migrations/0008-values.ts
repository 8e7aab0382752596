import { type Kysely, sql } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { listOf, objectOf } from '../encode.ts'
import { CHANNEL_VALUES, channelEntries, USER_VALUES, userEntries, type ValueTable } from '../values.ts'
import { createTable } from './create-table.ts'

const AT_ONCE = 1_000

/** What channels and users can be found by beside their columns: custom values, tags, teams, words of names. */
export async function addValues(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  for (const { name, owner } of [CHANNEL_VALUES, USER_VALUES]) {
    await createTable(db, dialect, {
      name,
      columns: [
        ['app_id', 'bigint'],
        ['field', 'text'],
        ['value', dialect.types.ordered],
        [owner, owner === 'channel_pk' ? 'bigint' : 'text'],
      ],
      key: ['app_id', 'field', 'value', owner],
      small: true,
    })
    await sql.raw(`create index ${name}_owner on ${name} (app_id, ${owner})`).execute(db)
  }
  await fillChannels(db)
  await fillUsers(db)
}

interface ChannelRow {
  pk: number
  app_id: number
  custom: string | null
  filter_tags: string | null
}

async function fillChannels(db: Kysely<unknown>): Promise<void> {
  for (let after = 0; ; ) {
    const { rows } = await sql<ChannelRow>`
      select pk, app_id, custom, filter_tags from channels where pk > ${after} order by pk limit ${AT_ONCE}`.execute(
      db,
    )
    for (const row of rows) {
      const entries = channelEntries({ custom: objectOf(row.custom), filterTags: listOf(row.filter_tags) })
      await insert(db, CHANNEL_VALUES, row.app_id, row.pk, entries)
    }
    const last = rows.at(-1)
    if (!last) return
    after = last.pk
  }
}

interface UserRow {
  id: string
  app_id: number
  name: string | null
  custom: string | null
  teams: string | null
}

async function fillUsers(db: Kysely<unknown>): Promise<void> {
  for (let after: UserRow | undefined; ; ) {
    const { rows }: { rows: UserRow[] } = await sql<UserRow>`
      select id, app_id, name, custom, teams from users
      where (app_id, id) > (${after?.app_id ?? 0}, ${after?.id ?? ''}) order by app_id, id limit ${AT_ONCE}`.execute(
      db,
    )
    for (const row of rows) {
      const entries = userEntries({
        name: row.name ?? undefined,
        custom: objectOf(row.custom),
        teams: listOf(row.teams),
      })
      await insert(db, USER_VALUES, row.app_id, row.id, entries)
    }
    after = rows.at(-1)
    if (!after) return
  }
}

async function insert(
  db: Kysely<unknown>,
  { name, owner }: ValueTable,
  appId: number,
  ownerId: number | string,
  entries: ReadonlySet<string>,
): Promise<void> {
  for (const entry of entries) {
    const [field, value] = JSON.parse(entry) as [string, string]
    await sql`insert into ${sql.table(name)} (app_id, field, value, ${sql.ref(owner)})
      values (${appId}, ${field}, ${value}, ${ownerId})`.execute(db)
  }
}
