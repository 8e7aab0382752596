import { expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type { Comparison, Filter } from '../../src/domain/filters.ts'
import { addValues } from '../../src/store/migrations/0008-values.ts'
import { openStore, sqlitePath } from '../../src/store/open-store.ts'
import { SqliteWriter } from '../../src/store/sqlite/connection.ts'
import { appOf, channelOf, memberOf, userOf } from './records.ts'

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
