import { describe, expect, test } from 'bun:test'
import { startServer } from '@parley/testkit'
import { ChatClient, type GuestStorage } from '../src/index.ts'
import { failure, next, record } from './listen.ts'
import { arrive, backendOf, clientOf } from './people.ts'

/** What people complain about in systems of this kind; each complaint is a test. */

const nowS = () => Math.floor(Date.now() / 1000)

describe('"an expired token ends in a loop, or the provider is never called again"', () => {
  test('the token is refreshed on the open socket, before it ends', async () => {
    await using server = await startServer()
    const endS = nowS() + 6
    let asked = 0
    const client = clientOf(server)
    const heard = record(client)
    const expiring = next(client, 'connection.token_expiring')
    await client.connectUser({ id: 'fry' }, () =>
      server.token('fry', { exp: asked++ === 0 ? endS : endS + 3600 }),
    )
    const { connectionId } = client
    await expiring
    // talking on, beyond the end of the first token
    while (Date.now() < (endS + 1.5) * 1000) await client.queryUsers({ id: 'fry' })
    expect(client.connectionId).toBe(connectionId)
    expect(asked).toBe(2)
    const types = heard.map(({ type }) => type).filter(type => type.startsWith('connection.'))
    expect(types).toEqual(['connection.changed', 'connection.token_expiring'])
    await client.disconnectUser()
  }, 120_000)

  test('refused on the socket: the provider is asked, and the user is back', async () => {
    await using server = await startServer()
    let asked = 0
    // a device whose clock is an hour slow takes the expired token for a good one
    const timing = { now: () => Date.now() - 3_600_000 }
    const provider = () => server.token('fry', { exp: nowS() + (asked++ === 0 ? -10 : 3600) })
    const client = await arrive(server, 'fry', { timing }, provider)
    expect(client.userID).toBe('fry')
    expect(asked).toBe(2)
    await client.disconnectUser()
  })

  test('refused on REST: the provider is asked, the request repeated, the socket told', async () => {
    await using server = await startServer()
    const expired = server.token('fry', { exp: nowS() - 10 })
    let asked = 0
    let isStale = false
    const refreshed: string[] = []
    // the token grows old between the SDK and the server
    const withStaleToken = (url: string, init: RequestInit) => {
      const headers = {
        ...(init.headers as Record<string, string>),
        ...(isStale && { authorization: expired }),
      }
      isStale = false
      return fetch(url, { ...init, headers })
    }
    class Listening extends WebSocket {
      override send(data: string): void {
        if (data.includes('token.refresh')) refreshed.push(data)
        super.send(data)
      }
    }
    const client = clientOf(server, { fetch: withStaleToken, WebSocket: Listening as never })
    await client.connectUser({ id: 'fry' }, () => server.token('fry', { exp: nowS() + 3600 + asked++ }))
    isStale = true
    const { total_unread_count } = await client.getUnreadCount()
    expect(total_unread_count).toBe(0)
    expect(asked).toBe(2)
    expect(refreshed.length).toBe(1)
    await client.disconnectUser()
  })

  test('with a fixed token it ends, and the app is told why', async () => {
    await using server = await startServer()
    const client = clientOf(server)
    const expired = server.token('fry', { exp: nowS() - 10 })
    const error = await failure(client.connectUser({ id: 'fry' }, expired))
    expect(error.code).toBe(40)
    expect(client.connectionState).toBe('disconnected')
    const closed = next(client, 'connection.closed')
    await client.connectUser({ id: 'fry' }, server.token('fry', { exp: nowS() + 4 }))
    expect(await closed).toMatchObject({ code: 4002, error: { code: 40 } })
    await client.disconnectUser()
  })
})

