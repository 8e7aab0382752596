import { describe, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { UNREAD_MAX_COUNT } from '@parley/protocol'
import { eventually, startServer } from '@parley/testkit'
import type { Channel, ChannelState, ChatClient } from '../src/index.ts'
import { failure, next } from './listen.ts'
import { arrive, backendOf, breakable, Cable, clientOf, until } from './people.ts'

const texts = ({ state }: Channel) => state.messages.map(({ text }) => text)

describe('talking', () => {
  test('two users in a channel see each other write, type and read', async () => {
    await using server = await startServer()
    const fry = await arrive(server, 'fry')
    const leela = await arrive(server, 'leela')
    const frys = fry.channel('messaging', 'ship', { name: 'Ship', members: ['fry', 'leela'] })
    await frys.watch()
    const leelas = leela.channel('messaging', 'ship')
    await leelas.watch({ watchers: { limit: 10 } })
    expect(Object.keys(leelas.state.members).sort()).toEqual(['fry', 'leela'])
    expect(leelas.data?.name).toBe('Ship')
    await until(fry, 'fry sees leela come', () => frys.state.watcher_count === 2)

    const typing = next(leela, 'typing.start')
    await frys.keystroke()
    await typing
    expect(Object.keys(leelas.state.typing)).toEqual(['fry'])

    const heard = next(leela, 'message.new')
    const { message } = await frys.sendMessage({ text: 'Good news', planet: 'Earth' })
    expect(message).toMatchObject({ text: 'Good news', planet: 'Earth', user_id: 'fry' })
    expect((await heard).message.id).toBe(message.id)
    expect(leelas.state.typing).toEqual({})
    expect([texts(frys), texts(leelas)]).toEqual([['Good news'], ['Good news']])
    expect([frys.countUnread(), leelas.countUnread()]).toEqual([0, 1])
    expect(leela.user?.total_unread_count).toBe(1)

    const read = next(fry, 'message.read')
    await leelas.markRead()
    await read
    expect(frys.state.read.leela?.unread_messages).toBe(0)
    expect(leelas.countUnread()).toBe(0)
    await until(leela, 'the total is told', () => leela.user?.total_unread_count === 0)

    const edited = next(leela, 'message.updated')
    await fry.partialUpdateMessage(message.id, { set: { text: 'Bad news' } })
    await edited
    expect(texts(leelas)).toEqual(['Bad news'])
    const deleted = next(leela, 'message.deleted')
    await fry.deleteMessage(message.id, { hard: true })
    await deleted
    expect(texts(leelas)).toEqual([])
    await Promise.all([fry.disconnectUser(), leela.disconnectUser()])
  })

  test('a member who does not watch is notified', async () => {
    await using server = await startServer()
    const fry = await arrive(server, 'fry')
    const leela = await arrive(server, 'leela')
    const added = next(leela, 'notification.added_to_channel')
    const ship = fry.channel('messaging', 'ship', { members: ['fry', 'leela'] })
    await ship.create()
    expect((await added).channel.cid).toBe('messaging:ship')
    const notified = next(leela, 'notification.message_new')
    await ship.sendMessage({ text: 'psst' })
    expect((await notified).message.text).toBe('psst')
    expect(leela.user?.total_unread_count).toBe(1)
    const { channels } = await leela.getUnreadCount()
    expect(channels).toMatchObject([{ channel_id: 'messaging:ship', unread_count: 1 }])
    await Promise.all([fry.disconnectUser(), leela.disconnectUser()])
  })

  test('unread threads are counted where one watches, by who takes part', async () => {
    await using server = await startServer()
    const fry = await arrive(server, 'fry')
    const leela = await arrive(server, 'leela')
    const amy = await arrive(server, 'amy')
    const ship = fry.channel('messaging', 'ship', { members: ['fry', 'leela', 'amy'] })
    await ship.watch()
    const { message } = await ship.sendMessage({ text: 'a question' })
    const hers = leela.channel('messaging', 'ship')
    await hers.watch()
    await amy.channel('messaging', 'ship').watch()
    const [list, others] = [fry.threads(), amy.threads()]
    await list.reload()
    await hers.sendMessage({ text: 'one', parent_id: message.id })
    await hers.sendMessage({ text: 'two', parent_id: message.id })
    await until(fry, 'the thread is unread', () => fry.user?.unread_threads === 1)
    await until(fry, 'two replies are', () => fry.user?.unread_thread_messages === 2)
    expect(list.state).toMatchObject({ threads: [], unseenThreadIds: [message.id] })
    await ship.markRead({ thread_id: message.id })
    await until(fry, 'it is read', () => fry.user?.unread_threads === 0)
    // who replies takes part, though they never asked for the thread
    const heard = next(amy, 'message.new')
    await ship.sendMessage({ text: 'three', parent_id: message.id })
    await until(leela, 'a reply to who replied', () => leela.user?.unread_threads === 1)
    const { message: last } = await hers.sendMessage({ text: 'four', parent_id: message.id })
    await until(leela, 'one’s own reply has read it', () => leela.user?.unread_threads === 0)
    await until(fry, 'who wrote the parent', () => fry.user?.unread_thread_messages === 1)
    await leela.deleteMessage(last.id)
    await until(fry, 'what is deleted is not unread', () => fry.user?.unread_threads === 0)
    await heard
    expect(amy.user?.unread_threads).toBe(0)
    expect(others.state.unseenThreadIds).toEqual([])
    for (const threads of [list, others]) threads.end()
    await Promise.all([fry.disconnectUser(), leela.disconnectUser(), amy.disconnectUser()])
  })

  test('where nothing can be marked read nothing is counted', async () => {
    await using server = await startServer()
    await server.ok('PUT /channeltypes/team', { read_events: false })
    const fry = await arrive(server, 'fry')
    const leela = await arrive(server, 'leela')
    const rooms = ['team', 'messaging'].map(type => fry.channel(type, 'ship', { members: ['fry', 'leela'] }))
    for (const room of rooms) await room.create()
    const [quiet] = rooms
    for (const room of rooms) {
      const notified = next(leela, 'notification.message_new')
      await room.sendMessage({ text: 'psst' })
      expect((await notified).cid).toBe(room.cid ?? '')
    }
    expect(leela.user).toMatchObject({ total_unread_count: 1, unread_channels: 1 })
    const leelas = leela.channel('team', 'ship')
    await leelas.watch()
    const heard = next(leela, 'message.new')
    await quiet?.sendMessage({ text: 'psst again' })
    await heard
    expect([leelas.countUnread(), leela.user?.total_unread_count]).toEqual([0, 1])
    expect((await leela.getUnreadCount()).total_unread_count).toBe(1)
    await Promise.all([fry.disconnectUser(), leela.disconnectUser()])
  })

  test('queried channels are live; the same channel is the same object', async () => {
    await using server = await startServer()
    const fry = await arrive(server, 'fry')
    for (const id of ['a', 'b', 'c']) await fry.channel('messaging', id, { members: ['fry'] }).create()
    const channels = await fry.queryChannels({ members: { $in: ['fry'] } }, [
      { field: 'created_at', direction: 1 },
    ])
    expect(channels.map(({ cid }) => cid)).toEqual(['messaging:a', 'messaging:b', 'messaging:c'])
    const [a] = channels
    expect(fry.channel('messaging', 'a')).toBe(a as Channel)
    const heard = next(fry, 'message.new')
    await backendOf(server).channel('messaging', 'a').sendMessage({ text: 'hi', user_id: 'fry' })
    await heard
    expect(a && texts(a)).toEqual(['hi'])
    await a?.stopWatching()
    await backendOf(server).channel('messaging', 'a').sendMessage({ text: 'unheard', user_id: 'fry' })
    expect(a && texts(a)).toEqual(['hi'])
    await fry.disconnectUser()
  })

  test('a channel of members has one id, whoever asks for it', async () => {
    await using server = await startServer()
    const fry = await arrive(server, 'fry')
    const leela = await arrive(server, 'leela')
    const frys = fry.channel('messaging', { members: ['fry', 'leela'] })
    const before: string[] = []
    frys.on('message.new', ({ message }) => before.push(message.text))
    expect((await failure(frys.sendMessage({ text: 'too early' }))).message).toContain(
      'create() or watch() it first',
    )
    await frys.watch()
    const leelas = leela.channel('messaging', { members: ['leela', 'fry'] })
    await leelas.watch()
    expect(leelas.cid).toBe(frys.cid ?? '')
    const heard = next(fry, 'message.new')
    await leelas.sendMessage({ text: 'hi' })
    await heard
    expect(before).toEqual(['hi'])
    await Promise.all([fry.disconnectUser(), leela.disconnectUser()])
  })

  test('older messages are loaded page by page', async () => {
    await using server = await startServer()
    const fry = await arrive(server, 'fry')
    const ship = fry.channel('messaging', 'ship', { members: ['fry'] })
    await ship.create()
    for (let n = 1; n <= 7; n++) await ship.sendMessage({ text: String(n) })
    const again = await arrive(server, 'fry')
    const loaded = again.channel('messaging', 'ship')
    await loaded.watch({ messages: { limit: 3 } })
    expect(texts(loaded)).toEqual(['5', '6', '7'])
    await loaded.query({ messages: { limit: 3, id_lt: loaded.state.messages[0]?.id ?? '' } })
    expect(texts(loaded)).toEqual(['2', '3', '4', '5', '6', '7'])
    await Promise.all([fry.disconnectUser(), again.disconnectUser()])
  })

  test('replies stay in their thread, and are loaded page by page', async () => {
    await using server = await startServer()
    const fry = await arrive(server, 'fry')
    const ship = fry.channel('messaging', 'ship', { members: ['fry'] })
    await ship.watch()
    const { message: parent } = await ship.sendMessage({ text: 'parent' })
    for (const text of ['1', '2', '3']) await ship.sendMessage({ text, parent_id: parent.id })
    expect(texts(ship)).toEqual(['parent'])
    const { messages } = await ship.getReplies(parent.id, { limit: 2 })
    expect(messages.map(({ text }) => text)).toEqual(['2', '3'])
    const older = await ship.getReplies(parent.id, { limit: 2, id_lt: messages[0]?.id ?? '' })
    expect(older.messages.map(({ text }) => text)).toEqual(['1'])
    await until(fry, 'the parent knows of them', () => ship.state.messages[0]?.reply_count === 3)
    await fry.disconnectUser()
  })

  test('a repeated send is stored once', async () => {
    await using server = await startServer()
    let lost = 0
    const answerLost = async (url: string, init: RequestInit) => {
      const response = await fetch(url, init)
      if (!url.includes('/message?') || lost++ > 0) return response
      throw new Error('the answer got lost')
    }
    const fry = await arrive(server, 'fry', { fetch: answerLost })
    const ship = fry.channel('messaging', 'ship', { members: ['fry'] })
    await ship.watch()
    await ship.sendMessage({ text: 'once' })
    expect(lost).toBe(2)
    await ship.watch()
    expect(texts(ship)).toEqual(['once'])
    await fry.disconnectUser()
  })

  test('users can be blocked, devices kept, profiles changed', async () => {
    await using server = await startServer()
    await server.upsertUsers({ id: 'zapp', name: 'Zapp' })
    const leela = await arrive(server, 'leela')
    await leela.blockUser('zapp')
    const { blocks } = await leela.getBlockedUsers()
    expect(blocks.map(({ blocked_user_id }) => blocked_user_id)).toEqual(['zapp'])
    await leela.unBlockUser('zapp')
    expect((await leela.getBlockedUsers()).blocks).toEqual([])
    await leela.addDevice('device-1', 'firebase')
    expect((await leela.getDevices()).devices.map(({ id }) => id)).toEqual(['device-1'])
    await leela.removeDevice('device-1')
    expect((await leela.getDevices()).devices).toEqual([])
    await leela.partialUpdateUser({ id: 'leela', set: { name: 'Turanga' } })
    expect(leela.user?.name).toBe('Turanga')
    await leela.disconnectUser()
  })

  test("events of the app's own come with their data", async () => {
    await using server = await startServer()
    const fry = await arrive(server, 'fry')
    const ship = fry.channel('messaging', 'ship', { members: ['fry'] })
    await ship.watch()
    const heard = new Promise<unknown>(resolve => {
      ship.on('crash', event => resolve(event.speed))
    })
    await ship.sendEvent({ type: 'crash', speed: 99 })
    expect(await heard).toBe(99)
    await fry.disconnectUser()
  })
})

describe('after a loss', () => {
  test('exactly what was missed arrives, in order, and what comes then', async () => {
    await using server = await startServer()
    const cable = new Cable()
    const leela = await arrive(server, 'leela', cable.options)
    const fry = await arrive(server, 'fry')
    const frys = fry.channel('messaging', 'ship', { members: ['fry', 'leela'] })
    await frys.watch()
    const leelas = leela.channel('messaging', 'ship')
    await leelas.watch()
    const heard: string[] = []
    leelas.on('message.new', ({ message }) => heard.push(message.text))
    await frys.sendMessage({ text: '1' })
    await until(leela, 'the first one came', () => heard.length === 1)

    await cable.cut(leela)
    for (const text of ['2', '3', '4']) await frys.sendMessage({ text })
    await fry.deleteMessage(frys.state.messages[0]?.id ?? '', { hard: true })
    const recovered = next(leela, 'connection.recovered')
    cable.plug()
    expect((await recovered).lost_channels).toEqual([])
    expect(heard).toEqual(['1', '2', '3', '4'])
    expect(texts(leelas)).toEqual(['2', '3', '4'])

    await frys.sendMessage({ text: '5' })
    await until(leela, 'the last one came', () => heard.length === 5)
    expect(heard).toEqual(['1', '2', '3', '4', '5'])
    expect(leelas.countUnread()).toBe(4)
    expect(leela.user?.total_unread_count).toBe(4)
    await Promise.all([fry.disconnectUser(), leela.disconnectUser()])
  })

  test('however often it breaks while everybody talks, every message comes once and in order', async () => {
    await using server = await startServer()
    const line = breakable()
    const leela = await arrive(server, 'leela', line.options)
    const senders = await Promise.all(['fry', 'amy'].map(id => arrive(server, id)))
    const leelas = leela.channel('messaging', 'ship', { members: ['fry', 'leela', 'amy'] })
    await leelas.watch({ messages: { limit: 300 } })
    const heard: string[] = []
    leelas.on('message.new', ({ message }) => heard.push(message.text))
    const sent: string[] = []
    const talk = async (client: ChatClient, from: number) => {
      for (let n = from; n < from + 100; n++) {
        if (n % 7 === 0) line.breakAll()
        await client.channel('messaging', 'ship').sendMessage({ text: String(n) })
        sent.push(String(n))
      }
    }
    await Promise.all(senders.map((client, index) => talk(client, index * 1_000)))
    await until(leela, 'all messages came', () => heard.length >= sent.length)
    expect(sent.length).toBe(200)
    expect(heard.length).toBe(200)
    expect(new Set(heard)).toEqual(new Set(sent))
    expect(texts(leelas)).toEqual(heard)
    await until(leela, 'all of them are unread', () => leelas.countUnread() === 200)
    await eventually(() => leela.user?.total_unread_count === 200, 'the total is right in the end')
    await Promise.all([leela, ...senders].map(client => client.disconnectUser()))
  }, 120_000)

  test('when too much was missed the channel is read anew', async () => {
    await using server = await startServer()
    const cable = new Cable()
    const leela = await arrive(server, 'leela', cable.options)
    const ship = leela.channel('messaging', 'ship', { members: ['leela'] })
    await ship.watch()
    await cable.cut(leela)
    const backend = backendOf(server).channel('messaging', 'ship')
    const numbers = Array.from({ length: 1_005 }, (_, index) => String(index))
    for (let from = 0; from < numbers.length; from += 50) {
      await Promise.all(
        numbers.slice(from, from + 50).map(text => backend.sendMessage({ text, user_id: 'fry' })),
      )
    }
    const recovered = next(leela, 'connection.recovered')
    cable.plug()
    await recovered
    expect(ship.state.messages.length).toBe(25)
    expect(ship.countUnread()).toBe(UNREAD_MAX_COUNT)
    const heard = next(leela, 'message.new')
    await backend.sendMessage({ text: 'after', user_id: 'fry' })
    await heard
    expect(texts(ship).at(-1)).toBe('after')
    await leela.disconnectUser()
  }, 120_000)

  test('a channel that one may no longer read is told', async () => {
    await using server = await startServer()
    const cable = new Cable()
    const leela = await arrive(server, 'leela', cable.options)
    const backend = backendOf(server)
    for (const id of ['kept', 'lost'])
      await backend.channel('messaging', id, { created_by_id: 'fry', members: ['leela'] }).create()
    const channels = await leela.queryChannels({ members: { $in: ['leela'] } })
    expect(channels.length).toBe(2)
    await cable.cut(leela)
    await backend.channel('messaging', 'lost').removeMembers(['leela'])
    const recovered = next(leela, 'connection.recovered')
    cable.plug()
    expect((await recovered).lost_channels).toEqual(['messaging:lost'])
    expect(channels.filter(({ isWatching }) => isWatching).map(({ id }) => id)).toEqual(['kept'])
    await leela.disconnectUser()
  })

  test('a server that restarts is found again, with nothing lost', async () => {
    const dataDir = await mkdtemp(join(tmpdir(), 'parley-restart-'))
    await using first = await startServer({ config: { dataDir }, database: 'sqlite' })
    const leela = await arrive(first, 'leela')
    const ship = leela.channel('messaging', 'ship', { members: ['leela'] })
    await ship.watch()
    const heard: string[] = []
    ship.on('message.new', ({ message }) => heard.push(message.text))
    await ship.sendMessage({ text: 'before' })
    const recovered = next(leela, 'connection.recovered')
    await first.running.stop()
    await using second = await startServer({
      config: { dataDir, port: first.running.port },
      database: 'sqlite',
    })
    expect(second.url).toBe(first.url)
    await recovered
    await ship.sendMessage({ text: 'after' })
    await until(leela, 'both messages came', () => heard.length === 2)
    expect(heard).toEqual(['before', 'after'])
    expect(texts(ship)).toEqual(['before', 'after'])
    await leela.disconnectUser()
    await rm(dataDir, { recursive: true })
  }, 120_000)
})

test('a snapshot and its events are a later snapshot', async () => {
  await using server = await startServer()
  const backend = backendOf(server)
  await server.upsertUsers(...[2, 6, 10].map(round => ({ id: `extra-${round}` })))
  const people = await Promise.all(['fry', 'leela', 'amy'].map(id => arrive(server, id)))
  const [fry, leela] = people
  if (!fry || !leela) throw new Error('nobody there')
  await fry.channel('messaging', 'ship', { members: ['fry', 'leela', 'amy'] }).create()
  const channels = people.map(client => client.channel('messaging', 'ship'))
  await Promise.all(channels.map(channel => channel.watch()))
  const ids: string[] = []
  for (let round = 0; round < 12; round++) {
    const channel = channels[round % 3] as Channel
    const { message } = await channel.sendMessage({ text: `m${round}`, silent: round % 5 === 4 })
    ids.push(message.id)
    if (round % 4 === 1) await channels[(round + 1) % 3]?.markRead()
    if (round % 4 === 2) await backend.channel('messaging', 'ship').addMembers([`extra-${round}`])
    if (round % 6 === 3) await people[round % 3]?.partialUpdateMessage(message.id, { set: { edited: round } })
    if (round % 6 === 5) await people[round % 3]?.deleteMessage(message.id, { hard: round === 5 })
  }
  await channels[0]?.updatePartial({ set: { name: 'Nimbus' } })
  await backend.channel('messaging', 'ship').removeMembers(['extra-2'])
  await backend.channel('messaging', 'ship').sendMessage({ id: 'last', text: 'last', user_id: 'fry' })
  for (const [index, client] of people.entries()) {
    const live = channels[index] as Channel
    await until(client, 'the last message came', () => live.state.messages.some(({ id }) => id === 'last'))
    const fresh = await arrive(server, client.userID ?? '')
    const again = fresh.channel('messaging', 'ship')
    await again.query()
    expect(comparable(live.state)).toEqual(comparable(again.state))
    await fresh.disconnectUser()
  }
  expect(ids.length).toBe(12)
  await Promise.all(people.map(client => client.disconnectUser()))
})

/** What of a state must not depend on how it came about. */
function comparable({ messages, members, read, channel, membership, unread_count }: ChannelState): unknown {
  return {
    messages: messages.map(({ id, text, type, edited, user_id }) => ({ id, text, type, edited, user_id })),
    members: Object.keys(members).sort(),
    read: Object.fromEntries(Object.entries(read).map(([id, entry]) => [id, entry.unread_messages])),
    channel: [channel?.name, channel?.member_count, channel?.last_message_at],
    own_capabilities: channel?.own_capabilities,
    membership: membership?.user_id,
    unread_count,
  }
}

test('long polling carries everything a socket does', async () => {
  await using server = await startServer()
  class NoSocket extends WebSocket {
    constructor(url: string) {
      super(url.replace('/connect', '/nowhere'))
    }
  }
  const leela = clientOf(server, { WebSocket: NoSocket as never, enableWSFallback: true })
  let asked = 0
  const nowS = () => Math.floor(Date.now() / 1000)
  const expiring = next(leela, 'connection.token_expiring')
  await leela.connectUser({ id: 'leela' }, () =>
    server.token('leela', { exp: nowS() + (asked++ === 0 ? 6 : 3600) }),
  )
  const ship = leela.channel('messaging', 'ship', { members: ['leela'] })
  await ship.watch()
  const heard = next(leela, 'message.new')
  await backendOf(server).channel('messaging', 'ship').sendMessage({ text: 'hi', user_id: 'fry' })
  await heard
  expect(texts(ship)).toEqual(['hi'])
  await expiring
  await leela.getUnreadCount()
  expect(asked).toBe(2)
  const closed = next(leela, 'connection.closed')
  await backendOf(server).deactivateUser('leela')
  expect((await closed).code).toBe(4003)
  expect((await failure(leela.getUnreadCount())).message).toContain('deactivated')
  await leela.disconnectUser()
}, 120_000)
