import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type Frame, startServer, type TestServer } from '@parley/testkit'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})

afterAll(() => server[Symbol.asyncDispose]())

async function getUser(id: string, query: Frame = {}): Promise<Frame> {
  const payload = JSON.stringify({ filter_conditions: { id }, ...query })
  const { users } = await server.ok('GET /users', undefined, { query: { payload } })
  return (users as Frame[])[0] ?? {}
}

async function find(
  conditions: unknown,
  more: Frame = {},
  asker: Pick<TestServer, 'ok'> = server,
): Promise<string[]> {
  const payload = JSON.stringify({ filter_conditions: conditions, ...more })
  const { users } = await asker.ok('GET /users', undefined, { query: { payload } })
  return (users as Frame[]).map(user => String(user.id))
}

const partial = (id: string, change: Frame) => ({ users: [{ id, ...change }] })

describe('upsert', () => {
  test('creates with the role user, custom data at the root', async () => {
    const { users } = await server.ok('POST /users', {
      users: { ada: { id: 'ada', name: 'Ada', hat: { size: 3 } } },
    })
    expect(users).toEqual({
      ada: {
        id: 'ada',
        name: 'Ada',
        hat: { size: 3 },
        role: 'user',
        teams: [],
        language: '',
        online: false,
        invisible: false,
        banned: false,
        created_at: expect.stringMatching(/^\d{4}-.*\.\d{6}Z$/),
        updated_at: expect.any(String),
      },
    })
  })

  test('replaces: what is not given goes, but not the role', async () => {
    await server.upsertUsers({
      id: 'grace',
      name: 'Grace',
      role: 'admin',
      hat: 'red',
      team: 'blue',
      teams: ['a'],
    })
    await server.upsertUsers({ id: 'grace', image: 'https://example.com/g.png' })
    const grace = await getUser('grace')
    expect(grace).toMatchObject({ image: 'https://example.com/g.png', role: 'admin', teams: [] })
    for (const gone of ['name', 'hat', 'team']) expect(grace).not.toHaveProperty(gone)
  })

  test('takes back what it gave: read-only keys are ignored, not stored', async () => {
    await server.upsertUsers({ id: 'edsger', name: 'Edsger' })
    const seen = await getUser('edsger')
    await server.upsertUsers({
      ...seen,
      id: 'edsger',
      banned: true,
      online: true,
      created_at: '2000-01-01T00:00:00Z',
    })
    const again = await getUser('edsger')
    expect(again).toEqual({ ...seen, updated_at: again.updated_at })
  })

  test('writes all users or none', async () => {
    const reply = await server.call('POST /users', {
      users: { kurt: { id: 'kurt' }, 'bad id': { id: 'bad id' } },
    })
    expect(reply.body).toMatchObject({ code: 4, StatusCode: 400 })
    expect(reply.body.message).toContain('U+0020')
    expect(await find({ id: 'kurt' })).toEqual([])
  })

  test('honours blocked_user_ids, and leaves blocks alone without', async () => {
    await server.upsertUsers({ id: 'emmy' }, { id: 'david' })
    await server.upsertUsers({ id: 'emmy', blocked_user_ids: ['david'] })
    expect(await getUser('emmy')).toMatchObject({ blocked_user_ids: ['david'], mutes: [] })
    await server.upsertUsers({ id: 'emmy', name: 'Emmy' })
    expect(await getUser('emmy')).toMatchObject({ blocked_user_ids: ['david'] })
  })

  test('is for servers', async () => {
    const reply = await server
      .person('alan')
      .call('POST /users', { users: { alan: { id: 'alan', role: 'admin' } } })
    expect(reply.body).toMatchObject({ code: 17 })
  })

  test('refuses what is too much or too big, naming the field', async () => {
    const many = Object.fromEntries(Array.from({ length: 101 }, (_, n) => [`user-${n}`, { id: `user-${n}` }]))
    const cases: [unknown, string][] = [
      [many, 'users'],
      [{ a: { id: 'b' } }, 'users.a.id'],
      [{ a: { id: 'a', big: 'x'.repeat(6000) } }, 'custom data'],
      [{ a: { id: 'a', teams: Array.from({ length: 251 }, String) } }, 'users.a.teams'],
      [{ a: { id: 'a', role: 5 } }, 'users.a.role'],
      [{ a: { id: 'a', invisible: 'yes' } }, 'users.a.invisible'],
      [{ a: { id: 'a', privacy_settings: { read_receipts: { enabled: 1 } } } }, 'users.a.privacy_settings'],
      [{ '!anon': { id: '!anon' } }, '!anon'],
    ]
    for (const [users, field] of cases) {
      const reply = await server.call('POST /users', { users })
      expect([field, reply.status, reply.body.code]).toEqual([field, 400, 4])
      expect(reply.body.message).toContain(field)
    }
  })
})

