import { expect, test } from 'bun:test'
import { channelPath, startServer } from '@parley/testkit'
import { Law } from './mirror.ts'

const HALL = 'messaging:hall'

test('bob receives what alice says, and carol, who does not watch, a notification', async () => {
  await using server = await startServer()
  const [alice, bob, carol] = await Promise.all(['alice', 'bob', 'carol'].map(id => server.connected(id)))
  if (!alice || !bob || !carol) throw new Error('nobody came')
  await alice.watch(HALL, { members: ['alice', 'bob', 'carol'], name: 'The hall' })
  await bob.watch(HALL)

  const sent = await alice.send(HALL, 'hello <b>you</b>', { mood: 'good' })
  expect(sent).toMatchObject({
    text: 'hello <b>you</b>',
    html: '<p>hello &lt;b&gt;you&lt;/b&gt;</p>\n',
    type: 'regular',
    cid: HALL,
    mood: 'good',
    shadowed: false,
    pinned: false,
    pinned_at: null,
    pinned_by: null,
    attachments: [],
    mentioned_users: [],
    latest_reactions: [],
    own_reactions: [],
    reply_count: 0,
    member: { channel_role: 'channel_member' },
    user: { id: 'alice' },
  })
  const event = await bob.next('message.new')
  expect(event).toMatchObject({ type: 'message.new', cid: HALL, seq: 1, user: { id: 'alice' } })
  expect(event.message).toEqual(sent)
  expect(await alice.next('message.new')).toEqual(event)
  const notice = await carol.next('notification.message_new')
  expect(notice).toMatchObject({
    cid: HALL,
    message: { text: 'hello <b>you</b>' },
    channel: { name: 'The hall', member_count: 3 },
  })
  expect(notice.seq).toBeUndefined()
})

test('what is kept is what events tell', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  await alice.watch(HALL, { members: ['alice', 'bob'] })
  await bob.watch(HALL)
  const law = await Law.begin(server, HALL, bob)
  const first = await alice.send(HALL, 'one')
  await law.holds()
  const second = await bob.send(HALL, 'two', { quoted_message_id: first.id, mentioned_users: ['alice'] })
  expect(second.quoted_message).toMatchObject({ id: first.id, text: 'one', user: { id: 'alice' } })
  expect(second.mentioned_users).toMatchObject([{ id: 'alice' }])
  await law.holds()
  await alice.send(HALL, 'a reply', { parent_id: second.id })
  await alice.send(HALL, 'another, for all', { parent_id: second.id, show_in_channel: true })
  await law.holds()
  await alice.ok(`POST /messages/${first.id}`, { message: { text: 'one, better', mood: 'fine' } })
  await law.holds()
  await bob.ok(`PUT /messages/${first.id}`, { set: { pinned: true } })
  await law.holds()
  await bob.ok(`PUT /messages/${first.id}`, { set: { pinned: false } })
  await alice.ok(`PUT /messages/${first.id}`, { set: { 'extra.depth': 1 }, unset: ['mood'] })
  await law.holds()
  await alice.ok(`DELETE /messages/${first.id}`)
  await law.holds()
  await bob.ok(`POST ${channelPath(HALL)}/read`, {})
  await law.holds()
  await server.ok(`DELETE /messages/${second.id}?hard=true`)
  await law.holds()
})

test('a retried send is stored once and announced once', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  await alice.watch(HALL, { members: ['alice', 'bob'] })
  await bob.watch(HALL)
  const id = crypto.randomUUID()
  const first = await alice.send(HALL, 'hello', { id })
  const again = await alice.send(HALL, 'hello', { id })
  await alice.send(HALL, 'bye')
  expect(again).toEqual(first)
  expect(await bob.next('message.new')).toMatchObject({ seq: 1, message: { id, text: 'hello' } })
  expect(await bob.next('message.new')).toMatchObject({ seq: 2, message: { text: 'bye' } })
  const state = await bob.watch(HALL)
  expect(state.messages).toMatchObject([{ text: 'hello' }, { text: 'bye' }])

  // Somebody else, or another channel, has to choose another id.
  const taken = await bob.call(`POST ${channelPath(HALL)}/message`, { message: { id, text: 'mine' } })
  expect(taken.body).toMatchObject({ code: 4, StatusCode: 400 })
  expect(String(taken.body.message)).toContain('is taken')
  await alice.watch('messaging:other', { members: ['alice'] })
  const elsewhere = await alice.call('POST /channels/messaging/other/message', {
    message: { id, text: 'hi' },
  })
  expect(elsewhere.body).toMatchObject({ code: 4 })
})

