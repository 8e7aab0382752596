import { expect, test } from 'bun:test'
import { channelPath, type Frame, startServer, type TestServer } from '@parley/testkit'
import { Law } from './mirror.ts'
import { Receiver } from './receiver.ts'

const HALL = 'messaging:hall'
const PATH = channelPath(HALL)

/** Alice made the hall, Bob is in it; Alice watches, Bob does not. */
async function hall(server: TestServer) {
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  await alice.watch(HALL, { members: ['alice', 'bob'], name: 'Hall' })
  await bob.next('notification.added_to_channel')
  return { alice, bob }
}

async function idsOf(server: TestServer, filter: Frame, userId?: string): Promise<string[]> {
  const found = await server.ok('POST /channels', {
    filter_conditions: filter,
    user_id: userId,
    state: false,
  })
  return (found.channels as Frame[]).map(each => (each.channel as Frame).id as string)
}

async function result(server: TestServer, taskId: unknown): Promise<Frame> {
  for (;;) {
    const task = await server.ok(`GET /tasks/${taskId}`)
    if (task.status === 'completed') return task.result as Frame
    expect(task.status).not.toBe('failed')
    await Bun.sleep(5)
  }
}

test('a deleted channel is gone for everybody, and comes back empty', async () => {
  await using server = await startServer()
  const { alice, bob } = await hall(server)
  const { message } = await alice.ok(`POST ${PATH}/message`, { message: { text: 'old' } })
  const before = await server.ok(`POST ${PATH}/query`, { user_id: 'alice' })
  expect((await bob.call(`DELETE ${PATH}`)).body).toMatchObject({ code: 17 })
  const { channel } = await alice.ok(`DELETE ${PATH}`)
  expect(channel).toMatchObject({ cid: HALL, deleted_at: expect.any(String), name: 'Hall' })
  expect(await alice.next('channel.deleted')).toMatchObject({
    cid: HALL,
    channel: { deleted_at: expect.any(String) },
    user: { id: 'alice' },
  })
  expect(await bob.next('notification.channel_deleted')).toMatchObject({
    cid: HALL,
    channel: { name: 'Hall' },
  })
  expect(await idsOf(server, { type: 'messaging' })).toEqual([])
  for (const endpoint of [
    `DELETE ${PATH}`,
    `POST ${PATH}/message`,
    `POST ${PATH}/truncate`,
    `PATCH ${PATH}`,
  ]) {
    const reply = await server.call(endpoint, { message: { text: 'x', user_id: 'bob' }, user_id: 'bob' })
    expect([endpoint, reply.status]).toEqual([endpoint, 404])
  }
  expect((await server.ok('GET /unread?user_id=bob')).total_unread_count).toBe(0)

  expect((await bob.call(`POST ${PATH}/query`, { data: { members: ['bob'] } })).body).toMatchObject({
    code: 17,
    message: expect.stringContaining('recreate-channel'),
  })
  const again = await alice.ok(`POST ${PATH}/query`, { data: { members: ['alice'], name: 'New' } })
  expect(again).toMatchObject({
    messages: [],
    pinned_messages: [],
    member_count: 1,
    channel: { name: 'New' },
  })
  expect(again.channel).not.toHaveProperty('deleted_at')
  expect(again.channel).not.toHaveProperty('last_message_at')
  expect(again.seq).toBeGreaterThan(before.seq as number)
  expect((await server.call(`GET /messages/${(message as Frame).id}`)).status).toBe(404)
  const behind = await alice.call('POST /sync', { channel_cids: [HALL], channel_seqs: { [HALL]: 0 } })
  expect(behind.body).toMatchObject({ code: 4, details: { reason: 'too_far_behind' } })

  // Nobody went on watching what was deleted.
  await alice.ok(`POST ${PATH}/message`, { message: { text: 'new' } })
  expect(await alice.next('notification.message_new')).toMatchObject({ message: { text: 'new' } })
})

