import { expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { testPostgresUrl } from '@parley/testkit'
import { Kysely, PostgresDialect, sql } from 'kysely'
import { bucketOf, type Grain } from '../../src/domain/usage.ts'
import { POSTGRES, SQLITE } from '../../src/store/dialect.ts'
import { addUsage } from '../../src/store/migrations/0017-usage.ts'
import { openStore, sqlitePath } from '../../src/store/open-store.ts'
import { createPool } from '../../src/store/postgres/pool.ts'
import { SqliteWriter } from '../../src/store/sqlite/connection.ts'
import type { Frontier } from '../../src/store/store.ts'
import { must, Scene, T0 } from './records.ts'

const isPostgres = process.env.PARLEY_TEST_DATABASE === 'postgres'
const GUEST = 'guest-11111111-2222-3333-4444-555555555555-zoe'
const MINUTE = T0 / 60e6
const DAY = T0 / 86_400e6

/** Takes the database back to before usage was counted, and puts in what was known then. */
const before = (appId: number): string[] => [
  ...['usage_counts', 'usage_actives', 'usage_gone', 'usage_state'].map(
    table => `drop table ${table} ${isPostgres ? 'cascade' : ''}`,
  ),
  ...(isPostgres
    ? ['drop trigger messages_uncounted on messages', 'drop function note_uncounted']
    : ['drop trigger messages_uncounted']),
  ...[
    ['2025-12', 'amy', 0],
    ['2025-12', GUEST, 1],
    ['2026-01', 'amy', 0],
    ['2026-01', 'bob', 0],
  ].map(
    ([month, user, guest]) =>
      `insert into active_users (app_id, month, user_id, guest) values (${appId}, '${month}', '${user}', ${guest})`,
  ),
  ...[
    [DAY - 1, 'amy'],
    [DAY, 'amy'],
    [DAY, GUEST],
  ].map(
    ([day, user]) => `insert into active_days (app_id, day, user_id) values (${appId}, ${day}, '${user}')`,
  ),
  // The last minute of a year, and two of the next.
  ...[
    [MINUTE - 1, 9],
    [MINUTE, 4],
    [MINUTE + 61, 7],
  ].map(
    ([minute, peak]) =>
      `insert into connection_peaks (app_id, minute, peak) values (${appId}, ${minute}, ${peak})`,
  ),
]

/** Does the migration once more, on a database that no server has open. */
async function migrateAgain(databaseUrl: string | undefined, dataDir: string, appId: number): Promise<void> {
  const writer = databaseUrl === undefined ? new SqliteWriter(sqlitePath(dataDir)) : undefined
  const pool = databaseUrl === undefined ? undefined : createPool(databaseUrl)
  const db = writer ? writer.db : new Kysely({ dialect: new PostgresDialect({ pool: must(pool) }) })
  for (const statement of before(appId)) await sql.raw(statement).execute(db)
  await addUsage(db as Kysely<unknown>, writer ? SQLITE : POSTGRES)
  writer?.close()
  await pool?.end()
}

test('what an older database knows of usage is counted', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-usage-'))
  const databaseUrl = isPostgres ? await testPostgresUrl() : undefined
  try {
    const store = await openStore({ databaseUrl, dataDir })
    const scene = await Scene.in(store)
    const { appId } = scene
    const hall = await scene.channel('hall', [], { team: 'red' })
    await scene.message(hall, 'amy', T0 - 1)
    await scene.message(hall, 'amy', T0)
    await scene.message(hall, GUEST, T0)
    await store.close()
    await migrateAgain(databaseUrl, dataDir, appId)

    const again = await openStore({ databaseUrl, dataDir })
    try {
      const told = async (what: 'users' | 'connections', grain: Grain) => {
        const zero = bucketOf(T0, grain)
        const span = { appId, scope: 'all', grain, from: zero - 100, to: zero + 100 } as const
        const counts = await again.read.listUsage(what, span)
        return counts.map(({ at, kind, value }) => `${at - zero} ${kind} ${value}`).sort()
      }
      expect(await told('users', 'month')).toEqual(['-1 guest 1', '-1 regular 1', '0 regular 2'])
      expect(await told('users', 'day')).toEqual(['-1 regular 1', '0 guest 1', '0 regular 1'])
      expect(await told('connections', 'minute')).toEqual(['-1 total 9', '0 total 4', '61 total 7'])
      expect(await told('connections', 'hour')).toEqual(['-1 total 9', '0 total 4', '1 total 7'])
      expect(await told('connections', 'day')).toEqual(['-1 total 9', '0 total 7'])
      expect(await told('connections', 'month')).toEqual(['-1 total 9', '0 total 7'])

      // Whoever was there already today, and in this month, is not counted once more.
      const users = ['amy', 'bob'].map(userId => ({ userId, guest: false }))
      await again.transaction(tx => tx.recordActiveUsers(appId, DAY, users))
      expect(await told('users', 'day')).toEqual(['-1 regular 1', '0 guest 1', '0 regular 2'])
      expect(await told('users', 'month')).toEqual(['-1 guest 1', '-1 regular 1', '0 regular 2'])

      const messages = async () => {
        const span = { appId, scope: { team: 'red' }, grain: 'day', from: DAY - 1, to: DAY } as const
        const { counts } = await again.read.listMessageUsage(span)
        return counts.map(({ at, kind, value }) => `${at - DAY} ${kind} ${value}`).sort()
      }
      const all = ['-1 regular 1', '0 guest 1', '0 regular 1']
      expect(await messages()).toEqual(all)
      let seen: Frontier | undefined
      for (let round = 0; round < 3; round++)
        seen = (await again.transaction(tx => tx.countMessages(seen))).seen
      expect(await messages()).toEqual(all)
    } finally {
      await again.close()
    }
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
})
