import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { eventually } from '@parley/testkit'
import type { Pool } from 'pg'
import { ALL, type Filter } from '../../src/domain/filters.ts'
import { createPool } from '../../src/store/postgres/pool.ts'
import type { Store } from '../../src/store/store.ts'
import { createPostgres, type TestDatabase } from './open.ts'
import { must, Scene, T0 } from './records.ts'

// Which index PostgreSQL reads: with a million rows it decides between milliseconds and a timeout.

setDefaultTimeout(120_000)

let database: TestDatabase
let store: Store
let pool: Pool
let appId: number

const ROWS = 6_000
const PAGE = { limit: 10, offset: 0 }

beforeAll(async () => {
  database = await createPostgres()
  store = await database.open()
  pool = createPool(must(database.options.databaseUrl))
  const scene = await Scene.in(store)
  appId = scene.appId
  await scene.user('amy')
  const channel = await scene.channel('one')
  await pool.query(`insert into users select (jsonb_populate_record(u, jsonb_build_object('id', 'u' || i,
      'created_at_us', u.created_at_us + i, 'last_active_at_us', nullif(i % 9, 0)))).*
    from users u, generate_series(1, ${ROWS}) i where u.id = 'amy'`)
  await pool.query(`insert into channels select (jsonb_populate_record(c, jsonb_build_object('pk', c.pk + i,
      'id', 'c' || i, 'cid', 'messaging:c' || i, 'created_at_us', c.created_at_us + i))).*
    from channels c, generate_series(1, ${ROWS}) i where c.pk = ${channel.pk}`)
  await scene.message(channel, 'amy', T0 + 1)
  await pool.query(`insert into messages select (jsonb_populate_record(m, jsonb_build_object('pk', m.pk + i,
      'id', 'm' || i, 'channel_pk', i % 1000, 'created_at_us', m.created_at_us + i))).*
    from messages m, generate_series(1, ${ROWS}) i where m.pk = (select max(pk) from messages)`)
  await pool.query(`insert into message_words
    select pk, array_to_tsvector(array['c' || channel_pk || 'xhello']) from messages where id like 'm%'`)
  await pool.query('analyze')
})

afterAll(async () => {
  await pool.end()
  await store.close()
  await database.remove()
})

async function scansOf(index: string): Promise<number> {
  const { rows } = await pool.query('select idx_scan from pg_stat_user_indexes where indexrelname = $1', [
    index,
  ])
  expect(rows).toHaveLength(1)
  return Number(rows[0].idx_scan)
}

/** PostgreSQL counts late: it is asked until it tells of the index. */
async function reads(index: string, ask: () => Promise<unknown>): Promise<void> {
  const before = await scansOf(index)
  const isRead = async () => {
    await ask()
    return (await scansOf(index)) > before
  }
  await eventually(isRead, `${index} is read`)
}

const by = (field: string, direction: 1 | -1) => [{ field, custom: false, direction }]

test('channels come in the order of an index', async () => {
  const ask = (sort: ReturnType<typeof by>) => () =>
    store.read.queryChannels(appId, { filter: ALL, sort, perspective: undefined, ...PAGE })
  await reads('channels_last_updated', ask([]))
  await reads('channels_created', ask(by('created_at', -1)))
  await reads('channels_created', ask(by('created_at', 1)))
})

test('users come in the order of an index, those who never came last', async () => {
  const ask = (sort: ReturnType<typeof by>) => () =>
    store.read.queryUsers(appId, { filter: ALL, sort, includeDeactivated: false, ...PAGE })
  await reads('users_created', ask(by('created_at', 1)))
  await reads('users_active_last', ask(by('last_active', -1)))
  await reads('users_last_active', ask(by('last_active', 1)))
  expect((await ask(by('last_active', -1))()).map(user => user.lastActiveAtUs)).toEqual(Array(10).fill(8))
})

test('words are looked up, in however many channels', async () => {
  const channelPks = Array.from({ length: 500 }, (_, n) => n + 1)
  const text: Filter = { op: 'q', field: 'text', custom: false, value: 'hello' }
  const mine: Filter = { op: 'eq', field: 'user.id', custom: false, value: 'amy' }
  const or: Filter = { op: 'or', filters: [text, mine] }
  for (const filter of [text, { op: 'and', filters: [text, mine] } as const, or]) {
    await reads('message_words_words', () => store.read.searchMessages({ channelPks, filter, limit: 1000 }))
  }
})