test('hard deletes are for servers, erase in the background, and take the past along', async () => {
  await using server = await startServer()
  const { alice } = await hall(server)
  for (let n = 0; n < 5; n++) await alice.ok(`POST ${PATH}/message`, { message: { text: `m${n}` } })
  expect((await alice.call(`DELETE ${PATH}?hard_delete=true`)).body).toMatchObject({ code: 17 })
  await server.ok(`DELETE ${PATH}`)
  // Deleted softly before, it can still be deleted for good.
  const { task_id } = await server.ok('POST /channels/delete', { cids: [HALL], hard_delete: true })
  expect(await result(server, task_id)).toEqual({ [HALL]: { status: 'ok' } })
  expect((await server.call(`DELETE ${PATH}?hard_delete=true`)).status).toBe(404)
  const { store } = server.running.deps
  const row = await store.read.findChannel(server.running.app.id, 'messaging', 'hall')
  expect(row).toMatchObject({ custom: {}, memberCount: 0, messageCount: 0 })
  expect(await store.read.listMessages(row?.pk ?? 0, { limit: 10 })).toEqual([])
  expect(await store.read.listEventsAfterSeq(row?.pk ?? 0, 0, 10)).toEqual([])
  // Nothing is left that could be made again: making is enough.
  const bob = server.person('bob')
  expect(await bob.ok(`POST ${PATH}/query`, { data: { members: ['bob'] } })).toMatchObject({
    messages: [],
    member_count: 1,
    channel: { created_by: { id: 'bob' } },
  })
})

test('many channels go at once, and a task tells by cid', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'alice' })
  const cids = ['a', 'b', 'c'].map(id => `messaging:${id}`)
  for (const cid of cids)
    await server.ok(`POST ${channelPath(cid)}/query`, {
      data: { created_by_id: 'alice', members: ['alice'] },
    })
  const missing = 'messaging:none'
  const { task_id } = await server.ok('POST /channels/delete', { cids: [...cids.slice(0, 2), missing] })
  expect(await idsOf(server, { type: 'messaging' })).toEqual(['c'])
  expect(await result(server, task_id)).toEqual({
    'messaging:a': { status: 'ok' },
    'messaging:b': { status: 'ok' },
    [missing]: { status: 'error', error: expect.stringContaining(missing) },
  })
  for (const cids of [[], undefined, ['x'], Array.from({ length: 101 }, (_, n) => `messaging:c${n}`)]) {
    expect((await server.call('POST /channels/delete', { cids })).body).toMatchObject({ code: 4 })
  }
  expect((await server.person('alice').call('POST /channels/delete', { cids })).status).toBe(403)
})

test('truncating empties the channel for everybody, and posts a message', async () => {
  await using server = await startServer()
  const { alice, bob } = await hall(server)
  const first = await alice.ok(`POST ${PATH}/message`, { message: { text: 'one', pinned: true } })
  await alice.ok(`POST ${PATH}/message`, { message: { text: 'two' } })
  const law = await Law.begin(server, HALL, alice)
  expect((await bob.call(`POST ${PATH}/truncate`, {})).body).toMatchObject({ code: 17 })
  const reply = await server.ok(`POST ${PATH}/truncate`, {
    user_id: 'bob',
    message: { text: 'swept', user_id: 'bob' },
  })
  expect(reply).toMatchObject({
    channel: { truncated_at: expect.any(String), truncated_by: { id: 'bob' } },
    message: { text: 'swept', type: 'system' },
  })
  await law.holds()
  expect(await bob.next('notification.channel_truncated')).toMatchObject({
    cid: HALL,
    channel: { name: 'Hall' },
  })
  const state = await server.ok(`POST ${PATH}/query`, {})
  expect((state.messages as Frame[]).map(each => each.text)).toEqual(['swept'])
  expect(state.pinned_messages).toEqual([])
  expect((await server.call(`GET /messages/${(first.message as Frame).id}`)).status).toBe(404)
  expect((await server.ok('GET /unread?user_id=alice')).total_unread_count).toBe(1)
})

