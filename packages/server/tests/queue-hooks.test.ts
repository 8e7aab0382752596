import { expect, test } from 'bun:test'
import { createHmac } from 'node:crypto'
import { eventually, type Frame, startServer, type TestServer } from '@parley/testkit'
import { failed, QueueServer } from './queue-server.ts'

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'test/secret+key=of-many-characters' }
const SQS = { ...KEYS, service: 'sqs', region: 'eu-west-1' } as const
const SNS = { ...KEYS, service: 'sns', region: 'eu-central-1' } as const
const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:chat'
const PATH = '/123456789012/chat events'.replace(' ', '%20')

const sqsHook = (queue: QueueServer, more: Frame = {}) => ({
  hook_type: 'sqs',
  sqs_queue_url: queue.name,
  sqs_region: SQS.region,
  sqs_auth_type: 'keys',
  sqs_key: KEYS.accessKeyId,
  sqs_secret: KEYS.secretAccessKey,
  ...more,
})

const snsHook = (topic: QueueServer, more: Frame = {}) => ({
  hook_type: 'sns',
  sns_topic_arn: topic.name,
  sns_endpoint: topic.url,
  sns_key: KEYS.accessKeyId,
  sns_secret: KEYS.secretAccessKey,
  ...more,
})

async function hookUp(server: TestServer, ...hooks: readonly Frame[]): Promise<void> {
  await server.ok('PATCH /app', { event_hooks: hooks })
}

async function hall(server: TestServer): Promise<void> {
  await server.upsertUsers({ id: 'alice' })
  await server.ok('POST /channels/messaging/hall/query', {
    data: { created_by_id: 'alice', members: ['alice'] },
  })
}

const say = (server: TestServer, text: string) =>
  server.ok('POST /channels/messaging/hall/message', { message: { text, user_id: 'alice' } })

const hooks = async (server: TestServer) => (await server.ok('GET /hooks')).hooks as Frame[]

test('events reach a queue and a topic as they reach webhooks, signed for Amazon and by the app', async () => {
  await using server = await startServer()
  await using queue = new QueueServer(SQS, PATH)
  await using topic = new QueueServer(SNS, TOPIC)
  const types = { event_types: ['message.new'] }
  await hookUp(server, sqsHook(queue, types), snsHook(topic, types))
  await hall(server)
  await say(server, 'héllo & good=morning + \u0007\uFFFF')
  for (const service of [queue, topic]) {
    const [got] = await service.waitFor(1)
    expect(got?.body).toMatchObject({
      type: 'message.new',
      cid: 'messaging:hall',
      message: { text: 'héllo & good=morning + \u0007\uFFFF' },
      members: [{ user_id: 'alice' }],
      request_info: { type: 'server' },
    })
    expect(got?.attributes).toEqual({
      'X-Api-Key': server.apiKey,
      'X-Signature': createHmac('sha256', server.secret)
        .update(got?.text ?? '')
        .digest('hex'),
      'X-Webhook-Id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'X-Webhook-Attempt': '1',
    })
  }
  await eventually(async () => (await hooks(server)).every(hook => hook.waiting === 0), 'all is delivered')
  expect((await hooks(server)).map(({ hook_type, failures }) => [hook_type, failures])).toEqual([
    ['sqs', 0],
    ['sns', 0],
  ])
})

test('a queue gets a channel’s events in order, also when it refuses some in between; FIFO keeps it', async () => {
  await using server = await startServer()
  await using queue = new QueueServer(SQS, '/123456789012/chat.fifo')
  await hookUp(server, sqsHook(queue, { event_types: ['message.new'] }))
  await hall(server)
  let refusals = 2
  queue.refusing = () => {
    if (queue.taken.length !== 2 || refusals-- <= 0) return undefined
    return failed(400, 'ThrottlingException', 'Rate exceeded')
  }
  for (let n = 0; n < 5; n++) await say(server, `n ${n}`)
  const got = await queue.waitFor(5)
  expect(got.map(({ body }) => (body.message as Frame).text)).toEqual(['n 0', 'n 1', 'n 2', 'n 3', 'n 4'])
  expect(got.map(({ attributes }) => attributes['X-Webhook-Attempt'])).toEqual(['1', '1', '3', '1', '1'])
  expect(got.map(({ group }) => group)).toEqual(Array(5).fill('messaging:hall'))
  expect(got.map(({ dedupe }) => dedupe)).toEqual(
    got.map(({ attributes }) => attributes['X-Webhook-Id'] ?? ''),
  )
})

