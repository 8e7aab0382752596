import { describe, expect, test } from 'bun:test'
import { ChatClient } from '../src/index.ts'
import { next, record } from './listen.ts'
import { Peer, refuse } from './peer.ts'

const bender = { id: 'bender' }
const LONG = 60_000

describe('a lost connection', () => {
  test.each([1006, 1011, 4008])('with close %d is opened again', async code => {
    await using peer = new Peer()
    const client = new ChatClient('key', peer.options())
    const heard = record(client)
    await client.connectUser(bender, 'token')
    const recovered = next(client, 'connection.recovered')
    // 1006 can't be sent: it stands for a socket that breaks
    if (code === 1006) peer.last.send({ type: 'last.words' })
    peer.last.close(code === 1006 ? 1001 : code)
    await recovered
    expect(client.connectionId).toBe('connection-2')
    const states = heard.flatMap(event => (event.type === 'connection.changed' ? [event.state] : []))
    expect(states).toEqual(['connected', 'offline', 'connecting', 'connected'])
    await client.disconnectUser()
  })

  test('is opened at once when the browser is online again', async () => {
    await using peer = new Peer()
    const network = new EventTarget()
    const timing = { reconnectMinMs: LONG, reconnectMaxMs: LONG, random: () => 1 }
    const client = new ChatClient('key', { ...peer.options(timing), network })
    await client.connectUser(bender, 'token')
    peer.last.close(1001)
    await peer.until(() => client.connectionState === 'offline', 'the loss is noticed')
    const recovered = next(client, 'connection.recovered')
    network.dispatchEvent(new Event('online'))
    await recovered
    await client.disconnectUser()
  })

  test('by a restart is opened within the span, not at once by everybody', async () => {
    await using peer = new Peer()
    const timing = { restartSpreadMs: 40, reconnectMinMs: 0, random: () => 0.9 }
    const client = new ChatClient('key', peer.options(timing))
    await client.connectUser(bender, 'token')
    const recovered = next(client, 'connection.recovered')
    const lostAtMs = Date.now()
    peer.last.close(1012)
    await recovered
    expect(Date.now() - lostAtMs).toBeGreaterThanOrEqual(35)
    await client.disconnectUser()
  })

  test('for too many connections waits as long as the server said', async () => {
    let isFirst = true
    await using peer = new Peer({
      hello: (socket, greet) => {
        if (!isFirst) return greet()
        isFirst = false
        refuse(socket, 4029, { code: 9, message: 'too many', details: { retry_after: 0.05 } })
      },
    })
    const client = new ChatClient('key', peer.options())
    const startMs = Date.now()
    await client.connectUser(bender, 'token')
    expect(Date.now() - startMs).toBeGreaterThanOrEqual(48)
    await client.disconnectUser()
  })

  test('that broke silently is noticed, and replaced', async () => {
    await using peer = new Peer({ frame: () => peer.sockets.length === 1 })
    const client = new ChatClient('key', peer.options({ healthIntervalMs: 200, healthAnswerMs: 1_500 }))
    await client.connectUser(bender, 'token')
    await next(client, 'connection.recovered')
    expect(peer.sockets[0]?.frames[0]).toEqual({ type: 'health.check', connection_id: 'connection-1' })
    await peer.until(() => peer.last.frames.length > 2, 'the new one shows life signs')
    expect(peer.sockets.length).toBe(2)
    await client.disconnectUser()
  })

  test('busy with events still shows its own life signs', async () => {
    await using peer = new Peer()
    const client = new ChatClient('key', peer.options({ healthIntervalMs: 100, healthAnswerMs: 1_000 }))
    await client.connectUser(bender, 'token')
    const chatter = setInterval(() => peer.last.send({ type: 'chatter', created_at: '' }), 2)
    await peer.until(() => peer.last.frames.length > 2, 'life signs came')
    clearInterval(chatter)
    await client.disconnectUser()
  })
})

test('long polling takes over after two failed sockets', async () => {
  const polls: string[] = []
  const sent: unknown[] = []
  let wake: (response: Response) => void = () => undefined
  const rest = async (request: Request, url: URL) => {
    if (url.pathname !== '/longpoll') return undefined
    polls.push(request.method)
    if (request.method === 'POST') sent.push(...((await request.json()) as { frames: unknown[] }).frames)
    if (request.method !== 'GET') return Response.json({ connection_id: 'poll-1', events: [], duration: '' })
    if (url.searchParams.has('connection_id')) {
      return new Promise<Response>(resolve => {
        wake = resolve
      })
    }
    const json = JSON.parse(url.searchParams.get('json') ?? '{}')
    const events = [{ ...peer.greeting(json), connection_id: 'poll-1' }]
    return Response.json({ connection_id: 'poll-1', events, duration: '' })
  }
  await using peer = new Peer({ hello: socket => socket.close(1011), rest })
  const timing = { healthIntervalMs: 20, healthAnswerMs: 20_000 }
  const client = new ChatClient('key', { ...peer.options(timing), enableWSFallback: true })
  const { connectionId } = await client.connectUser(bender, 'token')
  expect(connectionId).toBe('poll-1')
  expect(peer.sockets.length).toBe(2)
  expect(peer.requests.find(({ path }) => path === '/longpoll')?.authorization).toBe('token')
  const heard = next(client, 'connection.token_expiring')
  await peer.until(() => polls.length >= 2, 'the poll goes on')
  wake(
    Response.json({ connection_id: 'poll-1', events: [{ type: 'connection.token_expiring' }], duration: '' }),
  )
  await heard
  await peer.until(() => sent.length > 0, 'a life sign was sent')
  expect(sent[0]).toEqual({ type: 'health.check', connection_id: 'poll-1' })
  await client.disconnectUser()
  await peer.until(() => polls.includes('DELETE'), 'the poll is given back')
})