test('a retry is answered like the first try, whatever the rules say by now', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await alice.watch(HALL, { members: ['alice'] })
  const id = crypto.randomUUID()
  const first = await alice.send(HALL, 'just in time', { id })
  for (const set of [{ frozen: true }, { frozen: false, cooldown: 60 }]) {
    await server.ok(`PATCH ${channelPath(HALL)}`, { set })
    expect(await alice.send(HALL, 'just in time', { id })).toEqual(first)
    expect(
      (await alice.call(`POST ${channelPath(HALL)}/message`, { message: { text: 'late' } })).status,
    ).toBe(403)
  }
})

test('many at once leave a log without holes, every answer in it', async () => {
  await using server = await startServer()
  const people = await Promise.all(['alice', 'bob', 'carol', 'dave'].map(id => server.connected(id)))
  const [alice, bob] = people
  if (!alice || !bob) throw new Error('nobody came')
  await alice.watch(HALL, { members: people.map(person => person.id) })
  await bob.watch(HALL)
  const sent = await Promise.all(
    Array.from({ length: 100 }, (_, n) => people[n % people.length]?.send(HALL, `message ${n}`)),
  )
  const seen: Record<string, unknown>[] = []
  while (seen.length < 100) seen.push(await bob.next('message.new'))
  expect(seen.map(event => event.seq)).toEqual(Array.from({ length: 100 }, (_, n) => n + 1))
  const times = seen.map(event => (event.message as { created_at: string }).created_at)
  expect([...times].sort()).toEqual(times)
  expect(new Set(times).size).toBe(100)
  const ids = seen.map(event => (event.message as { id: string }).id)
  expect(new Set(ids)).toEqual(new Set(sent.map(message => String(message?.id))))
})

test('threads have one level and count their replies', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await alice.watch(HALL, { members: ['alice'] })
  const parent = await alice.send(HALL, 'a question')
  const replies = []
  for (let n = 0; n < 5; n++) replies.push(await alice.send(HALL, `answer ${n}`, { parent_id: parent.id }))
  expect(replies[0]).toMatchObject({ type: 'reply', parent_id: parent.id, show_in_channel: false })
  const grown = await alice.next(
    frame => (frame.message as { reply_count?: number } | undefined)?.reply_count === 5,
  )
  expect(grown).toMatchObject({ type: 'message.updated', message: { id: parent.id } })

  const { messages } = await alice.ok(`GET /messages/${parent.id}/replies?limit=3&offset=1`)
  expect(messages).toMatchObject([{ text: 'answer 2' }, { text: 'answer 3' }, { text: 'answer 4' }])
  const older = await alice.ok(`GET /messages/${parent.id}/replies?id_lt=${replies[2]?.id}`)
  expect(older.messages).toMatchObject([{ text: 'answer 0' }, { text: 'answer 1' }])

  const deeper = await alice.call(`POST ${channelPath(HALL)}/message`, {
    message: { text: 'x', parent_id: replies[0]?.id },
  })
  expect(deeper.body).toMatchObject({ code: 21 })
  const nowhere = await alice.call(`POST ${channelPath(HALL)}/message`, {
    message: { text: 'x', parent_id: 'gone' },
  })
  expect(nowhere.body).toMatchObject({ code: 4 })
  const state = await alice.watch(HALL)
  expect(state.messages).toMatchObject([{ text: 'a question', reply_count: 5 }])
})