test('what is too large for a queue is dropped, and holds up nothing', async () => {
  await using server = await startServer()
  await using queue = new QueueServer(SQS, PATH)
  await hookUp(server, sqsHook(queue, { id: 'mine', event_types: ['huge', 'small'] }))
  await hall(server)
  const { store, clock } = server.running.deps
  const entry = { appId: server.running.app.id, target: 'mine', lane: 'messaging:hall', createdAtUs: clock() }
  const payload = JSON.stringify({ type: 'huge', text: 'é'.repeat(130 * 1024) })
  await store.transaction(async tx => {
    await tx.addToOutbox({ ...entry, id: crypto.randomUUID(), type: 'huge', payload })
    await tx.addToOutbox({ ...entry, id: crypto.randomUUID(), type: 'small', payload: '{"type":"small"}' })
  })
  const [got] = await queue.waitFor(1)
  expect(got?.body).toEqual({ type: 'small' })
  const { deliveries } = server.running.deps
  const noted = [...deliveries.list(entry.appId)].find(({ type }) => type === 'huge')
  expect(noted).toMatchObject({ hookId: 'mine', error: 'larger than 255 KiB: dropped' })
})

test('a wrong key is a failure that says so; with the right one everything arrives', async () => {
  await using server = await startServer()
  await using queue = new QueueServer(SQS, PATH)
  await hookUp(server, sqsHook(queue, { id: 'mine', sqs_secret: 'wrong', event_types: ['message.new'] }))
  await hall(server)
  await say(server, 'hi')
  await eventually(async () => Number((await hooks(server))[0]?.failures) > 0, 'it fails')
  expect((await hooks(server))[0]?.error).toMatch(
    /^answered 403, SignatureDoesNotMatch: The request signature/,
  )
  expect(queue.taken).toEqual([])
  await hookUp(server, sqsHook(queue, { id: 'mine', event_types: ['message.new'] }))
  await queue.waitFor(1)
})

test('a web page that answers 200 is no queue', async () => {
  await using server = await startServer()
  await using queue = new QueueServer(SQS, PATH)
  queue.refusing = () => new Response('<html>It works!</html>')
  const given = { sqs_url: queue.name, sqs_key: 'k', sqs_secret: 's' }
  const { duration: _, ...checked } = await server.ok('POST /check_sqs', given)
  expect(checked).toEqual({
    status: 'error',
    error: 'answered 200, but not as SQS and SNS do',
    data: { http_status: 200 },
  })
})

test('check_sqs and check_sns send a sample, and answer 200 whatever came of it', async () => {
  await using server = await startServer()
  await using queue = new QueueServer(SQS, PATH)
  await using topic = new QueueServer(SNS, TOPIC)
  const sqs = {
    sqs_url: queue.name,
    sqs_region: SQS.region,
    sqs_key: KEYS.accessKeyId,
    sqs_secret: KEYS.secretAccessKey,
  }
  const sns = {
    sns_topic_arn: TOPIC,
    sns_endpoint: topic.url,
    sns_key: KEYS.accessKeyId,
    sns_secret: KEYS.secretAccessKey,
  }
  const check = async (what: 'sqs' | 'sns', body: Frame) => {
    const { status, error, data } = await server.ok(`POST /check_${what}`, body)
    return { status, error, data }
  }
  const fine = {
    status: 'ok',
    error: '',
    data: { message_id: expect.any(String), webhook_id: expect.any(String) },
  }
  expect(await check('sqs', sqs)).toEqual(fine)
  expect(await check('sns', sns)).toEqual(fine)
  for (const { taken } of [queue, topic]) {
    expect(taken).toMatchObject([
      { body: { type: 'message.new', test: true }, attributes: { 'X-Parley-Test': 'true' } },
    ])
  }
  const refused = (error: RegExp, data: Frame = {}) => ({
    status: 'error',
    error: expect.stringMatching(error),
    data,
  })
  expect(await check('sqs', { ...sqs, sqs_secret: 'wrong' })).toEqual(
    refused(/^answered 403, SignatureDoesNotMatch/, { http_status: 403 }),
  )
  expect(await check('sns', { ...sns, sns_key: 'AKIDNOBODY' })).toEqual(
    refused(/InvalidClientTokenId/, { http_status: 403 }),
  )
  expect(await check('sqs', { ...sqs, sqs_url: `${queue.url}/1/other` })).toEqual(
    refused(/NonExistentQueue/, { http_status: 400 }),
  )
  expect(await check('sqs', { ...sqs, sqs_url: 'http://127.0.0.1:9/1/q' })).toEqual(refused(/./))
  expect(await check('sqs', { ...sqs, sqs_url: 'queue' })).toEqual(refused(/^sqs_url must be an http/))
  expect(await check('sns', { ...sns, sns_topic_arn: 'chat' })).toEqual(
    refused(/^sns_topic_arn must be the ARN/),
  )
  expect(await check('sqs', { sqs_url: queue.name })).toEqual(refused(/^sqs_key is required/))
  expect(await check('sqs', {})).toEqual(refused(/^sqs_url is required/))
  expect(await check('sns', {})).toEqual(refused(/^sns_topic_arn is required/))
  await hookUp(server, sqsHook(queue), snsHook(topic))
  expect([await check('sqs', {}), await check('sns', {})]).toEqual([fine, fine])
})

