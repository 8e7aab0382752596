import { expect, test } from 'bun:test'
import { channelPath, type Frame, type Person, startServer, type TestServer } from '@parley/testkit'

const HALL = 'messaging:hall'
const DRAFT = `${channelPath(HALL)}/draft`

async function hall(server: TestServer): Promise<[alice: Person, bob: Person]> {
  const alice = await server.connected('alice')
  const bob = await server.connected('bob')
  await alice.watch(HALL, { members: ['alice', 'bob'] })
  await bob.watch(HALL)
  return [alice, bob]
}

const save = async (who: Person, message: Record<string, unknown>, cid = HALL) =>
  (await who.ok(`POST ${channelPath(cid)}/draft`, { message })).draft as Frame & { message: Frame }

test('a draft is kept for its author alone, and goes when it is sent', async () => {
  await using server = await startServer()
  const [alice, bob] = await hall(server)
  const draft = await save(alice, {
    text: '**dear** all',
    mentioned_users: ['bob'],
    mood: 'unsure',
    custom: { pages: 2 },
  })
  expect(draft).toMatchObject({
    channel_cid: HALL,
    channel: { cid: HALL },
    message: {
      text: '**dear** all',
      html: '<p><strong>dear</strong> all</p>\n',
      type: 'regular',
      silent: false,
      attachments: [],
      mentioned_users: [{ id: 'bob' }],
      custom: { mood: 'unsure', pages: 2 },
    },
  })
  expect(draft).not.toHaveProperty('parent_id')
  expect(await alice.next('draft.updated')).toMatchObject({ cid: HALL, draft })

  // One per place: it is replaced, its id stays.
  const better = await save(alice, { text: 'dear all,' })
  expect(better.message).toMatchObject({ id: draft.message.id, text: 'dear all,', custom: {} })
  expect((await alice.ok(`GET ${DRAFT}`)).draft).toEqual(better)
  const state = await alice.watch(HALL)
  const { channel: _, ...bare } = better
  expect(state.draft).toEqual(bare)
  const { channels } = await alice.ok('POST /channels', { filter_conditions: { cid: HALL } })
  expect((channels as Frame[])[0]?.draft).toEqual(bare)
  expect(await bob.watch(HALL)).not.toHaveProperty('draft')
  expect((await bob.call(`GET ${DRAFT}`)).body).toMatchObject({ code: 16, StatusCode: 404 })

  await alice.send(HALL, 'dear all, hello', { id: better.message.id })
  expect(await alice.next('draft.deleted')).toMatchObject({
    cid: HALL,
    draft: { message: { text: 'dear all,' } },
  })
  expect((await alice.call(`GET ${DRAFT}`)).body).toMatchObject({ code: 16 })
  expect(await alice.watch(HALL)).not.toHaveProperty('draft')
  expect(bob.socket.drain().filter(({ type }) => String(type).startsWith('draft.'))).toEqual([])
})

test('channel and threads have drafts of their own', async () => {
  await using server = await startServer()
  const [alice, bob] = await hall(server)
  const parent = await bob.send(HALL, 'what do you think?')
  await save(alice, { text: 'for all' })
  const reply = await save(alice, { text: 'well…', parent_id: parent.id, show_in_channel: true })
  expect(reply).toMatchObject({
    parent_id: parent.id,
    parent_message: { id: parent.id, text: 'what do you think?' },
    message: { parent_id: parent.id, type: 'reply', show_in_channel: true },
  })
  const inThread = `${DRAFT}?parent_id=${parent.id}`
  expect((await alice.ok(`GET ${inThread}`)).draft).toEqual(reply)
  // A reply sends the thread's, and the other stays.
  await alice.send(HALL, 'I agree', { parent_id: parent.id })
  expect(await alice.next('draft.deleted')).toMatchObject({ parent_id: parent.id })
  expect((await alice.ok(`GET ${DRAFT}`)).draft).toMatchObject({ message: { text: 'for all' } })
  await save(alice, { text: 'more', parent_id: parent.id })
  const { threads } = await alice.ok('POST /threads', { watch: false })
  expect(threads).toMatchObject([{ draft: { parent_id: parent.id, message: { text: 'more' } } }])
  await alice.ok(`DELETE ${DRAFT}`)
  expect(await alice.next('draft.deleted')).toMatchObject({ draft: { message: { text: 'for all' } } })
  expect((await alice.call(`DELETE ${DRAFT}`)).body).toMatchObject({ code: 16 })
  // A thread that is gone takes its drafts along.
  await server.ok(`DELETE /messages/${parent.id}?hard=true`)
  expect((await alice.ok('POST /drafts/query', {})).drafts).toEqual([])
})

