import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { ReplyBody } from '@parley/testkit'
import { DashboardLab } from './dashboard-lab.ts'

const APP = '/apps/test-key'
const USERS = `${APP}/users`

let lab: DashboardLab

beforeAll(async () => {
  lab = await DashboardLab.open()
  await lab.server.upsertUsers(
    { id: 'bender', name: 'Bender Bending Rodríguez', role: 'admin', teams: ['red'], ship: 'Planet Express' },
    { id: 'leela', name: 'Turanga Leela', language: 'de', teams: ['red', 'blue'] },
    { id: 'fry', name: 'Philip J. Fry' },
    { id: 'zapp', name: 'Zapp Brannigan' },
    { id: 'kif', name: 'Kif Kroker' },
    { id: 'gone', name: 'Gone' },
  )
  await lab.server.ok('POST /moderation/ban', { target_user_id: 'zapp', reason: 'spam', timeout: 60 })
  await lab.server.ok('POST /users/kif/deactivate', {})
  await lab.server.ok('DELETE /users/gone')
})

afterAll(async () => {
  await lab[Symbol.asyncDispose]()
})

interface Listed {
  id: string
  [key: string]: unknown
}

async function list(query = ''): Promise<Listed[]> {
  return (await lab.ada.ok(`GET ${USERS}${query}`)).users as Listed[]
}

const idsOf = async (query = ''): Promise<string[]> => (await list(query)).map(user => user.id).toSorted()
const filter = (value: unknown): string => `?filter=${encodeURIComponent(JSON.stringify(value))}`

describe('the list', () => {
  test('by standing', async () => {
    expect(await idsOf()).toEqual(['bender', 'fry', 'kif', 'leela', 'zapp'])
    expect(await idsOf('?standing=active')).toEqual(['bender', 'fry', 'leela', 'zapp'])
    expect(await list('?standing=banned')).toMatchObject([
      { id: 'zapp', banned: true, ban_expires: expect.any(String), shadow_banned: false },
    ])
    expect(await list('?standing=deactivated')).toMatchObject([
      { id: 'kif', deactivated_at: expect.any(String) },
    ])
    expect(await list('?standing=deleted')).toMatchObject([
      { id: 'gone', deleted_at: expect.any(String), erased: false },
    ])
    expect(await idsOf('?standing=guest')).toEqual([])
    expect((await lab.ada.call(`GET ${USERS}?standing=asleep`)).status).toBe(400)
  })

  test('those who are online, and guests', async () => {
    await using fry = await lab.server.connected('fry')
    expect(fry.id).toBe('fry')
    await using scruffy = await lab.server.guest('scruffy')
    expect(await list('?standing=online')).toMatchObject([{ id: 'fry', online: true, connections: 1 }])
    expect(await idsOf('?standing=guest')).toEqual([scruffy.id])
    expect(await idsOf('?standing=guest&search=guest-')).toEqual([scruffy.id])
    await lab.server.running.deps.hub.usage.flush()
    expect(await idsOf('?order=last_active')).toContain('fry')
    expect(await idsOf('?order=last_active')).not.toContain('bender')
  })

  test('a ban that ran out is none', async () => {
    lab.clock.advance(2 * 3_600)
    expect(await idsOf('?standing=banned')).toEqual([])
    const [zapp] = await list('?search=zapp')
    expect(zapp).toMatchObject({ banned: false, ban_expires: null })
  })

  test('by how ids and words of names begin', async () => {
    expect(await idsOf('?search=be')).toEqual(['bender'])
    expect(await idsOf('?search=rod')).toEqual(['bender'])
    expect(await idsOf('?search=Turanga%20Le')).toEqual(['leela'])
    expect(await idsOf('?search=f')).toEqual(['fry'])
    expect(await idsOf('?search=ender')).toEqual([])
    expect(await idsOf('?search=%25')).toEqual([])
    expect(await idsOf('?search=gone')).toEqual([])
    expect(await idsOf('?standing=deleted&search=gone')).toEqual(['gone'])
  })

  test('by the filter language', async () => {
    expect(await idsOf(filter({ role: 'admin' }))).toEqual(['bender'])
    expect(await idsOf(filter({ teams: { $contains: 'red' } }))).toEqual(['bender', 'leela'])
    expect(await idsOf(filter({ ship: 'Planet Express' }))).toEqual(['bender'])
    expect(await idsOf(`${filter({ teams: { $in: ['red'] } })}&search=leela`)).toEqual(['leela'])
    const refused = await lab.ada.call(`GET ${USERS}${filter({ online: true })}`)
    expect([refused.status, refused.body.message]).toEqual([400, expect.stringContaining('online')])
    expect((await lab.ada.call(`GET ${USERS}?filter=%7B`)).status).toBe(400)
  })

  test('page after page, each user once', async () => {
    const many = Array.from({ length: 250 }, (_, n) => ({ id: `many-${n}`, name: `Many ${n % 7}` }))
    for (let from = 0; from < many.length; from += 100) {
      await lab.server.upsertUsers(...many.slice(from, from + 100))
    }
    for (const query of ['?search=many&limit=40', '?limit=40', `${filter({ role: 'user' })}&limit=40`]) {
      const ids: string[] = []
      let next: unknown
      do {
        const page = await lab.ada.ok(`GET ${USERS}${query}${next ? `&next=${next}` : ''}`)
        ids.push(...(page.users as Listed[]).map(user => user.id))
        next = page.next
      } while (next)
      expect(new Set(ids).size).toBe(ids.length)
      expect(ids.filter(id => id.startsWith('many-'))).toHaveLength(250)
    }
    const { next } = await lab.ada.ok(`GET ${USERS}?limit=40`)
    expect((await lab.ada.call(`GET ${USERS}?limit=40&standing=active&next=${next}`)).status).toBe(400)
    expect((await lab.ada.call(`GET ${USERS}?next=W10`)).status).toBe(400)
  })
})

