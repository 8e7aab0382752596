import { expect, test } from 'bun:test'
import { channelPath, type Frame, type Person, startServer, type TestServer } from '@parley/testkit'
import { Law } from './mirror.ts'
import { Receiver } from './receiver.ts'

const HALL = 'messaging:hall'

/** Alice, who may whisper, Bob and Carol, all watching. */
async function hall(server: TestServer) {
  const grants = ['create-restricted-visibility-message']
  const [alice, bob, carol] = await Promise.all(['alice', 'bob', 'carol'].map(id => server.connected(id)))
  if (!alice || !bob || !carol) throw new Error('nobody came')
  await alice.watch(HALL, { members: ['alice', 'bob', 'carol'] })
  await bob.watch(HALL)
  await carol.watch(HALL)
  await server.ok(`PATCH ${channelPath(HALL)}`, {
    set: { config_overrides: { grants: { channel_member: grants } } },
  })
  for (const person of [alice, bob, carol]) await person.next('channel.updated')
  const laws = await Promise.all([alice, bob, carol].map(person => Law.begin(person, HALL, person)))
  return { alice, bob, carol, everybodysLawHolds: () => Promise.all(laws.map(law => law.holds())) }
}

const textsOf = (reply: Frame) => (reply.messages as { text: string }[]).map(message => message.text)

const texts = async (eyes: Pick<Person, 'ok'>, body: Frame = {}) =>
  textsOf(await eyes.ok(`POST ${channelPath(HALL)}/query`, { state: true, ...body }))

const unread = async (person: Person) => (await person.ok('GET /unread')).total_unread_count

test('a restricted message is for its author, who is listed, who holds the right, and servers', async () => {
  await using server = await startServer()
  await server.upsertUsers({ id: 'admin', role: 'admin' })
  await server.ok('PUT /channeltypes/messaging', {
    grants: { admin: ['read-channel', 'read-restricted-visibility-message'] },
  })
  const { alice, bob, carol, everybodysLawHolds } = await hall(server)
  const admin = await server.connected('admin')
  await admin.watch(HALL)
  await alice.send(HALL, 'for all')
  const whisper = await alice.send(HALL, 'for bob', { restricted_visibility: ['bob'] })
  expect(whisper.restricted_visibility).toEqual(['bob'])
  await alice.send(HALL, 'for all again')
  await everybodysLawHolds()

  for (const eyes of [alice, bob, admin, server]) {
    expect(await texts(eyes)).toEqual(['for all', 'for bob', 'for all again'])
  }
  expect(await texts(carol)).toEqual(['for all', 'for all again'])
  expect(await texts(carol, { messages: { id_around: whisper.id } })).not.toContain('for bob')
  expect(await texts(carol, { messages: { limit: 1, id_lte: whisper.id } })).toEqual(['for all'])
  expect((await carol.call(`GET /messages/${whisper.id}`)).body).toMatchObject({ code: 16 })
  expect(textsOf(await carol.ok(`GET ${channelPath(HALL)}/messages?ids=${whisper.id}`))).toEqual([])
  expect((await bob.ok(`GET /messages/${whisper.id}`)).message).toMatchObject({ text: 'for bob' })
  expect(await admin.next(({ message }) => (message as Frame)?.id === whisper.id)).toMatchObject({
    type: 'message.new',
  })
  expect([await unread(bob), await unread(carol)]).toEqual([3, 2])
  const { read } = await server.ok(`POST ${channelPath(HALL)}/query`, { state: true })
  const counts = (read as { user: Frame; unread_messages: number }[]).map(each => [
    each.user.id,
    each.unread_messages,
  ])
  expect(Object.fromEntries(counts)).toEqual({ alice: 0, bob: 3, carol: 2 })
})

test('nobody learns by a mark that there is a message they may not see', async () => {
  await using server = await startServer()
  const { alice, carol } = await hall(server)
  const whisper = await alice.send(HALL, 'for bob', { restricted_visibility: ['bob'] })
  for (const mark of ['read', 'unread']) {
    const reply = await carol.call(`POST ${channelPath(HALL)}/${mark}`, { message_id: whisper.id })
    expect(reply.body).toMatchObject({ code: 4, details: { fields: { message_id: expect.any(String) } } })
  }
})

