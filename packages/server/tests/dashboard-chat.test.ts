import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { request } from 'node:http'
import type { DashboardBrowser, ReplyBody } from '@parley/testkit'
import type { AdminDeps } from '../src/actions/admins/admin-deps.ts'
import { callChat } from '../src/actions/chat/call-chat.ts'
import { CHAT_CALLS } from '../src/admin/chat-calls.ts'
import { createApp } from '../src/auth/apps.ts'
import { createSecretBox } from '../src/auth/secret-box.ts'
import { redact } from '../src/domain/redact.ts'
import { DashboardLab } from './dashboard-lab.ts'

// The chat's own API through the dashboard.

const CHAT = '/apps/test-key/chat'

let lab: DashboardLab
let viewer: DashboardBrowser

beforeAll(async () => {
  lab = await DashboardLab.open()
  viewer = await lab.invite('viewer@example.com', 'viewer')
  await lab.server.upsertUsers({ id: 'bender', name: 'Bender' }, { id: 'leela' })
  const data = { created_by_id: 'bender', members: ['bender', 'leela'] }
  await lab.server.ok('POST /channels/messaging/planet/query', { data })
})

afterAll(async () => {
  await lab[Symbol.asyncDispose]()
})

const payload = (value: unknown): string => `?payload=${encodeURIComponent(JSON.stringify(value))}`

interface Entry {
  action: string
  target: string
  app: string
  before: ReplyBody | null
  after: ReplyBody | null
}

async function entries(query = '', of = lab): Promise<Entry[]> {
  return (await of.ada.ok(`GET /audit${query}`)).entries as Entry[]
}

async function userIds(of = lab): Promise<string[]> {
  const { users } = await of.server.ok(`GET /users${payload({ filter_conditions: {}, limit: 100 })}`)
  return (users as { id: string }[]).map(user => user.id).toSorted()
}

describe('what the chat says is passed on', () => {
  test('its answers, with the headers of the dashboard', async () => {
    const { body, headers, status } = await viewer.call(
      `GET ${CHAT}/users${payload({ filter_conditions: {} })}`,
    )
    expect(status).toBe(200)
    expect(body.duration).toBeString()
    expect((body.users as { id: string }[]).map(user => user.id).toSorted()).toEqual(['bender', 'leela'])
    expect(headers.get('cache-control')).toBe('no-store')
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(headers.get('access-control-allow-origin')).toBeNull()
    expect(headers.get('x-request-id')).toBeString()
  })

  test('its refusals', async () => {
    const reply = await lab.ada.call(`POST ${CHAT}/users/nobody-here/deactivate`, {})
    expect([reply.status, reply.body.code]).toEqual([404, 16])
    expect(reply.body.message).toContain('nobody-here')
    const wrong = await lab.ada.call(`POST ${CHAT}/channels`, { sort: 'no' })
    expect([wrong.status, wrong.body.code]).toEqual([400, 4])
  })

  test('and that there is no such path', async () => {
    for (const path of ['/nothing', '', '/sync', '/guest', '/check_sqs/x', '/users/']) {
      const { status, body } = await lab.ada.call(`POST ${CHAT}${path}`, {})
      expect([path, status, body.message]).toEqual([path, 404, expect.stringContaining('does not exist')])
    }
  })

  test('every call of the table is one of the chat’s own', async () => {
    const { paths } = (await (await fetch(`${lab.server.url}/openapi.json`)).json()) as {
      paths: Record<string, Record<string, unknown>>
    }
    const missing = CHAT_CALLS.filter(({ method, path }) => !paths[path]?.[method.toLowerCase()])
    expect(missing.map(({ method, path }) => `${method} ${path}`)).toEqual([])
  })
})

