import { expect, test } from 'bun:test'
import { channelPath, type Frame, startServer, type TestServer } from '@parley/testkit'
import { Receiver } from './receiver.ts'

const HALL = 'messaging:hall'
const PATH = channelPath(HALL)

async function channelsOf(server: TestServer, filter: Frame, userId: string): Promise<Frame[]> {
  const body = { filter_conditions: { type: 'messaging', ...filter }, user_id: userId }
  return (await server.ok('POST /channels', body)).channels as Frame[]
}

test('a muted channel neither counts nor comes back, until it is unmuted', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  await alice.watch(HALL, { members: ['alice', 'bob'], name: 'Hall' })
  const { channel_mute } = await bob.ok('POST /moderation/mute/channel', { channel_cid: HALL })
  expect(channel_mute).toMatchObject({
    user: { id: 'bob' },
    channel: { cid: HALL, name: 'Hall' },
    expires: null,
    created_at: expect.any(String),
  })
  expect(await bob.next('notification.channel_mutes_updated')).toMatchObject({
    me: { id: 'bob', channel_mutes: [{ channel: { cid: HALL } }] },
  })
  await bob.ok(`POST ${PATH}/hide`, {})
  await alice.send(HALL, 'news')
  expect(await channelsOf(server, {}, 'bob')).toEqual([])
  expect((await server.ok('GET /unread?user_id=bob')).total_unread_count).toBe(0)
  await bob.ok(`POST ${PATH}/show`, {})

  const [muted] = await channelsOf(server, { muted: true }, 'bob')
  expect(muted).toMatchObject({
    channel: { muted: true },
    membership: { user_id: 'bob', notifications_muted: true },
  })
  const reads = muted?.read as Frame[]
  const read = reads.find(each => (each.user as Frame).id === 'bob')
  expect(read?.unread_messages).toBe(0)
  expect(await channelsOf(server, { muted: false }, 'bob')).toEqual([])
  // Nobody else's business.
  const [seen] = await channelsOf(server, { muted: false }, 'alice')
  expect(seen?.channel).toMatchObject({ muted: false })
  const members = seen?.members as Frame[]
  const member = members.find(each => each.user_id === 'bob')
  expect(member).toMatchObject({ notifications_muted: false })
  const again = await server.connected('bob')
  expect(again.me).toMatchObject({ channel_mutes: [{ channel: { cid: HALL } }], unread_channels: 0 })

  const { users } = await server.ok('GET /users', undefined, {
    query: { payload: '{"filter_conditions":{}}' },
  })
  const mutesOf = Object.fromEntries((users as Frame[]).map(user => [user.id, user.channel_mutes]))
  expect(mutesOf).toMatchObject({ alice: [], bob: [{ user: { id: 'bob' }, channel: { cid: HALL } }] })

  await bob.ok('POST /moderation/unmute/channel', { channel_cid: HALL })
  expect(await bob.next('notification.channel_mutes_updated')).toMatchObject({ me: { channel_mutes: [] } })
  await bob.ok('POST /moderation/unmute/channel', { channel_cid: HALL })
  expect(await channelsOf(server, { muted: true }, 'bob')).toEqual([])
  expect((await server.ok('GET /unread?user_id=bob')).total_unread_count).toBe(1)
})

test('a mute ends by itself, and muting again sets another end', async () => {
  await using server = await startServer()
  await server.ok(`POST ${PATH}/query`, { data: { created_by: { id: 'alice' }, members: ['alice'] } })
  const mute = { channel_cid: HALL, user_id: 'alice' }
  const first = (await server.ok('POST /moderation/mute/channel', { ...mute, expiration: 60_000 }))
    .channel_mute as Frame
  expect(first.expires).toEqual(expect.any(String))
  const second = (await server.ok('POST /moderation/mute/channel', { ...mute, expiration: 1 }))
    .channel_mute as Frame
  expect(second).toMatchObject({ created_at: first.created_at })
  while ((await channelsOf(server, { muted: true }, 'alice')).length > 0) await Bun.sleep(1)
  expect(await channelsOf(server, { muted: false }, 'alice')).toHaveLength(1)
  const third = (await server.ok('POST /moderation/mute/channel', { ...mute, expiration: 0 }))
    .channel_mute as Frame
  expect(third.expires).toBeNull()
  expect(third.created_at).not.toBe(first.created_at)
})