test('truncating up to a time keeps what is later, and hard deletes what is earlier', async () => {
  await using server = await startServer()
  const { alice } = await hall(server)
  const { store } = server.running.deps
  const sent: Frame[] = []
  for (const text of ['one', 'two', 'three'])
    sent.push((await alice.ok(`POST ${PATH}/message`, { message: { text } })).message as Frame)
  const law = await Law.begin(server, HALL, alice)
  const truncated_at = sent[1]?.created_at
  await alice.ok(`POST ${PATH}/truncate`, { truncated_at, hard_delete: true })
  const state = await server.ok(`POST ${PATH}/query`, {})
  expect((state.messages as Frame[]).map(each => each.text)).toEqual(['three'])
  expect(state.channel).toMatchObject({ truncated_at, last_message_at: sent[2]?.created_at })
  const row = await store.read.findChannel(server.running.app.id, 'messaging', 'hall')
  expect(row?.messageCount).toBe(1)
  while ((await store.read.listMessages(row?.pk ?? 0, { limit: 10 })).length > 1) await Bun.sleep(5)
  // Earlier than before: nothing comes back.
  await alice.ok(`POST ${PATH}/truncate`, { truncated_at: sent[0]?.created_at })
  expect((await server.ok(`POST ${PATH}/query`, {})).channel).toMatchObject({ truncated_at })
  await law.holds()
  const ahead = new Date(Date.now() + 60_000).toISOString()
  expect((await alice.call(`POST ${PATH}/truncate`, { truncated_at: ahead })).body).toMatchObject({ code: 4 })
})

test('a hidden channel is out of the lists until a message brings it back', async () => {
  await using server = await startServer()
  const { alice, bob } = await hall(server)
  await alice.ok(`POST ${PATH}/message`, { message: { text: 'old' } })
  await bob.ok(`POST ${PATH}/hide`, { clear_history: true })
  expect(await bob.next('channel.hidden')).toMatchObject({
    cid: HALL,
    clear_history: true,
    channel: { name: 'Hall' },
    user: { id: 'bob' },
  })
  const mine = { members: { $in: ['bob'] } }
  expect(await idsOf(server, mine, 'bob')).toEqual([])
  expect(await idsOf(server, mine)).toEqual(['hall'])
  expect(await idsOf(server, mine, 'alice')).toEqual(['hall'])
  const hidden = await server.ok('POST /channels', { filter_conditions: { hidden: true }, user_id: 'bob' })
  expect(hidden.channels).toMatchObject([
    { hidden: true, channel: { id: 'hall', hidden: true }, messages: [] },
  ])
  const other = await server.connected('bob')
  expect(other.me).toMatchObject({ latest_hidden_channels: [HALL] })

  await bob.ok(`POST ${PATH}/message`, { message: { text: 'quiet' }, keep_channel_hidden: true })
  expect(await idsOf(server, mine, 'bob')).toEqual([])
  await bob.ok(`POST ${PATH}/message`, { message: { text: 'news' } })
  expect(await bob.next('channel.visible')).toMatchObject({ cid: HALL, user: { id: 'bob' } })
  expect(await idsOf(server, mine, 'bob')).toEqual(['hall'])
  const { messages } = await bob.ok(`POST ${PATH}/query`, {})
  expect((messages as Frame[]).map(each => each.text)).toEqual(['quiet', 'news'])

  await server.ok(`POST ${PATH}/hide`, { user_id: 'bob' })
  await server.ok(`POST ${PATH}/show`, { user_id: 'bob' })
  expect(await idsOf(server, { hidden: false, ...mine }, 'bob')).toEqual(['hall'])
  await server.upsertUsers({ id: 'eve' })
  expect((await server.call(`POST ${PATH}/hide`, { user_id: 'eve' })).body).toMatchObject({ code: 17 })
  expect((await server.person('eve').call(`POST ${PATH}/show`, {})).body).toMatchObject({ code: 17 })
})

