import { describe, expect, test } from 'bun:test'
import { ChatClient, type GuestStorage } from '../src/index.ts'
import { failure, record } from './listen.ts'
import { errorReply, type Json, Peer, refuse } from './peer.ts'

const fry = { id: 'fry' }
const leela = { id: 'leela' }

describe('one user after another', () => {
  test('the same user twice is the same call; another one is refused', async () => {
    await using peer = new Peer()
    const client = new ChatClient('key', peer.options())
    const call = client.connectUser(fry, 'token')
    expect(client.connectUser(fry, 'token')).toBe(call)
    await call
    expect(client.connectUser(fry, 'token')).toBe(call)
    const error = await failure(client.connectUser(leela, 'token'))
    expect(error.message).toContain('regular:fry is connected, regular:leela')
    expect(error.message).toContain('disconnectUser()')
    expect(client.userID).toBe('fry')
    expect(peer.sockets.length).toBe(1)
    await client.disconnectUser()
  })

  test('connecting during a disconnect waits for it', async () => {
    await using peer = new Peer()
    const client = new ChatClient('key', peer.options())
    await client.connectUser(fry, 'token')
    const first = peer.last
    void client.disconnectUser()
    expect(client.user).toBeUndefined()
    const { me } = await client.connectUser(leela, 'token')
    expect(me.id).toBe('leela')
    // a frame that the old socket still had under way
    first.send({ type: 'health.check', cid: '*', created_at: '', me: { id: 'fry' } })
    await client.getUnreadCount()
    expect(client.userID).toBe('leela')
    await client.disconnectUser()
  })

  test('at any speed the last one wins, and only its events are heard', async () => {
    await using peer = new Peer({
      hello: (socket, greet) => {
        greet()
        socket.send({ type: 'user.updated', created_at: '', user: { id: socket.hello.user_id, late: true } })
      },
    })
    const client = new ChatClient('key', peer.options())
    const heard = record(client)
    const refused: Promise<unknown>[] = []
    for (let round = 0; round < 20; round++) {
      refused.push(client.connectUser(fry, 'token').catch(error => error))
      void client.disconnectUser()
    }
    const { me } = await client.connectUser(leela, 'token')
    for (const error of await Promise.all(refused))
      expect(error).toMatchObject({ details: { reason: 'disconnected' } })
    expect(me.id).toBe('leela')
    expect(client.userID).toBe('leela')
    await client.getUnreadCount()
    const users = heard.flatMap(event => ('me' in event && event.me ? [(event.me as Json).id] : []))
    expect(new Set(users)).toEqual(new Set(['leela']))
    await client.disconnectUser()
  })

  test('requests and channels of the old user end with it', async () => {
    await using peer = new Peer({ rest: () => new Promise(() => undefined) })
    const client = new ChatClient('key', peer.options())
    await client.connectUser(fry, 'fry-token')
    const hanging = client.getUnreadCount()
    const channel = client.channel('messaging', 'planet-express')
    await peer.until(() => peer.requests.length === 1, 'the request is there')
    await client.disconnectUser()
    expect((await failure(hanging)).details?.reason).toBe('disconnected')
    peer.behaviour = {}
    await client.connectUser(leela, 'leela-token')
    expect((await failure(channel.sendMessage({ text: 'as whom?' }))).details?.reason).toBe('disconnected')
    expect(client.channel('messaging', 'planet-express')).not.toBe(channel)
    expect(peer.requests.length).toBe(1)
    await client.disconnectUser()
  })

  test('the anonymous one after it has neither its token nor its provider', async () => {
    await using peer = new Peer()
    let asked = 0
    const client = new ChatClient('key', peer.options())
    await client.connectUser(fry, () => {
      asked += 1
      return 'token'
    })
    await client.disconnectUser()
    const { me } = await client.connectAnonymousUser()
    expect(me.id).toBe('!anon')
    expect(peer.last.hello).toEqual({ type: 'auth', api_key: 'key', 'stream-auth-type': 'anonymous' })
    await client.getMessage('m1')
    expect(peer.requests.at(-1)).toMatchObject({ authorization: null, type: 'anonymous' })
    peer.last.send({ type: 'connection.token_expiring', created_at: '', expires_at: '' })
    await client.getMessage('m1')
    expect(asked).toBe(1)
    await client.disconnectUser()
  })
})