describe('"a provider that fails makes a hot loop"', () => {
  const cases: [what: string, provider: () => string][] = [
    [
      'throws',
      () => {
        throw new Error('down')
      },
    ],
    ['gives an expired token', () => ChatClient.devToken('fry').replace(/\.[^.]+\./, `.${expiredClaims()}.`)],
  ]
  const expiredClaims = () =>
    Buffer.from(JSON.stringify({ user_id: 'fry', exp: nowS() - 1 })).toString('base64url')

  test.each(cases)('when it %s: growing pauses, one event, then a slow retry', async (_what, provider) => {
    await using server = await startServer()
    const callsAtMs: number[] = []
    const timing = { reconnectMinMs: 10, reconnectMaxMs: 80, random: () => 1, providerSlowRetryMs: 400 }
    const client = clientOf(server, { timing })
    const heard = record(client)
    const error = await failure(
      client.connectUser({ id: 'fry' }, () => {
        callsAtMs.push(performance.now())
        return callsAtMs.length === 7 ? server.token('fry') : provider()
      }),
    )
    expect(error.details?.reason).toBe('token_provider')
    expect(callsAtMs.length).toBe(5)
    await next(client, 'health.check')
    const pauses = callsAtMs.slice(1).map((atMs, index) => atMs - (callsAtMs[index] ?? 0))
    const least = [10, 20, 40, 80, 400, 400]
    expect(pauses.length).toBe(6)
    for (const [index, pause] of pauses.entries())
      expect(pause).toBeGreaterThanOrEqual((least[index] ?? 0) - 2)
    expect(heard.filter(({ type }) => type === 'connection.failed').length).toBe(1)
    await client.disconnectUser()
  })
})

test('"the last user\'s provider is used for the next, anonymous one"', async () => {
  await using server = await startServer()
  await backendOf(server).channel('livestream', 'news', { created_by_id: 'editor' }).create()
  let asked = 0
  const client = await arrive(server, 'fry', {}, () => {
    asked += 1
    return server.token('fry', { exp: nowS() + 3600 })
  })
  await client.disconnectUser()
  const { me } = await client.connectAnonymousUser()
  expect(me.id).toBe('!anon')
  expect(me.role).toBe('anonymous')
  const news = client.channel('livestream', 'news')
  await news.watch()
  expect(await failure(news.sendMessage({ text: 'as fry?' }))).toMatchObject({ code: 17 })
  expect(asked).toBe(1)
  await client.disconnectUser()
})

test('"connecting B while A is still closing shows B as A"', async () => {
  await using server = await startServer()
  const client = clientOf(server)
  const heard = record(client)
  for (let round = 0; round < 10; round++) {
    await client.connectUser({ id: 'fry' }, server.token('fry'))
    await client.channel('messaging', 'ship').watch()
    void client.disconnectUser()
    const from = heard.length
    const { me, connectionId } = await client.connectUser({ id: 'leela' }, server.token('leela'))
    expect(me.id).toBe('leela')
    expect(client.userID).toBe('leela')
    const { users } = await client.queryUsers({ id: 'leela' })
    expect(users.length).toBe(1)
    const strangers = heard
      .slice(from)
      .filter(event => 'connection_id' in event && event.connection_id !== connectionId)
    expect(strangers).toEqual([])
    expect(client.channel('messaging', 'ship').state.messages).toEqual([])
    await client.disconnectUser()
  }
}, 120_000)

test('"a revoked token is only seen in a log"', async () => {
  await using server = await startServer()
  const token = server.token('fry', { iat: nowS() - 60 })
  const client = await arrive(server, 'fry', {}, token)
  const closed = next(client, 'connection.closed')
  await backendOf(server).revokeUserToken('fry')
  const { code, error } = await closed
  expect(code).toBe(4003)
  expect(error).toMatchObject({ code: 40, details: { reason: 'revoked', scope: 'user' } })
  expect(error.message).toContain('revoked')
  expect(client.connectionState).toBe('disconnected')
  // whoever tries on is told the same
  expect(await failure(client.getUnreadCount())).toMatchObject({ details: { reason: 'revoked' } })
  await client.disconnectUser()
  expect(await failure(client.connectUser({ id: 'fry' }, token))).toMatchObject({
    details: { reason: 'revoked' },
  })
})