test('webhooks hear of the whole life of a channel', async () => {
  await using server = await startServer()
  await using receiver = new Receiver()
  const event_hooks = [{ hook_type: 'webhook', webhook_url: receiver.url }]
  await server.ok('PATCH /app', { event_hooks })
  await server.upsertUsers({ id: 'alice' }, { id: 'bob' })
  const alice = server.person('alice')
  const mute = { channel_cid: HALL }
  const steps: [string, () => Promise<unknown>, Frame][] = [
    [
      'channel.created',
      () => alice.ok(`POST ${PATH}/query`, { data: { members: ['alice', 'bob'], name: 'Hall' } }),
      { channel: { name: 'Hall', member_count: 2, created_by: { id: 'alice' } }, user: { id: 'alice' } },
    ],
    [
      'channel.updated',
      () => alice.ok(`PATCH ${PATH}`, { set: { name: 'New' } }),
      { channel: { name: 'New' }, user: { id: 'alice' } },
    ],
    [
      'channel.muted',
      () => alice.ok('POST /moderation/mute/channel', mute),
      { user: { id: 'alice' }, mute: { channel: { cid: HALL }, expires: null } },
    ],
    [
      'channel.unmuted',
      () => alice.ok('POST /moderation/unmute/channel', mute),
      { user: { id: 'alice' }, mute: { channel: { cid: HALL } } },
    ],
    [
      'channel.hidden',
      () => alice.ok(`POST ${PATH}/hide`, { clear_history: true }),
      { user: { id: 'alice' }, clear_history: true },
    ],
    [
      'channel.truncated',
      () => server.ok(`POST ${PATH}/truncate`, { user_id: 'bob' }),
      { channel: { truncated_by: { id: 'bob' } }, request_info: { type: 'server' } },
    ],
    [
      'channel_batch_update.completed',
      () =>
        server.ok('PUT /channels/batch', {
          operation: 'hide',
          filter: { cids: { $eq: HALL } },
          members: ['bob'],
        }),
      { operation: 'hide', status: 'completed', success_channels_count: 1, failed_channels: [] },
    ],
    ['channel.deleted', () => alice.ok(`DELETE ${PATH}`), { channel: { deleted_at: expect.any(String) } }],
  ]
  for (const [type, act, wanted] of steps) {
    await act()
    const { body } = await receiver.next(type)
    expect(body).toMatchObject({ type, ...wanted })
    if (body.cid) expect([type, body.cid]).toEqual([type, HALL])
  }
  expect((await receiver.next('channel_batch_update.started')).body).toMatchObject({ operation: 'hide' })
})

test('a truncation takes threads, quotes and pins along, for who watches as for who comes back', async () => {
  await using server = await startServer()
  const { alice } = await hall(server)
  const parent = await alice.send(HALL, 'parent')
  await alice.send(HALL, 'reply', { parent_id: parent.id })
  await alice.send(HALL, 'shown reply', { parent_id: parent.id, show_in_channel: true })
  const cut = await alice.send(HALL, 'the last to go', { pinned: true })
  const quoting = await alice.send(HALL, 'as you said', { quoted_message_id: cut.id })
  await alice.send(HALL, 'as I said', { quoted_message_id: quoting.id })
  const law = await Law.begin(server, HALL, alice)
  await alice.ok(`POST ${PATH}/truncate`, { truncated_at: cut.created_at })
  await alice.send(HALL, 'go on')
  await law.holds()
  const state = await server.ok(`POST ${PATH}/query`, {})
  expect(state.messages).toMatchObject([
    { text: 'as you said', quoted_message: null },
    { text: 'as I said', quoted_message: { text: 'as you said' } },
    { text: 'go on' },
  ])
  expect(state).toMatchObject({ pinned_messages: [] })
  expect((await server.call(`GET /messages/${parent.id}/replies`)).status).toBe(404)
  expect(await server.ok('POST /threads', { user_id: 'alice' })).toMatchObject({ threads: [] })
})

test('made again by several at once it is one channel', async () => {
  await using server = await startServer()
  const ids = ['alice', 'bob', 'carol', 'dave']
  await server.upsertUsers(...ids.map(id => ({ id })))
  const make = (id: string) =>
    server.ok(`POST ${PATH}/query`, { data: { created_by_id: id, members: [id], name: id } })
  await make('alice')
  await server.ok(`DELETE ${PATH}`)
  await Promise.all(ids.map(make))
  const state = await make('alice')
  const { name } = state.channel as { name: string }
  expect(state).toMatchObject({ member_count: 1, members: [{ user_id: name }] })
})
