import { expect, test } from 'bun:test'
import { channelPath, type Frame, type Person, startServer, type TestServer } from '@parley/testkit'
import { sweepPending } from '../src/actions/messages/sweep-pending.ts'
import { Law } from './mirror.ts'

const HALL = 'messaging:hall'
const SEND = `POST ${channelPath(HALL)}/message`

async function hall(server: TestServer) {
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  const carol = await server.connected('carol')
  await alice.watch(HALL, { members: ['alice', 'bob', 'carol'] })
  await bob.watch(HALL)
  await carol.watch(HALL)
  return { alice, bob, law: await Law.begin(server, HALL, carol) }
}

const idsOf = (messages: unknown) => (messages as Frame[]).map(message => message.id)

async function pendingOf(eyes: Pick<Person, 'ok'>, user_id?: string) {
  const state = await eyes.ok(`POST ${channelPath(HALL)}/query`, { state: true, user_id })
  expect(state.messages).toEqual([])
  return idsOf(state.pending_messages)
}

test('a pending message is its author’s and the server’s until it is committed', async () => {
  await using server = await startServer()
  const { alice, bob, law } = await hall(server)
  const pending_message_metadata = { check: 'spam' }
  const sent = await server.ok(SEND, {
    message: { id: 'm1', text: '**hi**', user_id: 'alice', mood: 'good' },
    pending: true,
    pending_message_metadata,
  })
  expect(sent).toMatchObject({ message: { id: 'm1', user: { id: 'alice' } }, pending_message_metadata })
  for (const eyes of [server, alice]) {
    expect(await eyes.ok('GET /messages/m1')).toMatchObject({
      message: { mood: 'good' },
      pending_message_metadata,
    })
  }
  expect((await bob.call('GET /messages/m1')).body).toMatchObject({ code: 16 })
  expect([await pendingOf(alice), await pendingOf(bob), await pendingOf(server)]).toEqual([['m1'], [], []])
  expect(await pendingOf(server, 'alice')).toEqual(['m1'])
  expect(idsOf((await alice.ok(`GET ${channelPath(HALL)}/messages?ids=m1`)).messages)).toEqual(['m1'])
  expect(idsOf((await bob.ok(`GET ${channelPath(HALL)}/messages?ids=m1`)).messages)).toEqual([])
  expect((await bob.ok('GET /unread')).total_unread_count).toBe(0)
  await law.holds()
  expect(bob.socket.drain().filter(frame => String(frame.type).includes('message'))).toEqual([])

  for (const [eyes, endpoint] of [
    [alice, 'POST /messages/m1'],
    [server, 'PUT /messages/m1'],
    [alice, 'DELETE /messages/m1'],
  ] as const) {
    const refused = await eyes.call(endpoint, { message: { text: 'x' }, set: { text: 'x' } })
    expect(refused.body).toMatchObject({ code: 4 })
    expect(String(refused.body.message)).toContain('pending')
  }
  expect((await alice.call('POST /messages/m1/commit')).status).toBe(403)

  const { message } = await server.ok('POST /messages/m1/commit')
  expect(message).toMatchObject({ id: 'm1', text: '**hi**', mood: 'good', user: { id: 'alice' } })
  expect(await bob.next('message.new')).toMatchObject({ message: { id: 'm1' } })
  await law.holds()
  expect((await server.ok('GET /messages/m1')).pending_message_metadata).toBeUndefined()
  expect((await server.call('POST /messages/m1/commit')).body).toMatchObject({ code: 4 })
  expect((await server.call('POST /messages/gone/commit')).body).toMatchObject({ code: 16 })
  expect((await bob.ok('GET /unread')).total_unread_count).toBe(1)
})

test('a channel type may keep every message back; a server may except one', async () => {
  await using server = await startServer()
  await server.ok('PUT /channeltypes/messaging', { mark_messages_pending: true })
  const { alice, bob, law } = await hall(server)
  const message = { id: 'm1', text: 'hi' }
  const first = await alice.ok(SEND, { message, pending_message_metadata: { check: 'spam' } })
  // A retry is told the same; somebody else has to choose another id.
  expect(await alice.ok(SEND, { message })).toMatchObject({ message: first.message as object })
  expect((await bob.call(SEND, { message })).body).toMatchObject({ code: 4 })
  expect(await pendingOf(alice)).toEqual(['m1'])
  expect((await alice.call(SEND, { message: { text: 'now' }, pending: true })).status).toBe(403)
  const ids = idsOf([(await alice.ok(SEND, { message: { text: 'now' }, pending: false })).message])
  expect(await pendingOf(alice)).toEqual(['m1', ...ids])
  await server.ok(SEND, { message: { id: 'm2', text: 'now', user_id: 'bob' }, pending: false })
  expect(await bob.next('message.new')).toMatchObject({ message: { id: 'm2' } })
  const { message: reply } = await bob.ok(SEND, { message: { id: 'm3', text: 're', parent_id: 'm2' } })
  expect(reply).toMatchObject({ type: 'reply' })
  expect((await server.ok('GET /messages/m2')).message).toMatchObject({ reply_count: 0 })
  await server.ok('POST /messages/m3/commit')
  expect((await server.ok('GET /messages/m2')).message).toMatchObject({ reply_count: 1 })
  await law.holds()
})

test('what nobody commits can be deleted for good, or goes after three days', async () => {
  await using server = await startServer()
  const { alice, bob, law } = await hall(server)
  const send = (id: string) =>
    server.ok(SEND, { message: { id, text: 'hi', user_id: 'alice' }, is_pending_message: true })
  for (const id of ['m1', 'm2', 'm3']) await send(id)
  expect((await bob.call('DELETE /messages/m1?hard=true')).body).toMatchObject({ code: 16 })
  expect((await alice.ok('DELETE /messages/m1?hard=true')).message).toMatchObject({ id: 'm1' })
  await server.ok('DELETE /messages/m2?hard=true')
  expect(await pendingOf(alice)).toEqual(['m3'])
  const { deps } = server.running
  const inDays = (days: number) => ({ ...deps, clock: () => deps.clock() + days * 86_400_000_000 })
  expect(await sweepPending(inDays(2.9))).toBe(0)
  expect(await sweepPending(inDays(3.1))).toBe(1)
  expect(await pendingOf(alice)).toEqual([])
  expect((await server.call('POST /messages/m3/commit')).body).toMatchObject({ code: 16 })
  await law.holds()
})
