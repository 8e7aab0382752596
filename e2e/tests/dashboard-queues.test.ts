import { expect, test } from 'bun:test'
import type { Frame } from '@parley/testkit'
import { QueueServer } from '../../packages/server/tests/queue-server.ts'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { VERA } from '../src/dashboard-people.ts'
import { DashboardSite } from '../src/dashboard-site.ts'
import type { DashboardWindow } from '../src/dashboard-window.ts'
import { overflowX } from '../src/page-checks.ts'

// Events in queues of SQS and by topics of SNS, from the page Webhooks.

const browser = await startBrowser()

const KEYS = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'test/secret+key=of-many-characters' }
const SQS = { ...KEYS, service: 'sqs', region: 'eu-west-1' } as const
const SNS = { ...KEYS, service: 'sns', region: 'eu-central-1' } as const
const TOPIC = 'arn:aws:sns:eu-central-1:123456789012:chat'

async function says({ server }: DashboardSite, text: string): Promise<void> {
  await server.ok('POST /channels/messaging/hall/message', { message: { text, user_id: 'alice' } })
}

async function hall({ server }: DashboardSite): Promise<void> {
  await server.upsertUsers({ id: 'alice' })
  const data = { created_by_id: 'alice', members: ['alice'] }
  await server.ok('POST /channels/messaging/hall/query', { data })
}

async function hooks({ server }: DashboardSite): Promise<readonly Frame[]> {
  return ((await server.ok('GET /app')).app as { event_hooks: Frame[] }).event_hooks
}

/** Light, dark, on a phone and on the smallest one: no barriers, and nothing that sticks out. */
async function looksGood(window: DashboardWindow, name: string): Promise<void> {
  const { page } = window
  const before = page.viewportSize()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await window.keepsScreenshot(`${name}, ${colorScheme}`)
    expect(await window.barriers()).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
  for (const width of [360, 320]) {
    await page.setViewportSize({ width, height: 740 })
    await window.keepsScreenshot(`${name}, ${width} px`)
    expect(await window.barriers()).toEqual([])
    expect(await overflowX(page)).toBe(0)
  }
  if (before) await page.setViewportSize(before)
}