describe('partial update', () => {
  test('sets and unsets by dotted paths', async () => {
    await server.upsertUsers({
      id: 'linus',
      name: 'Linus',
      test: { passed: true },
      hat: { size: 1, red: true },
    })
    await server.ok(
      'PATCH /users',
      partial('linus', { set: { 'hat.size': 2, name: 'L' }, unset: ['test.passed'] }),
    )
    expect(await getUser('linus')).toMatchObject({ name: 'L', test: {}, hat: { size: 2, red: true } })
    await server.ok('PATCH /users', partial('linus', { set: null, unset: ['name', 'hat'] }))
    const linus = await getUser('linus')
    expect(linus).not.toHaveProperty('name')
    expect(linus).not.toHaveProperty('hat')
  })

  test('merges privacy settings switch by switch', async () => {
    await server.upsertUsers({ id: 'barbara', privacy_settings: { typing_indicators: { enabled: false } } })
    const set = { privacy_settings: { read_receipts: { enabled: false } } }
    await server.ok('PATCH /users', partial('barbara', { set }))
    expect((await getUser('barbara')).privacy_settings).toEqual({
      typing_indicators: { enabled: false },
      read_receipts: { enabled: false },
    })
  })

  test('refuses paths that contradict or lead nowhere', async () => {
    await server.upsertUsers({ id: 'donald', hat: 'red' })
    const cases: Frame[] = [
      { set: { hat: 'blue' }, unset: ['hat'] },
      { set: { 'hat.size': 3 } },
      { set: { '__proto__.polluted': 1 } },
      { set: { 'a..b': 1 } },
      { set: { 'privacy_settings.other': 1 } },
      { set: { big: 'x'.repeat(6000) } },
      { set: { role: ['admin'] } },
      { unset: 'hat' },
    ]
    for (const change of cases) {
      const reply = await server.call('PATCH /users', partial('donald', change))
      expect([change, reply.status, reply.body.code]).toEqual([change, 400, 4])
    }
    expect(await getUser('donald')).toMatchObject({ hat: 'red', role: 'user' })
    expect((await server.call('PATCH /users', partial('nobody-yet', { set: { a: 1 } }))).body).toMatchObject({
      code: 16,
    })
  })

  test('lets users change themselves, but not others, their role, their teams or their tokens', async () => {
    await server.upsertUsers({ id: 'margaret' }, { id: 'katherine' })
    const margaret = server.person('margaret')
    await margaret.ok('PATCH /users', partial('margaret', { set: { name: 'Margaret', mood: 'fine' } }))
    expect(await getUser('margaret')).toMatchObject({ name: 'Margaret', mood: 'fine' })
    const refused: [string, Frame][] = [
      ['katherine', { set: { name: 'K' } }],
      ['margaret', { set: { role: 'admin' } }],
      ['margaret', { unset: ['teams'] }],
      ['margaret', { set: { teams: ['x'] } }],
      ['margaret', { set: { teams_role: { x: 'admin' } } }],
      ['margaret', { set: { revoke_tokens_issued_before: null } }],
    ]
    for (const [id, change] of refused) {
      const reply = await margaret.call('PATCH /users', partial(id, change))
      expect([change, reply.status, reply.body.code]).toEqual([change, 403, 17])
    }
    expect(await getUser('margaret')).toMatchObject({ role: 'user', teams: [] })
  })

  test('tells the user itself and whoever follows its presence', async () => {
    const rosa = await server.connected('rosa')
    const follower = await server.connected('follower')
    const payload = JSON.stringify({ filter_conditions: { id: 'rosa' }, presence: true })
    const query = { payload, connection_id: follower.connectionId ?? '' }
    await follower.ok('GET /users', undefined, { query })
    await server.ok('PATCH /users', partial('rosa', { set: { name: 'Rosa', secret_plan: 'none' } }))
    for (const one of [rosa, follower]) {
      expect(await one.next('user.updated')).toMatchObject({
        user: { id: 'rosa', name: 'Rosa', online: true },
      })
    }
    await server.ok('PATCH /users', partial('rosa', { set: { invisible: true } }))
    expect(await follower.next('user.presence.changed')).toMatchObject({
      user: { id: 'rosa', online: false },
    })
    await server.ok('PATCH /users', partial('rosa', { set: { invisible: false } }))
    expect(await follower.next('user.presence.changed')).toMatchObject({ user: { id: 'rosa', online: true } })
  })
})

