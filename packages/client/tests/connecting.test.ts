import { describe, expect, test } from 'bun:test'
import { ChatClient, ChatError, StreamChat, type WebSocketClass } from '../src/index.ts'
import { failure, next, record } from './listen.ts'
import { errorReply, Peer, refuse, tokenOf } from './peer.ts'

const bender = { id: 'bender', name: 'Bender' }

describe('connecting', () => {
  test('the token goes in the first frame, not in an address', async () => {
    await using peer = new Peer()
    const client = new ChatClient('key', peer.options())
    const token = tokenOf({ user_id: 'bender' })
    const { me, user, connectionId } = await client.connectUser(bender, token)
    expect(peer.last.hello).toEqual({
      type: 'auth',
      api_key: 'key',
      'stream-auth-type': 'jwt',
      authorization: token,
      user_id: 'bender',
      user_details: bender,
    })
    expect(me).toBe(user)
    expect(client.user).toMatchObject(bender)
    expect(client.userID).toBe('bender')
    expect(connectionId).toBe('connection-1')
    expect(client.connectionState).toBe('connected')
    await client.disconnectUser()
  })

  test('a Kotlin-shaped user is spread to the root', async () => {
    await using peer = new Peer()
    const client = new ChatClient('key', peer.options())
    const image = 'https://bit.ly/321RmWb'
    await client.connectUser(
      {
        id: 'bender',
        extraData: new Map([
          ['name', 'Bender'],
          ['image', image],
        ]),
      },
      'token',
    )
    expect(peer.last.hello.user_details).toEqual({ id: 'bender', name: 'Bender', image })
    await client.disconnectUser()
    await client.connectUser({ id: 'bender', extraData: { name: 'Bender', image } }, 'token')
    expect(peer.last.hello.user_details).toEqual({ id: 'bender', name: 'Bender', image })
    await client.disconnectUser()
  })

  test('enqueue hears the result', async () => {
    await using peer = new Peer()
    const client = new ChatClient('key', peer.options())
    const heard = await new Promise<string>((resolve, reject) => {
      client.connectUser(bender, 'token').enqueue(result => {
        if (result.isSuccess) resolve(`${result.data().user.id} ${result.data().connectionId}`)
        else reject(result.error())
      })
    })
    expect(heard).toBe('bender connection-1')
    await client.disconnectUser()
  })

  test('there is one client per key, under both names', () => {
    const client = ChatClient.getInstance('one-per-key')
    expect(ChatClient.getInstance('one-per-key')).toBe(client)
    expect(StreamChat.getInstance('one-per-key')).toBe(client)
    expect(ChatClient.instance()).toBe(client)
    expect(ChatClient.getInstance('another')).not.toBe(client)
    expect(StreamChat).toBe(ChatClient)
  })

  test('a development token has the agreed form', () => {
    const [header, payload, signature] = ChatClient.devToken('bender').split('.')
    expect(JSON.parse(atob(header ?? ''))).toEqual({ alg: 'HS256', typ: 'JWT' })
    expect(JSON.parse(atob(payload ?? ''))).toEqual({ user_id: 'bender' })
    expect(signature).toBe('devtoken')
    expect(ChatClient.getInstance('key').devToken('bender')).toBe(ChatClient.devToken('bender'))
  })

  test('wrong arguments say what is right', async () => {
    await using peer = new Peer()
    const client = new ChatClient('key', peer.options())
    const nobody = await failure(client.connectUser({ id: '' }, 'token'))
    expect(nobody).toBeInstanceOf(ChatError)
    expect(nobody.message).toContain("such as { id: 'bender'")
    const noToken = await failure(client.connectUser(bender, ''))
    expect(noToken.message).toContain('createToken')
    expect(peer.sockets).toBeEmpty()
    expect(() => new ChatClient('key', { baseURL: 'chat.example.com' })).toThrow('must start with http')
    expect(() => client.channel('messaging', 'general')).toThrow('call connectUser first')
  })

  test.each([
    [4001, { code: 43, message: 'signature is not valid' }],
    [4000, { code: 4, message: 'user_details.id: …' }],
    [4003, { code: 17, message: 'user is deactivated' }],
  ])('close %d rejects with the error frame, once', async (closeCode, error) => {
    await using peer = new Peer({ hello: socket => refuse(socket, closeCode, error) })
    const client = new ChatClient('key', peer.options())
    const refused = await failure(client.connectUser(bender, 'token'))
    expect(refused).toMatchObject(error)
    expect(client.connectionState).toBe('disconnected')
    expect(client.user).toBeUndefined()
    // nothing is tried behind the app's back, and another user may come
    peer.behaviour = {}
    await client.connectUser({ id: 'fry' }, 'token')
    expect(peer.sockets.map(({ hello }) => hello.user_id)).toEqual(['bender', 'fry'])
    await client.disconnectUser()
  })

  test('a server that can not be reached fails the call after five tries, and is tried on', async () => {
    await using peer = new Peer({ hello: socket => socket.close(1011) })
    const client = new ChatClient('key', peer.options())
    const heard = record(client)
    const error = await failure(client.connectUser(bender, 'token'))
    expect(error.details?.reason).toBe('network')
    expect(peer.sockets.length).toBe(5)
    const connected = next(client, 'health.check')
    peer.behaviour = {}
    await connected
    expect(client.user).toMatchObject(bender)
    expect(heard.filter(({ type }) => type === 'connection.failed').length).toBe(1)
    // asking again tells how it is now
    expect((await client.connectUser(bender, 'token')).me.id).toBe('bender')
    expect(peer.sockets.length).toBe(6)
    await client.disconnectUser()
  })

  test('a platform without WebSocket is told what to do', async () => {
    const kept = globalThis.WebSocket
    Reflect.deleteProperty(globalThis, 'WebSocket')
    try {
      const client = new ChatClient('key', { baseURL: 'http://127.0.0.1:9' })
      const error = await failure(client.connectUser(bender, 'token'))
      expect(error.message).toContain("import { WebSocket } from 'ws'")
    } finally {
      globalThis.WebSocket = kept
    }
  })

  test('a WebSocket that can not even be made fails the call, and nothing comes after', async () => {
    // Such as ws:// from a page of https://
    class Forbidden {
      constructor() {
        throw new Error('An insecure WebSocket connection may not be initiated')
      }
    }
    const timing = { connectTimeoutMs: 1 }
    const options = {
      baseURL: 'http://127.0.0.1:9',
      WebSocket: Forbidden as unknown as WebSocketClass,
      timing,
    }
    const client = new ChatClient('key', options)
    const error = await failure(client.connectUser(bender, 'token'))
    expect(error.message).toContain('insecure WebSocket')
    expect(client.connectionState).toBe('disconnected')
    // timers of the same length run in the order they were set; one that throws fails this test
    await new Promise(resolve => setTimeout(resolve, 1))
  })

  test('cancelling a connect ends it', async () => {
    await using peer = new Peer({ hello: () => undefined })
    const client = new ChatClient('key', peer.options())
    const call = client.connectUser(bender, 'token')
    await peer.until(() => peer.sockets.length === 1, 'the socket is there')
    call.cancel()
    expect((await failure(call)).details?.reason).toBe('cancelled')
    expect(client.connectionState).toBe('disconnected')
  })
})

