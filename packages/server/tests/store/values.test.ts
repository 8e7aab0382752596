import { Database } from 'bun:sqlite'
import { expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type { Comparison, Filter } from '../../src/domain/filters.ts'
import { addValues } from '../../src/store/migrations/0008-values.ts'
import { openStore, sqlitePath } from '../../src/store/open-store.ts'
import { createPool } from '../../src/store/postgres/pool.ts'
import { SqliteWriter } from '../../src/store/sqlite/connection.ts'
import { createPostgres, createSqlite, type TestDatabase } from './open.ts'
import { appOf, channelOf, memberOf, must, Scene, userOf } from './records.ts'

setDefaultTimeout(120_000)

const is = (field: string, op: Comparison['op'], value: Comparison['value'], custom = true): Filter => ({
  op,
  field,
  custom,
  value,
})

const PAGE = { sort: [], limit: 10, offset: 0 }

test('rows of an older database are found by their values, too', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-values-'))
  const open = () => openStore({ databaseUrl: undefined, dataDir })
  try {
    const store = await open()
    const appId = await store.transaction(async tx => {
      const { id } = await tx.insertApp(appOf())
      await tx.insertUser(userOf(id, 'bob', { name: 'Bob the Builder', teams: ['red'], custom: { age: 5 } }))
      const den = { custom: { topic: 'x'.repeat(99) }, filterTags: ['vip'], createdById: 'bob' }
      const channel = await tx.insertChannel(channelOf(id, 'den', den))
      await tx.insertMember(memberOf(channel?.pk ?? 0, 'bob'))
      return id
    })
    await store.close()
    // As it was before there was an index of values.
    const writer = new SqliteWriter(sqlitePath(dataDir))
    for (const table of ['channel_values', 'user_values']) writer.database.run(`drop table ${table}`)
    await addValues(writer.db as unknown as Kysely<unknown>, writer.dialect)
    writer.close()
    await using again = { store: await open(), [Symbol.asyncDispose]: () => again.store.close() }
    const users = async (filter: Filter) =>
      (await again.store.read.queryUsers(appId, { ...PAGE, filter, includeDeactivated: false })).map(
        user => user.id,
      )
    const channels = async (filter: Filter) =>
      (await again.store.read.queryChannels(appId, { ...PAGE, filter, perspective: undefined })).map(
        each => each.id,
      )
    expect(await users(is('age', 'eq', 5))).toEqual(['bob'])
    expect(await users(is('age', 'eq', '5'))).toEqual([])
    expect(await users(is('teams', 'contains', 'red', false))).toEqual(['bob'])
    expect(await users(is('name', 'autocomplete', 'buil', false))).toEqual(['bob'])
    expect(await users(is('name', 'autocomplete', 'the buil', false))).toEqual(['bob'])
    expect(await users(is('name', 'eq', 'Bob the Builder', false))).toEqual(['bob'])
    expect(await users(is('name', 'eq', 'bob the builder', false))).toEqual([])
    expect(await users(is('name', 'q', 'builder bob', false))).toEqual(['bob'])
    expect(await channels(is('member.user.name', 'eq', 'Bob the Builder', false))).toEqual(['den'])
    expect(await channels(is('member.user.name', 'autocomplete', 'bob', false))).toEqual(['den'])
    expect(await channels(is('id', 'eq', 'den', false))).toEqual(['den'])
    expect(await channels(is('created_by_id', 'in', ['bob', 'eve'], false))).toEqual(['den'])
    expect(await channels(is('topic', 'eq', 'x'.repeat(99)))).toEqual(['den'])
    expect(await channels(is('topic', 'eq', 'x'.repeat(98)))).toEqual([])
    expect(await channels(is('filter_tags', 'in', ['vip'], false))).toEqual(['den'])
  } finally {
    await rm(dataDir, { recursive: true, force: true })
  }
})

type Table = 'channel_values' | 'user_values'

/** What is kept, as `owner field value`: where a value is missing nobody is found, one too many only costs. */
async function kept({ options }: TestDatabase, appId: number, table: Table): Promise<string[]> {
  const owner = table === 'user_values' ? 'user_id' : 'channel_pk'
  const query = `select ${owner} as owner, field, value from ${table} where app_id = ${appId}`
  const rows = (await allOf(options, query)) as { owner: unknown; field: string; value: string }[]
  return rows.map(row => `${row.owner} ${row.field.trim()} ${row.value}`).sort()
}

async function allOf({ databaseUrl, dataDir }: TestDatabase['options'], query: string): Promise<unknown[]> {
  if (databaseUrl === undefined) {
    using database = new Database(sqlitePath(dataDir), { readonly: true })
    return database.query(query).all()
  }
  const pool = createPool(databaseUrl)
  const { rows } = await pool.query(query)
  await pool.end()
  return rows
}

for (const [name, create] of [
  ['SQLite', createSqlite],
  ['PostgreSQL', createPostgres],
] as const) {
  test(`${name}: the values that a row is found by follow each change of it, and no other row’s`, async () => {
    const database = await create()
    const store = await database.open()
    const scene = await Scene.in(store)
    const values = () => kept(database, scene.appId, 'user_values')
    const custom = { age: 5, vip: true, tags: ['a', 'a', 1], deep: { x: 1 }, none: null }
    const bob = await scene.user('bob', { name: 'Bob the bob', teams: ['red'], custom })
    await scene.user('amy', { custom: { age: 5 } })
    await scene.user('eve')
    const amys = 'amy age n5'
    const bobs = ['age n5', 'vip btrue', 'tags [sa', 'tags [n1', 'teams [sred', 'name bob', 'name the']
    expect(await values()).toEqual([amys, ...bobs.map(each => `bob ${each}`)].sort())

    await scene.write(tx => tx.updateUser(bob))
    expect(await values()).toEqual([amys, ...bobs.map(each => `bob ${each}`)].sort())

    const odd = { age: '5', 'k\0"\\': '\0\ud800"]', tags: ['a', 'b'] }
    await scene.write(tx => tx.updateUser({ ...bob, name: 'Bob', teams: [], custom: odd }))
    const others = ['age s5', 'k\uFFFD"\\ s\uFFFD\uFFFD"]', 'tags [sa', 'tags [sb', 'name bob']
    expect(await values()).toEqual([amys, ...others.map(each => `bob ${each}`)].sort())

    const many = Object.fromEntries(Array.from({ length: 400 }, (_, n) => [`f${n}`, n]))
    await scene.write(tx => tx.updateUser({ ...bob, name: undefined, teams: [], custom: many }))
    expect(await values()).toEqual([amys, ...Object.keys(many).map(f => `bob ${f} n${f.slice(1)}`)].sort())

    await scene.write(tx => tx.hardDeleteUser(scene.appId, 'bob', 1))
    expect(await values()).toEqual([amys])

    const den = await scene.channel('den', [], {
      custom: { name: 'The Den', topic: 'x' },
      filterTags: ['vip'],
    })
    await scene.channel('bar', [], { custom: { topic: 'x' } })
    const pkOfBar = must(await store.read.findChannel(scene.appId, 'messaging', 'bar')).pk
    await scene.write(tx => tx.updateChannel({ ...den, custom: { topic: 'y' }, filterTags: ['vip', 'new'] }))
    const dens = ['topic sy', 'filter_tags [svip', 'filter_tags [snew'].map(each => `${den.pk} ${each}`)
    const channels = await kept(database, scene.appId, 'channel_values')
    expect(channels).toEqual([...dens, `${pkOfBar} topic sx`].sort())
    await store.close()
    await database.remove()
  })
}