describe('one user', () => {
  test('with custom data apart, also when deleted', async () => {
    expect(await lab.ada.ok(`GET ${USERS}/bender`)).toMatchObject({
      user: { id: 'bender', role: 'admin', connections: 0 },
      custom: { ship: 'Planet Express' },
      last_address: null,
    })
    expect(await lab.ada.ok(`GET ${USERS}/gone`)).toMatchObject({ user: { deleted_at: expect.any(String) } })
    const none = await lab.ada.call(`GET ${USERS}/nobody`)
    expect([none.status, none.body.message]).toEqual([404, expect.stringContaining('"nobody"')])
  })
})

describe('connections', () => {
  test('say where from, since when, with what', async () => {
    await using fry = await lab.server.connected('fry')
    const { connections } = (await lab.ada.ok(`GET ${USERS}/fry/connections`)) as { connections: ReplyBody[] }
    expect(connections).toMatchObject([
      {
        kind: 'regular',
        address: expect.stringContaining('127.0.0.1'),
        transport: 'websocket',
        since: expect.any(String),
        token_expires_at: null,
        secret_id: expect.any(String),
      },
    ])
    // Whoever knows a connection's id counts as its owner.
    expect(JSON.stringify(connections)).not.toContain(fry.connectionId)
    expect(await lab.ada.ok(`GET ${USERS}/fry`)).toMatchObject({
      last_address: expect.stringContaining('127'),
    })
  })

  test('name the SDK that the address names', async () => {
    const { url, apiKey } = lab.server
    const socket = new WebSocket(
      `${url.replace('http', 'ws')}/connect?x-stream-client=parley-client-js-0.1.0&api_key=${apiKey}&authorization=${lab.server.token('leela')}&json=${encodeURIComponent('{"user_id":"leela"}')}`,
    )
    await new Promise(resolve => socket.addEventListener('message', resolve, { once: true }))
    const { connections } = await lab.ada.ok(`GET ${USERS}/leela/connections`)
    expect(connections).toMatchObject([{ sdk: 'parley-client-js-0.1.0' }])
    socket.close()
  })

  test('are closed one by one, and all', async () => {
    const [one, two, other] = [
      await lab.server.connected('fry'),
      await lab.server.connected('fry'),
      await lab.server.connected('bender'),
    ]
    const { connections } = (await lab.ada.ok(`GET ${USERS}/fry/connections`)) as { connections: Listed[] }
    expect(connections).toHaveLength(2)
    const viewer = await lab.invite('viewer@example.com', 'viewer')
    expect(await viewer.refusal(`DELETE ${USERS}/fry/connections`)).toEqual([403, 'role'])
    expect(await lab.ada.ok(`DELETE ${USERS}/fry/connections/${connections[0]?.id}`)).toMatchObject({
      closed: 1,
    })
    const first = await Promise.race([one.socket.closed, two.socket.closed])
    expect(first.code).toBe(4003)
    expect((await lab.ada.ok(`GET ${USERS}/fry/connections`)).connections).toHaveLength(1)
    expect(await lab.ada.ok(`DELETE ${USERS}/fry/connections`)).toMatchObject({ closed: 1 })
    expect((await Promise.all([one.socket.closed, two.socket.closed])).map(({ code }) => code)).toEqual([
      4003, 4003,
    ])
    expect((await lab.ada.call(`DELETE ${USERS}/fry/connections`)).status).toBe(404)
    expect((await lab.ada.ok(`GET ${USERS}/bender/connections`)).connections).toHaveLength(1)
    await other[Symbol.asyncDispose]()
    const { entries } = await lab.ada.ok('GET /audit?action=user.disconnect')
    expect(entries).toMatchObject([
      { target: 'user fry', app: 'test-key', before: { connections: 1 }, after: { connections: 0 } },
      { before: { connections: 2 }, after: { connections: 1 } },
    ])
  })
})