test('whose mute ran out is told, and so are webhooks', async () => {
  await using server = await startServer()
  await using receiver = new Receiver()
  const hook = { hook_type: 'webhook', webhook_url: receiver.url, event_types: ['channel.unmuted'] }
  await server.ok('PATCH /app', { event_hooks: [hook] })
  const alice = await server.connected('alice')
  await alice.watch(HALL, { members: ['alice'] })
  await alice.ok('POST /moderation/mute/channel', { channel_cid: HALL, expiration: 1 })
  await alice.next('notification.channel_mutes_updated')
  expect(await alice.next('notification.channel_mutes_updated')).toMatchObject({ me: { channel_mutes: [] } })
  expect((await receiver.next()).body).toMatchObject({
    user: { id: 'alice' },
    mute: { channel: { cid: HALL } },
  })
})

test('who may mute, and what is refused', async () => {
  await using server = await startServer()
  const alice = server.person('alice')
  const eve = server.person('eve')
  await alice.ok(`POST ${PATH}/query`, { data: { members: ['alice'] } })
  const cases: [Frame, number, number][] = [
    [{}, 400, 4],
    [{ channel_cid: 'hall' }, 400, 4],
    [{ channel_cid: 'messaging:none' }, 404, 16],
    [{ channel_cid: 'nonsense:none' }, 404, 16],
    [{ channel_cid: HALL, expiration: -1 }, 400, 4],
    [{ channel_cid: HALL, expiration: 'long' }, 400, 4],
  ]
  for (const [body, status, code] of cases) {
    const reply = await alice.call('POST /moderation/mute/channel', body)
    expect([body, reply.status, reply.body.code]).toEqual([body, status, code])
  }
  expect((await eve.call('POST /moderation/mute/channel', { channel_cid: HALL })).body).toMatchObject({
    code: 17,
    message: expect.stringContaining('mute-channel'),
  })
  expect((await server.call('POST /moderation/mute/channel', { channel_cid: HALL })).body).toMatchObject({
    code: 4,
  })
  await server.ok('PUT /channeltypes/messaging', { mutes: false })
  expect((await alice.call('POST /moderation/mute/channel', { channel_cid: HALL })).body).toMatchObject({
    code: 19,
    details: { feature: 'mutes' },
  })
})

test('a deleted channel is muted no more, and 500 are enough', async () => {
  await using server = await startServer()
  const cid = (n: number) => `messaging:c${n}`
  await server.upsertUsers({ id: 'alice' })
  const { store } = server.running.deps
  const appId = server.running.app.id
  await server.ok(`POST ${channelPath(cid(0))}/query`, { data: { created_by_id: 'alice' } })
  await server.ok(`POST ${channelPath(cid(1))}/query`, { data: { created_by_id: 'alice' } })
  await server.ok('POST /moderation/mute/channel', { channel_cid: cid(0), user_id: 'alice' })
  await store.transaction(async tx => {
    for (let n = 0; n < 499; n++) {
      const mute = { appId, userId: 'alice', channelPk: 100_000 + n, expiresAtUs: undefined }
      await tx.upsertChannelMute({ ...mute, createdAtUs: n, updatedAtUs: n })
    }
  })
  const many = await server.call('POST /moderation/mute/channel', { channel_cid: cid(1), user_id: 'alice' })
  expect(many.body).toMatchObject({ code: 4, message: expect.stringContaining('500') })
  await server.ok('POST /moderation/mute/channel', { channel_cid: cid(0), user_id: 'alice' })
  await server.ok(`DELETE ${channelPath(cid(0))}`)
  expect((await server.connected('alice')).me).toMatchObject({ channel_mutes: [] })
})