describe('guests', () => {
  let made = 0
  const createGuest = async (request: Request, url: URL) => {
    if (url.pathname !== '/guest') return undefined
    const { user } = (await request.json()) as { user: Json }
    const id = `guest-${++made}-${user.id}`
    return Response.json({
      user: { ...user, id, role: 'guest' },
      access_token: `token-of-${id}`,
      duration: '',
    })
  }

  test('come with an id and a name, or with a user', async () => {
    await using peer = new Peer({ rest: createGuest })
    const client = new ChatClient('key', { ...peer.options(), guestStorage: false })
    const { me } = await client.connectGuestUser('bender', 'Bender')
    expect(me.id).toStartWith('guest-')
    expect(peer.last.hello.user_details).toEqual({ id: me.id, name: 'Bender' })
    expect(peer.last.hello.authorization).toBe(`token-of-${me.id}`)
    await client.disconnectUser()
    const again = await client.setGuestUser({ id: 'bender', name: 'Bender' })
    expect(again.me.id).not.toBe(me.id)
    await client.disconnectUser()
  })

  test('are the same after a reload, and others when they are to be forgotten', async () => {
    await using peer = new Peer({ rest: createGuest })
    const guestStorage = memory()
    const first = new ChatClient('key', { ...peer.options(), guestStorage })
    const { me } = await first.connectGuestUser({ id: 'zoidberg' })
    await first.disconnectUser()
    const reloaded = new ChatClient('key', { ...peer.options(), guestStorage })
    expect((await reloaded.connectGuestUser({ id: 'zoidberg' })).me.id).toBe(me.id)
    await reloaded.disconnectUser({ forgetGuest: true })
    expect((await reloaded.connectGuestUser({ id: 'zoidberg' })).me.id).not.toBe(me.id)
    await reloaded.disconnectUser()
  })

  test('with a stale token become new guests, and the stale token is not sent along', async () => {
    await using peer = new Peer({
      rest: createGuest,
      hello: (socket, greet) => {
        if (socket.hello.authorization === 'stale') refuse(socket, 4001, { code: 43, message: 'not valid' })
        else greet()
      },
    })
    const guestStorage = memory()
    guestStorage.setItem('parley:guest:key:amy', JSON.stringify({ userId: 'guest-0-amy', token: 'stale' }))
    const client = new ChatClient('key', { ...peer.options(), guestStorage })
    const { me } = await client.connectGuestUser({ id: 'amy' })
    expect(me.id).not.toBe('guest-0-amy')
    expect(peer.requests.filter(({ path }) => path === '/guest')).toEqual([
      { method: 'POST', path: '/guest', authorization: null, type: null },
    ])
    await client.disconnectUser()
  })

  test('that may not be made reject with what the server says', async () => {
    await using peer = new Peer({
      rest: () => errorReply(403, { code: 17, message: 'guests are switched off' }),
    })
    const client = new ChatClient('key', { ...peer.options(), guestStorage: false })
    expect((await failure(client.connectGuestUser('amy'))).message).toBe('guests are switched off')
    expect(client.connectionState).toBe('disconnected')
  })

  test('become regular users on the same socket', async () => {
    await using peer = new Peer({
      rest: createGuest,
      frame: (socket, frame) => {
        if (frame.type !== 'user.upgrade') return false
        const me = { ...(frame.user_details as Json), total_unread_count: 0 }
        socket.send({
          type: 'user.upgraded',
          connection_id: 'connection-1',
          me,
          lost_channels: [],
          reply_to: frame.id,
        })
        return true
      },
    })
    const guestStorage = memory()
    const client = new ChatClient('key', { ...peer.options(), guestStorage })
    await client.connectGuestUser({ id: 'hermes' })
    const upgraded = await client.upgradeUser({ id: 'hermes', name: 'Hermes' }, async () => 'hermes-token', {
      merge: true,
    })
    expect(upgraded).toMatchObject({
      me: { id: 'hermes', name: 'Hermes' },
      connectionId: 'connection-1',
      lostChannels: [],
    })
    expect(peer.sockets.length).toBe(1)
    expect(peer.last.frames[0]).toMatchObject({ type: 'user.upgrade', token: 'hermes-token', merge: true })
    await client.getUnreadCount()
    expect(peer.requests.at(-1)?.authorization).toBe('hermes-token')
    expect(guestStorage.getItem('parley:guest:key:hermes')).toBeNull()
    expect((await client.connectUser({ id: 'hermes' }, 'unused')).me.id).toBe('hermes')
    await client.disconnectUser()
  })

  test('that were anonymous stay on their connection, as the guest that is kept', async () => {
    await using peer = new Peer({
      rest: createGuest,
      frame: (socket, { type, id: reply_to, token, user_details }) => {
        if (type !== 'user.upgrade') return false
        const error = { code: 40, message: 'revoked', StatusCode: 401, more_info: '', duration: '' }
        const me = { ...(user_details as Json), total_unread_count: 0 }
        const connection_id = 'connection-1'
        if (token === 'stale') socket.send({ error, reply_to })
        else socket.send({ type: 'user.upgraded', connection_id, me, lost_channels: [], reply_to })
        return true
      },
    })
    const guestStorage = memory()
    guestStorage.setItem('parley:guest:key:hermes', JSON.stringify({ userId: 'guest-old', token: 'stale' }))
    const client = new ChatClient('key', { ...peer.options(), guestStorage })
    expect(await failure(client.upgradeToGuest({ id: 'hermes' }))).toMatchObject({
      details: { reason: 'usage' },
    })
    await client.connectAnonymousUser()
    const { me } = await client.upgradeToGuest({ id: 'hermes', name: 'Hermes' })
    expect(peer.sockets.length).toBe(1)
    expect(peer.last.frames.map(({ token }) => token)).toEqual(['stale', `token-of-${me.id}`])
    expect(JSON.parse(String(guestStorage.getItem('parley:guest:key:hermes')))).toMatchObject({
      userId: me.id,
    })
    await client.getUnreadCount()
    expect(peer.requests.at(-1)?.authorization).toBe(`token-of-${me.id}`)
    await client.disconnectUser()
  })

  test('that may not become somebody stay who they are', async () => {
    const error = { code: 5, message: 'token does not match', StatusCode: 401, more_info: '', duration: '' }
    await using peer = new Peer({
      rest: createGuest,
      frame: (socket, { type, id }) => {
        if (type === 'user.upgrade') socket.send({ error, reply_to: id })
        return type === 'user.upgrade'
      },
    })
    const client = new ChatClient('key', { ...peer.options(), guestStorage: false })
    const { me } = await client.connectGuestUser({ id: 'hermes' })
    expect(await failure(client.upgradeUser({ id: 'hermes' }, 'wrong'))).toMatchObject({ code: 5 })
    expect(client.userID).toBe(me.id)
    await client.getUnreadCount()
    expect(peer.requests.at(-1)?.authorization).toBe(`token-of-${me.id}`)
    await client.disconnectUser()
  })
})

function memory(): GuestStorage & { getItem(key: string): string | null } {
  const kept = new Map<string, string>()
  return {
    getItem: key => kept.get(key) ?? null,
    setItem: (key, value) => kept.set(key, value),
    removeItem: key => kept.delete(key),
  }
}
