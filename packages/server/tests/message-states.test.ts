import { expect, test } from 'bun:test'
import { channelPath, type Frame, startServer } from '@parley/testkit'
import { Law } from './mirror.ts'

const HALL = 'messaging:hall'

test('a server brings back what was deleted softly, in its thread as well', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  await alice.watch(HALL, { members: ['alice', 'bob'] })
  await bob.watch(HALL)
  const law = await Law.begin(server, HALL, bob)
  const parent = await alice.send(HALL, 'a question', { type: 'regular', mood: 'curious' })
  const reply = await alice.send(HALL, 'an answer', { parent_id: parent.id })
  const back = (id: unknown, undeleted_by = 'alice') =>
    server.call(`POST /messages/${id}/undelete`, { undeleted_by })

  expect((await back(parent.id)).body).toMatchObject({ code: 4 })
  await bob.ok(`POST ${channelPath(HALL)}/read`)
  await alice.ok(`DELETE /messages/${reply.id}`)
  const counts = { reply_count: 0, deleted_reply_count: 1 }
  expect((await alice.ok(`GET /messages/${parent.id}`)).message).toMatchObject(counts)
  await alice.ok(`DELETE /messages/${parent.id}`)
  expect((await back(reply.id)).body).toMatchObject({ code: 4 })
  expect((await back(parent.id, 'nobody')).body).toMatchObject({ code: 16 })
  expect((await server.call(`POST /messages/${parent.id}/undelete`, {})).body).toMatchObject({ code: 4 })
  expect((await alice.call(`POST /messages/${parent.id}/undelete`, { undeleted_by: 'alice' })).status).toBe(
    403,
  )
  await law.holds()

  expect((await back(parent.id)).body.message).toMatchObject({
    text: 'a question',
    type: 'regular',
    mood: 'curious',
  })
  expect((await back(reply.id)).body.message).toMatchObject({ text: 'an answer', type: 'reply' })
  expect((await bob.ok(`GET /messages/${parent.id}`)).message).toMatchObject({
    reply_count: 1,
    deleted_reply_count: 0,
  })
  await law.holds()
  await server.ok(`DELETE /messages/${parent.id}?hard=true`)
  expect((await back(parent.id)).body).toMatchObject({ code: 16 })
  await law.holds()
})

test('the type of a message outlives its deletion', async () => {
  await using server = await startServer()
  await server.ok(`POST ${channelPath(HALL)}/query`, { data: { created_by_id: 'alice' } })
  await server.ok(`POST ${channelPath(HALL)}/message`, {
    message: { id: 'm1', text: 'welcome', user_id: 'alice', type: 'system' },
  })
  expect((await server.ok('DELETE /messages/m1')).message).toMatchObject({ type: 'deleted' })
  const { message } = await server.ok('POST /messages/m1/undelete', { undeleted_by: 'alice' })
  expect(message).toMatchObject({ type: 'system', text: 'welcome' })
  expect((message as Frame).deleted_at).toBeUndefined()
})

test('pins are listed page by page', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await alice.watch(HALL, { members: ['alice'] })
  const sent: Frame[] = []
  for (let n = 0; n < 6; n++) sent.push(await alice.send(HALL, String(n)))
  // Pinned from the newest to the oldest; the last one only for a moment.
  const pinned: Frame[] = []
  for (const { id } of sent.toReversed()) {
    const set = { pinned: true, pin_expires: pinned.length === 5 ? '2020-01-01T00:00:00Z' : null }
    pinned.push((await alice.ok(`PUT /messages/${id}`, { set })).message as Frame)
  }
  const list = async (payload: Frame, user = alice) => {
    const path = `GET ${channelPath(HALL)}/pinned_messages`
    const { messages } = await user.ok(path, undefined, { query: { payload: JSON.stringify(payload) } })
    return (messages as Frame[]).map(message => message.text).join('')
  }
  expect(await list({})).toBe('12345')
  expect(await list({ limit: 2, offset: 1 })).toBe('23')
  expect(await list({ sort: [{ field: 'pinned_at', direction: 1 }] })).toBe('54321')
  expect(await list({ sort: [{ field: 'created_at', direction: -1 }], limit: 2 })).toBe('54')
  expect(await list({ id_lt: sent[3]?.id })).toBe('45')
  expect(await list({ id_lte: sent[3]?.id, limit: 2 })).toBe('34')
  expect(await list({ id_gt: sent[3]?.id })).toBe('12')
  expect(await list({ pinned_at_after_or_equal: pinned[2]?.pinned_at })).toBe('123')
  expect(await list({ pinned_at_before: pinned[2]?.pinned_at })).toBe('45')
  expect(await list({ id_around: sent[3]?.id, limit: 3 })).toBe('234')
  await alice.ok(`DELETE /messages/${sent[2]?.id}?delete_for_me=true`)
  expect(await list({})).toBe('1345')
  const path = `GET ${channelPath(HALL)}/pinned_messages`
  expect((await server.ok(path)).messages).toHaveLength(5)
  for (const payload of [
    { id_lt: 'gone' },
    { id_lt: sent[1]?.id, id_gt: sent[1]?.id },
    { sort: [{ field: 'text', direction: 1 }] },
    { limit: 301 },
  ]) {
    const refused = await alice.call(path, undefined, { query: { payload: JSON.stringify(payload) } })
    expect(refused.body).toMatchObject({ code: 4 })
  }
  expect((await server.person('eve').call(path)).status).toBe(403)
})