test('a message that can not be said is refused with the reason', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await alice.watch(HALL, { members: ['alice'] })
  const say = (message: Record<string, unknown>) =>
    alice.call(`POST ${channelPath(HALL)}/message`, { message })
  expect((await say({ text: 'x'.repeat(5001) })).body).toMatchObject({ code: 20 })
  expect((await say({ text: '' })).body).toMatchObject({ code: 4 })
  expect((await say({ text: 'x', quoted_message_id: 'gone' })).body).toMatchObject({ code: 4 })
  expect((await say({ text: 'x', mentioned_users: ['nobody'] })).body).toMatchObject({ code: 4 })
  expect((await say({ text: 'x', type: 'system' })).body).toMatchObject({ code: 17 })
  expect((await say({ text: 'x', restricted_visibility: ['alice'] })).body).toMatchObject({ code: 17 })
  expect((await say({ text: 'x', id: 'a,b' })).body).toMatchObject({ code: 4 })
  const ids = Array.from({ length: 26 }, (_, n) => `u${n}`)
  expect((await say({ text: 'x', mentioned_users: ids })).body).toMatchObject({ code: 4 })
  const attachments = Array.from({ length: 31 }, () => ({ type: 'image' }))
  expect((await say({ text: 'x', attachments })).body).toMatchObject({ code: 4 })
  expect((await say({ text: 'x', note: 'y'.repeat(6000) })).body).toMatchObject({ code: 4 })
  const state = await alice.watch(HALL)
  expect(state.messages).toEqual([])
  expect(state.seq).toBe(0)
})

test('frozen, slow and disabled channels hold members back, not servers', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await alice.watch(HALL, { members: ['alice'] })
  const say = () => alice.call(`POST ${channelPath(HALL)}/message`, { message: { text: 'hi' } })
  const change = (set: Record<string, unknown>) => server.ok(`PATCH ${channelPath(HALL)}`, { set })

  await change({ cooldown: 60 })
  expect((await say()).status).toBe(200)
  const slow = await say()
  expect(slow.body).toMatchObject({ code: 60, StatusCode: 403 })
  expect((slow.body.details as { retry_after: number }).retry_after).toBeGreaterThan(50)
  await change({ cooldown: 0 })
  expect((await say()).status).toBe(200)

  await change({ frozen: true })
  expect((await say()).body).toMatchObject({ code: 17 })
  const fromServer = { message: { text: 'from above', user_id: 'alice' } }
  await server.ok(`POST ${channelPath(HALL)}/message`, fromServer)
  await change({ frozen: false, disabled: true })
  expect((await say()).body).toMatchObject({ code: 17 })
  expect((await alice.call(`POST ${channelPath(HALL)}/query`, {})).body).toMatchObject({ code: 17 })
  await server.ok(`POST ${channelPath(HALL)}/message`, fromServer)
})

test('a server speaks for anybody, also for who was not there before', async () => {
  await using server = await startServer()
  await server.ok(`POST ${channelPath(HALL)}/query`, { data: { created_by_id: 'system' } })
  const reply = await server.ok(`POST ${channelPath(HALL)}/message`, {
    message: { text: '**hi**', user: { id: 'zoe', name: 'Zoë' }, html: '<p><b>hi</b></p>', type: 'system' },
  })
  expect(reply.message).toMatchObject({
    type: 'system',
    html: '<p><b>hi</b></p>',
    user: { id: 'zoe', name: 'Zoë' },
  })
  const nobody = await server.call(`POST ${channelPath(HALL)}/message`, { message: { text: 'x' } })
  expect(nobody.body).toMatchObject({ code: 4 })
  expect(String(nobody.body.message)).toContain('user_id')
})

test('a message that was read, changed and sent back shows what it says now', async () => {
  await using server = await startServer()
  await server.ok(`POST ${channelPath(HALL)}/query`, { data: { created_by_id: 'zoe' } })
  const { message } = await server.ok(`POST ${channelPath(HALL)}/message`, {
    message: { id: 'echoed', text: 'old', user_id: 'zoe' },
  })
  const read = message as Record<string, unknown>
  const edited = await server.ok('POST /messages/echoed', { message: { ...read, text: 'new' } })
  expect(edited.message).toMatchObject({ text: 'new', html: '<p>new</p>\n' })
  const own = { ...read, text: 'newer', html: '<p><b>newer</b></p>' }
  const kept = await server.ok('POST /messages/echoed', { message: own })
  expect(kept.message).toMatchObject({ text: 'newer', html: '<p><b>newer</b></p>' })
})