describe('revoking a user’s tokens', () => {
  test('closes the connection with a reason and refuses the old token, not a later one', async () => {
    const nowS = Math.floor(Date.now() / 1000)
    const old = await server.person('mallory', { iat: nowS - 100 }).connect()
    const revoke_tokens_issued_before = new Date((nowS - 50) * 1000).toISOString()
    await server.ok('PATCH /users', partial('mallory', { set: { revoke_tokens_issued_before } }))
    expect(await old.socket.nextError()).toMatchObject({
      code: 40,
      details: { reason: 'revoked', scope: 'user', since: expect.any(String) },
    })
    expect(await old.socket.whenClosed()).toMatchObject({ code: 4003 })
    expect((await old.call('GET /devices')).body).toMatchObject({ code: 40, details: { reason: 'revoked' } })
    const fresh = server.person('mallory', { iat: nowS - 10 })
    expect((await fresh.call('GET /devices')).status).toBe(200)
    expect((await server.person('mallory').call('GET /devices')).body).toMatchObject({ code: 40 })
    await server.ok('PATCH /users', partial('mallory', { set: { revoke_tokens_issued_before: null } }))
    expect((await old.call('GET /devices')).status).toBe(200)
  })
})

describe('query', () => {
  test('filters, sorts and pages; the newest first unless sorted', async () => {
    for (const [n, id] of ['q-ann', 'q-ben', 'q-cid', 'q-dan'].entries()) {
      await server.upsertUsers({ id, name: `Q${id}`, age: [50, 28, 38, 36][n], crew: 'q' })
    }
    const crew = { crew: 'q' }
    expect(await find(crew)).toEqual(['q-dan', 'q-cid', 'q-ben', 'q-ann'])
    expect(await find(crew, { offset: 1, limit: 2 })).toEqual(['q-cid', 'q-ben'])
    expect(await find(crew, { sort: [{ field: 'age', direction: -1 }] })).toEqual([
      'q-ann',
      'q-cid',
      'q-dan',
      'q-ben',
    ])
    expect(await find({ id: { $in: ['q-ann', 'q-cid', 'x'] } })).toEqual(['q-cid', 'q-ann'])
    expect(await find({ $and: [crew, { age: { $gt: 30 } }, { $nor: [{ id: 'q-dan' }] }] })).toEqual([
      'q-cid',
      'q-ann',
    ])
    expect(await find({ name: { $autocomplete: 'qq-b' } })).toEqual(['q-ben'])
    expect(await find({ $or: [{ id: 'q-ann' }, { id: { $autocomplete: 'q-b' } }] })).toContain('q-ann')
    expect(await find({ crew: 'q', last_active: { $exists: true } })).toEqual([])
  })

  test('refuses what it does not know, naming field and operator', async () => {
    const cases: [Frame, string][] = [
      [{ filter_conditions: { id: { $near: 1 } } }, '$near'],
      [{ filter_conditions: { online: true } }, 'online'],
      [{ filter_conditions: { created_at: { $gt: 'yesterday' } } }, 'created_at'],
      [{ filter_conditions: 5 }, 'filter_conditions'],
      [{ sort: [{ field: 'teams' }] }, 'teams'],
      [{ sort: { field: 'id' } }, 'sort'],
      [{ limit: 101 }, 'limit'],
      [{ offset: 1001 }, 'offset'],
      [{ presence: true }, 'connection_id'],
    ]
    for (const [payload, named] of cases) {
      const reply = await server.call('GET /users', undefined, {
        query: { payload: JSON.stringify(payload) },
      })
      expect([named, reply.status, reply.body.code]).toEqual([named, 400, 4])
      expect(reply.body.message).toContain(named)
    }
  })

  test('presence needs one’s own connection', async () => {
    const carol = await server.connected('carol')
    const payload = JSON.stringify({ presence: true })
    const query = { payload, connection_id: carol.connectionId ?? '' }
    expect((await carol.call('GET /users', undefined, { query })).status).toBe(200)
    const foreign = await server.person('dave').call('GET /users', undefined, { query })
    expect(foreign.body).toMatchObject({ code: 4 })
  })

  test('shows private things to servers and to the user only', async () => {
    await server.upsertUsers({
      id: 'private-pete',
      invisible: true,
      privacy_settings: { read_receipts: { enabled: false } },
    })
    await server.upsertUsers({ id: 'nosy' })
    const payload = JSON.stringify({ filter_conditions: { id: 'private-pete' } })
    const seenBy = async (who: Pick<TestServer, 'ok'>) =>
      ((await who.ok('GET /users', undefined, { query: { payload } })).users as Frame[])[0]
    expect(await seenBy(server.person('nosy'))).not.toHaveProperty('privacy_settings')
    expect(await seenBy(server.person('nosy'))).not.toHaveProperty('invisible')
    expect(await seenBy(server.person('private-pete'))).toMatchObject({ invisible: true })
    expect(await seenBy(server)).toMatchObject({ invisible: true, mutes: [], blocked_user_ids: [] })
  })

  test('is closed to anonymous users and to the roles that the app names', async () => {
    const guest = await server.guest('visitor')
    expect(await find({ id: 'rosa' }, {}, guest)).toEqual(['rosa'])
    await server.ok('PATCH /app', { user_search_disallowed_roles: ['guest'] })
    const reply = await guest.call('GET /users')
    expect(reply.body).toMatchObject({ code: 17 })
    expect(reply.body.message).toContain('"guest"')
    expect((await server.anonymous().call('GET /users')).body).toMatchObject({ code: 17 })
  })
})

