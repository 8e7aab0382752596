import { describe, expect, test } from 'bun:test'
import { createHmac } from 'node:crypto'
import { eventually, type Frame } from '@parley/testkit'
import { DashboardLab } from './dashboard-lab.ts'
import { Receiver } from './receiver.ts'

const APP = '/apps/test-key'
const CID = 'messaging:hall'

async function hookUp({ server }: DashboardLab, ...hooks: readonly Frame[]): Promise<void> {
  await server.ok('PATCH /app', { event_hooks: hooks.map(hook => ({ hook_type: 'webhook', ...hook })) })
  await server.upsertUsers({ id: 'alice' })
  await server.ok('POST /channels/messaging/hall/query', {
    data: { created_by_id: 'alice', members: ['alice'] },
  })
}

const say = ({ server }: DashboardLab, text: string) => server.person('alice').send(CID, text)

async function deliveriesOf({ ada }: DashboardLab, query = ''): Promise<Frame[]> {
  return (await ada.ok(`GET ${APP}/hook_deliveries${query}`)).deliveries as Frame[]
}

describe('deliveries', () => {
  test('are listed with what came back, the latest first; failures say why and when it is tried again', async () => {
    await using lab = await DashboardLab.open()
    let isUp = false
    await using receiver = new Receiver(() =>
      isUp ? new Response('ok') : new Response('the queue is full', { status: 503 }),
    )
    await hookUp(lab, {
      id: 'mine',
      webhook_url: `${receiver.url}/in?key=secret`,
      event_types: ['message.new'],
    })
    await say(lab, 'hi')
    await eventually(async () => (await deliveriesOf(lab)).length > 0, 'the failure is listed')
    const [failed] = await deliveriesOf(lab, '?hook=mine&outcome=failed')
    expect(failed).toMatchObject({
      hook: 'mine',
      host: new URL(receiver.url).host,
      type: 'message.new',
      outcome: 'failed',
      status: 503,
      error: 'answered 503',
      answer: 'the queue is full',
      attempt: 1,
      next_try_at: expect.any(String),
      is_dead: false,
      is_test: false,
    })
    isUp = true
    await eventually(
      async () => (await deliveriesOf(lab, '?outcome=delivered')).length > 0,
      'it arrives in the end',
    )
    const all = await deliveriesOf(lab)
    const [delivered] = all
    expect(delivered).toMatchObject({ outcome: 'delivered', status: 200, error: null, next_try_at: null })
    expect(delivered?.webhook_id).toBe(failed?.webhook_id)
    expect(delivered?.attempt).toBe(all.length)
    const { hooks, since } = await lab.ada.ok(`GET ${APP}/hook_deliveries`)
    expect(hooks).toEqual([{ hook: 'mine', delivered: 1, failed: all.length - 1 }])
    expect(since).toEqual(expect.any(String))
    // What stands in an address may be a password.
    expect(JSON.stringify(all)).not.toContain('secret')
  })

  test('come in pages, and of one hook crowd out no other’s', async () => {
    await using lab = await DashboardLab.open()
    await using receiver = new Receiver()
    await hookUp(lab, { id: 'mine', webhook_url: receiver.url, event_types: ['message.new'] })
    const { deliveries } = lab.server.running.deps
    const attempt = { url: receiver.url, type: 'party', webhookId: 'x', attempt: 1, ms: 1 }
    const fine = { ...attempt, status: 200, error: undefined, answer: undefined }
    deliveries.note(1, { ...fine, hookId: 'mine', status: 500, error: 'answered 500' })
    for (let n = 0; n < 150; n++) deliveries.note(1, { ...fine, hookId: 'mine' })
    deliveries.note(1, { ...fine, hookId: 'other' })
    deliveries.note(2, { ...fine, hookId: 'of another app' })
    const first = await lab.ada.ok(`GET ${APP}/hook_deliveries?limit=60`)
    expect([(first.deliveries as Frame[]).length, first.has_more]).toEqual([60, true])
    const last = (first.deliveries as Frame[]).at(-1)
    const second = await lab.ada.ok(`GET ${APP}/hook_deliveries?limit=60&before=${String(last?.number)}`)
    expect([(second.deliveries as Frame[]).length, second.has_more]).toEqual([42, false])
    // The failure is the oldest by far.
    expect((second.deliveries as Frame[]).at(-1)).toMatchObject({ outcome: 'failed' })
    expect(first.hooks).toEqual([
      { hook: 'mine', delivered: 150, failed: 1 },
      { hook: 'other', delivered: 1, failed: 0 },
    ])
    expect((await lab.ada.call(`GET ${APP}/hook_deliveries?limit=201`)).status).toBe(400)
    expect((await lab.ada.call(`GET ${APP}/hook_deliveries?outcome=maybe`)).status).toBe(400)
  })

  test('are those of hooks that a request waits for, too', async () => {
    await using lab = await DashboardLab.open()
    await using receiver = new Receiver(() => new Response('not json'))
    await hookUp(lab)
    await lab.server.ok('PATCH /app', { before_message_send_hook_url: receiver.url })
    await say(lab, 'hi')
    expect(await deliveriesOf(lab)).toMatchObject([
      {
        hook: 'before_message_send_hook_url',
        type: 'before_message_send',
        outcome: 'failed',
        status: 200,
        error: 'it answered with no JSON object',
        answer: 'not json',
        next_try_at: null,
        is_dead: false,
      },
    ])
  })

  test('that were given up are marked, and one that is delivered again is listed', async () => {
    await using lab = await DashboardLab.open()
    let isUp = false
    await using receiver = new Receiver(() => new Response('', { status: isUp ? 200 : 400 }))
    await hookUp(lab, { id: 'mine', webhook_url: receiver.url, event_types: ['message.new'] })
    await say(lab, 'hi')
    // An hour passes with each look: it is given up for its refusals or for its age.
    await eventually(async () => {
      lab.clock.advance(3600)
      return (await deliveriesOf(lab)).some(each => each.is_dead)
    }, 'it is given up')
    const [dead] = await deliveriesOf(lab)
    expect(dead).toMatchObject({ is_dead: true, next_try_at: null, error: 'answered 400' })
    isUp = true
    await lab.server.ok(`POST /hooks/dead_letters/${String(dead?.webhook_id)}/retry`)
    await eventually(async () => {
      lab.clock.advance(3600)
      return (await deliveriesOf(lab, '?outcome=delivered')).length === 1
    }, 'it arrives')
    expect(await deliveriesOf(lab, '?outcome=delivered')).toMatchObject([{ webhook_id: dead?.webhook_id }])
  })
})

