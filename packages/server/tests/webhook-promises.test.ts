import { expect, test } from 'bun:test'
import { createHmac } from 'node:crypto'
import { eventually, type Frame, startServer, type TestServer, testPostgresUrl } from '@parley/testkit'
import { DashboardLab, MovingClock } from './dashboard-lab.ts'
import { type Received, Receiver } from './receiver.ts'

const textOf = ({ body }: Received) => (body.message as Frame | undefined)?.text

async function hookUp(server: TestServer, receiver: Receiver): Promise<void> {
  const hook = { id: 'mine', hook_type: 'webhook', webhook_url: receiver.url, event_types: ['message.new'] }
  await server.ok('PATCH /app', { event_hooks: [hook] })
}

async function open(server: TestServer, ...channels: string[]): Promise<void> {
  await server.upsertUsers({ id: 'alice' })
  for (const id of channels) {
    await server.ok(`POST /channels/messaging/${id}/query`, { data: { created_by_id: 'alice' } })
  }
}

const say = (server: TestServer, channel: string, text: string) =>
  server.ok(`POST /channels/messaging/${channel}/message`, { message: { text, user_id: 'alice' } })

function isSigned({ text, headers }: Received, secret: string): boolean {
  return headers.get('x-signature') === createHmac('sha256', secret).update(text).digest('hex')
}

const status = async (server: TestServer) => ((await server.ok('GET /hooks')).hooks as Frame[])[0]

test('what is under way when a server stops is delivered once more by the next, under the same id', async () => {
  const config = { databaseUrl: await testPostgresUrl() }
  await using receiver = new Receiver(() => new Promise<Response>(() => {}))
  const ids = () => receiver.all.map(({ headers }) => headers.get('x-webhook-id'))
  {
    await using first = await startServer({ config })
    await hookUp(first, receiver)
    await open(first, 'hall')
    await say(first, 'hall', 'hi')
    await eventually(() => receiver.all.length > 0, 'the first server began')
  }
  const before = receiver.all.length
  receiver.answer = () => new Response('ok')
  await using second = await startServer({ config })
  const again = await receiver.next(({ headers }) => headers.get('x-webhook-attempt') !== null)
  expect(textOf(again)).toBe('hi')
  expect(receiver.all.length).toBeGreaterThan(before)
  expect(new Set(ids()).size).toBe(1)
  await eventually(async () => (await status(second))?.waiting === 0, 'nothing waits any more')
})

test('what is refused for good becomes a dead letter; meanwhile it holds up its own channel alone', async () => {
  await using server = await startServer()
  await using receiver = new Receiver(received =>
    textOf(received) === 'refused' ? new Response('no', { status: 400 }) : new Response('ok'),
  )
  await hookUp(server, receiver)
  await open(server, 'hall', 'yard')
  await say(server, 'hall', 'refused')
  await say(server, 'hall', 'behind it')
  await say(server, 'yard', 'elsewhere')
  await receiver.next(received => textOf(received) === 'elsewhere')
  expect(receiver.all.some(received => textOf(received) === 'behind it')).toBe(false)
  const letters = async () => (await server.ok('GET /hooks/dead_letters')).dead_letters as Frame[]
  await eventually(async () => {
    await server.ok('POST /hooks/mine/resume')
    return (await letters()).length > 0
  }, 'it is given up')
  const [letter, ...others] = await letters()
  expect(others).toEqual([])
  expect(letter).toMatchObject({ hook_id: 'mine', type: 'message.new', error: 'answered 400' })
  expect(letter?.payload).toMatchObject({ message: { text: 'refused' } })
  await receiver.next(received => textOf(received) === 'behind it')
  const refused = receiver.all.filter(received => textOf(received) === 'refused')
  expect(refused).toHaveLength(10)
  expect(refused.map(({ headers }) => headers.get('x-webhook-attempt'))).toEqual(
    refused.map((_, n) => `${n + 1}`),
  )
  expect(letter?.attempts).toBe(refused.length)
})

test('a receiver that is up again is found out by itself, and gets everything that waited', async () => {
  const clock = new MovingClock()
  await using server = await startServer({ clock: clock.read })
  await using receiver = new Receiver(() => new Response('', { status: 503 }))
  await hookUp(server, receiver)
  const channels = ['a', 'b', 'c', 'd', 'e', 'f']
  await open(server, ...channels)
  for (const id of channels) await say(server, id, `in ${id}`)
  await eventually(async () => (await status(server))?.paused_until !== undefined, 'the hook is paused')
  const arrived = new Set<unknown>()
  receiver.answer = received => {
    arrived.add(textOf(received))
    return new Response('ok')
  }
  // Longer than the first pauses, shorter than a lease.
  clock.advance(55)
  await eventually(async () => (await status(server))?.waiting === 0, 'everything arrived')
  expect([...arrived].sort()).toEqual(channels.map(id => `in ${id}`))
  await eventually(async () => (await status(server))?.failures === 0, 'its failures are forgotten')
})

test('what waits for a hook that is taken away is let go', async () => {
  await using server = await startServer()
  await using receiver = new Receiver(() => new Response('', { status: 503 }))
  await hookUp(server, receiver)
  await open(server, 'hall')
  await say(server, 'hall', 'hi')
  await eventually(async () => Number((await status(server))?.failures) > 0, 'it fails')
  await server.ok('PATCH /app', { event_hooks: [] })
  const { store } = server.running.deps
  const { id } = server.running.app
  await eventually(async () => (await store.read.countAllWaiting(id, 10)) === 0, 'nothing waits any more')
  expect((await server.ok('GET /hooks/dead_letters')).dead_letters).toEqual([])
})

test('a receiver says when to come again', async () => {
  await using server = await startServer()
  const headers = { 'retry-after': '1800' }
  await using receiver = new Receiver(() => new Response('', { status: 429, headers }))
  await hookUp(server, receiver)
  await open(server, 'hall')
  await say(server, 'hall', 'hi')
  const { deliveries } = server.running.deps
  const tried = () => deliveries.list(server.running.app.id)
  await eventually(() => tried().length > 0, 'the attempt is noted')
  const [{ atUs = 0, nextAtUs = 0 } = {}] = tried()
  expect(nextAtUs - atUs).toBeGreaterThan(1_790_000_000)
})

test('a new secret signs from then on', async () => {
  await using lab = await DashboardLab.open()
  const { server } = lab
  await using receiver = new Receiver()
  await hookUp(server, receiver)
  await open(server, 'hall')
  await say(server, 'hall', 'one')
  expect(isSigned(await receiver.next('message.new'), server.secret)).toBe(true)
  await lab.confirm()
  const { secret } = (await lab.ada.ok(`POST /apps/${server.apiKey}/secrets`, {})) as { secret: string }
  await say(server, 'hall', 'two')
  expect(isSigned(await receiver.next('message.new'), secret)).toBe(true)
})
