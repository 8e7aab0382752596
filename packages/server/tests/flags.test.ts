import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type Frame, type Person, startServer, type TestServer } from '@parley/testkit'

let server: TestServer

beforeAll(async () => {
  server = await startServer()
})

afterAll(() => server[Symbol.asyncDispose]())

let made = 0

async function room(type = 'messaging', config: Frame = {}) {
  const n = ++made
  const [alice, bob, mod, eve] = ['alice', 'bob', 'mod', 'eve'].map(name => server.person(`${name}-${n}`))
  const people = { alice, bob, mod, eve } as Record<'alice' | 'bob' | 'mod' | 'eve', Person>
  await server.upsertUsers(...Object.values(people).map(({ id }) => ({ id })))
  const members = [
    people.alice.id,
    people.bob.id,
    { user_id: people.mod.id, channel_role: 'channel_moderator' },
  ]
  const path = `/channels/${type}/flags-${n}`
  const data = {
    created_by_id: people.alice.id,
    members,
    ...(Object.keys(config).length > 0 && { config_overrides: config }),
  }
  await server.ok(`POST ${path}/query`, { data })
  return { ...people, cid: `${type}:flags-${n}`, path }
}

async function say(who: Person, path: string, text = 'hi'): Promise<string> {
  const { message } = await who.ok(`POST ${path}/message`, { message: { text } })
  return (message as Frame).id as string
}

async function reportsWhere(filter: Frame, who: Pick<TestServer, 'ok'> = server): Promise<Frame[]> {
  return (await who.ok('POST /moderation/reports', { filter_conditions: filter })).flag_reports as Frame[]
}

async function flagsWhere(filter: Frame, who: Pick<TestServer, 'ok'> = server): Promise<Frame[]> {
  const payload = JSON.stringify({ filter_conditions: filter })
  return (await who.ok('GET /moderation/flags/message', undefined, { query: { payload } })).flags as Frame[]
}