describe('a test of a hook', () => {
  const tryIt = (lab: DashboardLab, id: string, body: Frame = {}) =>
    lab.ada.ok(`POST ${APP}/hooks/${id}/test`, body)

  test('sends a signed sample at once, says what came back, and is written down', async () => {
    await using lab = await DashboardLab.open()
    await using receiver = new Receiver(() => new Response('thank you'))
    await hookUp(lab, {
      id: 'mine',
      webhook_url: receiver.url,
      event_types: ['reaction.new', 'member.added'],
    })
    const tried = await tryIt(lab, 'mine')
    expect(tried).toMatchObject({ outcome: 'delivered', status: 200, error: null, answer: 'thank you' })
    const { text, headers, body } = await receiver.next()
    expect(body).toMatchObject({ type: 'reaction.new', test: true, reaction: { type: 'like' } })
    expect(body).toEqual(tried.payload as Frame)
    const expected = createHmac('sha256', lab.server.secret).update(text).digest('hex')
    expect(headers.get('x-signature')).toBe(expected)
    expect(headers.get('x-webhook-id')).toBe(String(tried.webhook_id))
    expect(headers.get('x-parley-test')).toBe('true')
    await tryIt(lab, 'mine', { event_type: 'member.added' })
    expect((await receiver.next()).body).toMatchObject({ type: 'member.added', member: {} })
    const wrong = await lab.ada.call(`POST ${APP}/hooks/mine/test`, { event_type: 'message.new' })
    expect([wrong.status, wrong.body.message]).toEqual([
      400,
      expect.stringContaining('reaction.new, member.added'),
    ])
    expect(await lab.audited('?action=hook')).toEqual([
      'ada@example.com hook.test hook mine of app test-key',
      'ada@example.com hook.test hook mine of app test-key',
    ])
    expect(await deliveriesOf(lab)).toMatchObject([{ is_test: true }, { is_test: true }])
    expect((await lab.ada.ok(`GET ${APP}/hook_deliveries`)).hooks).toEqual([
      { hook: 'mine', delivered: 0, failed: 0 },
    ])
  })

  test('says in words what is wrong, and goes nowhere else', async () => {
    await using lab = await DashboardLab.open()
    await using elsewhere = new Receiver()
    await using receiver = new Receiver(({ path }) =>
      path === '/away'
        ? Response.redirect(elsewhere.url, 307)
        : new Response('no such shop', { status: 404 }),
    )
    await using gone = new Receiver()
    const { url } = gone
    await gone[Symbol.asyncDispose]()
    await hookUp(
      lab,
      { id: 'away', webhook_url: `${receiver.url}/away`, event_types: ['party'] },
      { id: 'wrong', webhook_url: `${receiver.url}/shop`, enabled: false },
      { id: 'gone', webhook_url: url, event_types: ['party'] },
    )
    expect(await tryIt(lab, 'away')).toMatchObject({
      outcome: 'failed',
      status: 307,
      error: expect.stringContaining('redirects are not followed'),
    })
    expect(elsewhere.all).toHaveLength(0)
    // One that is switched off can be tried before it is switched on.
    expect(await tryIt(lab, 'wrong')).toMatchObject({
      status: 404,
      error: 'answered 404',
      answer: 'no such shop',
    })
    expect(await tryIt(lab, 'gone')).toMatchObject({
      outcome: 'failed',
      status: null,
      error: expect.stringContaining('onnect'),
    })
    expect((await lab.ada.call(`POST ${APP}/hooks/none/test`, {})).status).toBe(404)
    // A test says nothing of how the hook is doing.
    expect((await lab.server.ok('GET /hooks')).hooks).toMatchObject([{ failures: 0 }, { failures: 0 }])
  })

  test('is there for blocking hooks and for pending messages', async () => {
    await using lab = await DashboardLab.open()
    await using receiver = new Receiver(() => new Response('{"message":{"text":"changed"}}'))
    await hookUp(lab, { id: 'waiting', hook_type: 'pending_message', webhook_url: `${receiver.url}/check/` })
    await lab.server.ok('PATCH /app', {
      before_message_send_hook_url: `${receiver.url}/before`,
      custom_action_handler_url: `${receiver.url}/run/{type}`,
    })
    for (const [id, path] of [
      ['waiting', '/check/PassOnPendingMessage'],
      ['before_message_send_hook_url', '/before'],
      ['custom_action_handler_url', '/run/parley-test'],
    ] as const) {
      expect(await tryIt(lab, id)).toMatchObject({ outcome: 'delivered' })
      const got = await receiver.next()
      expect([got.path, got.body]).toMatchObject([
        path,
        { test: true, message: { text: expect.any(String) } },
      ])
    }
    receiver.answer = () => new Response('fine')
    expect(await tryIt(lab, 'before_message_send_hook_url')).toMatchObject({
      outcome: 'failed',
      error: 'it answered with no JSON object',
    })
  })

  test('of a receiver that never answers is over in time', async () => {
    await using lab = await DashboardLab.open()
    await using silent = new Receiver(() => new Promise<Response>(() => {}))
    await hookUp(lab, { id: 'mine', webhook_url: silent.url })
    expect(await tryIt(lab, 'mine')).toMatchObject({ outcome: 'failed', error: 'no answer in time' })
  }, 30_000)
})