describe('closing accounts', () => {
  test('deactivation disconnects with a reason, refuses, and can be taken back', async () => {
    const oscar = await server.connected('oscar')
    const reply = await server.ok('POST /users/oscar/deactivate', {
      created_by_id: '',
      mark_messages_deleted: false,
    })
    expect(reply.user).toMatchObject({ id: 'oscar', deactivated_at: expect.any(String) })
    expect(await oscar.socket.nextError()).toMatchObject({ code: 17, details: { reason: 'deactivated' } })
    expect(await oscar.socket.whenClosed()).toMatchObject({ code: 4003 })
    expect((await oscar.call('GET /devices')).body).toMatchObject({
      code: 17,
      details: { reason: 'deactivated' },
    })
    expect(await find({ id: 'oscar' })).toEqual([])
    expect(await find({ id: 'oscar' }, { include_deactivated_users: true })).toEqual(['oscar'])
    const back = await server.ok('POST /users/oscar/reactivate', { name: 'Oscar', restore_messages: true })
    expect(back.user).toMatchObject({ id: 'oscar', name: 'Oscar' })
    expect(back.user).not.toHaveProperty('deactivated_at')
    expect((await oscar.call('GET /devices')).status).toBe(200)
    expect((await server.call('POST /users/oscar/reactivate', {})).body).toMatchObject({
      code: 4,
      StatusCode: 400,
    })
  })

  test('a soft delete tells followers, disconnects, and can be restored', async () => {
    const peggy = await server.connected('peggy', { name: 'Peggy' })
    const watcher = await server.connected('watcher')
    const payload = JSON.stringify({ filter_conditions: { id: 'peggy' }, presence: true })
    await watcher.ok('GET /users', undefined, {
      query: { payload, connection_id: watcher.connectionId ?? '' },
    })
    const query = { mark_messages_deleted: '', hard_delete: '', delete_conversation_channels: '' }
    const { user } = await server.ok('DELETE /users/peggy', undefined, { query })
    expect(user).toMatchObject({ id: 'peggy', name: 'Peggy', deleted_at: expect.any(String) })
    expect(await watcher.next('user.deleted')).toMatchObject({
      user: { id: 'peggy', deleted_at: expect.any(String) },
    })
    expect(await peggy.socket.whenClosed()).toMatchObject({ code: 4003 })
    expect((await peggy.call('GET /devices')).body).toMatchObject({
      code: 17,
      details: { reason: 'deleted' },
    })
    expect(await find({ id: 'peggy' }, { include_deactivated_users: true })).toEqual([])
    expect((await server.call('POST /users', { users: { peggy: { id: 'peggy' } } })).body).toMatchObject({
      code: 4,
    })
    await server.ok('POST /users/restore', { user_ids: ['peggy'] })
    expect(await getUser('peggy')).toMatchObject({ id: 'peggy', name: 'Peggy' })
  })

  test('a hard delete forgets who it was; the old token does not make the user again', async () => {
    await server.upsertUsers({ id: 'trent', name: 'Trent', phone: '12345' })
    const { user } = await server.ok('DELETE /users/trent', undefined, {
      query: { hard_delete: 'true', user: 'hard' },
    })
    expect(user).toMatchObject({ id: 'trent', deleted_at: expect.any(String) })
    expect(user).not.toHaveProperty('phone')
    expect((await server.person('trent').call('GET /devices')).body).toMatchObject({ code: 17 })
    for (const [endpoint, body] of [
      ['POST /users/restore', { user_ids: ['trent'] }],
      ['POST /users', { users: { trent: { id: 'trent' } } }],
    ] as const) {
      expect((await server.call(endpoint, body)).body).toMatchObject({
        code: 4,
        message: expect.stringContaining('deleted for good'),
      })
    }
    expect(await find({ id: 'trent' })).toEqual([])
  })

  test('who is not there is not found, who is not deleted can’t be restored', async () => {
    await server.upsertUsers({ id: 'victor' })
    const cases: [string, unknown, number][] = [
      ['POST /users/nobody/deactivate', {}, 404],
      ['POST /users/nobody/reactivate', {}, 404],
      ['DELETE /users/nobody', undefined, 404],
      ['POST /users/restore', { user_ids: ['nobody'] }, 404],
      ['POST /users/restore', { user_ids: ['victor'] }, 400],
      ['POST /users/restore', { user_ids: [] }, 400],
      ['DELETE /users/no%20body', undefined, 400],
    ]
    for (const [endpoint, body, status] of cases) {
      expect([endpoint, (await server.call(endpoint, body)).status]).toEqual([endpoint, status])
    }
  })
})

