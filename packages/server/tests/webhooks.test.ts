import { expect, test } from 'bun:test'
import { createHmac } from 'node:crypto'
import { eventually, type Frame, startServer, type TestServer, testPostgresUrl } from '@parley/testkit'
import { UnreadCourier } from '../src/hooks/unread-courier.ts'
import { type Received, Receiver } from './receiver.ts'

const CID = 'messaging:hall'

async function hookUp(server: TestServer, ...hooks: readonly Frame[]): Promise<void> {
  await server.ok('PATCH /app', { event_hooks: hooks.map(hook => ({ hook_type: 'webhook', ...hook })) })
}

async function hall(server: TestServer, ...members: string[]): Promise<void> {
  await server.upsertUsers(...members.map(id => ({ id })))
  await server.ok('POST /channels/messaging/hall/query', { data: { created_by_id: members[0], members } })
}

function isSigned({ text, headers }: Received, secret: string): boolean {
  return headers.get('x-signature') === createHmac('sha256', secret).update(text).digest('hex')
}

test('a message reaches the webhook, signed, with members and where it came from', async () => {
  await using server = await startServer()
  await using receiver = new Receiver()
  await hookUp(server, { webhook_url: `${receiver.url}/events?key=1` })
  await hall(server, 'alice', 'bob')
  const sent = await server
    .person('alice')
    .call(
      'POST /channels/messaging/hall/message',
      { message: { text: 'hi', mood: 'good' } },
      { headers: { 'x-stream-client': 'sdk-1', 'x-stream-ext': 'shop' } },
    )
  const got = await receiver.next('message.new')
  expect(got).toMatchObject({ method: 'POST', path: '/events?key=1' })
  expect(isSigned(got, server.secret)).toBe(true)
  expect(got.headers.get('x-api-key')).toBe(server.apiKey)
  expect(got.headers.get('x-webhook-attempt')).toBe('1')
  expect(got.headers.get('x-webhook-id')).toMatch(/^[0-9a-f-]{36}$/)
  expect(got.headers.get('content-type')).toBe('application/json')
  const { message } = sent.body as { message: Frame }
  expect(got.body).toMatchObject({
    cid: CID,
    channel_type: 'messaging',
    channel_id: 'hall',
    message: { id: message.id, text: 'hi', mood: 'good' },
    user: { id: 'alice' },
    request_info: {
      type: 'client',
      ip: '127.0.0.1',
      sdk: 'sdk-1',
      ext: 'shop',
      user_agent: expect.any(String),
    },
  })
  const members = got.body.members as Frame[]
  expect(members.map(member => member.user_id).sort()).toEqual(['alice', 'bob'])
  const created = (await receiver.next('channel.created')).body
  expect(created.members).toHaveLength(2)
  expect(created).toMatchObject({ cid: CID, user: { id: 'alice' }, channel: { members: created.members } })
})

test('what members have not read is told along with a message, and what is left once somebody has', async () => {
  await using server = await startServer()
  await using receiver = new Receiver()
  await hookUp(server, { webhook_url: receiver.url, event_types: ['message.new', 'message.read'] })
  await hall(server, 'alice', 'bob', 'carol')
  await server.ok('POST /channels/messaging/nook/query', {
    data: { created_by_id: 'alice', members: ['alice', 'bob'] },
  })
  await server.ok('POST /moderation/mute/channel', { user_id: 'carol', channel_cid: CID })
  const alice = server.person('alice')
  for (const cid of ['messaging:nook', CID]) await alice.send(cid, 'one')
  await receiver.next(({ body }) => body.cid === CID)
  await alice.send(CID, 'two')
  const { body } = await receiver.next(({ body }) => (body.message as Frame | undefined)?.text === 'two')
  const members = body.members as { user_id: string; user: Frame }[]
  const unread = members.map(({ user_id, user }) => [user_id, user.channel_unread_count])
  expect(Object.fromEntries(unread)).toEqual({ alice: 0, bob: 2, carol: 0 })
  for (const { user } of members) expect(user.channel_last_read_at).toEqual(expect.stringMatching(/^2.*Z$/))
  expect(JSON.stringify(body.message)).not.toContain('channel_unread_count')
  const { event } = await server.person('bob').ok('POST /channels/messaging/hall/read', {})
  const read = await receiver.next('message.read')
  expect(read.body.user).toMatchObject({
    id: 'bob',
    channel_unread_count: 0,
    channel_last_read_at: (event as Frame).channel_last_read_at,
    total_unread_count: 1,
    unread_count: 1,
    unread_channels: 1,
    unread_threads: 0,
  })
  expect((event as Frame).user).not.toHaveProperty('total_unread_count')
})