describe('tokens', () => {
  test('are made for a user, once shown, and written down without the token', async () => {
    const body = { expires_in_seconds: 600 }
    const fresh = lab.browser()
    await fresh.ok('POST /sign_in', { email: 'ada@example.com', password: 'a horse, a battery, a staple' })
    expect(await fresh.refusal(`POST ${USERS}/fry/token`, body)).toEqual([403, 'confirmation_required'])
    await lab.confirm()
    const { token, expires_at } = await lab.ada.ok(`POST ${USERS}/fry/token`, body)
    const reply = await lab.server.call('GET /app', undefined, { token: String(token) })
    expect(reply.status).toBe(200)
    const { entries } = await lab.ada.ok('GET /audit?action=user.make_token')
    expect(entries).toMatchObject([{ target: 'user fry', after: { expires_at } }])
    expect(JSON.stringify(entries)).not.toContain(String(token))
    lab.clock.advance(601)
    expect((await lab.server.call('GET /app', undefined, { token: String(token) })).body.code).toBe(40)
  })

  test('are not made for whoever could not use them', async () => {
    await lab.confirm()
    for (const [id, status, words] of [
      ['nobody', 404, 'no user'],
      ['gone', 403, 'deleted'],
      ['kif', 403, 'deactivated'],
    ] as const) {
      const reply = await lab.ada.call(`POST ${USERS}/${id}/token`, {})
      expect([id, reply.status, reply.body.message]).toEqual([id, status, expect.stringContaining(words)])
    }
    expect((await lab.ada.call(`POST ${USERS}/fry/token`, { expires_in_seconds: 1 })).status).toBe(400)
    const later = new Date(lab.clock.read() / 1000 + 60_000).toISOString()
    await lab.ada.ok(`PATCH ${APP}/chat/users`, {
      users: [{ id: 'fry', set: { revoke_tokens_issued_before: later } }],
    })
    expect(await lab.ada.refusal(`POST ${USERS}/fry/token`, {})).toEqual([403, 'revoked'])
  })
})

test('a dashboard call of an app finds no user of another', async () => {
  await lab.confirm()
  const { app } = (await lab.ada.ok('POST /apps', { name: 'Shop' })) as { app: { api_key: string } }
  const users = `/apps/${app.api_key}/users`
  expect((await lab.ada.ok(`GET ${users}`)).users).toEqual([])
  expect((await lab.ada.call(`GET ${users}/bender`)).status).toBe(404)
  expect((await lab.ada.call(`POST ${users}/bender/token`, {})).status).toBe(404)
  await using bender = await lab.server.connected('bender')
  expect((await lab.ada.ok(`GET ${users}/bender/connections`)).connections).toEqual([])
  expect((await lab.ada.call(`DELETE ${users}/bender/connections`)).status).toBe(404)
  expect(bender.socket).toBeDefined()
})
