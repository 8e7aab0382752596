import { expect, test } from 'bun:test'
import { callHttp, channelPath, eventually, Person, ServerProcess } from '@parley/testkit'
import { Receiver } from './receiver.ts'

const CID = 'livestream:harbour'
const SENDERS = 8

/** Sends one message after another until the server is gone; returns the ids it acknowledged. */
async function sendUntilGone(server: ServerProcess, name: string, acknowledged: Set<string>): Promise<void> {
  const person = new Person(server, name, server.token(name))
  for (let n = 0; ; n++) {
    const id = `${name}-${n}`
    try {
      const reply = await person.call(`POST ${channelPath(CID)}/message`, {
        message: { id, text: `${name} says ${n}` },
      })
      if (reply.status >= 300) return
      acknowledged.add(id)
    } catch {
      return
    }
  }
}

async function listMessageIds(server: ServerProcess): Promise<string[]> {
  const ids: string[] = []
  let before: string | undefined
  for (;;) {
    const messages = { limit: 300, ...(before === undefined ? {} : { id_lt: before }) }
    const reply = await callHttp(server.url, `POST ${channelPath(CID)}/query`, {
      apiKey: server.apiKey,
      token: server.serverToken,
      body: { state: true, messages },
    })
    const page = (reply.body.messages as { id: string }[]).map(message => message.id)
    ids.unshift(...page)
    before = page[0]
    if (before === undefined) return ids
  }
}

test('kill -9 under a load of concurrent sends loses no acknowledged message and doubles none', async () => {
  await using server = await ServerProcess.start()
  const host = new Person(server, 'host', server.token('host'))
  await host.ok(`POST ${channelPath(CID)}/query`, { data: {} })
  const acknowledged = new Set<string>()
  const senders = Array.from({ length: SENDERS }, (_, n) =>
    sendUntilGone(server, `sender-${n}`, acknowledged),
  )
  await eventually(() => acknowledged.size > 300, 'enough messages were acknowledged', 60_000)
  await server.signal('SIGKILL')
  await Promise.all(senders)

  await server.startAgain()
  const stored = await listMessageIds(server)
  expect(new Set(stored).size).toBe(stored.length)
  expect([...acknowledged].filter(id => !stored.includes(id))).toEqual([])
  // What was on the way when it died may be stored without an answer: at most one per sender.
  expect(stored.length - acknowledged.size).toBeLessThanOrEqual(SENDERS)
}, 120_000)

test('a send that is retried after the crash is stored once', async () => {
  await using server = await ServerProcess.start()
  const host = new Person(server, 'host', server.token('host'))
  await host.ok(`POST ${channelPath(CID)}/query`, { data: {} })
  const message = { id: 'once', text: 'hello' }
  const first = await host.ok(`POST ${channelPath(CID)}/message`, { message })
  await server.signal('SIGKILL')
  await server.startAgain()
  const again = await host.ok(`POST ${channelPath(CID)}/message`, { message })
  expect(again.message).toEqual(first.message)
  expect(await listMessageIds(server)).toEqual(['once'])
}, 120_000)

test('kill -9 in the middle of a delivery: the next life delivers it again, and what came behind it', async () => {
  await using server = await ServerProcess.start()
  await using receiver = new Receiver(() => new Promise<Response>(() => {}))
  const hook = { id: 'mine', hook_type: 'webhook', webhook_url: receiver.url, event_types: ['message.new'] }
  await callHttp(server.url, 'PATCH /app', {
    apiKey: server.apiKey,
    token: server.serverToken,
    body: { event_hooks: [hook] },
  })
  const host = new Person(server, 'host', server.token('host'))
  await host.ok(`POST ${channelPath(CID)}/query`, { data: {} })
  await host.send(CID, 'first')
  await eventually(() => receiver.all.length > 0, 'the delivery began')
  await host.send(CID, 'second')
  await server.signal('SIGKILL')
  receiver.answer = () => new Response('ok')
  await server.startAgain()
  // On PostgreSQL another node might be at it, until the lease ends.
  const again = await receiver.next(undefined, 50_000)
  expect(again.body.message).toMatchObject({ text: 'first' })
  expect(again.headers.get('x-webhook-id')).toBe(receiver.all[0]?.headers.get('x-webhook-id') ?? '')
  expect((await receiver.next()).body.message).toMatchObject({ text: 'second' })
}, 120_000)

test('SIGTERM closes sockets with 1012 and exits 0', async () => {
  await using server = await ServerProcess.start()
  const bob = await new Person(server, 'bob', server.token('bob')).connect()
  const exit = server.signal('SIGTERM')
  expect(await bob.socket.whenClosed()).toMatchObject({ code: 1012 })
  expect(await exit).toBe(0)
}, 120_000)
