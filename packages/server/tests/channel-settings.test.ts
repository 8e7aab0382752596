import { expect, test } from 'bun:test'
import { channelPath, type Frame, startServer, type TestServer } from '@parley/testkit'

const HALL = 'messaging:hall'
const PATH = channelPath(HALL)

async function hall(server: TestServer) {
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  await alice.watch(HALL, { members: ['alice', 'bob'] })
  return { alice, bob }
}

test('every setting that a channel may have of its own, and grants of its own', async () => {
  await using server = await startServer()
  const { alice, bob } = await hall(server)
  await server.ok('POST /blocklists', { name: 'rude', words: ['duck'] })
  const overrides = {
    typing_events: false,
    reactions: false,
    replies: false,
    quotes: false,
    uploads: false,
    url_enrichment: false,
    count_messages: true,
    user_message_reminders: true,
    shared_locations: true,
    max_message_length: 10,
    blocklist: 'rude',
    blocklist_behavior: 'block',
    commands: ['mute'],
    grants: { channel_member: ['!create-attachment', 'ban-channel-member'] },
  }
  const { channel } = await server.ok(`PATCH ${PATH}`, { set: { config_overrides: overrides } })
  const config = (channel as Frame).config as Frame
  const { commands, ...plain } = overrides
  expect(config).toMatchObject(plain)
  expect(config.commands).toMatchObject([{ name: 'mute', set: 'moderation_set' }])
  expect((channel as Frame).message_count).toBe(0)
  expect(await alice.next('channel.updated')).toMatchObject({ channel: { config: { replies: false } } })

  const state = await bob.ok(`POST ${PATH}/query`, {})
  const capabilities = (state.channel as Frame).own_capabilities as string[]
  expect(capabilities).toContain('ban-channel-member')
  expect(capabilities).not.toContain('create-attachment')
  const long = await bob.call(`POST ${PATH}/message`, { message: { text: 'x'.repeat(11) } })
  expect(long.body).toMatchObject({ code: 20, details: { max_length: 10 } })
  const attached = { text: 'see', attachments: [{ type: 'file', asset_url: 'https://files.example/a' }] }
  expect((await bob.call(`POST ${PATH}/message`, { message: attached })).body).toMatchObject({ code: 17 })

  for (const [set, named] of [
    [{ polls: true }, 'polls'],
    [{ max_message_length: 20_001 }, 'max_message_length'],
    [{ grants: { channel_member: ['!fly'] } }, 'grants'],
    [{ blocklist: 'none' }, 'blocklist'],
    [{ commands: ['fly'] }, 'commands'],
  ] as const) {
    const reply = await server.call(`PATCH ${PATH}`, { set: { config_overrides: set } })
    expect([named, reply.status, reply.body.code]).toEqual([named, 400, 4])
    expect(reply.body.message).toContain(named)
  }
  const back = await server.ok(`PATCH ${PATH}`, { set: { config_overrides: {} } })
  expect((back.channel as Frame).config).toMatchObject({ replies: true, max_message_length: 5000 })
  expect((back.channel as Frame).config).not.toHaveProperty('grants')
  // A misspelling is ordinary custom data.
  const odd = await server.ok(`PATCH ${PATH}`, { set: { config_override: { replies: false } } })
  expect(odd.channel).toMatchObject({ config_override: { replies: false }, config: { replies: true } })
})

test('frozen: nobody sends or reacts without the grant, and unfrozen all is as before', async () => {
  await using server = await startServer()
  const { alice, bob } = await hall(server)
  const { message } = await bob.ok(`POST ${PATH}/message`, { message: { text: 'before' } })
  const { id } = message as { id: string }
  expect((await bob.call(`PATCH ${PATH}`, { set: { frozen: true } })).body).toMatchObject({ code: 17 })
  await server.ok(`PATCH ${PATH}`, { set: { frozen: true } })
  expect(await alice.next('channel.updated')).toMatchObject({ channel: { frozen: true } })
  for (const [endpoint, body] of [
    [`POST ${PATH}/message`, { message: { text: 'now' } }],
    [`POST /messages/${id}/reaction`, { reaction: { type: 'like' } }],
  ] as const) {
    const reply = await bob.call(endpoint, body)
    expect([endpoint, reply.status, reply.body.code]).toEqual([endpoint, 403, 17])
    expect(reply.body.details).toMatchObject({ reason: 'frozen' })
  }
  await server.ok(`POST ${PATH}/message`, { message: { text: 'notice', user_id: 'alice' } })
  const grants = { channel_member: ['use-frozen-channel'] }
  await server.ok(`PATCH ${PATH}`, { set: { config_overrides: { grants } } })
  await bob.ok(`POST ${PATH}/message`, { message: { text: 'I may' } })
  await server.ok(`PATCH ${PATH}`, { set: { frozen: false, config_overrides: {} } })
  await bob.ok(`POST ${PATH}/message`, { message: { text: 'after' } })
})