describe('events for one user', () => {
  test('reach every connection of that user and nobody else', async () => {
    const [phone, laptop] = [await server.connected('walter'), await server.connected('walter')]
    const other = await server.connected('sybil')
    await server.ok('POST /users/walter/event', { event: { type: 'friend_request', from: 'sybil' } })
    for (const one of [phone, laptop]) {
      expect(await one.next('friend_request')).toEqual({
        type: 'friend_request',
        from: 'sybil',
        created_at: expect.any(String),
      })
    }
    await server.ok('POST /users/sybil/event', { event: { type: 'last' } })
    await other.next('last')
    expect(other.socket.drain().map(frame => frame.type)).not.toContain('friend_request')
  })

  test('have types without a dot and users who exist', async () => {
    const dotted = await server.call('POST /users/walter/event', { event: { type: 'message.new' } })
    expect(dotted.body).toMatchObject({ code: 18, StatusCode: 400 })
    expect((await server.call('POST /users/nobody/event', { event: { type: 'hi' } })).status).toBe(404)
    expect((await server.call('POST /users/walter/event', { event: {} })).body).toMatchObject({ code: 4 })
    expect((await server.call('POST /users/walter/event', {})).body).toMatchObject({ code: 4 })
  })
})

test('who is banned from the app reads, but does not write', async () => {
  await server.upsertUsers({ id: 'niaj' })
  const { store, clock, apps } = server.running.deps
  const app = await apps.find(server.apiKey)
  const ban = (banExpiresAtUs: number | undefined) =>
    store.transaction(async tx => {
      const niaj = await tx.findUser(app?.id ?? 0, 'niaj')
      if (niaj) await tx.updateUser({ ...niaj, banned: true, banExpiresAtUs })
    })
  const niaj = server.person('niaj')
  const rename = () => niaj.call('PATCH /users', partial('niaj', { set: { name: 'Niaj' } }))
  await ban(undefined)
  expect((await niaj.connect()).me).toMatchObject({ banned: true })
  expect((await niaj.call('GET /users')).status).toBe(200)
  expect((await rename()).body).toMatchObject({ code: 17, details: { reason: 'banned' } })
  expect((await niaj.call('POST /devices', { id: 'phone', push_provider: 'apn' })).status).toBe(200)
  const create = await niaj.call('POST /channels/messaging/nook/query', {})
  expect(create.body).toMatchObject({ code: 17, details: { reason: 'banned' } })
  await ban(clock() - 1)
  expect((await rename()).status).toBe(200)
})