test('the settings from before event_hooks are hooks, too, once they are complete', async () => {
  await using server = await startServer()
  await using queue = new QueueServer(SQS, PATH)
  await server.ok('PATCH /app', {
    sqs_url: queue.name,
    sqs_key: KEYS.accessKeyId,
    webhook_events: ['message.new'],
  })
  expect(await hooks(server)).toEqual([])
  await server.ok('PATCH /app', { sqs_secret: KEYS.secretAccessKey, sqs_region: SQS.region })
  expect(await hooks(server)).toMatchObject([{ id: 'sqs_url', hook_type: 'sqs' }])
  await hall(server)
  await say(server, 'hi')
  const [got] = await queue.waitFor(1)
  expect(got?.body).toMatchObject({ type: 'message.new', message: { text: 'hi' } })
  expect((await server.ok('POST /check_sqs', {})).status).toBe('ok')
  expect((await server.ok('POST /check_sqs', { sqs_url: queue.name })).status).toBe('ok')
  await server.ok('PATCH /app', { sqs_url: '' })
  expect(await hooks(server)).toEqual([])
})

test('secrets of queues are sealed, not shown, and stay when a hook is sent back as it was shown', async () => {
  await using server = await startServer({ config: { masterKey: '7'.repeat(64) } })
  await using queue = new QueueServer(SQS, PATH)
  await hookUp(server, sqsHook(queue, { event_types: ['message.new'] }))
  const shown = async () => ((await server.ok('GET /app')).app as Frame).event_hooks as Frame[]
  const [hook = {}] = await shown()
  expect(hook).toMatchObject({ sqs_queue_url: queue.name, sqs_key: KEYS.accessKeyId })
  expect(hook).not.toHaveProperty('sqs_secret')
  const { store } = server.running.deps
  const stored = JSON.stringify((await store.read.findApp(server.apiKey))?.settings)
  expect(stored).toContain('aes-256-gcm:')
  expect(stored).not.toContain(KEYS.secretAccessKey)
  await hookUp(server, hook)
  await hookUp(server, { ...hook, sqs_secret: KEYS.secretAccessKey })
  expect(await shown()).toEqual([hook])
  await hall(server)
  await say(server, 'hi')
  await queue.waitFor(1)
})

test('a hook that could not send anything is refused, and says what it lacks', async () => {
  await using server = await startServer()
  await using queue = new QueueServer(SQS, PATH)
  await using topic = new QueueServer(SNS, TOPIC)
  const wrong: readonly (readonly [Frame, string])[] = [
    [sqsHook(queue, { sqs_key: '' }), 'event_hooks[0].sqs_key is required'],
    [sqsHook(queue, { sqs_secret: undefined }), 'event_hooks[0].sqs_secret is required'],
    [sqsHook(queue, { sqs_queue_url: '' }), 'event_hooks[0].sqs_queue_url is required'],
    [sqsHook(queue, { sqs_queue_url: 'chat' }), 'event_hooks[0].sqs_queue_url must be an http'],
    [sqsHook(queue, { sqs_queue_url: `${queue.name}?Action=Purge` }), 'without a query'],
    [sqsHook(queue, { sqs_auth_type: 'resource' }), 'event_hooks[0].sqs_auth_type must be "keys"'],
    [sqsHook(queue, { sqs_role_arn: 'arn:aws:iam::1:role/x' }), 'sqs_role_arn be left out'],
    [snsHook(topic, { sns_topic_arn: 'chat' }), 'event_hooks[0].sns_topic_arn must be the ARN'],
    [snsHook(topic, { sns_endpoint: 'nowhere' }), 'event_hooks[0].sns_endpoint must be an http'],
  ]
  for (const [hook, message] of wrong) {
    const { status, body } = await server.call('PATCH /app', { event_hooks: [hook] })
    expect([status, body]).toEqual([
      400,
      expect.objectContaining({ code: 4, message: expect.stringContaining(message) }),
    ])
  }
  // What is switched off may be half done.
  await hookUp(server, { hook_type: 'sqs', enabled: false })
  expect(await hooks(server)).toEqual([])
})