test('translating is refused, in so many words', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await alice.watch(HALL, { members: ['alice'] })
  const { id } = await alice.send(HALL, 'hello')
  for (const [eyes, body] of [
    [alice, { language: 'es' }],
    [server, { language: 'es', user_id: 'alice' }],
  ] as const) {
    const refused = await eyes.call(`POST /messages/${id}/translate`, body)
    expect(refused.body).toMatchObject({ code: 4, StatusCode: 400 })
    expect(String(refused.body.message)).toContain('translation service')
  }
  expect((await alice.call(`POST /messages/${id}/translate`, {})).body).toMatchObject({ code: 4 })
  expect((await alice.call('POST /messages/gone/translate', { language: 'es' })).body).toMatchObject({
    code: 16,
  })
})

test('system messages may leave the channel where it is in lists, silent ones count for nobody', async () => {
  await using server = await startServer()
  await server.ok('PUT /channeltypes/messaging', { skip_last_msg_update_for_system_msgs: true })
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  await alice.watch(HALL, { members: ['alice', 'bob'] })
  await bob.watch(HALL)
  const lastAt = async () => ((await alice.watch(HALL)).channel as Frame).last_message_at
  const unread = async () => (await bob.ok('GET /unread')).total_unread_count
  const say = async (message: Frame) =>
    (await server.ok(`POST ${channelPath(HALL)}/message`, { message: { user_id: 'alice', ...message } }))
      .message as Frame
  const first = await say({ text: 'hello' })
  await say({ text: 'the topic changed', type: 'system' })
  expect(await lastAt()).toBe(first.created_at)
  expect(await unread()).toBe(2)
  const silent = await say({ text: 'psst', silent: true })
  expect(silent).toMatchObject({ silent: true })
  expect(await lastAt()).toBe(silent.created_at)
  expect(await unread()).toBe(2)
  // Once sent it stays silent.
  const { message } = await alice.ok(`PUT /messages/${silent.id}`, { set: { text: 'hm', silent: false } })
  expect(message).toMatchObject({ silent: true })
  expect(await bob.next(frame => (frame.message as Frame)?.id === silent.id)).toMatchObject({
    type: 'message.new',
  })
})

test('messages are counted where the type or the channel says so', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await alice.watch('team:hall', { members: ['alice'] })
  const count = async () => ((await alice.watch('team:hall')).channel as Frame).message_count
  expect(await count()).toBe(0)
  const parent = await alice.send('team:hall', 'a question')
  await alice.send('team:hall', 'an answer', { parent_id: parent.id })
  const { message: whisper } = await server.ok(`POST ${channelPath('team:hall')}/message`, {
    message: { text: 'for alice', user_id: 'bob', restricted_visibility: ['alice'] },
  })
  expect(await count()).toBe(2)
  await server.ok(`DELETE /messages/${(whisper as Frame).id}?hard=true`)
  expect(await count()).toBe(2)
  await alice.ok(`DELETE /messages/${parent.id}`)
  expect(await count()).toBe(2)
  await server.ok(`DELETE /messages/${parent.id}?hard=true`)
  expect(await count()).toBe(0)
  const overriding = (config_overrides: Frame) =>
    server.ok(`PATCH ${channelPath('team:hall')}`, { set: { config_overrides } })
  await overriding({ count_messages: false })
  expect(await count()).toBeUndefined()
  await overriding({ max_message_length: 3 })
  expect(await count()).toBe(0)
  const long = await alice.call(`POST ${channelPath('team:hall')}/message`, { message: { text: 'four' } })
  expect(long.body).toMatchObject({ code: 20 })
  const side = { message: { text: 'x', user_id: 'bob', restricted_visibility: ['alice'] } }
  expect((await server.call(`POST ${channelPath('team:hall')}`, side)).body).toMatchObject({ code: 4 })
})