describe('flags', () => {
  test('of one message make one report; who flags again changes what was said', async () => {
    const { alice, bob, mod, path, cid } = await room()
    const id = await say(alice, path, 'buy my book')
    const { flag } = await bob.ok('POST /moderation/flag', { target_message_id: id, reason: 'spam' })
    expect(flag).toEqual({
      user: expect.objectContaining({ id: bob.id }),
      target_message_id: id,
      target_user: expect.objectContaining({ id: alice.id }),
      reason: 'spam',
      created_by_automod: false,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    })
    await alice.ok('POST /moderation/flag', { target_message_id: id })
    await server.ok('POST /moderation/flag', {
      target_message_id: id,
      user_id: bob.id,
      reason: 'ad',
      custom: { n: 1 },
    })
    expect(await reportsWhere({ message_id: id })).toEqual([
      {
        id: expect.any(String),
        message: expect.objectContaining({ id, text: 'buy my book' }),
        flags_count: 2,
        message_user_id: alice.id,
        channel_cid: cid,
        created_at: expect.any(String),
        updated_at: expect.any(String),
      },
    ])
    const flags = await flagsWhere({ user_id: alice.id })
    expect(flags.map(each => (each.user as Frame).id)).toEqual([alice.id, bob.id])
    expect(flags[1]).toMatchObject({
      reason: 'ad',
      custom: { n: 1 },
      message: { id },
      created_by_automod: false,
    })
    expect(await flagsWhere({ user_id: bob.id })).toEqual([])
    expect(await flagsWhere({ channel_cid: cid, reason: 'ad' }, mod)).toHaveLength(1)
    expect(await flagsWhere({ channel_cid: { $in: [cid] }, is_reviewed: true })).toEqual([])
    await bob.ok('POST /moderation/unflag', { target_message_id: id })
    await bob.ok('POST /moderation/unflag', { target_message_id: id })
    expect(await reportsWhere({ message_id: id })).toEqual([expect.objectContaining({ flags_count: 1 })])
    await alice.ok('POST /moderation/unflag', { target_message_id: id })
    expect(await reportsWhere({ message_id: id })).toEqual([])
  })

  test('a report is reviewed; another flag opens it again', async () => {
    const { alice, bob, mod, path } = await room()
    const id = await say(alice, path)
    await bob.ok('POST /moderation/flag', { target_message_id: id })
    const [report] = await reportsWhere({ message_id: id })
    const { flag_report: reviewed } = await server.ok(`PATCH /moderation/reports/${report?.id}`, {
      review_result: 'approved',
      review_details: { note: 'fine' },
      user_id: mod.id,
    })
    expect(reviewed).toMatchObject({
      review_result: 'approved',
      review_details: { note: 'fine' },
      reviewed_at: expect.any(String),
      reviewed_by: { id: mod.id },
      message: { id },
    })
    const [flag] = await flagsWhere({ user_id: alice.id, is_reviewed: true })
    expect(flag).toMatchObject({ reviewed_by: { id: mod.id }, approved_at: (reviewed as Frame).reviewed_at })
    expect(flag).not.toHaveProperty('rejected_at')
    await server.ok(`PATCH /moderation/reports/${report?.id}`, { review_result: 'seen', review_details: [] })
    expect(await reportsWhere({ review_result: 'seen', message_id: id })).toHaveLength(1)
    await mod.ok('POST /moderation/flag', { target_message_id: id })
    expect(await reportsWhere({ message_id: id, is_reviewed: false })).toEqual([
      expect.not.objectContaining({ reviewed_at: expect.anything() }),
    ])
  })

  test('users are flagged, too', async () => {
    const { alice, bob } = await room()
    await bob.ok('POST /moderation/flag', { target_user_id: alice.id, reason: 'impostor' })
    const [report] = await reportsWhere({ user_id: alice.id })
    expect(report).toMatchObject({ user: { id: alice.id }, flags_count: 1, message_user_id: alice.id })
    expect(report).not.toHaveProperty('message')
    expect(await flagsWhere({ user_id: alice.id })).toEqual([])
    await bob.ok('POST /moderation/unflag', { target_user_id: alice.id })
    expect(await reportsWhere({ user_id: alice.id })).toEqual([])
  })

  test('only who may flags, reads flags, and decides', async () => {
    const { alice, bob, mod, eve, path, cid } = await room()
    const id = await say(alice, path)
    expect((await eve.call('POST /moderation/flag', { target_message_id: id })).body).toMatchObject({
      code: 17,
    })
    await bob.ok('POST /moderation/flag', { target_message_id: id })
    const asking = (filter: Frame) => ({ query: { payload: JSON.stringify({ filter_conditions: filter }) } })
    expect(
      (await bob.call('GET /moderation/flags/message', undefined, asking({ channel_cid: cid }))).body,
    ).toMatchObject({ code: 17 })
    expect((await mod.call('GET /moderation/flags/message', undefined, asking({}))).body).toMatchObject({
      code: 4,
    })
    expect((await mod.call('POST /moderation/reports', {})).body).toMatchObject({ code: 17 })
    const [report] = await reportsWhere({ message_id: id })
    const review = { review_result: 'x' }
    expect((await mod.call(`PATCH /moderation/reports/${report?.id}`, review)).body).toMatchObject({
      code: 17,
    })
    await server.upsertUsers({ id: `chief-${made}`, role: 'moderator' })
    const chief = server.person(`chief-${made}`)
    expect(await reportsWhere({ message_id: id }, chief)).toHaveLength(1)
    const { flag_report: done } = await chief.ok(`PATCH /moderation/reports/${report?.id}`, review)
    expect(done).toMatchObject({ reviewed_by: { id: chief.id } })
  })

  test('what can’t be is refused', async () => {
    const { alice, bob, path } = await room()
    const id = await say(alice, path)
    const refused: [Frame, number][] = [
      [{}, 4],
      [{ target_message_id: id, target_user_id: alice.id }, 4],
      [{ target_message_id: 'no-such-message' }, 16],
      [{ target_user_id: 'no-such-user' }, 16],
      [{ target_message_id: id, custom: { blob: 'x'.repeat(6000) } }, 4],
      [{ target_message_id: id, reason: 'x'.repeat(300) }, 4],
    ]
    for (const [body, code] of refused) {
      expect([body, (await bob.call('POST /moderation/flag', body)).body]).toMatchObject([body, { code }])
    }
    expect((await server.call('POST /moderation/flag', { target_message_id: id })).body).toMatchObject({
      code: 4,
    })
    expect((await server.call('PATCH /moderation/reports/nope', { review_result: 'x' })).status).toBe(404)
    expect((await server.call('PATCH /moderation/reports/nope', {})).body).toMatchObject({ code: 4 })
    expect(
      (await server.call('POST /moderation/reports', { filter_conditions: { hat: 1 } })).body,
    ).toMatchObject({ code: 4 })
    expect(await reportsWhere({ message_id: id })).toEqual([])
  })
})

