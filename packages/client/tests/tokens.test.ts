import { describe, expect, test } from 'bun:test'
import { ChatClient } from '../src/index.ts'
import { failure, next, record } from './listen.ts'
import { errorReply, FAST, type Json, Peer, type PeerSocket, refuse, tokenOf } from './peer.ts'

const bender = { id: 'bender' }
const HOUR_S = 3600
const nowS = () => Math.floor(Date.now() / 1000)
const fresh = () => tokenOf({ user_id: 'bender', exp: nowS() + HOUR_S })
const EXPIRED = { code: 40, message: 'token expired' }

describe('a token provider', () => {
  test('is asked when connecting, as a function or as an object', async () => {
    await using peer = new Peer()
    const client = new ChatClient('key', peer.options())
    await client.connectUser(bender, async () => 'from-function')
    expect(peer.last.hello.authorization).toBe('from-function')
    await client.disconnectUser()
    await client.connectUser(bender, { loadToken: () => 'from-object' })
    expect(peer.last.hello.authorization).toBe('from-object')
    await client.disconnectUser()
  })

  test('gives a new token when the connection ended with 4002', async () => {
    const tokens = [fresh(), fresh()]
    let asked = 0
    await using peer = new Peer()
    const client = new ChatClient('key', peer.options({ stableAfterMs: 0 }))
    await client.connectUser(bender, () => tokens[asked++] ?? 'too many')
    const recovered = next(client, 'connection.recovered')
    refuse(peer.last, 4002, EXPIRED)
    await recovered
    expect(peer.sockets.map(({ hello }) => hello.authorization)).toEqual(tokens)
    expect(asked).toBe(2)
    await client.disconnectUser()
  })

  test('refreshes the token on the open socket when it is about to expire', async () => {
    const tokens = [fresh(), fresh()]
    let asked = 0
    await using peer = new Peer()
    const client = new ChatClient('key', peer.options())
    await client.connectUser(bender, () => tokens[asked++] ?? 'too many')
    peer.last.send({ type: 'connection.token_expiring', created_at: '', expires_at: '' })
    await peer.until(() => peer.last.frames.length === 1, 'the refresh has come')
    expect(peer.last.frames[0]).toMatchObject({ type: 'token.refresh', token: tokens[1] })
    await client.getUnreadCount()
    expect(peer.requests.at(-1)?.authorization).toBe(tokens[1] ?? '')
    expect(peer.sockets.length).toBe(1)
    await client.disconnectUser()
  })

  test('is asked again, with pauses, when the refreshed token is not taken', async () => {
    let asked = 0
    const frame = (socket: PeerSocket, { id, type }: Json) => {
      if (type !== 'token.refresh' || asked > 3) return false
      socket.send({
        error: { code: 43, message: 'no', StatusCode: 401, more_info: '', duration: '' },
        reply_to: id,
      })
      return true
    }
    await using peer = new Peer({ frame })
    const client = new ChatClient('key', peer.options())
    await client.connectUser(bender, () => {
      asked += 1
      return fresh()
    })
    peer.last.send({ type: 'connection.token_expiring', created_at: '', expires_at: '' })
    await peer.until(() => peer.last.frames.length === 3, 'the third refresh has come')
    expect(asked).toBe(4)
    expect(client.connectionState).toBe('connected')
    await client.disconnectUser()
  })

  test('is asked once for many requests that were refused together, and they are repeated', async () => {
    const tokens = [fresh(), fresh()]
    let asked = 0
    const rest = (request: Request) =>
      request.headers.get('authorization') === tokens[0] ? errorReply(401, EXPIRED) : undefined
    await using peer = new Peer({ rest })
    const client = new ChatClient('key', peer.options())
    await client.connectUser(bender, () => tokens[asked++] ?? 'too many')
    await Promise.all([client.getUnreadCount(), client.getDevices(), client.getBlockedUsers()])
    expect(asked).toBe(2)
    expect(peer.requests.length).toBe(6)
    await peer.until(() => peer.last.frames.length === 1, 'the socket was told of the new token')
    expect(peer.last.frames[0]).toMatchObject({ type: 'token.refresh', token: tokens[1] })
    await client.disconnectUser()
  })

  test('that only ever gives tokens the server calls expired makes no hot loop', async () => {
    let asked = 0
    const hello = (socket: PeerSocket) => refuse(socket, 4002, EXPIRED)
    await using peer = new Peer({ hello })
    const client = new ChatClient('key', peer.options({ providerSlowRetryMs: 60_000 }))
    const heard = record(client)
    const error = await failure(
      client.connectUser(bender, () => {
        asked += 1
        return fresh()
      }),
    )
    expect(error.code).toBe(40)
    expect(asked).toBe(5)
    expect(peer.sockets.length).toBe(5)
    expect(heard.filter(({ type }) => type === 'connection.failed').length).toBe(1)
    await client.disconnectUser()
  })

  test('that gives the refused token again has failed too', async () => {
    const token = fresh()
    let refusing = false
    const hello = (socket: PeerSocket, greet: () => void) =>
      refusing ? refuse(socket, 4002, EXPIRED) : greet()
    await using peer = new Peer({ hello })
    const client = new ChatClient('key', peer.options({ providerSlowRetryMs: 60_000 }))
    let asked = 0
    await client.connectUser(bender, () => {
      asked += 1
      return token
    })
    const failed = next(client, 'connection.failed')
    refusing = true
    refuse(peer.last, 4002, EXPIRED)
    expect((await failed).error.code).toBe(40)
    expect(asked).toBeLessThanOrEqual(7)
    await client.disconnectUser()
  })

  test('that fails tells the app once, and is tried slowly until it works', async () => {
    let asked = 0
    await using peer = new Peer()
    const client = new ChatClient('key', peer.options())
    const heard = record(client)
    const connected = next(client, 'health.check')
    const call = client.connectUser(bender, () => {
      asked += 1
      if (asked <= 7) throw new Error('my backend is down')
      return fresh()
    })
    const error = await failure(call)
    expect(error.message).toContain('my backend is down')
    expect(error.details?.reason).toBe('token_provider')
    expect(asked).toBe(5)
    expect(peer.sockets).toBeEmpty()
    await connected
    expect(asked).toBe(8)
    expect(heard.filter(({ type }) => type === 'connection.failed').length).toBe(1)
    await client.disconnectUser()
  })

  test('that gives an expired token, or no token, has failed', async () => {
    await using peer = new Peer()
    const given: unknown[] = [tokenOf({ user_id: 'bender', exp: nowS() - 1 }), undefined, '', 7, fresh()]
    let asked = 0
    const client = new ChatClient('key', peer.options())
    await client.connectUser(bender, () => given[asked++] as string)
    expect(asked).toBe(5)
    expect(peer.sockets.length).toBe(1)
    expect(peer.last.hello.authorization).toBe(given[4])
    await client.disconnectUser()
  })

  test('is never called twice at a time', async () => {
    let running = 0
    let most = 0
    await using peer = new Peer({ rest: () => errorReply(401, EXPIRED) })
    const client = new ChatClient('key', peer.options())
    await client.connectUser(bender, async () => {
      most = Math.max(most, ++running)
      await new Promise(resolve => setTimeout(resolve, 2))
      running -= 1
      return fresh()
    })
    const calls = [1, 2, 3, 4].map(() => failure(client.getUnreadCount()))
    peer.last.send({ type: 'connection.token_expiring', created_at: '', expires_at: '' })
    for (const { code } of await Promise.all(calls)) expect(code).toBe(40)
    expect(most).toBe(1)
    await client.disconnectUser()
  })

  test('is not called any more once the user is disconnected', async () => {
    let asked = 0
    await using peer = new Peer()
    const client = new ChatClient('key', peer.options({ reconnectMaxMs: 1, maxFailures: 1_000_000 }))
    const call = client.connectUser(bender, () => {
      asked += 1
      throw new Error('down')
    })
    await peer.until(() => asked >= 2, 'the provider was asked twice')
    const before = asked
    await client.disconnectUser()
    expect((await failure(call)).details?.reason).toBe('disconnected')
    await client.connectAnonymousUser()
    await client.getMessage('m1')
    await client.disconnectUser()
    expect(asked).toBe(before)
  })
})

