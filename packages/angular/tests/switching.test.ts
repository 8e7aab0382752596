import { describe, expect, test } from 'bun:test'
import type { ChatError, ClientEvent, OwnUser } from '@parley/client'
import { startServer, type TestServer } from '@parley/testkit'
import { TestApp } from './app'

/** The code of the documentation: what an app does when somebody else signs in. */
class SwitchingApp extends TestApp {
  async connectUser(userId: string): Promise<void> {
    await this.#disconnectUser()
    await this.chat.init(this.server.apiKey, userId, this.server.token(userId))
    await this.channels.init({ members: { $in: [userId] } })
  }

  async #disconnectUser(): Promise<void> {
    if (!this.chat.chatClient?.user) {
      return
    }
    this.channels.reset()
    await this.chat.disconnectUser()
  }
}

const NAMES = Array.from({ length: 10 }, (_, number) => `user-${number}`)

describe('switching users', () => {
  test('ten times, one after the other: each sees their own', async () => {
    await using server = await startServer()
    await channelsFor(server, NAMES)
    await using app = new SwitchingApp(server)
    for (const name of NAMES) {
      await app.connectUser(name)
      expect(app.chat.user()?.id).toBe(name)
      expect(app.channels.channels()?.map(({ id }) => id)).toEqual([`of-${name}`])
      expect(app.channels.activeChannel()?.id).toBe(`of-${name}`)
    }
  })

  test('ten times at once: the last one stays', async () => {
    await using server = await startServer()
    await channelsFor(server, NAMES)
    await using app = new SwitchingApp(server)
    const ends = await Promise.allSettled(NAMES.map(name => app.connectUser(name)))
    expect(ends.map(({ status }) => status)).toEqual([
      ...NAMES.slice(1).map(() => 'rejected' as const),
      'fulfilled',
    ])
    for (const end of ends.slice(0, -1)) expect(reasonOf(end)).toBe('disconnected')
    expect(app.chat.user()?.id).toBe('user-9')
    expect(app.channels.activeChannel()?.id).toBe('of-user-9')
  })

  test('while somebody is connected, again and again without waiting: the last one stays', async () => {
    await using server = await startServer()
    await channelsFor(server, NAMES)
    await using app = new SwitchingApp(server)
    await app.connectUser('user-0')
    const told = usersOf(app)
    const switches = NAMES.slice(1).map(name => app.connectUser(name))
    await Promise.allSettled(switches)
    expect(app.chat.user()?.id).toBe('user-9')
    expect(app.channels.channels()?.map(({ id }) => id)).toEqual(['of-user-9'])
    expect(new Set(told)).toEqual(new Set(['user-0', undefined, 'user-9']))
  })

  test('an init during a disconnect waits for it', async () => {
    await using server = await startServer()
    await using app = await new TestApp(server).enter('fry')
    const gone = app.chat.disconnectUser()
    expect(app.chat.user()).toBeUndefined()
    await app.chat.init(server.apiKey, 'leela', server.token('leela'))
    await gone
    expect(app.chat.user()?.id).toBe('leela')
  })

  test('a disconnect during an init ends it', async () => {
    await using server = await startServer()
    await using app = new TestApp(server)
    const told = usersOf(app)
    const connecting = app.chat.init(server.apiKey, 'fry', server.token('fry'))
    await app.chat.disconnectUser()
    expect(reasonOf(await settled(connecting))).toBe('disconnected')
    expect(told).toEqual([undefined])
    expect(app.chat.connectionState()).toBe('disconnected')
    expect(app.chat.connectionProblem()).toBeUndefined()
  })

  test('the same user twice is one connection', async () => {
    await using server = await startServer()
    await using app = new TestApp(server)
    const token = server.token('fry')
    const first = app.chat.init(server.apiKey, 'fry', token)
    expect(app.chat.init(server.apiKey, 'fry', token)).toBe(first)
    const { connectionId } = await first
    const again = await app.chat.init(server.apiKey, 'fry', token)
    expect(again.connectionId).toBe(connectionId)
  })

  test('another user is refused while one is connected, and replaces one who is connecting', async () => {
    await using server = await startServer()
    await using app = new TestApp(server)
    const late = settled(app.chat.init(server.apiKey, 'zapp', server.token('zapp')))
    await app.chat.init(server.apiKey, 'fry', server.token('fry'))
    expect(reasonOf(await late)).toBe('disconnected')
    expect(app.chat.user()?.id).toBe('fry')
    const refused = await settled(app.chat.init(server.apiKey, 'leela', server.token('leela')))
    expect(String(refused.status === 'rejected' && refused.reason)).toContain('disconnectUser()')
    expect(app.chat.user()?.id).toBe('fry')
    expect(app.chat.connectionProblem()).toBeUndefined()
  })

  test('nothing of the old user reaches the new one', async () => {
    await using server = await startServer()
    await channelsFor(server, ['fry', 'leela'])
    await using app = new SwitchingApp(server)
    await app.connectUser('fry')
    const old = app.channels.activeChannel()
    const heard: ClientEvent[] = []
    const queries = [
      app.channels.init({ type: 'messaging', members: { $in: ['fry'] } }),
      app.chat.autocompleteUsers('l'),
    ]
    const ends = Promise.allSettled(queries)
    const sent = settled(app.channels.sendMessage('for whom?'))
    const switching = app.connectUser('leela')
    app.chat.events$.subscribe(event => heard.push(event))
    await switching
    await server.person('fry').send('messaging:of-fry', 'late')
    await server.person('leela').send('messaging:of-leela', 'for leela')
    await app.until('her message is there', () => app.channels.activeChannelMessages().length === 1)
    for (const end of await ends) expect(reasonOf(end)).toBe('disconnected')
    await sent
    expect(heard.filter(event => 'cid' in event && event.cid === 'messaging:of-fry')).toEqual([])
    expect(app.channels.activeChannel()).not.toBe(old)
    expect(app.channels.channels()?.map(({ id }) => id)).toEqual(['of-leela'])
    expect(app.notifications.notifications()).toEqual([])
  })

  test('without a reset nothing of the old user is left either', async () => {
    await using server = await startServer()
    await channelsFor(server, ['fry'])
    await using app = new SwitchingApp(server)
    await app.connectUser('fry')
    await app.channels.setAsActiveParentMessage(await app.channels.sendMessage('parent'))
    app.channels.selectMessageToQuote(app.channels.activeChannelMessages()[0])
    await app.chat.disconnectUser()
    const { channels } = app
    expect(channels.channels()).toBeUndefined()
    expect(channels.channelQueryState()).toBeUndefined()
    expect(channels.activeChannel()).toBeUndefined()
    expect(channels.activeChannelState()).toBeUndefined()
    expect(channels.activeChannelMessages()).toEqual([])
    expect(channels.activeParentMessage()).toBeUndefined()
    expect(channels.messageToQuote()).toBeUndefined()
    expect(app.chat.pendingInvites()).toEqual([])
  })

  test('to another server takes another client', async () => {
    await using server = await startServer()
    await using other = await startServer()
    await using app = await new TestApp(server).enter('fry')
    const client = app.chat.chatClient
    const refused = await settled(
      app.chat.init(other.apiKey, 'fry', other.token('fry'), { baseURL: other.url }),
    )
    expect(String(refused.status === 'rejected' && refused.reason)).toContain('disconnectUser()')
    await app.chat.disconnectUser()
    await app.chat.init(other.apiKey, 'fry', other.token('fry'), { baseURL: other.url })
    expect(app.chat.chatClient?.baseURL).toBe(other.url)
    expect(app.chat.chatClient).not.toBe(client)
  })
})

/** Each has a channel. */
async function channelsFor(server: TestServer, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const data = { members: [name], created_by_id: name }
    await server.upsertUsers({ id: name })
    await server.ok(`POST /channels/messaging/of-${name}/query`, { data })
  }
}

function usersOf(app: TestApp): (string | undefined)[] {
  const told: (string | undefined)[] = []
  app.chat.user$.subscribe((user: OwnUser | undefined) => {
    if (told.length === 0 || told.at(-1) !== user?.id) told.push(user?.id)
  })
  return told
}

async function settled<T>(promise: Promise<T>): Promise<PromiseSettledResult<T>> {
  const [result] = await Promise.allSettled([promise])
  return result as PromiseSettledResult<T>
}

function reasonOf(result: PromiseSettledResult<unknown>): unknown {
  return result.status === 'rejected' ? (result.reason as ChatError).details?.reason : result.status
}