describe('who only looks changes nothing', () => {
  test('not by creating a channel that they ask for', async () => {
    const path = `POST ${CHAT}/channels/messaging/planet/query`
    expect((await viewer.call(path, { messages: { limit: 2 } })).status).toBe(200)
    expect(await viewer.refusal(path, { data: { created_by_id: 'bender' } })).toEqual([403, 'role'])
    expect(await viewer.refusal(`POST ${CHAT}/channels/messaging/new/query`, {})).toEqual([400, undefined])
    expect(await viewer.refusal(`GET ${CHAT}/unread?user_id=zoidberg`)).toEqual([403, 'read_only'])
    const made = { data: { created_by_id: 'bender' } }
    await lab.ada.ok(`POST ${CHAT}/channels/messaging/new/query`, made)
    expect((await entries('?action=channel.create'))[0]).toMatchObject({ target: 'channel messaging:new' })
  })

  test('nor by naming somebody who is not there yet', async () => {
    const before = await userIds()
    for (const [method, path, body] of [
      ['GET', '/unread?user_id=zoidberg', undefined],
      ['GET', '/devices?user_id=zoidberg', undefined],
      ['POST', '/threads', { user: { id: 'zoidberg', name: 'Z' } }],
      ['POST', '/channels', { filter_conditions: {}, user_id: 'zoidberg' }],
      ['POST', '/channels', { filter_conditions: {}, user: { id: 'bender', name: 'Other' } }],
      ['POST', '/channels/messaging/planet/query', { user: { id: 'bender', name: 'Other' } }],
    ] as const) {
      const reply = await viewer.call(`${method} ${CHAT}${path}`, body)
      expect([path, reply.status < 500]).toEqual([path, true])
    }
    expect(await userIds()).toEqual(before)
    const { users } = await lab.server.ok(`GET /users${payload({ filter_conditions: { id: 'bender' } })}`)
    expect(users).toMatchObject([{ name: 'Bender' }])
  })

  test('nor by any trick with method and path', async () => {
    await lab.server.ok('POST /channels/messaging/planet/message', {
      message: { id: 'm1', text: 'hello', user_id: 'bender' },
    })
    const before = [await userIds(), (await lab.server.ok('GET /messages/m1')).message]
    const tricks: readonly (readonly [method: string, path: string, headers?: Record<string, string>])[] = [
      ['GET', '/users', { 'x-http-method-override': 'DELETE', 'x-method-override': 'POST' }],
      ['GET', '/users?_method=POST'],
      ['HEAD', '/users/bender/export'],
      ['POST', '/messages/m1%2Fundelete'],
      ['POST', '/messages/..%2Fmessages%2Fm1/reactions'],
      ['POST', '/messages/../users/bender/deactivate/../reactions'],
      ['POST', '/messages/%2e%2e/reactions'],
      ['POST', '/messages/./reactions'],
      ['POST', '//users'],
      ['POST', '/messages//m1'],
      ['POST', '/channels/..%2fusers/bender/deactivate%3f/query'],
      ['POST', '/channels/messaging/planet%2Ftruncate%3F/query'],
      ['POST', '/channels/messaging/planet/query/../truncate'],
      ['POST', '/channels/messaging/planet/query;/truncate'],
      ['POST', '/channels/messaging/planet/truncate%23/query'],
      ['PURGE', '/users'],
    ]
    for (const [method, path, headers] of tricks) {
      const status = await raw(viewer, method, `/dashboard/api${CHAT}${path}`, headers)
      expect([path, status === 200 || (status >= 400 && status < 500)]).toEqual([path, true])
    }
    expect([await userIds(), (await lab.server.ok('GET /messages/m1')).message]).toEqual(before)
  })
})

/** Sends the path as it is: `fetch` would tidy it up first. */
function raw(
  browser: DashboardBrowser,
  method: string,
  path: string,
  headers: Record<string, string> = {},
): Promise<number> {
  const { hostname, port } = new URL(lab.server.url)
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  const all = { cookie: browser.cookie ?? '', 'x-parley-dashboard': '1', ...headers }
  const json = { 'content-type': 'application/json', 'content-length': '2' }
  const hasBody = method === 'POST'
  const options = { hostname, port, path, method, headers: { ...all, ...(hasBody && json) } }
  const sent = request(options, response => {
    response.resume()
    resolve(response.statusCode ?? 0)
  })
  sent.on('error', reject)
  sent.end(hasBody ? '{}' : undefined)
  return promise
}

