import { expect, test } from 'bun:test'
import {
  channelPath,
  eventually,
  type Frame,
  type Person,
  signToken,
  startServer,
  type TestServer,
} from '@parley/testkit'
import { createApp } from '../src/auth/apps.ts'
import { createSecretBox } from '../src/auth/secret-box.ts'
import { formBody } from './uploads.ts'

/** What somebody tries; each answers with the error code, 0 when it worked. */
const ATTEMPTS = {
  read: (who: Person, path: string) => who.call(`POST ${path}/query`, {}),
  sync: async (who: Person, path: string) => {
    const cid = path.replace('/channels/', '').replace('/', ':')
    const reply = await who.call('POST /sync', { channel_cids: [cid], last_sync_at: '2020-01-01T00:00:00Z' })
    const lost = reply.body.inaccessible_cids as string[]
    return lost.length === 0 ? reply : { ...reply, status: 403, body: { code: 17 } }
  },
  find: (who: Person, path: string) =>
    who.call('POST /channels', { filter_conditions: { id: path.split('/')[3] } }),
  members: (who: Person, path: string) => {
    const [, , type, id] = path.split('/')
    const payload = JSON.stringify({ type, id, filter_conditions: {} })
    return who.call(`GET /members?payload=${encodeURIComponent(payload)}`)
  },
  getMessage: (who: Person, _: string, theirs: string) => who.call(`GET /messages/${theirs}`),
  send: (who: Person, path: string) => who.call(`POST ${path}/message`, { message: { text: 'hi' } }),
  link: (who: Person, path: string) =>
    who.call(`POST ${path}/message`, { message: { text: 'https://example.org' } }),
  attach: (who: Person, path: string) =>
    who.call(`POST ${path}/message`, { message: { text: 'hi', attachments: [{ type: 'image' }] } }),
  mention: (who: Person, path: string) =>
    who.call(`POST ${path}/message`, { message: { text: 'hi', mentioned_users: ['owner'] } }),
  system: (who: Person, path: string) =>
    who.call(`POST ${path}/message`, { message: { text: 'hi', type: 'system' } }),
  typing: (who: Person, path: string) => who.call(`POST ${path}/event`, { event: { type: 'typing.start' } }),
  event: (who: Person, path: string) => who.call(`POST ${path}/event`, { event: { type: 'cake' } }),
  upload: (who: Person, path: string) =>
    who.call(`POST ${path}/file`, Buffer.from(formBody({ content: 'hello' })).toString(), {
      headers: { 'Content-Type': 'multipart/form-data; boundary=bound' },
    }),
  pin: (who: Person, _: string, theirs: string) =>
    who.call(`PUT /messages/${theirs}`, { set: { pinned: true } }),
  editOthers: (who: Person, _: string, theirs: string) =>
    who.call(`POST /messages/${theirs}`, { message: { text: 'x' } }),
  update: (who: Person, path: string) => who.call(`PATCH ${path}`, { set: { topic: 'x' } }),
  freeze: (who: Person, path: string) => who.call(`PATCH ${path}`, { set: { frozen: true } }),
  slow: (who: Person, path: string) => who.call(`PATCH ${path}`, { set: { cooldown: 5 } }),
  addMember: (who: Person, path: string) => who.call(`POST ${path}`, { add_members: ['extra'] }),
  join: (who: Person, path: string) => who.call(`POST ${path}`, { add_members: [who.id] }),
  leave: (who: Person, path: string) => who.call(`POST ${path}`, { remove_members: [who.id] }),
  create: (who: Person, path: string) =>
    who.call(`POST ${path}-by-${who.id.slice(0, 8).replace('!', '')}/query`, {}),
  deleteOthers: (who: Person, _: string, theirs: string) => who.call(`DELETE /messages/${theirs}`),
} as const
type Attempt = keyof typeof ATTEMPTS

const ALL = Object.keys(ATTEMPTS) as Attempt[]
const READS: Attempt[] = ['read', 'sync', 'find', 'members', 'getMessage']

/** A channel of the owner's with a member, a moderator and a message of the owner's. */
async function makeChannel(server: TestServer, path: string): Promise<string> {
  const members = ['owner', 'member', { user_id: 'moderator', channel_role: 'channel_moderator' }]
  await server.ok(`POST ${path}/query`, { data: { created_by_id: 'owner', members } })
  const { message } = await server.ok(`POST ${path}/message`, {
    message: { text: 'first', user_id: 'extra' },
  })
  return (message as { id: string }).id
}