describe('a fixed token', () => {
  test('that has expired rejects, once', async () => {
    await using peer = new Peer({ hello: socket => refuse(socket, 4002, EXPIRED) })
    const client = new ChatClient('key', peer.options())
    expect(await failure(client.connectUser(bender, fresh()))).toMatchObject(EXPIRED)
    expect(peer.sockets.length).toBe(1)
  })

  test('that expires while connected ends with connection.closed', async () => {
    await using peer = new Peer()
    const client = new ChatClient('key', peer.options())
    await client.connectUser(bender, fresh())
    const closed = next(client, 'connection.closed')
    refuse(peer.last, 4002, EXPIRED)
    expect(await closed).toMatchObject({ code: 4002, error: EXPIRED })
    expect(client.connectionState).toBe('disconnected')
    expect(peer.sockets.length).toBe(1)
    expect(await failure(client.getUnreadCount())).toMatchObject(EXPIRED)
    await client.disconnectUser()
  })
})

test('a revoked token is told to the app, and the provider is left alone', async () => {
  let asked = 0
  await using peer = new Peer()
  const client = new ChatClient('key', { ...peer.options(), timing: FAST })
  await client.connectUser(bender, () => {
    asked += 1
    return fresh()
  })
  const closed = next(client, 'connection.closed')
  refuse(peer.last, 4003, { code: 40, message: 'revoked', details: { reason: 'revoked', scope: 'user' } })
  const { error, code } = await closed
  expect(code).toBe(4003)
  expect(error.details).toEqual({ reason: 'revoked', scope: 'user' })
  expect(asked).toBe(1)
  await client.disconnectUser()
})
