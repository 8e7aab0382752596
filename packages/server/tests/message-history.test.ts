import { expect, test } from 'bun:test'
import { channelPath, type Frame, startServer, type TestServer } from '@parley/testkit'

const HALL = 'messaging:hall'

const history = async (server: TestServer, body: Frame) =>
  (await server.ok('POST /messages/history', body)).message_history as Frame[]

async function hall(server: TestServer) {
  await server.upsertUsers({ id: 'alice' }, { id: 'bob' }, { id: 'boss', role: 'admin' })
  await server.ok(`POST ${channelPath(HALL)}/query`, {
    data: { created_by_id: 'alice', members: ['alice', 'bob'] },
  })
  const { message } = await server.ok(`POST ${channelPath(HALL)}/message`, {
    message: { text: 'one', user_id: 'alice', mood: 'good' },
  })
  return (message as Frame).id as string
}

test('each change keeps what was said before, by whom it was written', async () => {
  await using server = await startServer()
  const id = await hall(server)
  const filter = { message_id: { $eq: id } }
  expect(await history(server, { filter })).toEqual([])
  // As a backend edits, first in the author's name and then in another's.
  await server.ok(`POST /messages/${id}`, { message: { text: 'two', user_id: 'alice', mood: 'bad' } })
  await server.ok(`PUT /messages/${id}`, { set: { text: 'three' }, user_id: 'bob' })
  await server.ok(`PUT /messages/${id}`, { set: { pinned: true }, user_id: 'bob' })
  await server.ok(`PUT /messages/${id}`, { set: { mood: 'fine' }, user_id: 'bob' })
  const entries = await history(server, { filter })
  expect(entries).toMatchObject([
    { message_id: id, text: 'three', mood: 'bad', message_updated_by_id: 'bob', is_deleted: false },
    { message_id: id, text: 'two', mood: 'bad', message_updated_by_id: 'alice', attachments: [] },
    { message_id: id, text: 'one', mood: 'good', message_updated_by_id: 'alice' },
  ])
  expect(await history(server, { filter, sort: [{ field: 'message_updated_at' }] })).toEqual(
    entries.toReversed(),
  )
  expect(await history(server, { filter: { message_updated_by_id: { $in: ['bob'] } } })).toEqual([
    entries[0] as Frame,
  ])
  const at = { $lt: entries[0]?.message_updated_at }
  expect(await history(server, { filter: { message_updated_at: at, ...filter } })).toEqual(entries.slice(1))
})

test('a client’s change is the client’s; a deletion is kept, unless it is for good', async () => {
  await using server = await startServer()
  const id = await hall(server)
  const filter = { message_id: id }
  const boss = server.person('boss')
  await boss.ok(`PUT /messages/${id}`, { set: { text: 'better' } })
  await boss.ok(`DELETE /messages/${id}`)
  expect(await history(server, { filter })).toMatchObject([
    { text: 'better', message_updated_by_id: 'boss', is_deleted: true },
    { text: 'one', message_updated_by_id: 'boss', is_deleted: false },
  ])
  await server.ok(`DELETE /messages/${id}?hard=true`)
  expect(await history(server, { filter })).toEqual([])
})

test('the history comes in pages, in the order of the first', async () => {
  await using server = await startServer()
  const id = await hall(server)
  for (let n = 0; n < 5; n++)
    await server.ok(`PUT /messages/${id}`, { set: { text: String(n) }, user_id: 'alice' })
  const filter = { message_id: id }
  const page = async (body: Frame) => {
    const reply = await server.ok('POST /messages/history', { filter, limit: 2, ...body })
    return { ...reply, texts: (reply.message_history as Frame[]).map(entry => entry.text).join() }
  }
  const first: Frame = await page({})
  expect([first.texts, first.prev]).toEqual(['3,2', undefined])
  // The order is the cursor's own.
  const second: Frame = await page({
    next: first.next,
    sort: [{ field: 'message_updated_at', direction: 1 }],
  })
  expect(second.texts).toBe('1,0')
  const third: Frame = await page({ next: second.next })
  expect([third.texts, third.next]).toEqual(['one', undefined])
  expect((await page({ prev: third.prev })).texts).toBe('1,0')
  const back: Frame = await page({ prev: second.prev })
  expect([back.texts, back.prev]).toEqual(['3,2', undefined])
})

test('what can not be asked is refused', async () => {
  await using server = await startServer()
  const id = await hall(server)
  const filter = { message_id: id }
  for (const body of [
    {},
    { filter: {} },
    { filter: { text: 'x' } },
    { filter: { message_id: { $gt: id } } },
    { filter, limit: 101 },
    { filter, sort: [{ field: 'text', direction: 1 }] },
    { filter, next: 'nonsense' },
    { filter, next: 'bnVsbA' },
    { filter, next: 'x', prev: 'y' },
  ]) {
    expect((await server.call('POST /messages/history', body)).body).toMatchObject({ code: 4 })
  }
  expect((await server.person('alice').call('POST /messages/history', { filter })).status).toBe(403)
})
