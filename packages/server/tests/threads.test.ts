import { expect, test } from 'bun:test'
import { channelPath, type Frame, type Person, startServer, type TestServer } from '@parley/testkit'
import { Law } from './mirror.ts'

const HALL = 'messaging:hall'
const PATH = channelPath(HALL)

interface Thread extends Frame {
  parent_message_id: string
  thread_participants: { user_id: string; created_at: string; last_read_at: string }[]
  latest_replies: { text: string }[]
}

async function hall(server: TestServer) {
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  const carol = await server.connected('carol')
  await alice.watch(HALL, { members: ['alice', 'bob', 'carol'] })
  return { alice, bob, carol }
}

async function threadsOf(person: Person, body: Frame = {}) {
  const reply = await person.ok('POST /threads', body)
  return { ...reply, threads: reply.threads as Thread[] }
}

test('a thread begins with its first reply, and belongs to who wrote in it', async () => {
  await using server = await startServer()
  const { alice, bob, carol } = await hall(server)
  const parent = await alice.send(HALL, 'a question')
  expect(await threadsOf(alice)).toMatchObject({ threads: [] })
  const first = await bob.send(HALL, 'an answer', { parent_id: parent.id })
  await alice.send(HALL, 'thanks', { parent_id: parent.id })
  const last = await bob.send(HALL, 'welcome', { parent_id: parent.id })
  const { threads, ...cursors } = await threadsOf(alice)
  expect(Object.keys(cursors)).toEqual(['duration'])
  expect(threads).toHaveLength(1)
  const [thread] = threads
  expect(thread).toMatchObject({
    channel_cid: HALL,
    channel: { cid: HALL },
    parent_message_id: parent.id,
    parent_message: { text: 'a question', reply_count: 3 },
    title: 'a question',
    created_by_user_id: 'bob',
    created_by: { id: 'bob' },
    reply_count: 3,
    participant_count: 2,
    active_participant_count: 2,
    created_at: first.created_at,
    updated_at: first.created_at,
    last_message_at: last.created_at,
    custom: {},
    latest_replies: [{ text: 'thanks' }, { text: 'welcome' }],
    read: { user: { id: 'alice' }, unread_messages: 1 },
  })
  expect(thread?.deleted_at).toBeUndefined()
  expect(thread?.thread_participants.map(each => each.user_id)).toEqual(['alice', 'bob'])
  for (const each of thread?.thread_participants ?? []) {
    expect(Date.parse(each.created_at)).toBeGreaterThan(0)
    expect(Date.parse(each.last_read_at)).toBeGreaterThan(0)
  }
  expect(await threadsOf(carol)).toMatchObject({ threads: [] })
  const seen = await alice.ok(`GET /messages/${parent.id}`)
  expect((seen.message as Frame).thread_participants).toMatchObject([{ id: 'alice' }, { id: 'bob' }])

  // A backend SDK fails on what else `read` could be.
  const asked = await server.ok('POST /threads', { user_id: 'alice', filter: null, sort: null })
  expect((asked.threads as Frame[]).map(each => Object.hasOwn(each, 'read'))).toEqual([false])
  expect((await server.call('POST /threads', {})).body).toMatchObject({ code: 4 })
  const one = await carol.ok(`GET /threads/${parent.id}?reply_limit=1&participant_limit=1`)
  expect(one.thread).toMatchObject({
    latest_replies: [{ text: 'welcome' }],
    thread_participants: [{ user_id: 'alice' }],
  })
  expect((await alice.call(`GET /threads/${first.id}`)).body).toMatchObject({ code: 16 })
})