test('an edit says what it touched', async () => {
  await using server = await startServer()
  await using receiver = new Receiver()
  await hookUp(server, { webhook_url: receiver.url, event_types: ['message.updated'] })
  await hall(server, 'alice')
  const { id } = await server.person('alice').send(CID, 'one', { mood: 'good' })
  await server.ok(`POST /messages/${id}`, { message: { text: 'two', mood: 'good', user_id: 'alice' } })
  const same = {
    custom: false,
    attachments: false,
    mentioned_user_ids: false,
    quoted_message_id: false,
    silent: false,
  }
  expect((await receiver.next()).body.message_update).toEqual({
    old_text: 'one',
    change_set: { ...same, text: true, html: true, pin: false },
  })
  await server.ok(`PUT /messages/${id}`, { set: { pinned: true }, user_id: 'alice' })
  expect((await receiver.next()).body.message_update).toEqual({
    change_set: { ...same, text: false, html: false, pin: true },
  })
})

test('at most 50 members are listed', async () => {
  await using server = await startServer()
  await using receiver = new Receiver()
  await hookUp(server, { webhook_url: receiver.url, event_types: ['message.new'] })
  await hall(server, ...Array.from({ length: 60 }, (_, n) => `user-${n}`))
  await server.ok('POST /channels/messaging/hall/message', { message: { text: 'hi', user_id: 'user-1' } })
  const { body } = await receiver.next('message.new')
  expect(body.members).toHaveLength(50)
  expect(body.request_info).toMatchObject({ type: 'server' })
})

test('hooks get the types they name; custom ones, too; the old setting is a hook like any other', async () => {
  await using server = await startServer()
  await using all = new Receiver()
  await using some = new Receiver()
  await using old = new Receiver()
  await using off = new Receiver()
  await hookUp(
    server,
    { webhook_url: all.url },
    { webhook_url: some.url, event_types: ['message.updated', 'party'] },
    { webhook_url: off.url, enabled: false },
  )
  await server.ok('PATCH /app', { webhook_url: old.url, webhook_events: ['message.new'] })
  await hall(server, 'alice')
  const { message } = await server.ok('POST /channels/messaging/hall/message', {
    message: { text: 'hi', user_id: 'alice' },
  })
  const { id } = message as Frame
  await server.ok(`POST /messages/${id}`, { message: { text: 'hello', user_id: 'alice' } })
  await server.ok('POST /channels/messaging/hall/event', {
    event: { type: 'party', user_id: 'alice', hats: 2 },
  })
  await server.ok('POST /users/alice/event', { event: { type: 'party', for_one: true } })
  // What is the channel's comes in order; what is one user's, apart from that.
  const [updated, party] = [
    await some.next(({ body }) => body.for_one === undefined),
    await some.next(({ body }) => body.for_one === undefined),
  ]
  expect(updated.body).toMatchObject({ type: 'message.updated', message: { id, text: 'hello' } })
  expect(party.body).toMatchObject({ type: 'party', hats: 2 })
  const forOne = await some.next(({ body }) => body.for_one === true)
  expect(forOne.body).toMatchObject({ type: 'party', user_id: 'alice' })
  await all.next(({ body }) => body.for_one === true)
  await all.next('message.updated')
  await old.next('message.new')
  expect(old.all).toHaveLength(1)
  expect(off.all).toHaveLength(0)
  expect(some.all).toHaveLength(3)
})

test('what happens in a channel arrives in order, also when the receiver fails in between', async () => {
  await using server = await startServer()
  let failures = 2
  await using receiver = new Receiver(({ body }) => {
    const { text } = body.message as Frame
    return text === 'n 3' && failures-- > 0 ? new Response('', { status: 503 }) : new Response('ok')
  })
  await hookUp(server, { webhook_url: receiver.url, event_types: ['message.new'] })
  await hall(server, 'alice')
  const alice = server.person('alice')
  for (let n = 0; n < 10; n++) await alice.send(CID, `n ${n}`)
  await receiver.next(({ body }) => (body.message as Frame).text === 'n 9')
  const texts = receiver.all.map(({ body }) => (body.message as Frame).text)
  expect(texts).toEqual(['n 0', 'n 1', 'n 2', 'n 3', 'n 3', 'n 3', 'n 4', 'n 5', 'n 6', 'n 7', 'n 8', 'n 9'])
  const retried = receiver.all.filter(({ body }) => (body.message as Frame).text === 'n 3')
  expect(retried.map(({ headers }) => headers.get('x-webhook-attempt'))).toEqual(['1', '2', '3'])
  expect(new Set(retried.map(({ headers }) => headers.get('x-webhook-id'))).size).toBe(1)
})

