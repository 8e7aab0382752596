import { describe, expect, test } from 'bun:test'
import type { ClientEvent, WebSocketClass } from '@parley/client'
import { startServer } from '@parley/testkit'
import { Observable } from 'rxjs'
import { TestApp } from './app'

const FAST = { reconnectMinMs: 5, reconnectMaxMs: 50, restartSpreadMs: 10, settleMs: 200 }

describe('the connection', () => {
  test('tells its state, and events once each, as signals and as observables', async () => {
    await using server = await startServer()
    await using app = new TestApp(server)
    const states: string[] = []
    app.chat.connectionState$.subscribe(state => states.push(state))
    const events: ClientEvent[] = []
    app.chat.events$.subscribe(event => {
      expect(app.chat.event()).toBe(event)
      events.push(event)
    })
    const stop = record(app)
    await app.enter('fry')
    await app.channels.init({ members: { $in: ['fry'] } })
    const ship = app.chat.chatClient?.channel('messaging', 'ship', { members: ['fry'] })
    await ship?.create()
    await app.until('the channel is there', () => app.channels.channels()?.length === 1)
    app.channels.setAsActiveChannel(app.channels.channels()?.[0] as never)
    await Promise.all(Array.from({ length: 20 }, (_, number) => app.channels.sendMessage(`${number}`)))
    await app.until('all are there', () => app.channels.activeChannelMessages().length === 20)
    await app.until('all were told', () => events.filter(({ type }) => type === 'message.new').length === 20)
    app.channels.reset()
    await app.chat.disconnectUser()
    stop()
    expect(states).toEqual(['disconnected', 'connecting', 'connected', 'disconnected'])
    expect(new Set(events).size).toBe(events.length)
  })

  test('that was refused says why; the next one clears it', async () => {
    await using server = await startServer()
    await using app = new TestApp(server)
    const refused = await app.chat.init(server.apiKey, 'fry', server.token('leela')).catch(error => error)
    expect(app.chat.connectionProblem()).toEqual({ kind: 'closed', error: refused })
    expect(app.chat.user()).toBeUndefined()
    await app.enter('fry')
    expect(app.chat.connectionProblem()).toBeUndefined()
    await using again = new TestApp(server)
    const nobody = await again.chat.init(server.apiKey, undefined, server.token('fry')).catch(error => error)
    expect(nobody.message).toContain('needs an id')
  })

  test('that the server ends says why, and keeps what is shown', async () => {
    await using server = await startServer()
    await using app = await new TestApp(server).enter('fry')
    await app.chat.chatClient?.channel('messaging', 'ship', { members: ['fry'] }).create()
    await app.channels.init({ members: { $in: ['fry'] } })
    await server.ok('PATCH /users', {
      users: [{ id: 'fry', set: { revoke_tokens_issued_before: new Date(Date.now() + 60_000) } }],
    })
    await app.until('it is closed', () => app.chat.connectionProblem()?.kind === 'closed')
    expect(app.chat.connectionProblem()?.error.message).toContain('revoked')
    expect(app.chat.connectionState()).toBe('disconnected')
    expect(app.channels.channels()).toHaveLength(1)
    await app.chat.disconnectUser()
    expect(app.chat.connectionProblem()).toBeUndefined()
    expect(app.channels.channels()).toBeUndefined()
  })

  test('whose tokens fail says so while it tries on, until one comes', async () => {
    await using server = await startServer()
    await using app = new TestApp(server, { timing: { ...FAST, providerSlowRetryMs: 20 } })
    let isBroken = true
    const provider = async () => {
      if (isBroken) throw new Error('the backend is down')
      return server.token('fry')
    }
    const failed = await app.chat.init(server.apiKey, 'fry', provider).catch(error => error)
    expect(failed.details.reason).toBe('token_provider')
    expect(app.chat.connectionProblem()).toMatchObject({ kind: 'failed' })
    isBroken = false
    await app.until('it connects', () => app.chat.user()?.id === 'fry')
    expect(app.chat.connectionProblem()).toBeUndefined()
  })

  test('of a guest becomes a user’s with the channel open', async () => {
    await using server = await startServer()
    await using app = new TestApp(server)
    const { me } = await app.chat.init(server.apiKey, { id: 'john', name: 'John' }, 'guest')
    const data = { members: [me.id, 'host'], created_by_id: 'host' }
    await server.upsertUsers({ id: 'host' })
    await server.ok('POST /channels/messaging/show/query', { data })
    await app.channels.init({ type: 'messaging', members: { $in: [me.id, 'john'] } })
    await app.channels.sendMessage('as a guest')
    const show = app.channels.activeChannel()
    await app.chat.upgradeUser({ id: 'john', name: 'John' }, server.token('john'), { merge: true })
    expect(app.chat.user()).toMatchObject({ id: 'john', role: 'user' })
    expect(app.channels.activeChannel()).toBe(show)
    await app.until('the message is his', () => app.channels.activeChannelMessages()[0]?.user?.id === 'john')
    await app.channels.sendMessage('as a user')
    expect(app.notifications.notifications()).toEqual([])
  })

  test('tells of invitations until they are answered', async () => {
    await using server = await startServer()
    await using fry = await new TestApp(server).enter('fry')
    await using leela = await new TestApp(server).enter('leela')
    const ship = leela.chat.chatClient?.channel('messaging', 'ship', { members: ['leela'] })
    await ship?.create()
    await ship?.inviteMembers(['fry'])
    await fry.until('the invitation is there', () => fry.chat.pendingInvites().length === 1)
    await fry.chat.pendingInvites()[0]?.rejectInvite()
    await fry.until('it is answered', () => fry.chat.pendingInvites().length === 0)
  })

  test('of a server of another version does no harm', async () => {
    await using server = await startServer()
    const { WebSocket, inject } = meddling()
    await using app = new TestApp(server, { WebSocket })
    await app.enter('fry')
    await app.chat.chatClient?.channel('messaging', 'ship', { members: ['fry'] }).create()
    await app.channels.init({ members: { $in: ['fry'] } })
    const complaints: unknown[] = []
    const before = globalThis.reportError
    globalThis.reportError = error => complaints.push(error)
    const told: string[] = []
    app.chat.events$.subscribe(({ type }) => told.push(type))
    const cid = 'messaging:ship'
    const types =
      'message.new message.updated message.deleted message.read reaction.new member.added member.removed channel.updated channel.truncated channel.hidden notification.message_new notification.added_to_channel notification.mark_read user.updated user.presence.changed user.banned user.merged thread.updated poll.updated draft.updated connection.token_expiring typing.start'
    for (const type of types.split(' ')) inject({ type, cid, created_at: new Date().toISOString() })
    inject({ type: 'galaxy.exploded', cid, seq: 'many' })
    inject({ type: 'galaxy.exploded', me: null, user: 7, channel: [] })
    inject({ nothing: true })
    inject([])
    globalThis.reportError = before
    expect(told).toContain('galaxy.exploded')
    const sent = await app.channels.sendMessage('still here')
    expect(app.channels.activeChannelMessages().at(-1)?.id).toBe(sent.id)
    expect(app.channels.channels()).toHaveLength(1)
    expect(complaints.length).toBeLessThan(types.split(' ').length)
  })
})

