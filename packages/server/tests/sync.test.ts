import { expect, test } from 'bun:test'
import { channelPath, type Frame, startServer } from '@parley/testkit'

const HALL = 'messaging:hall'

test('who was away gets what was logged, by place or by time, in order', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await server.upsertUsers({ id: 'bob' })
  const bob = server.person('bob')
  const cids = [HALL, 'messaging:attic']
  for (const cid of cids) await alice.watch(cid, { members: ['alice', 'bob'] })
  const before = await alice.send(HALL, 'zero')
  const sent: Frame[] = []
  for (let n = 1; n <= 6; n++) sent.push(await alice.send(cids[n % 2] ?? HALL, String(n)))

  const byPlace = await bob.ok('POST /sync', {
    channel_cids: cids,
    channel_seqs: { [HALL]: 1, 'messaging:attic': 0 },
  })
  const texts = (byPlace.events as { message: { text: string } }[]).map(event => event.message.text)
  expect(texts).toEqual(['1', '2', '3', '4', '5', '6'])
  const byTime = await bob.ok('POST /sync', { channel_cids: cids, last_sync_at: before.created_at })
  expect(byTime.events).toEqual(byPlace.events as Frame[])
  const both = await bob.ok('POST /sync', {
    channel_cids: cids,
    last_sync_at: before.created_at,
    channel_seqs: { [HALL]: 4 },
  })
  expect((both.events as unknown[]).length).toBe(3)
  const nothing = await bob.ok('POST /sync', { channel_cids: [HALL], channel_seqs: { [HALL]: 4 } })
  expect(nothing).toMatchObject({ events: [], inaccessible_cids: [] })
  expect(sent).toHaveLength(6)
})

test('what is not there or not theirs is named, nothing of it told', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await alice.watch(HALL, { members: ['alice'] })
  await alice.send(HALL, 'private')
  const mallory = server.person('mallory')
  const last_sync_at = '2020-01-01T00:00:00Z'
  const reply = await mallory.ok('POST /sync', {
    channel_cids: [HALL, 'messaging:nowhere', 'nonsense:x'],
    last_sync_at,
  })
  expect(reply.events).toEqual([])
  expect(reply.inaccessible_cids).toEqual([HALL, 'messaging:nowhere', 'nonsense:x'])
  expect((await mallory.call('POST /sync', { channel_cids: [HALL] })).body).toMatchObject({ code: 4 })
  expect((await mallory.call('POST /sync', { channel_cids: ['hall'], last_sync_at })).body).toMatchObject({
    code: 4,
  })
})

test('who is too far behind is told to read anew', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await alice.watch(HALL, { members: ['alice'] })
  for (let batch = 0; batch < 10; batch++) {
    await Promise.all(Array.from({ length: 100 }, (_, n) => alice.send(HALL, `${batch}-${n}`)))
  }
  const all = await alice.ok('POST /sync', { channel_cids: [HALL], channel_seqs: { [HALL]: 0 } })
  expect((all.events as unknown[]).length).toBe(1000)
  await alice.send(HALL, 'one too many')
  const late = await alice.call('POST /sync', { channel_cids: [HALL], channel_seqs: { [HALL]: 0 } })
  expect(late.body).toMatchObject({ code: 4 })
  expect(String(late.body.message)).toContain('too far behind')
  const ahead = await alice.call('POST /sync', { channel_cids: [HALL], channel_seqs: { [HALL]: 5000 } })
  expect(String(ahead.body.message)).toContain('too far behind')

  // What was forgotten can't be told either.
  const soon = server.running.deps.clock() + 1
  await server.running.deps.store.transaction(tx => tx.pruneEvents(soon, 10))
  for (const since of [{ channel_seqs: { [HALL]: 500 } }, { last_sync_at: '2020-01-01T00:00:00Z' }]) {
    const pruned = await alice.call('POST /sync', { channel_cids: [HALL], ...since })
    expect(String(pruned.body.message)).toContain('too far behind')
  }
  const recent = await alice.ok('POST /sync', { channel_cids: [HALL], channel_seqs: { [HALL]: 995 } })
  expect((recent.events as Frame[]).map(event => event.seq)).toEqual([996, 997, 998, 999, 1000, 1001])
})

test('anonymous people catch up with what they may read', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await alice.ok(`POST ${channelPath('livestream:show')}/query`, { data: {} })
  await alice.send('livestream:show', 'welcome')
  const someone = server.anonymous()
  const { events } = await someone.ok('POST /sync', {
    channel_cids: ['livestream:show'],
    channel_seqs: { 'livestream:show': 0 },
  })
  expect(events).toMatchObject([{ type: 'message.new', message: { text: 'welcome' } }])
})