test('a refused message leaves no event', async () => {
  await using server = await startServer()
  await using receiver = new Receiver()
  await hookUp(server, { webhook_url: receiver.url })
  await hall(server, 'alice')
  const alice = server.person('alice')
  expect(
    (await alice.call('POST /channels/messaging/hall/message', { message: { text: 'x'.repeat(5001) } }))
      .status,
  ).toBe(400)
  await alice.send(CID, 'fine')
  expect((await receiver.next('message.new')).body).toMatchObject({ message: { text: 'fine' } })
})

test('redirects are not followed, long answers not read', async () => {
  await using server = await startServer()
  await using elsewhere = new Receiver()
  await using receiver = new Receiver(({ path }) => {
    if (path === '/away') return Response.redirect(elsewhere.url, 307)
    return new Response(new Uint8Array(10 * 1024 * 1024))
  })
  await hookUp(
    server,
    { id: 'away', webhook_url: `${receiver.url}/away`, event_types: ['message.new'] },
    { id: 'long', webhook_url: `${receiver.url}/long`, event_types: ['message.new'] },
  )
  await hall(server, 'alice')
  await server.person('alice').send(CID, 'hi')
  await receiver.next(({ path }) => path === '/away')
  await receiver.next(({ path }) => path === '/long')
  const statusOf = async (id: string) => {
    const { hooks } = await server.ok('GET /hooks')
    return (hooks as Frame[]).find(hook => hook.id === id)
  }
  await eventually(async () => (await statusOf('long'))?.waiting === 0, 'the long answer was good enough')
  await eventually(async () => Number((await statusOf('away'))?.failures) > 0, 'the redirect is a failure')
  expect(await statusOf('away')).toMatchObject({
    waiting: 1,
    error: expect.stringContaining('redirects are not followed'),
  })
  expect(elsewhere.all).toHaveLength(0)
})

test('a dead receiver is paused, and tried again when its settings change', async () => {
  await using server = await startServer()
  await using receiver = new Receiver()
  const { url } = receiver
  await receiver[Symbol.asyncDispose]()
  await hookUp(server, { id: 'mine', webhook_url: url, event_types: ['message.new'] })
  await server.upsertUsers({ id: 'alice' })
  for (let n = 0; n < 6; n++) {
    await server.ok(`POST /channels/messaging/hall-${n}/query`, { data: { created_by_id: 'alice' } })
    await server.ok(`POST /channels/messaging/hall-${n}/message`, {
      message: { text: `n ${n}`, user_id: 'alice' },
    })
  }
  const status = async () => ((await server.ok('GET /hooks')).hooks as Frame[])[0]
  await eventually(async () => (await status())?.paused_until !== undefined, 'the hook is paused')
  expect(await status()).toMatchObject({
    id: 'mine',
    hook_type: 'webhook',
    waiting: 6,
    error: expect.any(String),
  })
  await using alive = new Receiver()
  await hookUp(server, { id: 'mine', webhook_url: alive.url, event_types: ['message.new'] })
  const texts = new Set<unknown>()
  for (let n = 0; n < 6; n++) texts.add(((await alive.next('message.new')).body.message as Frame).text)
  expect(texts.size).toBe(6)
  const isWell = async () => {
    const { failures, waiting } = (await status()) ?? {}
    return failures === 0 && waiting === 0
  }
  await eventually(isWell, 'its failures are forgotten')
  expect(await status()).toEqual({ id: 'mine', hook_type: 'webhook', waiting: 0, failures: 0 })
})

