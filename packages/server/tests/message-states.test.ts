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