describe('unique names', () => {
  test('are compared without spaces, punctuation and case', async () => {
    await using strict = await startServer()
    await strict.upsertUsers(
      { id: 'one', name: 'John Doe' },
      { id: 'twin', name: 'Twin' },
      { id: 'twin2', name: 'twin' },
    )
    await strict.ok('PATCH /app', { enforce_unique_usernames: 'app' })
    const taken = await strict.call('POST /users', { users: { two: { id: 'two', name: 'john_DOE' } } })
    expect(taken.body).toMatchObject({ code: 6, StatusCode: 400 })
    const patched = await strict.call('PATCH /users', partial('twin', { set: { name: 'J. O. H. N. Doe!' } }))
    expect(patched.body).toMatchObject({ code: 6 })
    const guest = await strict.call('POST /guest', { user: { id: 'g', name: 'johndoe' } }, { token: '' })
    expect(guest.body).toMatchObject({ code: 6 })
    // Who had the name before keeps it, and keeps being writable.
    await strict.upsertUsers({ id: 'twin', name: 'Twin', hat: 1 })
    await strict.upsertUsers({ id: 'one', name: 'John  Doe' }, { id: 'nameless' }, { id: 'nameless2' })
  })

  test('by team let other teams have the name', async () => {
    await using strict = await startServer()
    await strict.ok('PATCH /app', { enforce_unique_usernames: 'team' })
    await strict.upsertUsers(
      { id: 'red-sam', name: 'Sam', teams: ['red'] },
      { id: 'blue-sam', name: 'Sam', teams: ['blue'] },
    )
    const again = await strict.call('POST /users', {
      users: { sam: { id: 'sam', name: 'sam', teams: ['green', 'red'] } },
    })
    expect(again.body).toMatchObject({ code: 6 })
  })
})

describe('teams', () => {
  test('users find their own team, unless they may reach all', async () => {
    await using tenants = await startServer()
    await tenants.ok('PATCH /app', { multi_tenant_enabled: true })
    await tenants.upsertUsers(
      { id: 'red-1', teams: ['red'] },
      { id: 'red-2', teams: ['red', 'blue'] },
      { id: 'blue-1', teams: ['blue'] },
      { id: 'loner' },
      { id: 'boss', role: 'global_admin' },
    )
    expect((await find({}, {}, tenants.person('red-1'))).sort()).toEqual(['red-1', 'red-2'])
    expect((await find({ teams: {} }, {}, tenants.person('red-1'))).sort()).toEqual(['red-1', 'red-2'])
    expect(await find({ teams: { $in: ['blue'] } }, {}, tenants.person('red-1'))).toEqual(['red-2'])
    expect(await find({ id: 'blue-1' }, {}, tenants.person('red-1'))).toEqual([])
    expect((await find({}, {}, tenants.person('loner'))).sort()).toEqual(['boss', 'loner'])
    expect(await find({}, {}, tenants.person('boss'))).toHaveLength(5)
    expect(await find({}, {}, tenants)).toHaveLength(5)
  })
})