describe('names in paths', () => {
  test.each(['a/b', 'a%2Fb', 'grüße', 'a b', 'a?b#c', 'x;y', '…'])('%s stays one name', async name => {
    const hook = { id: name, hook_type: 'webhook', webhook_url: 'https://hooks.example/' }
    await lab.ada.ok(`PATCH ${CHAT}/app`, { event_hooks: [hook] })
    await lab.ada.ok(`POST ${CHAT}/hooks/${encodeURIComponent(name)}/resume`)
    expect((await entries('?action=hook.resume'))[0]).toMatchObject({ target: `hook ${name}` })
    const another = encodeURIComponent(`${name}/`)
    expect((await lab.ada.call(`POST ${CHAT}/hooks/${another}/resume`)).status).toBe(404)
    await lab.ada.ok(`PATCH ${CHAT}/app`, { event_hooks: [] })
  })

  test('a slash makes no other channel of an id', async () => {
    const { status } = await lab.ada.call(`POST ${CHAT}/channels/messaging/a%2Fb/query`, {
      data: { created_by_id: 'bender' },
    })
    expect(status).toBe(400)
  })
})

describe('apps', () => {
  test('are kept apart', async () => {
    const { store, clock } = lab.server.running.deps
    const box = createSecretBox(undefined)
    await createApp({ store, clock, box }, { name: 'Other', mode: 'development', key: 'other-key' })
    const other = await lab.invite('other@example.com', 'admin', ['other-key'])
    const all = payload({ filter_conditions: {} })
    expect(await other.ok(`GET /apps/other-key/chat/users${all}`)).toMatchObject({ users: [] })
    expect((await other.call(`GET ${CHAT}/users${all}`)).status).toBe(404)
    await other.ok('POST /apps/other-key/chat/users', { users: { bender: { name: 'Another' } } })
    // What names another app in query or headers counts for nothing.
    const tricks = { 'x-api-key': 'test-key', authorization: lab.server.serverToken }
    const asked = await other.call(`GET /apps/other-key/chat/users${all}&api_key=test-key`, undefined, tricks)
    expect(asked.body.users).toMatchObject([{ id: 'bender', name: 'Another' }])
    expect((await entries('?app=other-key')).map(({ action }) => action)).toEqual(['user.upsert'])
  })

  test('that are suspended can be administered; deleted ones can’t', async () => {
    await lab.confirm()
    const { app } = (await lab.ada.ok('POST /apps', { name: 'Shop' })) as { app: { api_key: string } }
    const chat = `/apps/${app.api_key}/chat`
    await lab.ada.ok(`PATCH /apps/${app.api_key}`, { suspended: true })
    await lab.ada.ok(`POST ${chat}/users`, { users: { fry: {} } })
    expect((await lab.ada.call(`GET ${chat}/app`)).body.app).toMatchObject({ name: 'Shop', suspended: true })
    await lab.ada.ok(`DELETE /apps/${app.api_key}`, { name: 'Shop' })
    expect((await lab.ada.call(`GET ${chat}/app`)).status).toBe(404)
  })
})

