import { expect, test } from 'bun:test'
import { startServer } from '@parley/testkit'

test('a user blocks, lists and unblocks; blocking again changes nothing', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'alice', name: 'Alice' }, { id: 'mallory', name: 'Mallory' })
  const alice = server.person('alice')
  const first = await alice.ok('POST /users/block', { blocked_user_id: 'mallory' })
  expect(first).toMatchObject({ blocked_by_user_id: 'alice', blocked_user_id: 'mallory' })
  const again = await alice.ok('POST /users/block', { blocked_user_id: 'mallory' })
  expect(again.created_at).toBe(first.created_at)
  const { blocks } = await alice.ok('GET /users/block')
  expect(blocks).toEqual([
    {
      user_id: 'alice',
      user: expect.objectContaining({ id: 'alice', name: 'Alice' }),
      blocked_user_id: 'mallory',
      blocked_user: expect.objectContaining({ id: 'mallory', name: 'Mallory' }),
      created_at: first.created_at,
    },
  ])
  expect((await alice.connect()).me).toMatchObject({ blocked_user_ids: ['mallory'] })
  await alice.ok('POST /users/unblock', { blocked_user_id: 'mallory' })
  await alice.ok('POST /users/unblock', { blocked_user_id: 'mallory' })
  expect(await alice.ok('GET /users/block')).toMatchObject({ blocks: [] })
})

test('the list is its owner’s; a server names whose it wants', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'alice' }, { id: 'mallory' })
  await server.ok('POST /users/block', { user_id: 'alice', blocked_user_id: 'mallory' })
  const asServer = await server.ok('GET /users/block', undefined, { query: { user_id: 'alice' } })
  expect(asServer.blocks).toHaveLength(1)
  const asMallory = await server
    .person('mallory')
    .ok('GET /users/block', undefined, { query: { user_id: 'alice' } })
  expect(asMallory.blocks).toEqual([])
  expect((await server.call('GET /users/block')).body).toMatchObject({ code: 4 })
})

test('nobody blocks themselves or somebody who is not there', async () => {
  await using server = await startServer()
  const alice = server.person('alice')
  expect((await alice.call('POST /users/block', { blocked_user_id: 'alice' })).body).toMatchObject({
    code: 4,
  })
  expect((await alice.call('POST /users/block', { blocked_user_id: 'nobody' })).body).toMatchObject({
    code: 16,
  })
  expect((await alice.call('POST /users/block', {})).body).toMatchObject({ code: 4 })
  expect((await alice.call('POST /users/block', { blocked_user_id: 5 })).body).toMatchObject({ code: 4 })
})