/** Every observable of the services and its signal: equal whenever one of them tells, and no value twice. */
function record(app: TestApp): () => void {
  const ends: (() => void)[] = []
  let pairs = 0
  for (const service of [app.chat, app.channels]) {
    for (const [name, stream] of Object.entries(service)) {
      if (!(stream instanceof Observable) || name === 'events$') continue
      const read = Reflect.get(service, name.slice(0, -1)) as () => unknown
      expect(read, name).toBeFunction()
      pairs += 1
      let previous: unknown = ends
      const heard = stream.subscribe(value => {
        expect(Object.is(value, read()), `${name} is its signal`).toBe(true)
        expect(Object.is(value, previous), `${name} told a value twice`).toBe(false)
        previous = value
      })
      ends.push(() => heard.unsubscribe())
    }
  }
  expect(pairs).toBeGreaterThan(15)
  return () => {
    for (const end of ends) end()
  }
}

/** Sockets into which frames can be put that the server never sent. */
function meddling(): { WebSocket: WebSocketClass; inject(frame: unknown): void } {
  let open: WebSocket | undefined
  class MeddledSocket extends WebSocket {
    constructor(url: string) {
      super(url)
      open = this
    }
  }
  const inject = (frame: unknown) =>
    open?.dispatchEvent(new MessageEvent('message', { data: JSON.stringify(frame) }))
  return { WebSocket: MeddledSocket as unknown as WebSocketClass, inject }
}
