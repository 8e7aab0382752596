import { afterAll, beforeAll, expect, test } from 'bun:test'
import { eventually, type Frame, startServer, type TestServer } from '@parley/testkit'

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

test('who handles reports and bans of any team is told of them', async () => {
  const { message } = await server.ok('POST /channels/messaging/blue/message', {
    message: { text: 'x', user_id: 'sky' },
  })
  await server.ok('POST /moderation/flag', { target_message_id: (message as Frame).id, user_id: 'sky' })
  const reports = { filter_conditions: { message_id: (message as Frame).id } }
  expect((await says('mayor', 'POST /moderation/reports', reports)).body.flag_reports).toEqual([])
  const { body } = await says('king', 'POST /moderation/reports', reports)
  const [report] = body.flag_reports as Frame[]
  expect(report).toMatchObject({ message_user_id: 'sky', flags_count: 1 })
  const review = (who: string) =>
    says(who, `PATCH /moderation/reports/${report?.id}`, { review_result: 'seen' })
  expect((await review('mayor')).status).toBe(404)
  expect((await review('king')).body.flag_report).toMatchObject({ review_result: 'seen' })

  await server.ok('POST /moderation/ban', { target_user_id: 'sky', type: 'messaging', id: 'blue' })
  const bans = (who: string) =>
    says(
      who,
      'GET /query_banned_users',
      undefined,
      payload({ filter_conditions: { channel_cid: 'messaging:blue' } }),
    )
  expect((await bans('mayor')).status).toBe(403)
  expect((await bans('king')).body.bans).toMatchObject([{ user: { id: 'sky' } }])
})

test('a deleted channel is not another team’s to make again', async () => {
  await server.upsertUsers({ id: 'duke', role: 'admin', teams: ['blue'] })
  await server.ok('POST /channels/messaging/gone/query', { data: { created_by_id: 'sky', team: 'blue' } })
  await server.ok('DELETE /channels/messaging/gone')
  const make = (who: string, team: string) =>
    says(who, 'POST /channels/messaging/gone/query', { data: { team } })
  expect((await make('mayor', 'red')).body).toMatchObject({ code: 17 })
  expect((await make('mayor', 'blue')).body).toMatchObject({ code: 17 })
  expect((await make('duke', 'blue')).status).toBe(200)
  await server.ok('DELETE /channels/messaging/gone')
  expect((await make('king', 'red')).status).toBe(200)
})

test('who comes into another team, or whose channel does, hears no more of it', async () => {
  await server.upsertUsers({ id: 'amber', teams: ['red'] }, { id: 'coral', teams: ['red'] })
  const [amber, coral] = [await server.connected('amber'), await server.connected('coral')]
  const cid = 'livestream:news'
  await server.ok('POST /channels/livestream/news/query', { data: { created_by_id: 'ruby', team: 'red' } })
  await server.ok('POST /channels/livestream/open/query', { data: { created_by_id: 'ruby', team: 'blue' } })
  for (const who of [amber, coral]) await who.watch(cid)
  const watchers = async () => {
    const { watchers: found } = await server.ok('POST /channels/livestream/news/query', {
      watchers: { limit: 10 },
    })
    return ((found ?? []) as Frame[]).map(user => user.id).toSorted()
  }
  expect(await watchers()).toEqual(['amber', 'coral'])
  await server.ok('PATCH /users', { users: [{ id: 'amber', set: { name: 'Amber' } }] })
  await server.ok('PATCH /users', { users: [{ id: 'amber', set: { teams: ['blue'] } }] })
  await coral.next(frame => frame.type === 'user.watching.stop' && (frame.user as Frame).id === 'amber')
  expect(await watchers()).toEqual(['coral'])
  await server.ok('POST /channels/livestream/news/message', { message: { text: 'secret', user_id: 'ruby' } })
  await coral.next('message.new')
  await server.ok('PATCH /channels/livestream/news', { set: { team: 'blue' } })
  await eventually(async () => (await watchers()).length === 0, 'nobody watches')
  await server.ok('POST /channels/livestream/news/message', { message: { text: 'secret', user_id: 'sky' } })
  // What comes last was sent last.
  for (const [who, id] of [
    [amber, 'amber'],
    [coral, 'coral'],
  ] as const) {
    await server.ok(`POST /users/${id}/event`, { event: { type: 'last' } })
    await who.next('last')
    expect(JSON.stringify(who.socket.drain())).not.toContain('secret')
  }
})

test('once multi-tenancy is off, teams divide nobody', async () => {
  await using other = await startServer()
  await other.ok('PATCH /app', { multi_tenant_enabled: true })
  await other.upsertUsers({ id: 'red', teams: ['red'], teams_role: { blue: 'admin' } }, { id: 'none' })
  const path = '/channels/livestream/blue'
  await other.ok(`POST ${path}/query`, { data: { created_by_id: 'none', team: 'blue' } })
  const status = async (endpoint: string, body: Frame) =>
    (await other.person('red').call(endpoint, body)).status
  expect(await status(`POST ${path}/query`, {})).toBe(403)
  await other.ok('PATCH /app', { multi_tenant_enabled: false })
  expect(await status(`POST ${path}/query`, {})).toBe(200)
  expect(await status('POST /moderation/mute', { target_id: 'none' })).toBe(200)
  expect((await other.person('red').ok('POST /channels', { filter_conditions: {} })).channels).toHaveLength(1)
  // Nor does a role by team count.
  expect(await status(`PATCH ${path}`, { set: { topic: 'new' } })).toBe(403)
})

test('who is in no team reaches what is of none', async () => {
  await server.upsertUsers({ id: 'lone' }, { id: 'other-lone' })
  const made = await says('lone', 'POST /channels/messaging/lonely/query', {
    data: { members: ['lone', 'other-lone'] },
  })
  expect(made.status).toBe(200)
  expect(made.body.channel).not.toHaveProperty('team')
  const find = async (who: string, filter: Frame) => {
    const { body } = await says(who, 'GET /users', undefined, payload({ filter_conditions: filter }))
    return (body.users as Frame[]).map(user => user.id)
  }
  expect(await find('lone', { id: { $in: ['lone', 'other-lone', 'ruby', 'sky'] } })).toHaveLength(2)
  expect(await find('ruby', { id: { $in: ['lone', 'other-lone', 'rose'] } })).toEqual(['rose'])
  expect((await says('ruby', 'POST /channels/messaging/lonely/query', {})).status).toBe(403)
})

test('a role by team counts in channels of that team', async () => {
  await server.upsertUsers({ id: 'iris', teams: ['red', 'blue'], teams_role: { blue: 'admin' } })
  const update = (id: string) => says('iris', `PATCH /channels/messaging/${id}`, { set: { topic: 'new' } })
  expect((await update('blue')).status).toBe(200)
  expect((await update('red')).status).toBe(403)
  const { body } = await says('iris', 'POST /channels/messaging/blue/query', {})
  expect((body.channel as Frame).own_capabilities).toContain('update-channel')
})