test('unread replies are counted per thread until they are read', async () => {
  await using server = await startServer()
  const { alice, bob, carol } = await hall(server)
  await carol.watch(HALL)
  const law = await Law.begin(server, HALL, carol)
  const parent = await alice.send(HALL, 'a question')
  const first = await bob.send(HALL, 'one', { parent_id: parent.id })
  await bob.send(HALL, 'hush', { parent_id: parent.id, silent: true })
  await bob.send(HALL, 'two', { parent_id: parent.id })
  expect(await bob.ok('GET /unread')).toMatchObject({ total_unread_threads_count: 0, threads: [] })
  expect(await alice.ok('GET /unread')).toMatchObject({
    total_unread_count: 0,
    total_unread_threads_count: 1,
    threads: [{ parent_message_id: parent.id, unread_count: 2, last_read_message_id: '' }],
  })
  await alice.disconnect()
  expect((await alice.connect()).me).toMatchObject({ unread_threads: 1, unread_thread_messages: 2 })
  await law.holds()

  const { event } = await alice.ok(`POST ${PATH}/read`, { thread_id: parent.id, message_id: first.id })
  expect(event).toMatchObject({ type: 'message.read', thread_id: parent.id, last_read_message_id: first.id })
  expect(await alice.next('notification.mark_read')).toMatchObject({
    thread_id: parent.id,
    unread_threads: 1,
    unread_thread_messages: 1,
  })
  await alice.ok(`POST ${PATH}/read`, { thread_id: parent.id })
  expect(await alice.next('notification.mark_read')).toMatchObject({ unread_threads: 0 })
  expect(await alice.ok('GET /unread')).toMatchObject({ total_unread_threads_count: 0, threads: [] })
  await law.holds()

  await alice.ok(`POST ${PATH}/unread`, { thread_id: parent.id })
  expect(await alice.next('notification.mark_unread')).toMatchObject({
    thread_id: parent.id,
    first_unread_message_id: first.id,
    unread_thread_messages: 2,
  })
  await alice.send(HALL, 'I see', { parent_id: parent.id })
  expect(await alice.ok('GET /unread')).toMatchObject({ total_unread_threads_count: 0 })
  const batch = await server.ok('POST /unread_batch', { user_ids: ['bob'] })
  expect(batch.counts_by_user).toMatchObject({ bob: { total_unread_threads_count: 1 } })
  await server.ok('POST /moderation/mute/channel', { user_id: 'bob', channel_cid: HALL })
  expect(await bob.ok('GET /unread')).toMatchObject({ total_unread_threads_count: 0 })
  // Who does not take part has nothing to read there.
  await carol.ok(`POST ${PATH}/unread`, { thread_id: parent.id })
  await carol.ok(`POST ${PATH}/read`, { thread_id: parent.id })
  expect(await carol.ok('GET /unread')).toMatchObject({ total_unread_threads_count: 0 })
  for (const verb of ['read', 'unread']) {
    expect((await alice.call(`POST ${PATH}/${verb}`, { thread_id: 'gone' })).body).toMatchObject({ code: 4 })
  }
  await law.holds()
})

test('who takes part and does not watch is notified of replies', async () => {
  await using server = await startServer()
  const { alice, bob, carol } = await hall(server)
  const parent = await bob.send(HALL, 'a question')
  await bob.next('notification.message_new')
  await carol.next('notification.message_new')
  await alice.send(HALL, 'an answer', { parent_id: parent.id })
  expect(await bob.next('notification.thread_message_new')).toMatchObject({
    cid: HALL,
    thread_id: parent.id,
    message: { text: 'an answer', parent_id: parent.id },
    channel: { cid: HALL },
  })
  await alice.send(HALL, 'to all')
  await carol.next('notification.message_new')
  expect(carol.socket.drain().map(frame => frame.type)).not.toContain('notification.thread_message_new')
  expect(alice.socket.drain().map(frame => frame.type)).not.toContain('notification.thread_message_new')
})

test('threads are paged, and a cursor carries its own order', async () => {
  await using server = await startServer()
  const { alice, bob } = await hall(server)
  const parents = []
  for (let n = 0; n < 5; n++) {
    const parent = await alice.send(HALL, `question ${n}`)
    await bob.send(HALL, 'answer', { parent_id: parent.id })
    parents.push(parent)
  }
  await alice.ok(`POST ${PATH}/read`, { thread_id: parents[4]?.id })
  const titles = ({ threads }: { threads: Thread[] }) =>
    threads.map(thread => String(thread.title).at(-1)).join('')
  // Unread ones first, then the newest.
  expect(titles(await threadsOf(alice))).toBe('32104')
  const ascending = [{ field: 'created_at', direction: 1 }]
  const page = await threadsOf(alice, { sort: ascending, limit: 2 })
  expect(titles(page)).toBe('01')
  expect((page as Frame).prev).toBeUndefined()
  const next = await threadsOf(alice, {
    sort: [{ field: 'created_at', direction: -1 }],
    limit: 2,
    next: (page as Frame).next,
  })
  expect(titles(next)).toBe('23')
  const last = await threadsOf(alice, { limit: 2, next: (next as Frame).next })
  expect(titles(last)).toBe('4')
  expect((last as Frame).next).toBeUndefined()
  expect(titles(await threadsOf(alice, { limit: 2, prev: (last as Frame).prev }))).toBe('23')
  const byDefault = await threadsOf(alice, { limit: 3 })
  expect(titles(await threadsOf(alice, { limit: 3, next: (byDefault as Frame).next }))).toBe('04')

  const some = (filter: Frame) => threadsOf(alice, { filter, sort: ascending })
  expect(titles(await some({ parent_message_id: { $in: [parents[1]?.id, parents[3]?.id] } }))).toBe('13')
  expect(titles(await some({ created_at: { $gt: parents[3]?.created_at } }))).toBe('34')
  expect(titles(await some({ channel_cid: 'messaging:other' }))).toBe('')
  expect(titles(await some({ created_by_user_id: 'bob', 'channel.disabled': false }))).toBe('01234')
  const foreign = await bob.call('POST /threads', { next: (page as Frame).next })
  expect(foreign.body).toMatchObject({ code: 4 })
  const bad = [
    { limit: 101 },
    { sort: [{ field: 'mood' }] },
    { filter: { title: 'x' } },
    { next: 'bm8', prev: 'bm8' },
  ]
  for (const body of bad) expect((await alice.call('POST /threads', body)).body).toMatchObject({ code: 4 })
})