test('a deleted message keeps its place, not its content', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await alice.watch(HALL, { members: ['alice'] })
  const message = await alice.send(HALL, 'a secret', { mood: 'bad', attachments: [{ type: 'image' }] })
  const { message: deleted } = await alice.ok(`DELETE /messages/${message.id}`)
  expect(deleted).toMatchObject({ id: message.id, type: 'deleted', text: '', html: '', attachments: [] })
  expect(await alice.next('message.deleted')).toMatchObject({
    message: { id: message.id },
    hard_delete: false,
  })
  expect((await alice.call(`POST /messages/${message.id}`, { message: { text: 'x' } })).body).toMatchObject({
    code: 16,
  })
  const shown = await server.ok(`GET /messages/${message.id}?show_deleted_message=true`)
  expect(shown.message).toMatchObject({ text: 'a secret', mood: 'bad' })
  const state = await alice.watch(HALL)
  expect(state.messages).toMatchObject([{ type: 'deleted', text: '' }])
  expect(JSON.stringify(state)).not.toContain('secret')

  await alice.ok(`DELETE /messages/${message.id}?hard=true`)
  expect((await alice.call(`GET /messages/${message.id}`)).body).toMatchObject({ code: 16 })
  expect((await alice.watch(HALL)).messages).toEqual([])
})

test('pins come, go and expire', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await alice.watch(HALL, { members: ['alice'] })
  const message = await alice.send(HALL, 'keep this')
  const inAnHour = new Date(Date.now() + 3_600_000).toISOString()
  const { message: pinned } = await alice.ok(`PUT /messages/${message.id}`, {
    set: { pinned: true, pin_expires: inAnHour },
  })
  expect(pinned).toMatchObject({ pinned: true, pinned_by: { id: 'alice' } })
  expect((await alice.watch(HALL)).pinned_messages).toMatchObject([{ id: message.id }])
  const past = '2020-01-01T00:00:00Z'
  await alice.ok(`PUT /messages/${message.id}`, { set: { pinned: true, pin_expires: past } })
  const { message: expired } = await alice.ok(`GET /messages/${message.id}`)
  expect(expired).toMatchObject({ pinned: false, pinned_at: null, pinned_by: null })
  expect((await alice.watch(HALL)).pinned_messages).toEqual([])
  await alice.ok(`PUT /messages/${message.id}`, { set: { pinned: true } })
  expect((await alice.ok(`GET /messages/${message.id}`)).message).toMatchObject({
    pinned: true,
    pin_expires: null,
  })
  await alice.ok(`PUT /messages/${message.id}`, { set: { pinned: false } })
  expect((await alice.ok(`GET /messages/${message.id}`)).message).toMatchObject({ pinned: false })
})

test('messages are paged by id, by time and around', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await alice.watch(HALL, { members: ['alice'] })
  const sent = []
  for (let n = 0; n < 10; n++) sent.push(await alice.send(HALL, String(n)))
  const page = async (messages: Record<string, unknown>) => {
    const state = await alice.ok(`POST ${channelPath(HALL)}/query`, { messages })
    return (state.messages as { text: string }[]).map(message => message.text).join('')
  }
  expect(await page({ limit: 3 })).toBe('789')
  expect(await page({ limit: 3, id_lt: sent[5]?.id })).toBe('234')
  expect(await page({ limit: 3, id_lte: sent[5]?.id })).toBe('345')
  expect(await page({ limit: 3, id_gt: sent[5]?.id })).toBe('678')
  expect(await page({ limit: 3, id_gte: sent[5]?.id })).toBe('567')
  expect(await page({ limit: 3, created_at_before: sent[5]?.created_at })).toBe('234')
  expect(await page({ limit: 3, id_around: sent[5]?.id })).toContain('5')
  // 0 is what SDKs send for unset.
  expect(await page({ limit: 0 })).toBe('0123456789')
  const both = await alice.call(`POST ${channelPath(HALL)}/query`, { messages: { id_lt: 'a', id_gt: 'b' } })
  expect(both.body).toMatchObject({ code: 4 })
  const ids = `${sent[3]?.id},gone,${sent[1]?.id}`
  const { messages } = await alice.ok(`GET ${channelPath(HALL)}/messages?ids=${ids}`)
  expect(messages).toMatchObject([{ text: '3' }, { text: '1' }])
})