describe('rate limits', () => {
  const limits = (lab: DashboardLab, query = '') => lab.ada.ok(`GET ${APP}/rate_limits${query}`)

  test('in force are listed, with who is close to theirs and who was refused', async () => {
    await using lab = await DashboardLab.open({ config: { rateLimits: 'default' } })
    const { server } = lab
    await server.upsertUsers({ id: 'alice' }, { id: 'mallory' })
    const alice = server.person('alice')
    for (let n = 0; n < 12; n++) await alice.call('GET /devices')
    let refused = 0
    for (let n = 0; n < 60 && refused < 3; n++) {
      const { status } = await server.call('POST /guest', { user: { id: 'gus' } }, { token: '' })
      if (status === 429) refused += 1
    }
    const found = await limits(lab)
    expect(found.enabled).toBe(true)
    const read = (found.limits as Frame[]).find(each => each.class === 'read')
    expect(read).toMatchObject({ per: 'user', limit: 1200, window_seconds: 60 })
    expect(read?.endpoints).toContain('QueryUsers')
    expect((found.limits as Frame[]).filter(each => each.class === 'write')).toMatchObject([
      { limit: 300, window_seconds: 60 },
      { limit: 15, window_seconds: 1 },
    ])
    const busiest = found.busiest as Frame[]
    const guest = { endpoint: 'CreateGuest', kind: 'address', id: '127.0.0.1' }
    expect(busiest[0]).toMatchObject({ ...guest, used: 30, limit: 30, share: 1 })
    expect(busiest).toContainEqual({
      endpoint: 'ListDevices',
      kind: 'user',
      id: 'alice',
      used: 12,
      limit: 1200,
      share: 0.01,
      resets_at: expect.any(String),
    })
    // Servers are counted, and never refused.
    expect(busiest).toContainEqual(expect.objectContaining({ kind: 'server', limit: null, share: 0 }))
    expect(found.refused).toMatchObject([
      { ...guest, class: 'guest', limit: 30, window_seconds: 60, count: 3 },
    ])
    expect((await limits(lab, '?limit=1')).busiest).toHaveLength(1)
    // After a minute nobody is close to anything any more; who was refused is still known.
    lab.clock.advance(61)
    const later = await limits(lab)
    expect([later.busiest, (later.refused as Frame[]).length]).toEqual([[], 1])
  })

  test('of seconds are told apart from those of minutes', async () => {
    await using lab = await DashboardLab.open({ config: { rateLimits: 'default' } })
    await lab.server.upsertUsers({ id: 'alice' }, { id: 'mallory' })
    const alice = lab.server.person('alice')
    const block = () => alice.call('POST /users/block', { blocked_user_id: 'mallory' })
    const replies = await Promise.all(Array.from({ length: 40 }, block))
    const refusals = replies.filter(({ status }) => status === 429).length
    expect(refusals).toBeGreaterThan(0)
    expect((await limits(lab)).refused).toMatchObject([
      { kind: 'user', id: 'alice', class: 'write', limit: 15, window_seconds: 1, count: refusals },
    ])
  })

  test('of one app say nothing of another', async () => {
    await using lab = await DashboardLab.open({ config: { rateLimits: 'default' } })
    await lab.confirm()
    const { app } = (await lab.ada.ok('POST /apps', { name: 'Shop' })) as { app: Frame }
    const { rateLimits } = lab.server.running
    const id = lab.server.running.app.id
    for (let n = 0; n < 250; n++) {
      for (let m = 0; m < 31; m++)
        rateLimits.take('CreateGuest', 'guest', { kind: 'address', appId: id, ip: `10.0.0.${n}` })
    }
    expect((await limits(lab, '?limit=200')).refused).toHaveLength(200)
    expect(await lab.ada.ok(`GET /apps/${String(app.api_key)}/rate_limits`)).toMatchObject({
      refused: [],
      busiest: [],
    })
  })

  test('switched off are said to be off', async () => {
    await using lab = await DashboardLab.open()
    await lab.server.call('GET /app')
    const { enabled, busiest } = await limits(lab)
    expect(enabled).toBe(false)
    expect((busiest as Frame[]).every(each => each.limit === null)).toBe(true)
  })
})
