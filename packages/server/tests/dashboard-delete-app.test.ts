import { Database } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { eventually, type Frame, testPostgresUrl } from '@parley/testkit'
import { Client } from 'pg'
import { DashboardLab } from './dashboard-lab.ts'

/** Two people with a history: something in as many tables as can be had cheaply. */
async function live({ server }: DashboardLab): Promise<void> {
  await server.upsertUsers({ id: 'alice', name: 'Alice', colour: 'red' }, { id: 'bob' })
  const channel = '/channels/messaging/hall'
  const data = { created_by_id: 'alice', members: ['alice', 'bob'], topic: 'robots' }
  await server.ok(`POST ${channel}/query`, { data })
  const say = async (text: string, more: Frame = {}) =>
    (await server.ok(`POST ${channel}/message`, { message: { text, user_id: 'alice', ...more } }))
      .message as Frame
  const message = await say('hello')
  await say('a reply', { parent_id: message.id })
  await server.ok(`POST /messages/${message.id}/reaction`, { reaction: { type: 'like', user_id: 'bob' } })
  await server.ok('POST /moderation/ban', { target_user_id: 'bob', banned_by_id: 'alice' })
  await server.ok('POST /moderation/mute', { target_id: 'bob', user_id: 'alice' })
  await server
    .ok('POST /devices', { id: 'phone', push_provider: 'firebase', user_id: 'alice' })
    .catch(() => undefined)
  await server.ok('POST /blocklists', { name: 'rude', words: ['rude'] })
}

/** How many rows are the app's, by table; those that stay are left out. */
async function rowsOf(
  lab: DashboardLab,
  databaseUrl: string | undefined,
  appId: number,
): Promise<Record<string, number>> {
  const STAY = new Set(['audit_log', 'files'])
  const query = await openDatabase(lab, databaseUrl)
  const counts: Record<string, number> = {}
  for (const table of await query.tablesWithAppId()) {
    const rows = STAY.has(table)
      ? 0
      : await query.count(`select count(*) as n from ${table} where app_id = ${appId}`)
    if (rows > 0) counts[table] = rows
  }
  const log = await query.count('select count(*) as n from channel_events')
  if (log > 0) counts.channel_events = log
  await query.close()
  return counts
}

async function openDatabase({ server }: DashboardLab, databaseUrl: string | undefined) {
  if (databaseUrl !== undefined) {
    const client = new Client({ connectionString: databaseUrl })
    await client.connect()
    const names =
      "select table_name as name from information_schema.columns where column_name = 'app_id' and table_schema = 'public'"
    return {
      tablesWithAppId: async () => (await client.query<{ name: string }>(names)).rows.map(row => row.name),
      count: async (sql: string) => Number((await client.query<{ n: string }>(sql)).rows[0]?.n),
      close: () => client.end(),
    }
  }
  const db = new Database(join(server.folder, 'parley.db'), { readonly: true })
  const names =
    "select t.name from sqlite_master t join pragma_table_info(t.name) c where t.type = 'table' and c.name = 'app_id'"
  return {
    tablesWithAppId: async () =>
      db
        .query<{ name: string }, []>(names)
        .all()
        .map(row => row.name),
    count: async (sql: string) => db.query<{ n: number }, []>(sql).get()?.n ?? 0,
    close: async () => db.close(),
  }
}

test('an app is deleted in development mode only, and only by typing its name', async () => {
  await using lab = await DashboardLab.open()
  expect(await lab.ada.refusal('DELETE /apps/test-key', { name: 'Parley' })).toEqual([
    403,
    'confirmation_required',
  ])
  await lab.confirm()
  for (const name of ['parley', 'Parley ', 'test-key']) {
    expect((await lab.ada.call('DELETE /apps/test-key', { name })).status).toBe(400)
  }
  await lab.ada.ok('PATCH /apps/test-key', { mode: 'production' })
  expect(await lab.ada.refusal('DELETE /apps/test-key', { name: 'Parley' })).toEqual([403, 'production'])
  expect((await lab.server.call('GET /app')).status).toBe(200)
})

test('it is gone at once for everybody, and soon from the database', async () => {
  const databaseUrl = process.env.PARLEY_TEST_DATABASE === 'postgres' ? await testPostgresUrl() : undefined
  await using lab = await DashboardLab.open({ config: { databaseUrl } })
  await live(lab)
  await lab.confirm()
  const { app: other } = (await lab.ada.ok('POST /apps', { name: 'Shop' })) as { app: Frame }
  const alice = await lab.server.connected('alice')
  const { store } = lab.server.running.deps
  const appId = (await store.read.findApp('test-key'))?.id ?? 0
  const before = await rowsOf(lab, databaseUrl, appId)
  for (const table of ['messages', 'members', 'users', 'channels', 'reactions', 'threads', 'bans', 'mutes']) {
    expect(before).toHaveProperty([table])
  }

  await lab.ada.ok('DELETE /apps/test-key', { name: 'Parley' })
  expect((await alice.socket.closed).code).toBe(4003)
  expect((await lab.server.call('GET /app')).body.code).toBe(99)
  expect((await lab.ada.call('GET /apps/test-key')).status).toBe(404)
  expect(((await lab.ada.ok('GET /apps')).apps as Frame[]).map(app => app.api_key)).toEqual([
    String(other.api_key),
  ])

  lab.clock.advance(60)
  await eventually(async () => (await store.read.findApp('test-key')) === undefined, 'the app is erased')
  expect(await rowsOf(lab, databaseUrl, appId)).toEqual({})
  expect((await lab.server.call('GET /app')).body.code).toBe(2)
  expect(await lab.audited('?action=app.delete')).toEqual(['ada@example.com app.delete app test-key'])
  expect(await store.read.findApp(String(other.api_key))).toBeDefined()
})