test('what follows a restricted message is restricted as well', async () => {
  await using server = await startServer()
  const { alice, bob, carol, everybodysLawHolds } = await hall(server)
  const whisper = await alice.send(HALL, 'for bob', { restricted_visibility: ['bob'] })
  const reply = await bob.send(HALL, 'thanks', { parent_id: whisper.id, show_in_channel: true })
  expect(reply.restricted_visibility).toEqual(['alice', 'bob'])
  const quote = await bob.send(HALL, 'as somebody said', { quoted_message_id: whisper.id })
  expect(quote.quoted_message).toBeNull()
  await alice.ok(`POST /messages/${whisper.id}`, { message: { text: 'for bob alone' } })
  await everybodysLawHolds()
  const spied = await carol.call(`POST ${channelPath(HALL)}/message`, {
    message: { text: 'me too', parent_id: whisper.id },
  })
  expect(spied.body).toMatchObject({ code: 4 })
  for (const endpoint of ['DELETE', 'PUT', 'POST']) {
    const body = { message: { text: 'x' }, set: { text: 'x' } }
    expect((await carol.call(`${endpoint} /messages/${whisper.id}`, body)).status).toBe(404)
  }
  await alice.ok(`DELETE /messages/${whisper.id}`)
  await everybodysLawHolds()
  await server.ok(`DELETE /messages/${whisper.id}?hard=true`)
  await everybodysLawHolds()
  expect(await texts(carol)).toEqual(['as somebody said'])
})

test('a restriction needs a right, stays as it is and can not be pinned', async () => {
  await using server = await startServer()
  const { alice, bob } = await hall(server)
  const restricted_visibility = ['bob']
  const pinned = await alice.call(`POST ${channelPath(HALL)}/message`, {
    message: { text: 'x', restricted_visibility, pinned: true },
  })
  expect(pinned.body).toMatchObject({ code: 4 })
  const whisper = await alice.send(HALL, 'for bob', { restricted_visibility })
  const pin = await alice.call(`PUT /messages/${whisper.id}`, { set: { pinned: true } })
  expect(pin.body).toMatchObject({ code: 4 })
  const { message } = await alice.ok(`POST /messages/${whisper.id}`, {
    message: { text: 'for all?', restricted_visibility: [] },
  })
  expect(message).toMatchObject({ text: 'for all?', restricted_visibility })
  await server.ok(`PATCH ${channelPath(HALL)}`, { set: { config_overrides: {} } })
  const refused = await bob.call(`POST ${channelPath(HALL)}/message`, {
    message: { text: 'x', restricted_visibility },
  })
  expect(refused.body).toMatchObject({ code: 17 })
  const { message: fromServer } = await server.ok(`POST ${channelPath(HALL)}/message`, {
    message: { text: 'for bob', user_id: 'carol', restricted_visibility },
  })
  expect(fromServer).toMatchObject({ restricted_visibility })
})

test('who deletes a message for themselves sees it no more, everybody else does', async () => {
  await using server = await startServer()
  const { alice, bob, carol, everybodysLawHolds } = await hall(server)
  const bobsPhone = await server.connected('bob')
  const first = await alice.send(HALL, 'one')
  await alice.send(HALL, 'two')
  expect(await unread(bob)).toBe(2)
  const { message } = await bob.ok(`DELETE /messages/${first.id}?delete_for_me=true`)
  expect(message).toMatchObject({ id: first.id, type: 'regular', deleted_for_me: true })
  expect(await bobsPhone.next('message.deleted')).toMatchObject({
    message: { id: first.id },
    deleted_for_me: true,
    hard_delete: false,
  })
  await everybodysLawHolds()
  const { events } = await server.ok('POST /sync', { channel_cids: [HALL], channel_seqs: { [HALL]: 1 } })
  expect((events as Frame[]).map(event => event.type)).toEqual(['message.new', 'message.new'])
  expect(await texts(bob)).toEqual(['two'])
  expect(await texts(carol)).toEqual(['one', 'two'])
  expect(await unread(bob)).toBe(1)
  expect((await bob.call(`GET /messages/${first.id}`)).body).toMatchObject({ code: 16 })
  // Again changes nothing; a server does it in somebody's name.
  await bob.ok(`DELETE /messages/${first.id}?delete_for_me=true`)
  await server.ok(`DELETE /messages/${first.id}?delete_for_me=true&deleted_by=carol`)
  await everybodysLawHolds()
  expect(await texts(carol)).toEqual(['two'])
  expect((await server.call(`DELETE /messages/${first.id}?delete_for_me=true`)).body).toMatchObject({
    code: 4,
  })
  await alice.ok(`DELETE /messages/${first.id}`)
  await everybodysLawHolds()
  expect(await unread(bob)).toBe(1)
  await server.ok(`DELETE /messages/${first.id}?hard=true`)
  await everybodysLawHolds()
})