test('a paused hook is tried when somebody asks for it', async () => {
  await using server = await startServer()
  let isUp = false
  await using receiver = new Receiver(() => new Response('', { status: isUp ? 200 : 500 }))
  await hookUp(server, { id: 'mine', webhook_url: receiver.url, event_types: ['message.new'] })
  await server.upsertUsers({ id: 'alice' })
  for (let n = 0; n < 6; n++) {
    await server.ok(`POST /channels/messaging/hall-${n}/query`, { data: { created_by_id: 'alice' } })
    await server.ok(`POST /channels/messaging/hall-${n}/message`, {
      message: { text: `n ${n}`, user_id: 'alice' },
    })
  }
  const status = async () => ((await server.ok('GET /hooks')).hooks as Frame[])[0]
  await eventually(async () => (await status())?.paused_until !== undefined, 'the hook is paused')
  isUp = true
  await server.ok('POST /hooks/mine/resume')
  await eventually(async () => (await status())?.waiting === 0, 'everything arrived')
  expect((await server.call('POST /hooks/nobodys/resume')).status).toBe(404)
})

test('what was given up can be looked at, delivered again, or forgotten', async () => {
  await using server = await startServer()
  await using receiver = new Receiver()
  await hookUp(server, { id: 'mine', webhook_url: receiver.url })
  const { store, clock } = server.running.deps
  const letters = [1, 2, 3].map(n => ({
    appId: server.running.app.id,
    target: n === 3 ? 'other' : 'mine',
    lane: CID,
    id: crypto.randomUUID(),
    type: 'party',
    payload: JSON.stringify({ type: 'party', n }),
    attempts: 10,
    error: 'answered 400',
    createdAtUs: clock(),
    diedAtUs: clock(),
  }))
  await store.transaction(async tx => {
    for (const letter of letters) await tx.insertDeadLetter(letter)
  })
  const listed = async (query: Record<string, string> = {}) =>
    server.ok('GET /hooks/dead_letters', undefined, { query })
  const numbers = (body: Frame) => (body.dead_letters as Frame[]).map(({ payload }) => (payload as Frame).n)
  expect(numbers(await listed())).toEqual([3, 2, 1])
  expect(numbers(await listed({ hook_id: 'mine' }))).toEqual([2, 1])
  const first = await listed({ limit: '2' })
  expect(numbers(first)).toEqual([3, 2])
  const second = await listed({ limit: '2', next: String(first.next) })
  expect(numbers(second)).toEqual([1])
  expect(second.next).toBeUndefined()
  const [letter] = second.dead_letters as Frame[]
  expect(letter).toMatchObject({ hook_id: 'mine', type: 'party', attempts: 10, error: 'answered 400' })
  await server.ok(`POST /hooks/dead_letters/${letter?.id}/retry`)
  const got = await receiver.next('party')
  expect(got.headers.get('x-webhook-id')).toBe(String(letter?.id))
  await server.ok(`DELETE /hooks/dead_letters/${letters[2]?.id}`)
  expect(numbers(await listed())).toEqual([2])
  expect((await server.call(`POST /hooks/dead_letters/${letter?.id}/retry`)).status).toBe(404)
  expect(
    (await server.call('GET /hooks/dead_letters', undefined, { query: { next: 'nonsense' } })).status,
  ).toBe(400)
  expect((await server.person('alice').call('GET /hooks')).status).toBe(403)
})

test('a receiver that never answers holds up neither others nor the stop of the server', async () => {
  await using silent = new Receiver(() => new Promise<Response>(() => {}))
  await using receiver = new Receiver()
  {
    await using server = await startServer()
    await hookUp(server, { webhook_url: silent.url }, { webhook_url: receiver.url })
    await hall(server, 'alice')
    await server.person('alice').send(CID, 'hi')
    await receiver.next('message.new')
  }
})

test('a hook for pending messages is told of each that waits, and of each that goes', async () => {
  await using server = await startServer()
  await using receiver = new Receiver()
  const waiting = { hook_type: 'pending_message', webhook_url: `${receiver.url}/check/`, timeout_ms: 60_000 }
  await hookUp(server, waiting, { webhook_url: receiver.url, event_types: ['message.new'] })
  await hall(server, 'alice')
  const pending = { pending: true, pending_message_metadata: { check: 'spam' } }
  const send = async (text: string) =>
    (
      await server.ok('POST /channels/messaging/hall/message', {
        message: { text, user_id: 'alice' },
        ...pending,
      })
    ).message as Frame
  const [kept, gone] = [await send('kept'), await send('gone')]
  const passedOn = await receiver.next(({ path }) => path === '/check/PassOnPendingMessage')
  expect(passedOn.body).toMatchObject({
    message: { id: kept.id, text: 'kept' },
    metadata: { check: 'spam' },
    request_info: { type: 'server' },
  })
  expect(isSigned(passedOn, server.secret)).toBe(true)
  await server.ok(`POST /messages/${kept.id}/commit`)
  expect((await receiver.next('message.new')).body).toMatchObject({ message: { id: kept.id } })
  await server.ok(`DELETE /messages/${gone.id}`, undefined, { query: { hard: 'true' } })
  const deleted = await receiver.next(({ path }) => path === '/check/DeletedPendingMessage')
  expect(deleted.body).toMatchObject({ message: { id: gone.id }, metadata: { check: 'spam' } })
  expect((await server.call('PATCH /app', { event_hooks: [waiting, waiting, waiting] })).status).toBe(400)
})