test('a queue is tried before it is made, gets events, is changed without its secret, and deleted', async () => {
  await using site = await DashboardSite.open({ config: { masterKey: '7'.repeat(64) } })
  await hall(site)
  await using queue = new QueueServer(SQS, '/123456789012/chat')
  await using window = await site.window(browser)
  const { page } = window
  await window.gotoApp('/logs/webhooks')
  await page.getByRole('button', { name: 'Add the first one' }).click()
  const adding = page.getByRole('dialog', { name: 'Add webhook or queue' })
  await adding.getByRole('radio', { name: 'Amazon SQS' }).check()
  await adding.getByRole('button', { name: 'Add queue' }).click()
  for (const problem of ['Which queue?', 'The id of an access key', 'The secret that belongs'])
    await adding.getByText(problem).waitFor()
  await adding.getByLabel('Queue URL').fill(queue.name)
  await adding.getByLabel('Access key ID').fill(KEYS.accessKeyId)
  const secret = adding.getByLabel('Secret access key', { exact: true })
  await becomes(() => secret.getAttribute('type').then(String), 'password')
  await secret.fill('wrong')
  await adding.getByRole('button', { name: 'Try it' }).click()
  await adding.getByText('AuthorizationHeaderMalformed').waitFor()
  await adding.getByText('set the region').waitFor()
  await adding.getByLabel('Region').fill(SQS.region)
  await adding.getByText('It failed').waitFor({ state: 'detached' })
  await adding.getByRole('button', { name: 'Try it' }).press('Enter')
  await adding.getByText('The secret is not the one of this access key').waitFor()
  await looksGood(window, 'add a queue')
  await secret.fill(KEYS.secretAccessKey)
  await adding.getByRole('button', { name: 'Try it' }).click()
  await adding.getByText('It works').waitFor()
  const [sample] = await queue.waitFor(1)
  expect(sample?.body).toMatchObject({ type: 'message.new', test: true })
  await adding.getByRole('radio', { name: 'Only these' }).check()
  await adding.getByRole('button', { name: 'Add queue' }).click()
  await adding.waitFor({ state: 'hidden' })
  const row = page.getByRole('listitem').filter({ hasText: 'Amazon SQS: message.new' })
  await row.getByText('ok', { exact: true }).waitFor()
  await says(site, 'hello')
  const [, event] = await queue.waitFor(2)
  expect(event?.body).toMatchObject({ type: 'message.new', message: { text: 'hello' } })
  await row.getByText('1 delivered').waitFor()
  await looksGood(window, 'webhooks with a queue')

  await row.getByRole('button', { name: 'Edit' }).click()
  const editing = page.getByRole('dialog', { name: 'Edit queue' })
  await becomes(() => editing.getByLabel('Queue URL').inputValue(), queue.name)
  await becomes(() => editing.getByLabel('Secret access key', { exact: true }).inputValue(), '')
  await editing.getByText('What is saved is tried with “Test”').waitFor()
  await editing.getByLabel('Access key ID').fill('AKIDOTHER')
  await editing.getByRole('button', { name: 'Save' }).click()
  await editing.getByText('The secret that belongs to this access key').waitFor()
  await editing.getByLabel('Access key ID').fill(KEYS.accessKeyId)
  await editing.getByRole('checkbox', { name: 'reaction.new' }).check()
  await looksGood(window, 'edit a queue')
  await editing.getByRole('button', { name: 'Save' }).click()
  await row.getByText('message.new, reaction.new').waitFor()
  await row.getByRole('button', { name: 'Test' }).click()
  const testing = page.getByRole('dialog', { name: 'Send a test' })
  await testing.getByText('the attribute').waitFor()
  await testing.getByRole('button', { name: 'Send the test' }).click()
  await testing.getByText('It works').waitFor()
  await queue.waitFor(3)
  await page.keyboard.press('Escape')
  await testing.waitFor({ state: 'hidden' })

  for (const [name, label] of [
    ['Switch off', 'off'],
    ['Switch on', 'ok'],
  ] as const) {
    await row.getByRole('button', { name: 'More for' }).click()
    await page.getByRole('menuitem', { name }).click()
    await row.getByText(label, { exact: true }).waitFor()
  }
  const { store } = site.server.running.deps
  const stored = JSON.stringify((await store.read.findApp(site.apiKey))?.settings)
  expect(stored).toContain('aes-256-gcm:')
  expect(stored).not.toContain(KEYS.secretAccessKey)
  await says(site, 'still here')
  expect((await queue.waitFor(4))[3]?.body).toMatchObject({ message: { text: 'still here' } })
  await row.getByRole('button', { name: 'More for' }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  await window.agrees('Delete queue', 'chat')
  await page.getByRole('heading', { name: 'No webhook or queue yet' }).waitFor()
  expect(await hooks(site)).toEqual([])
  await window.goto('/audit')
  await page.getByText('checked a queue of SQS').first().waitFor()
}, 180_000)

test('a topic elsewhere than at Amazon is made by keyboard; the hooks of the backend stay as they are', async () => {
  await using site = await DashboardSite.open()
  await hall(site)
  await using topic = new QueueServer(SNS, TOPIC)
  const other = {
    id: 'other',
    hook_type: 'webhook',
    webhook_url: 'https://other.example/',
    shelf: 'of its own',
  }
  await site.server.ok('PATCH /app', { event_hooks: [{ ...other, event_types: ['party'] }] })
  const [before] = await hooks(site)
  await using window = await site.window(browser)
  const { page } = window
  await window.gotoApp('/logs/webhooks')
  await page.getByRole('button', { name: 'Add webhook or queue' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Add webhook or queue' })
  await dialog.getByRole('radio', { name: /^Webhook – POST/ }).press('ArrowDown')
  await dialog.getByRole('radio', { name: 'Amazon SQS' }).press('ArrowDown')
  await dialog.getByLabel('Topic ARN').fill('arn:aws:sqs:eu-central-1:123456789012:chat')
  await dialog.getByRole('button', { name: 'Try it' }).press('Enter')
  await dialog.getByText('The ARN of a topic, such as').waitFor()
  await dialog.getByLabel('Topic ARN').fill(TOPIC)
  await dialog.getByText('Empty: eu-central-1').waitFor()
  await dialog.getByLabel('Access key ID').fill(KEYS.accessKeyId)
  await dialog.getByLabel('Secret access key', { exact: true }).fill(KEYS.secretAccessKey)
  await dialog.getByRole('button', { name: 'Show: Secret access key' }).press('Enter')
  await becomes(
    () => dialog.getByLabel('Secret access key', { exact: true }).getAttribute('type').then(String),
    'text',
  )
  await dialog.getByLabel('Endpoint').fill(topic.url)
  await dialog.getByRole('radio', { name: 'Only these' }).check()
  await looksGood(window, 'add a topic')
  await dialog.getByLabel('Endpoint').press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  const row = page.getByRole('listitem').filter({ hasText: TOPIC })
  await row.getByText('Amazon SNS: message.new').waitFor()
  await says(site, 'hello')
  const [event] = await topic.waitFor(1)
  expect(event?.body).toMatchObject({ message: { text: 'hello' } })
  const [same, made] = await hooks(site)
  expect(same).toEqual(before as Frame)
  expect(made).toMatchObject({ hook_type: 'sns', sns_topic_arn: TOPIC, sns_endpoint: topic.url })
  expect(made).not.toHaveProperty('sns_region')
}, 120_000)

test('a queue that settings of older backends name is shown, tried and taken away', async () => {
  await using site = await DashboardSite.open()
  await using queue = new QueueServer(SQS, '/123456789012/chat')
  await site.server.ok('PATCH /app', {
    sqs_url: queue.name,
    sqs_region: SQS.region,
    sqs_key: KEYS.accessKeyId,
    sqs_secret: KEYS.secretAccessKey,
  })
  await using window = await site.window(browser)
  const { page } = window
  await window.gotoApp('/logs/webhooks')
  const row = page.getByRole('listitem').filter({ hasText: 'setting sqs_url' })
  await row.getByText('Amazon SQS: All events').waitFor()
  // Its key is shown to nobody, so the backend alone changes it.
  await becomes(() => row.getByRole('button', { name: 'Edit' }).count(), 0)
  await row.getByRole('button', { name: 'Test' }).click()
  const testing = page.getByRole('dialog', { name: 'Send a test' })
  await testing.getByRole('button', { name: 'Send the test' }).click()
  await testing.getByText('It works').waitFor()
  await queue.waitFor(1)
  await page.keyboard.press('Escape')
  await row.getByRole('button', { name: 'More for' }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  await window.agrees('Delete queue', 'chat')
  await page.getByRole('heading', { name: 'No webhook or queue yet' }).waitFor()
  const { app } = (await site.server.ok('GET /app')) as { app: Frame }
  expect(app.sqs_url).toBe('')
}, 90_000)

test('who may look only sees where a queue is, and no key', async () => {
  await using site = await DashboardSite.open()
  const keys = { sqs_key: KEYS.accessKeyId, sqs_secret: KEYS.secretAccessKey }
  await site.server.ok('PATCH /app', {
    event_hooks: [{ hook_type: 'sqs', sqs_queue_url: 'https://sqs.eu-west-1.amazonaws.com/1/chat', ...keys }],
  })
  const vera = await site.join(VERA, 'viewer')
  await using window = await site.window(browser, {}, vera)
  await window.gotoApp('/logs/webhooks')
  await window.page.getByText('Amazon SQS: All events').waitFor()
  for (const name of ['Add webhook or queue', 'Test', 'Edit'])
    await becomes(() => window.page.getByRole('button', { name, exact: true }).count(), 0)
  expect(await window.page.content()).not.toContain(KEYS.accessKeyId)
}, 60_000)