test('anonymous people write nothing, whatever is granted to them', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'extra' }, { id: 'owner' }, { id: 'member' }, { id: 'moderator' })
  const everything = [
    'create-message',
    'create-channel',
    'update-channel',
    'send-custom-event',
    'update-message',
    'delete-message',
    'pin-message',
    'update-channel-members',
    'add-own-channel-membership',
    'read-channel',
    'read-channel-members',
    'add-links',
    'create-attachment',
    'create-mention',
  ]
  await server.ok('PUT /channeltypes/livestream', { grants: { anonymous: everything } })
  const nobody = server.anonymous()
  const path = '/channels/livestream/show'
  const theirs = await makeChannel(server, path)
  const allowed: Attempt[] = []
  for (const attempt of ALL) {
    const { status, body } = await ATTEMPTS[attempt](nobody, path, theirs)
    if (status === 200) allowed.push(attempt)
    else expect([attempt, body.code]).toEqual([attempt, 17])
  }
  expect(allowed).toEqual(READS)
  expect((await nobody.call(`POST ${path}/read`, {})).body).toMatchObject({ code: 17 })

  await server.ok('PATCH /app', { disable_permissions_checks: true })
  expect((await server.person('passer-by').call('POST /channels/gaming/new/query', {})).status).toBe(200)
  expect((await nobody.call(`POST ${path}/message`, { message: { text: 'x' } })).body).toMatchObject({
    code: 17,
  })
})

test('own messages are one’s own, banned people are silent', async () => {
  await using server = await startServer()
  const alice = server.person('alice')
  await alice.ok('GET /unread')
  await server.upsertUsers({ id: 'bob' })
  const path = '/channels/messaging/hall'
  await alice.ok(`POST ${path}/query`, { data: { members: ['alice', 'bob'] } })
  const { message } = await alice.ok(`POST ${path}/message`, { message: { text: 'mine' } })
  const { id } = message as { id: string }
  const bob = server.person('bob')
  expect((await bob.call(`POST /messages/${id}`, { message: { text: 'yours' } })).body).toMatchObject({
    code: 17,
  })
  expect((await bob.call(`DELETE /messages/${id}`)).body).toMatchObject({ code: 17 })
  await alice.ok(`POST /messages/${id}`, { message: { text: 'better' } })

  const { store, clock } = server.running.deps
  await store.transaction(async tx => {
    const channel = await tx.findChannel(server.running.app.id, 'messaging', 'hall')
    const member = channel && (await tx.findMember(channel.pk, 'bob'))
    if (!member) throw new Error('bob is not there')
    await tx.updateMember({ ...member, banned: true, banExpiresAtUs: clock() + 3_600_000_000 })
  })
  expect((await bob.call(`POST ${path}/message`, { message: { text: 'x' } })).body).toMatchObject({
    code: 17,
    details: { reason: 'banned' },
  })
  expect((await bob.call(`POST ${path}/query`, {})).status).toBe(200)
})

test('who has another role, or a channel other grants, hears no more of what can’t be read', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'host' }, { id: 'admin', role: 'admin' })
  const [ann, ben, admin] = await Promise.all(['ann', 'ben', 'admin'].map(id => server.connected(id)))
  if (!ann || !ben || !admin) throw new Error('nobody came')
  const path = '/channels/livestream/show'
  await server.ok(`POST ${path}/query`, { data: { created_by_id: 'host' } })
  for (const who of [ann, ben, admin]) await who.watch('livestream:show')
  const left = (id: string) => (frame: Frame) =>
    frame.type === 'user.watching.stop' && (frame.user as Frame).id === id
  await server.ok('PATCH /users', { users: [{ id: 'ann', set: { role: 'odd' } }] })
  await admin.next(left('ann'))
  await server.ok(`PATCH ${path}`, { set: { config_overrides: { grants: { user: ['!read-channel'] } } } })
  expect(await admin.next(left('ben'))).toMatchObject({ watcher_count: 1 })
  await server.ok(`POST ${path}/message`, { message: { text: 'secret', user_id: 'host' } })
  await admin.next('message.new')
  for (const who of [ann, ben]) {
    await server.ok(`POST /users/${who.id}/event`, { event: { type: 'last' } })
    await who.next('last')
    expect(JSON.stringify(who.socket.drain())).not.toContain('secret')
  }
})

test('who may not read any more by the type or the app hears no more, anonymous readers neither', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'host' }, { id: 'red', teams: ['red'] }, { id: 'blue', teams: ['blue'] })
  const [red, blue, host] = await Promise.all(['red', 'blue', 'host'].map(id => server.connected(id)))
  const visitor = await server.anonymous().connect()
  if (!red || !blue || !host) throw new Error('nobody came')
  const path = '/channels/livestream/show'
  await server.ok(`POST ${path}/query`, { data: { created_by_id: 'host', team: 'red' } })
  for (const who of [red, blue, host, visitor]) await who.watch('livestream:show')
  const watchers = async (count: number) => {
    const state = () => server.ok(`POST ${path}/query`, { watchers: { limit: 1 } })
    await eventually(async () => (await state()).watcher_count === count, `${count} watchers`)
  }
  // Nothing of it says who may read.
  await server.ok('PATCH /app', { guest_user_creation_disabled: true })
  await watchers(4)
  await server.ok('PUT /channeltypes/livestream', {
    grants: { user: ['read-channel', 'create-message'], anonymous: [] },
  })
  await watchers(3)
  await server.ok(`POST ${path}/message`, { message: { text: 'not for visitors', user_id: 'host' } })
  await blue.next('message.new')
  await server.ok('PATCH /app', { multi_tenant_enabled: true })
  await red.next(frame => frame.type === 'user.watching.stop' && (frame.user as Frame).id === 'blue')
  await watchers(1)
  await server.ok(`POST ${path}/message`, { message: { text: 'for red alone', user_id: 'red' } })
  await red.next(frame => (frame.message as Frame | undefined)?.text === 'for red alone')
  for (const who of [blue, host, visitor]) {
    who.socket.send({ type: 'health.check' })
    await who.next('health.check')
    const texts = who.socket.drain().map(({ message }) => (message as Frame | undefined)?.text)
    expect(texts).not.toContain('for red alone')
    if (who === visitor) expect(texts).not.toContain('not for visitors')
  }
})