test('a thread has a title and data of its own', async () => {
  await using server = await startServer()
  const { alice, bob, carol } = await hall(server)
  await bob.watch(HALL)
  const law = await Law.begin(server, HALL, bob)
  const parent = await alice.send(HALL, 'a question')
  await carol.send(HALL, 'an answer', { parent_id: parent.id })
  const path = `/threads/${parent.id}`
  const { thread } = await alice.ok(`PATCH ${path}`, {
    set: { title: 'Questions', topic: 'all', 'nested.x': 1 },
  })
  expect(thread).toMatchObject({ title: 'Questions', custom: { topic: 'all', nested: { x: 1 } } })
  await law.holds()
  expect(await carol.ok(`GET ${path}`)).toMatchObject({ thread: { title: 'Questions' } })
  const changed = await carol.ok(`PATCH ${path}`, {
    set: { 'custom.topic': 'one' },
    unset: ['title', 'nested.x'],
  })
  expect(changed.thread).toMatchObject({ title: 'a question', custom: { topic: 'one', nested: {} } })
  expect((await bob.call(`PATCH ${path}`, { set: { title: 'mine' } })).body).toMatchObject({ code: 17 })
  await server.ok(`PATCH ${path}`, { set: { custom: { only: true } } })
  expect(await carol.ok(`GET ${path}`)).toMatchObject({ thread: { custom: { only: true } } })
  for (const set of [{ custom: 5 }, { title: 'x'.repeat(256) }, { note: 'y'.repeat(6000) }, { title: 5 }]) {
    expect((await alice.call(`PATCH ${path}`, { set })).body).toMatchObject({ code: 4 })
  }
  expect((await alice.call('PATCH /threads/gone', { set: {} })).body).toMatchObject({ code: 16 })
  await law.holds()
})

test('threads go with their messages, and with the right to read them', async () => {
  await using server = await startServer()
  const { alice, bob, carol } = await hall(server)
  const parent = await alice.send(HALL, 'a question')
  const replies = [
    await bob.send(HALL, 'one', { parent_id: parent.id }),
    await carol.send(HALL, 'two', { parent_id: parent.id }),
  ]
  const hard = (id: unknown) => server.ok(`DELETE /messages/${id}?hard=true`)
  await hard(replies[1]?.id)
  expect(await threadsOf(alice)).toMatchObject({
    threads: [{ participant_count: 2, last_message_at: replies[0]?.created_at }],
  })
  expect((await threadsOf(carol)).threads).toEqual([])
  await server.ok(`POST ${PATH}`, { remove_members: ['bob'] })
  expect((await threadsOf(bob)).threads).toEqual([])
  expect(await bob.ok('GET /unread')).toMatchObject({ total_unread_threads_count: 0 })
  expect(await alice.ok('GET /unread')).toMatchObject({ total_unread_threads_count: 1 })
  await alice.ok(`DELETE /messages/${parent.id}`)
  expect(await alice.ok('GET /unread')).toMatchObject({ total_unread_threads_count: 0 })
  expect((await threadsOf(alice)).threads).toEqual([])
  expect(await alice.ok(`GET /threads/${parent.id}`)).toMatchObject({
    thread: { deleted_at: expect.any(String), title: '' },
  })
  await hard(replies[0]?.id)
  expect((await alice.call(`GET /threads/${parent.id}`)).body).toMatchObject({ code: 16 })
})

test('a query of threads watches their channels', async () => {
  await using server = await startServer()
  const { alice, bob } = await hall(server)
  const parent = await bob.send(HALL, 'a question')
  await alice.send(HALL, 'an answer', { parent_id: parent.id })
  await bob.ok('POST /threads', {}, { query: { connection_id: bob.connectionId ?? '' } })
  await alice.send(HALL, 'another', { parent_id: parent.id })
  expect(await bob.next('message.new')).toMatchObject({ message: { text: 'another' } })
  expect((await bob.call('POST /threads', { watch: true })).body).toMatchObject({ code: 4 })
})

test('a guest who becomes a user takes threads along', async () => {
  await using server = await startServer()
  const guest = await (await server.guest('visitor')).connect()
  const show = channelPath('livestream:show')
  await server.ok(`POST ${show}/query`, { data: { created_by_id: 'host' } })
  const say = async (text: string, user_id: string, parent_id?: unknown) =>
    (await server.ok(`POST ${show}/message`, { message: { text, user_id, parent_id } })).message as Frame
  const both = await say('both of us', 'host')
  const alone = await say('only me', 'host')
  await say('first', guest.id, both.id)
  await say('second', 'dora', both.id)
  await say('mine', guest.id, alone.id)
  guest.socket.send({ type: 'user.upgrade', id: '1', token: server.token('dora'), merge: true })
  await guest.next('user.upgraded')
  const { threads } = await threadsOf(server.person('dora'), { sort: [{ field: 'created_at' }] })
  expect(threads).toMatchObject([
    { parent_message_id: both.id, created_by_user_id: 'dora', participant_count: 2 },
    { parent_message_id: alone.id, created_by_user_id: 'dora', participant_count: 2 },
  ])
  for (const thread of threads) {
    expect(thread.thread_participants.map(each => each.user_id).sort()).toEqual(['dora', 'host'])
  }
})