/** As a shadow ban of the app leaves the user. */
async function shadowBan(server: TestServer, userId: string) {
  const { deps, app } = server.running
  await deps.store.transaction(async tx => {
    const user = await tx.findUser(app.id, userId)
    if (user) await tx.updateUser({ ...user, shadowBanned: true })
  })
  deps.bus.publish({ to: 'nodes', control: { kind: 'user', appId: app.id, userId } })
}

test('what a shadow-banned user says only they see, and servers, who are told', async () => {
  await using server = await startServer()
  await using receiver = new Receiver()
  const event_hooks = [{ hook_type: 'webhook', webhook_url: receiver.url, event_types: ['message.new'] }]
  const { alice, bob, carol } = await hall(server)
  const lawOfBob = await Law.begin(bob, HALL, bob)
  const before = await alice.send(HALL, 'before')
  await server.ok('PATCH /app', { event_hooks })
  await shadowBan(server, 'alice')
  const spam = await alice.send(HALL, 'spam')
  expect(spam).toMatchObject({ text: 'spam', shadowed: false })
  expect(await alice.next(({ message }) => (message as Frame)?.id === spam.id)).toMatchObject({
    type: 'message.new',
  })
  await alice.send(HALL, 'more spam', { parent_id: before.id, show_in_channel: true })
  await lawOfBob.holds()
  expect(await texts(alice)).toEqual(['before', 'spam', 'more spam'])
  expect(await texts(bob)).toEqual(['before'])
  expect((await receiver.next('message.new')).body).toMatchObject({
    message: { text: 'spam', shadowed: true },
  })
  const shown = await server.ok(`GET /messages/${spam.id}`)
  expect(shown.message).toMatchObject({ shadowed: true })
  expect((await bob.ok(`GET /messages/${before.id}`)).message).toMatchObject({ reply_count: 0 })
  expect(await unread(carol)).toBe(1)
  const { message } = await server.ok(`POST ${channelPath(HALL)}/message`, {
    message: { text: 'in her name', user_id: 'alice' },
  })
  expect(message).toMatchObject({ shadowed: true })
  await alice.ok(`PUT /messages/${spam.id}`, { set: { text: 'ham' } })
  const pinned = await server.ok(`PUT /messages/${spam.id}`, { set: { pinned: true }, user_id: 'bob' })
  const deleted = await server.ok(`DELETE /messages/${spam.id}`)
  expect([pinned.message, deleted.message]).toMatchObject([{ shadowed: true }, { shadowed: true }])
  for (const type of ['message.updated', 'message.deleted']) {
    expect(await alice.next(type)).toMatchObject({ message: { id: spam.id, shadowed: false } })
  }
  await lawOfBob.holds()
  expect(carol.socket.drain().filter(frame => JSON.stringify(frame).includes('spam'))).toEqual([])
})

test('what a guest was to see, wrote or put away is the user’s after the merge', async () => {
  await using server = await startServer()
  const guest = await server.guest('gus')
  const alice = await server.connected('alice')
  await alice.watch(HALL, { members: ['alice', guest.id] })
  const say = async (message: Frame, options: Frame = {}) =>
    (await server.ok(`POST ${channelPath(HALL)}/message`, { message, ...options })).message as Frame
  const away = await say({ text: 'away', user_id: 'alice' })
  await say({ text: 'for you', user_id: 'alice', restricted_visibility: [guest.id] })
  const waiting = await say({ text: 'waiting', user_id: guest.id }, { pending: true })
  await server.ok(`DELETE /messages/${away.id}?delete_for_me=true&deleted_by=${guest.id}`)
  const { deps, app } = server.running
  await server.upsertUsers({ id: 'gustav' })
  await deps.store.transaction(tx => tx.mergeUser(app.id, guest.id, 'gustav', deps.clock()))
  const gustav = server.person('gustav')
  expect(await texts(gustav)).toEqual(['for you'])
  expect((await gustav.ok(`GET /messages/${waiting.id}`)).message).toMatchObject({ user: { id: 'gustav' } })
  const { events } = await gustav.ok('POST /sync', { channel_cids: [HALL], channel_seqs: { [HALL]: 0 } })
  expect((events as Frame[]).map(event => event.type)).toEqual([
    'message.new',
    'message.new',
    'message.deleted',
  ])
})