test('teams keep to themselves', async () => {
  await using server = await startServer()
  await server.ok('PATCH /app', { multi_tenant_enabled: true })
  await server.upsertUsers(
    { id: 'red', teams: ['red'] },
    { id: 'blue', teams: ['blue'] },
    { id: 'none' },
    { id: 'boss', role: 'global_admin', teams: [] },
  )
  const [red, blue, none, boss] = ['red', 'blue', 'none', 'boss'].map(id => server.person(id))
  if (!red || !blue || !none || !boss) throw new Error('nobody came')
  const path = '/channels/messaging/hall'
  expect((await red.call(`POST ${path}/query`, { data: { members: ['red'] } })).body).toMatchObject({
    code: 17,
  })
  expect(
    (await red.call(`POST ${path}/query`, { data: { members: ['red'], team: 'blue' } })).body,
  ).toMatchObject({ code: 17 })
  const made = await red.ok(`POST ${path}/query`, { data: { members: ['red'], team: 'red' } })
  expect(made.channel).toMatchObject({ team: 'red' })
  // A server may mix teams; to a client people of other teams do not exist.
  expect((await red.call(`POST ${path}`, { add_members: ['blue'] })).body).toMatchObject({ code: 4 })
  await server.ok(`POST ${path}`, { add_members: ['blue'] })
  // Membership does not lead out of one's team.
  for (const person of [blue, none]) {
    expect((await person.call(`POST ${path}/query`, {})).body).toMatchObject({ code: 17 })
    expect((await person.call(`POST ${path}/message`, { message: { text: 'x' } })).body).toMatchObject({
      code: 17,
    })
  }
  const find = (person: Person, filter: Record<string, unknown>) =>
    person.call('POST /channels', { filter_conditions: filter })
  expect((await find(blue, {})).body.channels).toEqual([])
  expect((await find(red, {})).body.channels).toHaveLength(1)
  expect((await find(none, {})).body.channels).toEqual([])
  expect((await find(blue, { team: {} })).body).toMatchObject({ code: 70 })
  const { body } = await find(boss, { team: {} })
  expect(body.channels).toHaveLength(1)
  const { message } = await red.ok(`POST ${path}/message`, { message: { text: 'hi' } })
  expect((message as Frame).cid).toBe('messaging:hall')
})

test('apps know nothing of each other', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await alice.watch('messaging:hall', { members: ['alice'] })
  const sent = await alice.send('messaging:hall', 'ours')

  const { deps } = server.running
  const secret = 'another-secret-of-32-characters-x'
  const box = createSecretBox(undefined)
  await createApp({ ...deps, box }, { name: 'Other', mode: 'development', key: 'other-key', secret })
  const token = signToken(secret, { user_id: 'alice' })
  // The same names under another key are other people and other channels.
  const ask = (endpoint: string, body?: unknown) =>
    server.call(endpoint, body, { apiKey: 'other-key', token })
  const path = channelPath('messaging:hall')
  expect((await ask(`GET /messages/${sent.id}`)).body).toMatchObject({ code: 16 })
  expect((await ask(`POST ${path}/message`, { message: { text: 'x' } })).body).toMatchObject({ code: 16 })
  expect((await ask(`POST ${path}/read`, {})).body).toMatchObject({ code: 16 })
  const since = { channel_cids: ['messaging:hall'], channel_seqs: { 'messaging:hall': 0 } }
  expect((await ask('POST /sync', since)).body).toMatchObject({
    events: [],
    inaccessible_cids: ['messaging:hall'],
  })
  expect((await ask('POST /channels', { filter_conditions: {} })).body).toMatchObject({ channels: [] })
  const foreign = await server.call(
    `POST ${path}/query`,
    { watch: true },
    { apiKey: 'other-key', token, query: { connection_id: alice.connectionId ?? '' } },
  )
  expect(foreign.body).toMatchObject({ code: 4 })

  // A channel, and even a message, of the same name there does not touch the one here.
  const made = await ask(`POST ${path}/query`, { data: { members: ['alice'] } })
  expect(made.body).toMatchObject({ messages: [], seq: 0 })
  const theirs = await ask(`POST ${path}/message`, { message: { id: sent.id, text: 'theirs' } })
  expect(theirs.body.message).toMatchObject({ text: 'theirs' })
  expect((await alice.ok(`GET /messages/${sent.id}`)).message).toMatchObject({ text: 'ours' })
  await alice.send('messaging:hall', 'still ours')
  await alice.next(frame => (frame.message as Frame | undefined)?.text === 'still ours')
  expect(JSON.stringify(alice.socket.drain())).not.toContain('theirs')
})