test('a message deleted for good leaves its report, an erased user’s flags go', async () => {
  const { alice, bob, path } = await room()
  const id = await say(alice, path)
  await bob.ok('POST /moderation/flag', { target_message_id: id })
  await server.ok(`DELETE /messages/${id}`, undefined, { query: { hard: 'true' } })
  expect(await reportsWhere({ message_id: id })).toEqual([
    expect.objectContaining({ message: null, flags_count: 1 }),
  ])
  await server.ok(`DELETE /users/${bob.id}`, undefined, { query: { hard_delete: 'true' } })
  expect(await reportsWhere({ message_id: id })).toEqual([expect.objectContaining({ flags_count: 0 })])
})

describe('blocklists', () => {
  const words = ['darn', 'ice cream', 'Größe']

  test('are made, listed, changed and deleted; types let go of them', async () => {
    const { blocklist } = await server.ok('POST /blocklists', { name: 'mine', words })
    expect(blocklist).toEqual({
      name: 'mine',
      words,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    })
    expect((await server.ok('GET /blocklists/mine')).blocklist).toEqual(blocklist as Frame)
    const names = async () =>
      ((await server.ok('GET /blocklists')).blocklists as Frame[]).map(each => each.name)
    expect(await names()).toEqual(['profanity_en_2020_v1', 'mine'])
    await server.ok('PUT /channeltypes/team', {
      blocklist: 'mine',
      blocklists: [{ blocklist: 'mine', behavior: 'flag' }],
    })
    const changed = await server.ok('PUT /blocklists/mine', { words: ['drat'] })
    expect(changed.blocklist).toMatchObject({ name: 'mine', words: ['drat'] })
    await server.ok('DELETE /blocklists/mine')
    const type = await server.ok('GET /channeltypes/team')
    expect(type).toMatchObject({ blocklists: [] })
    expect(type).not.toHaveProperty('blocklist')
    expect((await server.call('GET /blocklists/mine')).status).toBe(404)
    expect((await server.call('DELETE /blocklists/mine')).status).toBe(404)
  })

  test('15 at most, no name twice, the built-in one stays', async () => {
    const had = ((await server.ok('GET /blocklists')).blocklists as Frame[]).length - 1
    for (let n = had; n < 15; n++) await server.ok('POST /blocklists', { name: `list-${n}`, words: ['w'] })
    const refused = async (call: Promise<{ body: Frame }>) =>
      expect((await call).body).toMatchObject({ code: 4 })
    await refused(server.call('POST /blocklists', { name: 'one-more', words: ['w'] }))
    for (let n = had; n < 15; n++) await server.ok(`DELETE /blocklists/list-${n}`)
    await server.ok('POST /blocklists', { name: 'twice', words: ['w'] })
    await refused(server.call('POST /blocklists', { name: 'twice', words: ['w'] }))
    for (const body of [
      { words: ['w'] },
      { name: 'a b', words: ['w'] },
      { name: 'n' },
      { name: 'n', words: [] },
    ]) {
      await refused(server.call('POST /blocklists', body))
    }
    await refused(server.call('POST /blocklists', { name: 'n', words: ['x'.repeat(41)] }))
    await refused(server.call('POST /blocklists', { name: 'n', words: Array(10_001).fill('w') }))
    await refused(server.call('PUT /blocklists/profanity_en_2020_v1', { words: ['w'] }))
    await refused(server.call('DELETE /blocklists/profanity_en_2020_v1'))
    await refused(server.call('PUT /channeltypes/team', { blocklist: 'no-such-list' }))
    await refused(server.call('PUT /channeltypes/team', { automod: 'AI' }))
  })

  test('block refuses the message, and its edit, and keeps nothing', async () => {
    await server.ok('POST /blocklists', { name: 'harsh', words })
    const { alice, mod, path } = await room('messaging', { blocklist: 'harsh', blocklist_behavior: 'block' })
    for (const text of ['oh DARN!', 'some ice-cream?', 'GRÖSSE zählt nicht, aber GRÖßE']) {
      const reply = await alice.call(`POST ${path}/message`, { message: { text } })
      expect([text, reply.body]).toMatchObject([
        text,
        { code: 73, StatusCode: 400, details: { blocklist: 'harsh' } },
      ])
    }
    const id = await say(alice, path, 'darned')
    expect((await alice.call(`POST /messages/${id}`, { message: { text: 'darn' } })).body).toMatchObject({
      code: 73,
    })
    expect((await alice.call(`PUT /messages/${id}`, { set: { text: 'darn' } })).body).toMatchObject({
      code: 73,
    })
    const { messages } = await server.ok(`POST ${path}/query`, { state: true })
    expect((messages as Frame[]).map(each => each.text)).toEqual(['darned'])
    await say(mod, path, 'darn: moderators may')
    const asServer = { text: 'darn', user_id: alice.id }
    await server.ok(`POST ${path}/message`, { message: asServer })
    const forced = await server.call(`POST ${path}/message`, { message: asServer, force_moderation: true })
    expect(forced.body).toMatchObject({ code: 73 })
    expect(await reportsWhere({ user_id: alice.id })).toEqual([])
  })

  test('flag stores the message and flags it in the server’s name', async () => {
    const { alice, path, cid } = await room('messaging', {
      blocklist: 'profanity_en_2020_v1',
      blocklist_behavior: 'flag',
    })
    const id = await say(alice, path, 'oh shit')
    expect(await flagsWhere({ channel_cid: cid })).toEqual([
      {
        user: null,
        message: expect.objectContaining({ id, text: 'oh shit' }),
        created_by_automod: true,
        moderation_result: {
          message_id: id,
          action: 'flag',
          moderated_by: 'blocklist',
          blocked_word: 'shit',
          blocklist_name: 'profanity_en_2020_v1',
          created_at: expect.any(String),
          updated_at: expect.any(String),
        },
        created_at: expect.any(String),
        updated_at: expect.any(String),
      },
    ])
    await say(alice, path, 'all is well')
    expect(await reportsWhere({ channel_cid: cid })).toHaveLength(1)
  })

  test('simple automod looks for the built-in words, by the type’s own behaviour', async () => {
    await using other = await startServer()
    await other.ok('PUT /channeltypes/livestream', { automod: 'simple', automod_behavior: 'block' })
    await other.ok('POST /channels/livestream/hall/query', { data: { created_by_id: 'host' } })
    const ann = other.person('ann')
    const send = (text: string) => ann.call('POST /channels/livestream/hall/message', { message: { text } })
    expect((await send('what the fuck')).body).toMatchObject({ code: 73 })
    expect((await send('Scunthorpe United')).status).toBe(200)
    await other.ok('PUT /channeltypes/livestream', { automod: 'disabled' })
    expect((await send('what the fuck')).status).toBe(200)
  })
})

test('a ban takes what they wrote along', async () => {
  const { alice, bob, mod, path, cid } = await room()
  await alice.connect()
  await alice.watch(cid)
  await say(bob, path, 'one')
  await say(bob, path, 'two')
  await say(alice, path, 'mine')
  const [type, id] = cid.split(':')
  await mod.ok('POST /moderation/ban', { target_user_id: bob.id, type, id, delete_messages: 'hard' })
  expect(await alice.next('user.messages.deleted')).toMatchObject({
    cid,
    user: { id: bob.id },
    hard_delete: true,
  })
  const { messages } = await server.ok(`POST ${path}/query`, { state: true })
  expect((messages as Frame[]).map(each => each.text)).toEqual(['mine'])
})