describe('the audit log', () => {
  test('says what was before and after', async () => {
    await lab.ada.ok(`PATCH ${CHAT}/users`, {
      users: [{ id: 'leela', set: { role: 'admin', ship: 'Planet Express' } }],
    })
    expect((await entries('?action=user.update'))[0]).toMatchObject({
      action: 'user.update',
      target: 'user leela',
      app: 'test-key',
      before: { role: 'user', ship: null },
      after: { role: 'admin', ship: 'Planet Express' },
    })
    await lab.ada.ok(`POST ${CHAT}/moderation/ban`, { target_user_id: 'leela', reason: 'spam', timeout: 5 })
    const [ban] = await entries('?action=user.ban')
    expect(ban).toMatchObject({
      target: 'user leela',
      before: { banned: false },
      after: { banned: true, reason: 'spam', timeout: 5 },
    })
    await lab.ada.ok(`DELETE ${CHAT}/moderation/ban?target_user_id=leela`)
    await lab.ada.ok(`PATCH ${CHAT}/channels/messaging/planet`, { set: { frozen: true }, user_id: 'bender' })
    expect((await entries('?action=channel.update'))[0]).toMatchObject({
      target: 'channel messaging:planet',
      before: { frozen: false },
      after: { frozen: true },
    })
    await lab.ada.ok(`PATCH ${CHAT}/channels/messaging/planet`, { set: { frozen: false }, user_id: 'bender' })
    await lab.ada.ok(`PUT ${CHAT}/channeltypes/livestream`, { reactions: false })
    expect((await entries('?action=channel_type'))[0]).toMatchObject({
      target: 'channel type livestream',
      before: { reactions: true },
      after: { reactions: false },
    })
    const { task_id } = await lab.ada.ok(`POST ${CHAT}/users/delete`, { user_ids: ['nobody'], user: 'soft' })
    expect((await entries('?action=user.delete'))[0]).toMatchObject({ after: { user: 'soft', task_id } })
  })

  test('says nothing of what was refused, nor of looking', async () => {
    const before = (await entries()).length
    await lab.ada.call(`POST ${CHAT}/users/nobody-here/deactivate`, {})
    await lab.ada.call(`POST ${CHAT}/roles`, { name: 'user' })
    await lab.ada.call(`GET ${CHAT}/app`)
    await viewer.call(`POST ${CHAT}/roles`, { name: 'pilot' })
    expect((await entries()).length).toBe(before)
  })

  test('has the entry before the change is made, whatever happens then', async () => {
    const { deps } = lab.server.running
    const [admin] = (await deps.store.read.listAdmins()).filter(each => each.role === 'owner')
    const app = await deps.store.read.findApp('test-key')
    if (!admin || !app) throw new Error('neither admin nor app')
    const broken = {
      ...deps,
      chat: async () => {
        expect((await entries('?action=test.broken')).map(({ target }) => target)).toEqual(['user leela'])
        throw new Error('the power is gone')
      },
    } as unknown as AdminDeps
    const actor = { admin, address: '127.0.0.1', userAgent: '', session: {} } as never
    const call = {
      request: new Request('http://localhost/'),
      endpoint: 'POST /users',
      given: { params: {}, query: {}, body: {} },
      change: { action: 'test.broken', target: () => 'user leela' },
      mayHoldSecrets: false,
    }
    await expect(callChat(broken, actor, app, call)).rejects.toThrow('the power is gone')
    expect(await entries('?action=test.broken')).toHaveLength(1)
  })

  test('holds no credential and nothing that people wrote', async () => {
    await lab.ada.ok(`PATCH ${CHAT}/app`, {
      webhook_url: 'https://hooks.example/parley?key=hunter2',
      event_hooks: [
        { hook_type: 'sqs', enabled: false, sqs_queue_url: 'https://sqs.example/q', sqs_secret: 'hunter2' },
      ],
      apn_config: { auth_key: 'hunter2' },
    })
    await lab.ada.ok(`POST ${CHAT}/push_providers`, {
      push_provider: { type: 'xiaomi', name: 'x', xiaomi_package_name: 'a.b', xiaomi_app_secret: 'hunter2' },
    })
    await lab.ada.ok(`PATCH ${CHAT}/users`, {
      users: [{ id: 'bender', set: { apiToken: 'hunter2', link: 'https://files.example/a?sig=hunter2' } }],
    })
    await lab.ada.ok(`POST ${CHAT}/channels/messaging/planet/message`, {
      message: { id: 'm2', text: 'hunter2', user_id: 'bender' },
    })
    await lab.ada.ok(`POST ${CHAT}/messages/m2`, { message: { text: 'hunter2!', user_id: 'bender' } })
    await lab.ada.ok(`DELETE ${CHAT}/messages/m2?hard=true`)
    await lab.ada.ok(`POST ${CHAT}/import_urls`, { filename: 'a.jsonl' })
    const trail = JSON.stringify(await entries('?limit=200'))
    expect(trail).not.toContain('hunter2')
    expect(trail).not.toMatch(/upload_url|[?&]sig/)
    expect(await entries('?action=message.send')).toMatchObject([{ after: { 'message.id': 'm2' } }])
    // Who edits hooks sees them as they are; who only looks, without what opens something.
    expect(JSON.stringify(await lab.ada.ok(`GET ${CHAT}/app`))).toContain('hunter2')
    const shown = JSON.stringify(await viewer.ok(`GET ${CHAT}/app`))
    expect(shown).not.toContain('hunter2')
    expect(shown).toContain('https://hooks.example/parley?…')
    await lab.ada.ok(`PATCH ${CHAT}/app`, { webhook_url: '', event_hooks: [] })
  })
})