test('"guest → user needs a full tear-down"', async () => {
  await using server = await startServer()
  const backend = backendOf(server)
  const config_overrides = { grants: { guest: ['create-message'] } }
  await backend.channel('livestream', 'launch', { created_by_id: 'editor' }).create()
  await backend.channel('livestream', 'launch').updatePartial({ set: { config_overrides } })
  const client = clientOf(server)
  const { me: guest, connectionId } = await client.connectGuestUser('fry', 'Fry')
  const launch = client.channel('livestream', 'launch')
  await launch.watch()
  const { message } = await launch.sendMessage({ text: 'Hello from a guest' })
  const changes: string[] = []
  client.on('connection.changed', ({ state }) => changes.push(state))
  const merged = next(client, 'user.merged')

  const upgraded = await client.upgradeUser({ id: 'fry', name: 'Fry' }, server.token('fry'), { merge: true })

  expect(upgraded).toMatchObject({ connectionId, lostChannels: [], me: { id: 'fry' } })
  expect(await merged).toMatchObject({ merged_from: guest.id, user: { id: 'fry' } })
  expect(changes).toEqual([])
  expect(client.userID).toBe('fry')
  expect(launch.state.messages.map(({ id, user_id }) => [id, user_id])).toEqual([[message.id, 'fry']])
  const heard = next(client, 'message.new')
  await backend.channel('livestream', 'launch').sendMessage({ text: 'still watching?', user_id: 'editor' })
  expect((await heard).message.text).toBe('still watching?')
  await launch.sendMessage({ text: 'yes' })
  expect(launch.state.messages.map(({ text }) => text)).toEqual([
    'Hello from a guest',
    'still watching?',
    'yes',
  ])
  await client.disconnectUser()
})

test('anonymous → user needs none either, and what the user may not read is told', async () => {
  await using server = await startServer()
  const backend = backendOf(server)
  for (const id of ['open', 'closed'])
    await backend.channel('livestream', id, { created_by_id: 'editor' }).create()
  const client = clientOf(server)
  const { connectionId } = await client.connectAnonymousUser()
  const channels = await client.queryChannels({ type: 'livestream' })
  expect(channels.length).toBe(2)
  const config_overrides = { grants: { user: ['!read-channel'] } }
  await backend.channel('livestream', 'closed').updatePartial({ set: { config_overrides } })

  const upgraded = await client.upgradeUser({ id: 'fry' }, () => server.token('fry'))

  expect(upgraded).toMatchObject({ connectionId, me: { id: 'fry' }, lostChannels: ['livestream:closed'] })
  expect(channels.filter(({ isWatching }) => isWatching).map(({ id }) => id)).toEqual(['open'])
  const open = client.channel('livestream', 'open')
  await open.sendMessage({ text: 'now I may' })
  expect(open.state.messages.map(({ user_id }) => user_id)).toEqual(['fry'])
  await client.disconnectUser()
})

describe('"errors don\'t say what to change"', () => {
  test('user_details may be missing; what is wrong in them is named', async () => {
    await using server = await startServer()
    const fry = server.person('fry')
    await fry.connect()
    const client = clientOf(server)
    const error = await failure(client.connectUser({ id: 'fry', name: 7 as never }, server.token('fry')))
    expect(error.code).toBe(4)
    expect(error.message).toContain('user_details')
    expect(error.message).toContain('name')
  })

  test('a token of somebody else: both ids, and what to do', async () => {
    await using server = await startServer()
    const client = clientOf(server)
    const error = await failure(client.connectUser({ id: 'leela' }, server.token('fry')))
    expect(error.code).toBe(5)
    expect(error.message).toContain('leela')
    expect(error.message).toContain('fry')
    expect(error.details?.reason).toBe('user_mismatch')
  })

  test('a token signed for another app says so, and shows no secret', async () => {
    await using server = await startServer()
    const client = clientOf(server)
    const token = server.token('fry').replace(/.{10}$/, 'AAAAAAAAAA')
    const error = await failure(client.connectUser({ id: 'fry' }, token))
    expect(error.code).toBe(43)
    expect(error.message).toContain(server.apiKey)
    expect(error.message).not.toContain(server.secret)
    expect(error.message).not.toContain(token)
  })
})

test('"creating a guest fails because a stale token was sent along"', async () => {
  await using server = await startServer()
  const kept = new Map<string, string>()
  const storage: GuestStorage = {
    getItem: key => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: key => kept.delete(key),
  }
  const visit = async () => {
    const client = clientOf(server, { guestStorage: storage })
    const { me } = await client.connectGuestUser('fry', 'Fry')
    await client.disconnectUser()
    return me.id
  }
  const first = await visit()
  expect(await visit()).toBe(first)
  await backendOf(server).deactivateUser(first)
  const second = await visit()
  expect(second).not.toBe(first)
  const [key = ''] = kept.keys()
  kept.set(key, JSON.stringify({ userId: second, token: server.token(second, { exp: nowS() - 10 }) }))
  const third = await visit()
  expect(third).not.toBe(second)
  expect(await visit()).toBe(third)
})
