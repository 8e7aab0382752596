import { afterAll, beforeAll, expect, test } from 'bun:test'
import { type Frame, startServer, type TestServer } from '@parley/testkit'

// With multi-tenancy no client is told of another team's people and channels.

let server: TestServer

beforeAll(async () => {
  server = await startServer()
  await server.ok('PATCH /app', { multi_tenant_enabled: true })
  const red = { teams: ['red'] }
  await server.upsertUsers(
    { id: 'ruby', ...red },
    { id: 'rose', ...red },
    { id: 'sky', name: 'Secret Sky', teams: ['blue'] },
    { id: 'mayor', role: 'admin', ...red },
    { id: 'king', role: 'global_admin', ...red },
  )
  const make = (id: string, creator: string, team: string, members: string[]) =>
    server.ok(`POST /channels/messaging/${id}/query`, { data: { created_by_id: creator, team, members } })
  await make('red', 'ruby', 'red', ['ruby', 'rose'])
  await make('blue', 'sky', 'blue', ['sky'])
})

afterAll(() => server[Symbol.asyncDispose]())

async function says(who: string, endpoint: string, body?: Frame, query?: Record<string, string>) {
  const reply = await server.person(who).call(endpoint, body, query ? { query } : {})
  return { status: reply.status, text: JSON.stringify(reply.body), body: reply.body }
}

const payload = (value: Frame) => ({ payload: JSON.stringify(value) })

test.each<[string, string, Frame | undefined, Record<string, string>?]>([
  ['adding', 'POST /channels/messaging/red', { add_members: ['sky'] }],
  ['inviting', 'POST /channels/messaging/red', { invites: ['sky'] }],
  [
    'making a channel with',
    'POST /channels/messaging/new/query',
    { data: { team: 'red', members: ['ruby', 'sky'] } },
  ],
  [
    'talking alone with',
    'POST /channels/messaging/query',
    { data: { team: 'red', members: ['ruby', 'sky'] } },
  ],
  [
    'mentioning',
    'POST /channels/messaging/red/message',
    { message: { text: 'hi', mentioned_users: ['sky'] } },
  ],
  ['muting', 'POST /moderation/mute', { target_id: 'sky' }],
  ['flagging', 'POST /moderation/flag', { target_user_id: 'sky' }],
  ['blocking', 'POST /users/block', { blocked_user_id: 'sky' }],
  ['finding', 'GET /users', undefined, payload({ filter_conditions: { id: 'sky' } })],
  ['finding in all teams', 'GET /users', undefined, payload({ filter_conditions: { id: 'sky', teams: {} } })],
])('%s people of another team tells nothing of them', async (_, endpoint, body, ...[query]) => {
  const { status, text } = await says('ruby', endpoint, body, query)
  expect(text).not.toContain('Secret')
  if (!query) expect([400, 403, 404]).toContain(status)
})

test.each<[string, string, Frame | undefined, Record<string, string>?]>([
  ['reading', 'POST /channels/messaging/blue/query', {}],
  ['finding', 'POST /channels', { filter_conditions: { cid: 'messaging:blue' } }],
  ['finding in all teams', 'POST /channels', { filter_conditions: { cid: 'messaging:blue', team: {} } }],
  ['syncing', 'POST /sync', { channel_cids: ['messaging:blue'], last_sync_at: '2020-01-01T00:00:00Z' }],
  ['listing', 'GET /members', undefined, payload({ type: 'messaging', id: 'blue', filter_conditions: {} })],
  ['banning in', 'POST /moderation/ban', { target_user_id: 'sky', type: 'messaging', id: 'blue' }],
  [
    'searching',
    'GET /search',
    undefined,
    payload({ filter_conditions: { cid: 'messaging:blue' }, query: 'hi' }),
  ],
])('%s channels of another team tells nothing, not even an admin', async (_, endpoint, body, ...[query]) => {
  await server.ok('POST /channels/messaging/blue/message', { message: { text: 'hi there', user_id: 'sky' } })
  for (const who of ['ruby', 'mayor']) {
    const { text } = await says(who, endpoint, body, query)
    expect(text).not.toContain('Secret')
    expect(text).not.toContain('hi there')
  }
})

test('a moderator hears of flags and bans of their own team only', async () => {
  const { message } = await server.ok('POST /channels/messaging/blue/message', {
    message: { text: 'x', user_id: 'sky' },
  })
  await server.ok('POST /moderation/flag', { target_message_id: (message as Frame).id, user_id: 'sky' })
  await server.ok('POST /moderation/flag', { target_user_id: 'sky', user_id: 'ruby' })
  await server.ok('POST /moderation/flag', { target_user_id: 'rose', user_id: 'ruby' })
  const { body } = await says('mayor', 'POST /moderation/reports', {})
  expect((body.flag_reports as Frame[]).map(report => report.message_user_id)).toEqual(['rose'])
  const all = await server.ok('POST /moderation/reports', {})
  for (const report of all.flag_reports as Frame[]) {
    if (report.message_user_id !== 'sky') continue
    expect(
      (await says('mayor', `PATCH /moderation/reports/${report.id}`, { review_result: 'x' })).status,
    ).toBe(404)
  }
})

test('whoever may act in any team may', async () => {
  expect((await says('king', 'POST /channels/messaging/blue/query', {})).status).toBe(200)
  expect((await says('king', 'POST /moderation/mute', { target_id: 'sky' })).status).toBe(200)
  const banned = { target_user_id: 'sky', type: 'messaging', id: 'blue' }
  expect((await says('king', 'POST /moderation/ban', banned)).status).toBe(200)
})

test('a role by team counts in channels of that team', async () => {
  await server.upsertUsers({ id: 'iris', teams: ['red', 'blue'], teams_role: { blue: 'admin' } })
  const update = (id: string) => says('iris', `PATCH /channels/messaging/${id}`, { set: { topic: 'new' } })
  expect((await update('blue')).status).toBe(200)
  expect((await update('red')).status).toBe(403)
  const { body } = await says('iris', 'POST /channels/messaging/blue/query', {})
  expect((body.channel as Frame).own_capabilities).toContain('update-channel')
})