test('drafts are found by channel, thread and time, page by page', async () => {
  await using server = await startServer()
  const [alice, bob] = await hall(server)
  const parent = await bob.send(HALL, 'a thread')
  for (const id of ['one', 'two', 'three']) {
    await alice.watch(`messaging:${id}`, { members: ['alice'] })
    await save(alice, { text: id }, `messaging:${id}`)
  }
  await save(alice, { text: 'in a thread', parent_id: parent.id, quoted_message_id: parent.id })
  await save(bob, { text: 'of bob' })
  const ask = (body: Record<string, unknown>) =>
    server.ok('POST /drafts/query', { user_id: 'alice', ...body })
  const texts = ({ drafts }: Frame) => (drafts as { message: Frame }[]).map(({ message }) => message.text)
  expect(texts(await ask({}))).toEqual(['in a thread', 'three', 'two', 'one'])
  expect((await ask({})).drafts).toMatchObject([{ quoted_message: { id: parent.id } }, {}, {}, {}])
  const cases: [Record<string, unknown>, string[]][] = [
    [{ filter: { channel_cid: { $in: ['messaging:one', 'messaging:two'] } } }, ['two', 'one']],
    [{ filter: { parent_id: parent.id } }, ['in a thread']],
    [{ filter: { parent_id: { $exists: false } }, limit: 1 }, ['three']],
    [{ filter: { created_at: { $lt: '2020-01-01T00:00:00Z' } } }, []],
    [{ sort: [{ field: 'created_at', direction: 1 }], limit: 2 }, ['one', 'two']],
  ]
  for (const [body, expected] of cases) expect([body, texts(await ask(body))]).toEqual([body, expected])
  const first = await ask({ limit: 3 })
  expect(first).not.toHaveProperty('prev')
  const second = await ask({ limit: 3, next: first.next })
  expect(texts(second)).toEqual(['one'])
  expect(second).not.toHaveProperty('next')
  expect(texts(await ask({ limit: 3, prev: second.prev }))).toEqual(texts(first))
  for (const body of [
    { filter: { text: { $nope: 1 } } },
    { next: 'x' },
    { sort: [{ field: 'parent_id' }] },
  ]) {
    expect((await alice.call('POST /drafts/query', body)).body).toMatchObject({ code: 4 })
  }
})

test('who is no member may keep a draft where they may read; it comes along when they join', async () => {
  await using server = await startServer()
  const [alice] = await hall(server)
  const eve = server.person('eve')
  expect((await eve.call(`POST ${DRAFT}`, { message: { text: 'let me in' } })).body).toMatchObject({
    code: 17,
  })
  // A server keeps one for anybody, who need not even be known.
  const kept = await server.ok(`POST ${DRAFT}`, { message: { text: 'let me in', user_id: 'eve' } })
  expect(kept.draft).toMatchObject({ message: { text: 'let me in' } })
  expect((await server.ok(`GET ${DRAFT}?user_id=eve`)).draft).toEqual(kept.draft)
  await server.ok(`POST ${channelPath(HALL)}`, { add_members: ['eve'] })
  await eve.connect()
  expect((await eve.watch(HALL)).draft).toMatchObject({ message: { text: 'let me in' } })
  await eve.send(HALL, 'thank you')
  await eve.next('draft.deleted')

  const parent = await alice.send(HALL, 'x')
  const reply = await alice.send(HALL, 'y', { parent_id: parent.id })
  const bad: [Record<string, unknown>, number][] = [
    [{ text: 'x'.repeat(5001) }, 20],
    [{ text: 'x', parent_id: 'nope' }, 4],
    [{ text: 'x', parent_id: reply.id }, 4],
    [{ text: 'x', quoted_message_id: 'nope' }, 4],
    [{ text: 5 }, 4],
    [{ text: 'x', custom: { blob: 'x'.repeat(6000) } }, 4],
  ]
  for (const [message, code] of bad) {
    expect([message, (await alice.call(`POST ${DRAFT}`, { message })).body.code]).toEqual([message, code])
  }
  for (const endpoint of [`GET ${DRAFT}`, `POST ${DRAFT}`, `DELETE ${DRAFT}`, 'POST /drafts/query']) {
    const reply = await server.call(
      endpoint,
      endpoint.startsWith('POST') ? { message: { text: 'x' } } : undefined,
    )
    expect([endpoint, reply.body.code]).toEqual([endpoint, 4])
  }
})

test('a guest’s drafts and reminders become the user’s; an erased user’s are gone', async () => {
  await using server = await startServer()
  await server.ok('PUT /channeltypes/messaging', { user_message_reminders: true })
  const guest = await (await server.guest('gast')).connect()
  await server.upsertUsers({ id: 'hanna' })
  await server.ok(`POST ${channelPath(HALL)}/query`, { data: { created_by_id: 'hanna', members: ['hanna'] } })
  const say = { text: 'hello', user_id: 'hanna' }
  const { message } = (await server.ok(`POST ${channelPath(HALL)}/message`, { message: say })) as {
    message: Frame
  }
  for (const user_id of [guest.id, 'hanna']) {
    const thread = { text: `thread, ${user_id}`, parent_id: message.id, user_id }
    await server.ok(`POST ${DRAFT}`, { message: thread })
  }
  await server.ok(`POST ${DRAFT}`, { message: { text: 'a guest’s', user_id: guest.id } })
  await server.ok(`POST /messages/${message.id}/reminders`, { user_id: guest.id })
  guest.socket.send({ type: 'user.upgrade', token: server.token('hanna'), merge: true })
  await guest.next('user.upgraded')
  const drafts = async () => (await server.ok('POST /drafts/query', { user_id: 'hanna' })).drafts as Frame[]
  expect(await drafts()).toMatchObject([
    { message: { text: 'a guest’s' } },
    { message: { text: 'thread, hanna' }, parent_id: message.id },
  ])
  const state = await server.ok(`POST ${channelPath(HALL)}/query`, { user_id: 'hanna', state: true })
  expect(state.draft).toMatchObject({ message: { text: 'a guest’s' } })
  expect((state.messages as Frame[])[0]?.reminder).toMatchObject({ user_id: 'hanna' })
  await server.ok('DELETE /users/hanna?hard_delete=true')
  const { deps, app } = server.running
  const everything = { filter: { op: 'and', filters: [] }, sort: [], limit: 10, offset: 0 } as const
  expect(await deps.store.read.queryReminders(app.id, 'hanna', everything)).toEqual([])
  expect(await deps.store.read.findDraft('hanna', 1, undefined)).toBeUndefined()
})