test('disabled: it stays in lists, clients get nothing of it, servers everything', async () => {
  await using server = await startServer()
  const { bob } = await hall(server)
  await bob.ok(`POST ${PATH}/message`, { message: { text: 'before' } })
  for (const set of [{ disabled: true }, { team: 'red' }, { config_overrides: { replies: false } }]) {
    const reply = await bob.call(`PATCH ${PATH}`, { set })
    expect([set, reply.status]).toEqual([set, 403])
    expect(reply.body.message).toContain('server')
  }
  await server.ok(`PATCH ${PATH}`, { set: { disabled: true } })
  const listed = await bob.ok('POST /channels', { filter_conditions: { members: { $in: ['bob'] } } })
  expect(listed.channels).toMatchObject([
    { channel: { cid: HALL, disabled: true }, messages: [], members: [] },
  ])
  expect((await bob.call(`POST ${PATH}/query`, {})).status).toBe(403)
  for (const endpoint of ['message', 'hide', 'show', 'truncate', 'event']) {
    const body = { message: { text: 'x' }, event: { type: 'wave' } }
    expect([endpoint, (await bob.call(`POST ${PATH}/${endpoint}`, body)).status]).toEqual([endpoint, 403])
  }
  const state = await server.ok(`POST ${PATH}/query`, {})
  expect(state.messages).toHaveLength(1)
  await server.ok(`POST ${PATH}/message`, { message: { text: 'by the server', user_id: 'bob' } })
})

test('what others call predefined filters is refused with a reason', async () => {
  await using server = await startServer()
  const reply = await server.call('POST /channels', { predefined_filter: 'mine', filter_values: {} })
  expect(reply.body).toMatchObject({ code: 4, message: expect.stringContaining('predefined_filter') })
})

test('thirty channels are read at once as one by one', async () => {
  await using server = await startServer()
  const ids = Array.from({ length: 12 }, (_, n) => `user-${n}`)
  await server.upsertUsers(...ids.map(id => ({ id })))
  const cids = Array.from({ length: 30 }, (_, n) => `messaging:c${n}`)
  for (const [n, cid] of cids.entries()) {
    const members = ids.slice(0, n % ids.length)
    await server.ok(`POST ${channelPath(cid)}/query`, { data: { created_by_id: 'user-0', members } })
    for (let m = 0; m < n % 4; m++) {
      const message = { text: `${n} ${m}`, user_id: ids[m], pinned: m === 1 }
      await server.ok(`POST ${channelPath(cid)}/message`, { message })
    }
  }
  const body = { filter_conditions: { type: 'messaging' }, user_id: 'user-1', limit: 30 }
  const { channels } = (await server.ok('POST /channels', body)) as unknown as { channels: Frame[] }
  expect(channels).toHaveLength(30)
  for (const state of channels) {
    const { cid } = state.channel as { cid: string }
    const { duration: _, ...one } = await server.ok(`POST ${channelPath(cid)}/query`, { user_id: 'user-1' })
    expect(state).toEqual(one)
  }
})

test('with teams one finds one’s own, and asking for more than one may see is refused whole', async () => {
  await using server = await startServer()
  await server.ok('PATCH /app', { multi_tenant_enabled: true })
  await server.upsertUsers({ id: 'root' }, { id: 'alice', teams: ['red'] }, { id: 'bob', teams: ['blue'] })
  const make = (id: string, team?: string) =>
    server.ok(`POST /channels/livestream/${id}/query`, { data: { created_by_id: 'root', team } })
  for (const [id, team] of [['r', 'red'], ['b', 'blue'], ['none']] as const) await make(id, team)
  const alice = server.person('alice')
  const found = async (filter: Frame) => {
    const { channels } = await alice.ok('POST /channels', { filter_conditions: filter })
    return (channels as Frame[]).map(each => (each.channel as Frame).id)
  }
  expect(await found({ type: 'livestream' })).toEqual(['r'])
  expect(await found({ type: 'livestream', team: 'red' })).toEqual(['r'])
  for (const filter of [{ type: 'livestream', team: {} }, { team: 'blue' }]) {
    const { status, body } = await alice.call('POST /channels', { filter_conditions: filter })
    expect([filter, status, body.code]).toEqual([filter, 403, 70])
  }
  const all = await server.ok('POST /channels', { filter_conditions: { type: 'livestream' } })
  expect(all.channels).toHaveLength(3)
  const teamless = await alice.call('POST /channels/livestream/mine/query', { data: {} })
  expect(teamless.body).toMatchObject({ code: 17 })
  await alice.ok('POST /channels/livestream/mine/query', { data: { team: 'red' } })
})
