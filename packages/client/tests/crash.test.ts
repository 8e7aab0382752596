import { expect, test } from 'bun:test'
import { ServerProcess } from '@parley/testkit'
import { type Channel, ChatClient } from '../src/index.ts'
import { FAST } from './peer.ts'
import { until } from './people.ts'

const READERS = 3
const WRITERS = 4
const MESSAGES = 120

function arriveAt(server: ServerProcess, id: string): Promise<ChatClient> {
  const timing = { ...FAST, stableAfterMs: 0 }
  const client = new ChatClient(server.apiKey, { baseURL: server.url, guestStorage: false, timing })
  return client.connectUser({ id }, server.token(id)).then(() => client)
}

async function enter(client: ChatClient): Promise<Channel> {
  const channel = client.channel('livestream', 'harbour')
  await channel.watch()
  return channel
}

/** Sends a text until it is acknowledged, with one id however often: what an app does. */
async function say(channel: Channel, id: string): Promise<void> {
  for (;;) {
    const acknowledged = await channel.sendMessage({ id, text: id }).then(
      () => true,
      () => false,
    )
    if (acknowledged) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
}

async function writeAll(channel: Channel, name: string, onSent: () => void): Promise<string[]> {
  const ids = Array.from({ length: MESSAGES }, (_, n) => `${name}-${n}`)
  for (const id of ids) {
    await say(channel, id)
    onSent()
  }
  return ids
}

test('the server is killed twice while people write: every client ends with exactly what was sent', async () => {
  await using server = await ServerProcess.start()
  const writers = await Promise.all(
    Array.from({ length: WRITERS }, (_, n) => arriveAt(server, `writer-${n}`)),
  )
  const readers = await Promise.all(
    Array.from({ length: READERS }, (_, n) => arriveAt(server, `reader-${n}`)),
  )
  const written = await Promise.all(writers.map(enter))
  const read = await Promise.all(readers.map(enter))
  const heard = read.map(channel => {
    const ids: string[] = []
    channel.on('message.new', ({ message }) => ids.push(message.id))
    return ids
  })
  let sent = 0
  let kills = 0
  const killWhen = async () => {
    if (kills >= 2 || sent < (kills + 1) * MESSAGES) return
    kills++
    await server.signal('SIGKILL')
    await server.startAgain()
  }
  const crashes: Promise<void>[] = []
  const all = await Promise.all(
    written.map((channel, n) =>
      writeAll(channel, `writer-${n}`, () => {
        sent++
        crashes.push(killWhen())
      }),
    ),
  )
  await Promise.all(crashes)
  const expected = all.flat().sort()
  expect(kills).toBe(2)
  for (const [n, channel] of read.entries()) {
    const client = readers[n]
    if (!client) throw new Error('a reader is missing')
    await until(client, 'everything arrived', () => channel.state.messages.length === expected.length)
    expect(channel.state.messages.map(({ id }) => id).sort()).toEqual(expected)
    expect([...(heard[n] ?? [])].sort()).toEqual(expected)
  }
  await Promise.all([...writers, ...readers].map(client => client.disconnectUser()))
}, 120_000)