test('a notice that is older than the greeting may be counted already: the server is asked', async () => {
  const counts = { total_unread_count: 7, channels: [{}, {}], duration: '0ms' }
  await using peer = new Peer({
    rest: (_, { pathname }) => (pathname === '/unread' ? Response.json(counts) : undefined),
  })
  const client = new ChatClient('key', peer.options())
  await client.connectUser(bender, 'token')
  const notice = (created_at: string) => {
    const message = { id: created_at, user_id: 'fry', created_at }
    peer.last.send({ type: 'notification.message_new', cid: 'messaging:ship', message, created_at })
  }
  notice('2999-01-01T00:00:00.000000Z')
  await peer.until(() => client.user?.total_unread_count === 1, 'the newer notice is counted')
  expect(peer.requests.filter(({ path }) => path === '/unread').length).toBe(0)
  notice('2001-01-01T00:00:00.000000Z')
  await peer.until(() => client.user?.total_unread_count === 7, 'the counters are the server’s')
  expect(peer.requests.filter(({ path }) => path === '/unread').length).toBe(1)
  await client.disconnectUser()
})

test('a notice that comes along with the counters may be counted in them: the server is asked again', async () => {
  const counts = { total_unread_count: 7, channels: [{}, {}], duration: '0ms' }
  const notice = (id: string, created_at: string) => {
    const message = { id, user_id: 'fry', created_at }
    peer.last.send({ type: 'notification.message_new', cid: 'messaging:ship', message, created_at })
  }
  await using peer = new Peer({
    rest: (_, { pathname }) => {
      if (pathname !== '/unread') return undefined
      if (peer.requests.filter(({ path }) => path === '/unread').length === 1)
        notice('seventh', '2999-01-01T00:00:00.000000Z')
      return Response.json(counts)
    },
  })
  const client = new ChatClient('key', peer.options())
  await client.connectUser(bender, 'token')
  notice('sixth', '2001-01-01T00:00:00.000000Z')
  const asked = () => peer.requests.filter(({ path }) => path === '/unread').length
  await peer.until(
    () => asked() === 2 && client.user?.total_unread_count === 7,
    'they are the server’s again',
  )
  await client.disconnectUser()
})

describe('requests', () => {
  test('carry key, token and agent; errors become ChatErrors', async () => {
    await using peer = new Peer({
      rest: (request, url) => {
        if (url.pathname === '/devices') return errorReply(403, { code: 17, message: 'no' })
        expect(url.searchParams.get('api_key')).toBe('key')
        expect(request.headers.get('x-stream-client')).toStartWith('parley-client-js')
        return undefined
      },
    })
    const client = new ChatClient('key', peer.options())
    await client.connectUser(bender, 'token')
    await client.getUnreadCount()
    expect(peer.requests.at(-1)).toEqual({
      method: 'GET',
      path: '/unread',
      authorization: 'token',
      type: 'jwt',
    })
    expect(await failure(client.getDevices())).toMatchObject({ code: 17, message: 'no', statusCode: 403 })
    await client.disconnectUser()
  })

  test('made before the connection stands wait for it', async () => {
    await using peer = new Peer()
    const client = new ChatClient('key', peer.options())
    void client.connectUser(bender, 'token')
    await client.getUnreadCount()
    expect(peer.sockets.length).toBe(1)
    await client.disconnectUser()
    expect((await failure(client.getUnreadCount())).details?.reason).toBe('not_connected')
  })

  test('a read whose answer got lost is repeated; what is no Parley server is told so', async () => {
    let tries = 0
    await using peer = new Peer({
      rest: () => {
        tries += 1
        return new Response('<html>', { status: 502 })
      },
    })
    const client = new ChatClient('key', peer.options())
    await client.connectUser(bender, 'token')
    const error = await failure(client.getUnreadCount())
    expect(error.message).toContain('is baseURL a Parley server?')
    expect(tries).toBe(3)
    await client.disconnectUser()
  })
})
