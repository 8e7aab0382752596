import { describe, expect, test } from 'bun:test'
import { startServer, type TestServer } from '@parley/testkit'
import { ChatClient, StreamChat, type TokenProvider } from '../src/index.ts'
import { ServerClient } from '../src/server/index.ts'

/** The flows of the documents that Parley grew out of, in TypeScript, against a real server. */

const user = {
  id: 'bender',
  extraData: { name: 'Bender', image: 'https://bit.ly/321RmWb' },
}

interface Seed extends AsyncDisposable {
  server: TestServer
  client: ChatClient
  backend: ServerClient
}

/** `getInstance` keeps one client per key: each flow gets an app of its own key. */
async function open(): Promise<Seed> {
  const apiKey = `seed-${crypto.randomUUID().slice(0, 8)}`
  const server = await startServer({ config: { apiKey } })
  const client = ChatClient.getInstance(apiKey, { baseURL: server.url, guestStorage: false })
  const end = async () => {
    await client.disconnectUser()
    await server[Symbol.asyncDispose]()
  }
  const backend = new ServerClient(apiKey, server.secret, { baseURL: server.url })
  return { server, client, backend, [Symbol.asyncDispose]: end }
}

describe('Connecting the User', () => {
  test('with a token, listening by enqueue', async () => {
    await using seed = await open()
    const connected = await new Promise<boolean>(resolve => {
      ChatClient.instance()
        .connectUser(user, seed.server.token('bender'))
        .enqueue(result => {
          if (result.isSuccess) resolve(true)
          else resolve(false)
        })
    })
    expect(connected).toBe(true)
    expect(seed.client.user).toMatchObject({ id: 'bender', name: 'Bender', image: 'https://bit.ly/321RmWb' })
  })

  test('disabling token auth: a development token, while checks are off', async () => {
    await using seed = await open()
    const token = seed.client.devToken(user.id)
    const refused = await new Promise<string>(resolve => {
      seed.client.connectUser(user, token).enqueue(result => resolve(result.error().message))
    })
    expect(refused).toContain('disable_auth_checks')
    await seed.backend.updateAppSettings({ disable_auth_checks: true })
    const { me } = await seed.client.connectUser(user, token)
    expect(me.id).toBe('bender')
  })

  test('the same by the name of the class, as the document has it', async () => {
    await using seed = await open()
    await seed.backend.updateAppSettings({ disable_auth_checks: true })
    const token = ChatClient.devToken(user.id)
    const connected = await new Promise<string>(resolve => {
      ChatClient.connectUser(user, token).enqueue(result => resolve(result.data().me.id))
    })
    expect(connected).toBe('bender')
    expect(seed.client.user?.id).toBe('bender')
  })

  test('manually generating a user token', async () => {
    await using seed = await open()
    const token = await seed.backend.createToken('bender')
    expect((await seed.client.connectUser(user, token)).me.id).toBe('bender')
  })
})

describe('User Types', () => {
  test('a regular user: the result has user and connection id', async () => {
    await using seed = await open()
    const { client } = seed
    const heard = await new Promise<[string, string]>((resolve, reject) => {
      client.connectUser(user, seed.server.token('bender')).enqueue(result => {
        if (result.isSuccess) resolve([result.data().user.id, result.data().connectionId])
        else reject(result.error())
      })
    })
    expect(heard).toEqual(['bender', client.connectionId ?? ''])
  })

  test('a regular user with a TokenProvider', async () => {
    await using seed = await open()
    const yourTokenService = { getToken: ({ id }: { id: string }) => seed.server.token(id) }
    const tokenProvider = {
      loadToken: () => yourTokenService.getToken(user),
    }
    await seed.client.connectUser(user, tokenProvider)
    expect(seed.client.userID).toBe('bender')
    await seed.client.disconnectUser()
    const asFunction: TokenProvider = async () => seed.server.token('bender')
    await seed.client.connectUser(user, asFunction)
    expect(seed.client.userID).toBe('bender')
  })

  test('a guest user', async () => {
    await using seed = await open()
    const { me } = await seed.client.connectGuestUser('bender', 'Bender')
    expect(me).toMatchObject({ role: 'guest', name: 'Bender' })
    expect(me.id).toMatch(/^guest-.+-bender$/)
  })

  test('an anonymous user reads a livestream, and is the object of the document', async () => {
    await using seed = await open()
    await seed.backend.channel('livestream', 'launch', { created_by_id: 'editor' }).create()
    const { me } = await seed.client.connectAnonymousUser()
    const { last_active, ...rest } = me
    expect(rest as unknown).toEqual({
      id: '!anon',
      role: 'anonymous',
      roles: [],
      created_at: '0001-01-01T00:00:00Z',
      updated_at: '0001-01-01T00:00:00Z',
      banned: false,
      online: true,
      invisible: false,
      devices: [],
      mutes: [],
      channel_mutes: [],
      unread_count: 0,
      total_unread_count: 0,
      unread_channels: 0,
      language: '',
    })
    expect(last_active).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
    const launch = seed.client.channel('livestream', 'launch')
    await launch.watch()
    expect(launch.state.watcher_count).toBe(1)
  })
})

describe('Users and tokens', () => {
  test('the development token of the singleton, by its other name', async () => {
    await using seed = await open()
    const { apiKey } = seed.client
    expect(StreamChat.getInstance(apiKey)).toBe(seed.client)
    await seed.backend.updateAppSettings({ disable_auth_checks: true })
    const devToken = StreamChat.getInstance(apiKey).devToken('sara')
    const { me } = await seed.client.connectUser(
      { id: 'sara', name: 'Sara', image: 'url/to/image' },
      devToken,
    )
    expect(me).toMatchObject({ id: 'sara', name: 'Sara', image: 'url/to/image' })
  })

  test('the provider is called when connecting, and again when the token has expired', async () => {
    await using seed = await open()
    let asked = 0
    const nowS = () => Math.floor(Date.now() / 1000)
    const timing = { now: () => Date.now() - 3_600_000 }
    const client = new ChatClient(seed.client.apiKey, { baseURL: seed.server.url, timing })
    await client.connectUser(user, async () => {
      asked += 1
      return seed.server.token('bender', { exp: nowS() + (asked === 1 ? -5 : 60) })
    })
    expect(asked).toBe(2)
    await client.disconnectUser()
  })

  test('switching: disconnect, then connect the next one', async () => {
    await using seed = await open()
    const { client, server } = seed
    const seen: (string | undefined)[] = []
    client.on('connection.changed', () => seen.push(client.user?.id))
    await client.connectUser({ id: 'sara' }, server.token('sara'))
    if (client.user) await client.disconnectUser()
    await client.connectUser({ id: 'john' }, server.token('john'))
    expect(client.user?.id).toBe('john')
    expect(seen).toEqual(['sara', undefined, 'john'])
  })
})