test('who has not read a message for too long is told of once, until they read again', async () => {
  await using server = await startServer()
  await using receiver = new Receiver()
  await server.ok('PUT /channeltypes/messaging', { reminders: true })
  await hookUp(server, { webhook_url: receiver.url, event_types: ['user.unread_message_reminder'] })
  await hall(server, 'alice', 'bob', 'carol')
  const { store, clock, apps } = server.running.deps
  const app = await apps.get(server.running.app.id)
  expect(app.settings.remindersIntervalUs).toBe(300_000_000)
  const alice = server.person('alice')
  await alice.send(CID, 'one')
  await alice.send(CID, 'two')
  await server.ok('POST /channels/messaging/hall/read', { user_id: 'carol' })
  const nextUs = await store.read.findNextDue(clock())
  expect(nextUs).toBeGreaterThan(clock() + 290_000_000)
  // Five minutes later, as the worker of that time would do it.
  const later: typeof clock = () => clock() + 301_000_000
  const courier = new UnreadCourier({ ...server.running.deps, clock: later })
  const lane = { pk: 1, appId: app.id, target: 'parley:unread', lane: CID }
  const { messages } = await server.ok('POST /channels/messaging/hall/query', { state: true })
  const look = (message: Frame | undefined) =>
    courier.deliver({
      app,
      lane,
      signal: new AbortController().signal,
      entry: {
        pk: 1,
        id: 'x',
        type: 'unread',
        payload: JSON.stringify({ message_id: message?.id }),
        attempts: 0,
        progress: undefined,
        createdAtUs: clock(),
      },
    })
  const [one, two] = messages as Frame[]
  await look(one)
  await look(two)
  const { body } = await receiver.next()
  expect(body).toMatchObject({ type: 'user.unread_message_reminder', user: { id: 'bob' } })
  const reminded = (body.channels as Record<string, Frame>)[CID]
  const texts = (reminded?.messages as Frame[] | undefined)?.map(({ text }) => text)
  expect(texts).toEqual(['two', 'one'])
  expect(reminded?.channel).toMatchObject({ cid: CID })
  await server.ok('POST /channels/messaging/hall/read', { user_id: 'bob' })
  await alice.send(CID, 'three')
  const state = await server.ok('POST /channels/messaging/hall/query', { state: true })
  await look((state.messages as Frame[]).at(-1))
  const users = [(await receiver.next()).body, (await receiver.next()).body].map(
    ({ user }) => (user as Frame).id,
  )
  expect(users.sort()).toEqual(['bob', 'carol'])
  expect(receiver.all).toHaveLength(3)
})

test('nodes share the work: each event once, those of a channel in order', async () => {
  await using receiver = new Receiver()
  const config = { databaseUrl: await testPostgresUrl() }
  await using first = await startServer({ config })
  await using second = await startServer({ config })
  await hookUp(first, { webhook_url: receiver.url, event_types: ['message.new'] })
  await first.upsertUsers({ id: 'alice' })
  const channels = ['a', 'b', 'c', 'd']
  for (const id of channels)
    await first.ok(`POST /channels/messaging/${id}/query`, { data: { created_by_id: 'alice' } })
  // What the second node remembers of the app is 2 s old at most.
  const knows = async () => ((await second.ok('GET /hooks')).hooks as Frame[]).length === 1
  await eventually(knows, 'the second node knows of the hook')
  for (let n = 0; n < 5; n++) {
    for (const id of channels) {
      const node = n % 2 === 0 ? first : second
      await node.ok(`POST /channels/messaging/${id}/message`, { message: { text: `${n}`, user_id: 'alice' } })
    }
  }
  await eventually(() => receiver.all.length >= 20, 'all arrive')
  for (const id of channels) {
    const ofChannel = receiver.all.filter(({ body }) => body.channel_id === id)
    expect(ofChannel.map(({ body }) => (body.message as Frame).text)).toEqual(['0', '1', '2', '3', '4'])
  }
}, 120_000)