describe('what takes more than a role', () => {
  test('revoking tokens takes a confirmation', async () => {
    const fresh = lab.browser()
    await fresh.ok('POST /sign_in', { email: 'ada@example.com', password: 'a horse, a battery, a staple' })
    const body = { users: [{ id: 'leela', set: { revoke_tokens_issued_before: new Date().toISOString() } }] }
    expect(await fresh.refusal(`PATCH ${CHAT}/users`, body)).toEqual([403, 'confirmation_required'])
    await fresh.ok('POST /session/confirm', { password: 'a horse, a battery, a staple' })
    const { users } = (await fresh.ok(`PATCH ${CHAT}/users`, body)) as { users: Record<string, ReplyBody> }
    expect(users.leela?.revoke_tokens_issued_before).toBeString()
    expect((await entries('?action=user.update'))[0]?.after).toHaveProperty('revoke_tokens_issued_before')
  })

  test('authentication has an endpoint of its own', async () => {
    for (const [key, value] of Object.entries({
      disable_auth_checks: true,
      revoke_tokens_issued_before: null,
      identity_providers: [],
    })) {
      const { status, body } = await lab.ada.call(`PATCH ${CHAT}/app`, { [key]: value })
      expect([status, body.message]).toEqual([400, expect.stringContaining('/authentication')])
    }
  })

  test('bodies are as long as the chat takes them, and no longer', async () => {
    const words = Array.from({ length: 9_000 }, (_, n) => `darn-${n}-${'x'.repeat(30)}`)
    const long = await lab.ada.call(`POST ${CHAT}/blocklists`, { name: 'long', words })
    expect([200, 400]).toContain(long.status)
    const { status } = await lab.ada.call(`POST ${CHAT}/blocklists`, {
      name: 'x'.repeat(1_200_000),
      words: [],
    })
    expect(status).toBe(413)
  })
})

describe('what is not kept', () => {
  test('by name, by looks and by size', () => {
    const jwt = `eyJ${'a'.repeat(20)}.eyJ${'b'.repeat(20)}.${'c'.repeat(20)}`
    expect(
      redact({
        clientSecret: 'x',
        nested: [{ api_key: 'x', note: jwt }],
        revoke_tokens_issued_before: '2030-01-01',
        secret: '',
        pem: '-----BEGIN PRIVATE KEY-----',
        url: 'https://a:b@c.example/d?e=f',
        plain: 'https://c.example/d',
      }),
    ).toEqual({
      clientSecret: '(not kept)',
      nested: [{ api_key: '(not kept)', note: '(not kept)' }],
      revoke_tokens_issued_before: '2030-01-01',
      secret: '',
      pem: '(not kept)',
      url: 'https://c.example/d?…',
      plain: 'https://c.example/d',
    })
    expect(redact({ words: Array(5_000).fill('words') })).toEqual({ too_long_to_keep: ['words'] })
  })
})
