import { expect, test } from 'bun:test'
import type { Frame } from '@parley/testkit'
import { DashboardLab } from './dashboard-lab.ts'
import { QueueServer } from './queue-server.ts'

// Hooks of queues and topics, as the dashboard makes, tries and changes them.

const CHAT = '/apps/test-key/chat'
const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'hunter2/of+many-characters' }
const SQS = { ...KEYS, service: 'sqs', region: 'eu-west-1' } as const
const SNS = { ...KEYS, service: 'sns', region: 'eu-central-1' } as const
const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:chat'

const settings = async ({ ada }: DashboardLab) => (await ada.ok(`GET ${CHAT}/app`)).app as Frame

async function trail({ ada }: DashboardLab, action: string): Promise<readonly Frame[]> {
  return (await ada.ok(`GET /audit?action=${action}`)).entries as Frame[]
}

test('a queue is tried, made, tested and changed; its secret is sealed, and neither shown nor written down', async () => {
  await using lab = await DashboardLab.open({ config: { masterKey: '7'.repeat(64) } })
  await using queue = new QueueServer(SQS, '/123456789012/chat')
  const { accessKeyId: sqs_key, secretAccessKey: sqs_secret } = KEYS
  const given = { sqs_region: SQS.region, sqs_key, sqs_secret }
  const tried = await lab.ada.ok(`POST ${CHAT}/check_sqs`, { ...given, sqs_url: queue.name })
  expect(tried).toMatchObject({ status: 'ok', error: '' })
  await lab.ada.ok(`PATCH ${CHAT}/app`, {
    event_hooks: [{ hook_type: 'sqs', sqs_queue_url: queue.name, ...given, event_types: ['message.new'] }],
  })
  const [hook = {}] = (await settings(lab)).event_hooks as Frame[]
  expect(hook).toMatchObject({ sqs_queue_url: queue.name, sqs_key })
  const sample = await lab.ada.ok(`POST /apps/test-key/hooks/${String(hook.id)}/test`, {})
  expect(sample).toMatchObject({ outcome: 'delivered', status: 200, type: 'message.new' })
  // Sent back as it was shown, it keeps its secret.
  await lab.ada.ok(`PATCH ${CHAT}/app`, { event_hooks: [{ ...hook, event_types: ['reaction.new'] }] })
  const again = await lab.ada.ok(`POST /apps/test-key/hooks/${String(hook.id)}/test`, {})
  expect(again).toMatchObject({ outcome: 'delivered', type: 'reaction.new' })
  expect(queue.taken.map(({ body }) => [body.type, body.test])).toEqual([
    ['message.new', true],
    ['message.new', true],
    ['reaction.new', true],
  ])
  const stored = JSON.stringify((await lab.server.running.deps.store.read.findApp('test-key'))?.settings)
  expect(stored).toContain('aes-256-gcm:')
  const shown = JSON.stringify([await settings(lab), await lab.ada.ok('GET /audit?limit=200')])
  expect(stored + shown).not.toContain('hunter2')
})

test('who only looks sees no key of it, and tries nothing', async () => {
  await using lab = await DashboardLab.open()
  await using queue = new QueueServer(SQS, '/123456789012/chat')
  const keys = { sqs_key: KEYS.accessKeyId, sqs_secret: KEYS.secretAccessKey, sqs_region: SQS.region }
  await lab.ada.ok(`PATCH ${CHAT}/app`, {
    event_hooks: [{ hook_type: 'sqs', sqs_queue_url: queue.name, ...keys }],
  })
  const viewer = await lab.invite('viewer@example.com', 'viewer')
  const shown = JSON.stringify(await viewer.ok(`GET ${CHAT}/app`))
  expect(shown).toContain(queue.name)
  expect(shown).not.toContain(KEYS.accessKeyId)
  for (const path of ['check_sqs', 'check_sns']) {
    expect(await viewer.refusal(`POST ${CHAT}/${path}`, {})).toEqual([403, 'role'])
  }
  expect(queue.taken).toEqual([])
})

test('what was tried is in the audit log with what came of it, and no more', async () => {
  await using lab = await DashboardLab.open()
  await using topic = new QueueServer(SNS, TOPIC)
  const given = {
    sns_topic_arn: TOPIC,
    sns_endpoint: `${topic.url}/?token=hunter2`,
    sns_key: KEYS.accessKeyId,
    sns_secret: 'hunter2',
  }
  expect(await lab.ada.ok(`POST ${CHAT}/check_sns`, given)).toMatchObject({
    status: 'error',
    error: expect.stringMatching(/^sns_endpoint must be/),
  })
  const refused = await lab.ada.ok(`POST ${CHAT}/check_sns`, { ...given, sns_endpoint: topic.url })
  expect(refused).toMatchObject({ status: 'error', error: expect.stringContaining('SignatureDoesNotMatch') })
  const fine = { ...given, sns_endpoint: topic.url, sns_secret: KEYS.secretAccessKey }
  expect(await lab.ada.ok(`POST ${CHAT}/check_sns`, fine)).toMatchObject({ status: 'ok' })
  const entries = await trail(lab, 'hook.check')
  expect(entries.map(({ target }) => target)).toEqual(Array(3).fill('a topic of SNS'))
  const after = { sns_topic_arn: TOPIC, sns_endpoint: topic.url }
  expect(entries.map(entry => entry.after)).toEqual([
    { ...after, status: 'ok' },
    { ...after, status: 'error' },
    { ...after, sns_endpoint: `${topic.url}/?…`, status: 'error' },
  ])
  expect(JSON.stringify(entries)).not.toContain('hunter2')
})
