import { expect, test } from 'bun:test'
import { eventually, type Frame, signToken } from '@parley/testkit'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { VERA } from '../src/dashboard-people.ts'
import { DashboardSite } from '../src/dashboard-site.ts'
import type { DashboardWindow } from '../src/dashboard-window.ts'
import { MovingClock } from '../src/moving-clock.ts'
import { Receiver } from '../src/receiver.ts'

const browser = await startBrowser()

const PHONE = { width: 360, height: 740 }

/** Alice's hall in the test's app. */
async function hall({ server }: DashboardSite): Promise<void> {
  await server.upsertUsers({ id: 'alice' })
  await server.ok('POST /channels/messaging/hall/query', {
    data: { created_by_id: 'alice', members: ['alice'] },
  })
}

const says = ({ server }: DashboardSite, text: string) => server.person('alice').send('messaging:hall', text)

/** The page as it is: light, dark and on a phone, each without barriers. */
async function looksGood(window: DashboardWindow, name: string): Promise<void> {
  const { page } = window
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await window.keepsScreenshot(`${name}, ${colorScheme}`)
    expect(await window.barriers()).toEqual([])
  }
  const before = page.viewportSize()
  await page.setViewportSize(PHONE)
  await window.keepsScreenshot(`${name}, phone`)
  expect(await window.barriers()).toEqual([])
  if (before) await page.setViewportSize(before)
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
}

test('a refused token shows by itself, with its reason and what to do', async () => {
  await using site = await DashboardSite.open()
  await using window = await site.window(browser, { reducedMotion: 'reduce' })
  const { page } = window
  await window.gotoApp('/logs')
  await page.getByRole('heading', { name: 'Nobody was refused' }).waitFor()
  const forged = signToken('x'.repeat(32), { user_id: 'bender' })
  for (let n = 0; n < 3; n++) await site.server.call('GET /app', undefined, { token: forged })
  await site.server.call('GET /app', undefined, { token: site.server.token('fry', { exp: 1_000 }) })
  await site.server.call('GET /app', undefined, { token: forged, apiKey: 'nobodys-key' })
  // Without a reload: the page looks again.
  await page.getByRole('heading', { name: '43 Token signature is not valid' }).waitFor()
  await page.getByRole('heading', { name: '40 Token expired or revoked' }).waitFor()
  const row = page.getByRole('row').filter({ hasText: 'was not signed with a secret of API key' })
  await becomes(() => row.getByRole('link').innerText(), 'bender')
  await becomes(() => row.getByRole('cell').nth(4).innerText(), '3')
  await looksGood(window, 'logs with failures')
  const expired = page.getByRole('listitem').filter({ hasText: 'Token expired' })
  await expired.getByRole('button', { name: 'Show only these' }).press('Enter')
  await row.waitFor({ state: 'detached' })
  await page.getByRole('row').filter({ hasText: 'the token expired at' }).waitFor()
  await expired.getByRole('button', { name: 'Show all reasons' }).click()
  await row.waitFor()
  await page.getByRole('radio', { name: 'All your apps' }).click()
  await page.getByRole('cell', { name: 'unknown key' }).waitFor()
})

test('a receiver that fails shows as failing, then what was given up is delivered again', async () => {
  const clock = new MovingClock()
  await using site = await DashboardSite.open({ clock: clock.read })
  await hall(site)
  await using receiver = new Receiver(() => new Response('who are you?', { status: 401 }))
  await using window = await site.window(browser, { reducedMotion: 'reduce' })
  const { page } = window
  await window.gotoApp('/logs/webhooks')
  await page.getByRole('button', { name: 'Add the first one' }).click()
  const dialog = page.getByRole('dialog', { name: 'Add webhook or queue' })
  await dialog.getByRole('button', { name: 'Add webhook' }).click()
  await dialog.getByText('Where should it go?').waitFor()
  await dialog.getByLabel('Address').fill(`http://${receiver.host}/events`)
  await dialog.getByRole('radio', { name: 'Only these' }).check()
  await becomes(() => dialog.getByRole('checkbox', { name: 'message.new' }).isChecked(), true)
  await window.keepsScreenshot('add a webhook')
  expect(await window.barriers()).toEqual([])
  await dialog.getByRole('button', { name: 'Add webhook' }).press('Enter')
  const hook = page.getByRole('listitem').filter({ hasText: receiver.host })
  await hook.getByText('ok', { exact: true }).waitFor()

  await says(site, 'hello')
  await hook.getByText(/failing|paused/).waitFor()
  await hook.getByText('answered 401').waitFor()
  const deliveries = page.getByRole('region', { name: 'Recent deliveries' })
  await deliveries.getByRole('button', { name: 'Details of message.new, attempt 1' }).first().click()
  await deliveries.getByText('Does it check X-Signature').waitFor()
  await deliveries.getByText('who are you?').waitFor()
  await looksGood(window, 'webhooks that fail')

  // Each wait and each pause is over when a quarter of an hour is; after ten refusals it is given up.
  let attempts = 0
  await eventually(
    async () => {
      const { hooks } = await site.ada.ok(`GET /apps/${site.apiKey}/hook_deliveries`)
      const [count] = hooks as { failed: number }[]
      if (count && count.failed > attempts) {
        attempts = count.failed
        clock.advance(900)
      }
      return attempts === 10
    },
    'it is given up',
    60_000,
  )
  await page.getByRole('radio', { name: 'Given up' }).click()
  const letter = page.getByRole('listitem').filter({ hasText: '10 attempts' })
  await letter.getByRole('button', { name: 'Payload' }).click()
  await letter.getByText('"text": "hello"').waitFor()
  await looksGood(window, 'webhooks given up')
  receiver.answer = () => new Response('ok')
  await letter.getByRole('button', { name: 'Deliver again' }).click()
  await window.isTold('It is delivered again')
  clock.advance(900)
  await hook.getByText('1 delivered').waitFor()
  const ids = new Set(receiver.all.map(({ webhookId }) => webhookId))
  expect([ids.size, receiver.all.length]).toEqual([1, 11])
  await page.getByRole('heading', { name: 'Nothing was given up' }).waitFor()
  await page.getByRole('radio', { name: 'Recent' }).click()
  await deliveries.getByText('200', { exact: true }).waitFor()

  await hook.getByRole('button', { name: 'More for' }).click()
  await page.getByRole('menuitem', { name: 'Recent deliveries' }).click()
  await page.getByRole('combobox', { name: 'Webhook' }).getByText(`${receiver.host}/events`).waitFor()
  await hook.getByRole('button', { name: 'More for' }).click()
  await page.getByRole('menuitem', { name: 'Delete…' }).click()
  await window.agrees('Delete webhook', receiver.host)
  await page.getByRole('heading', { name: 'No webhook or queue yet' }).waitFor()
}, 180_000)

test('a webhook is tried on the spot, by hand and by keyboard', async () => {
  await using site = await DashboardSite.open()
  await using receiver = new Receiver(() => new Response('nothing here', { status: 404 }))
  const url = `http://${receiver.host}/events`
  await site.server.ok('PATCH /app', {
    event_hooks: [{ hook_type: 'webhook', webhook_url: url, event_types: ['reaction.new', 'message.new'] }],
    before_message_send_hook_url: `http://${receiver.host}/before`,
  })
  await using window = await site.window(browser, { reducedMotion: 'reduce' })
  const { page } = window
  await window.gotoApp('/logs/webhooks')
  await page.getByRole('button', { name: 'Test', exact: true }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Send a test' })
  const send = dialog.getByRole('button', { name: 'Send the test' })
  await eventually(
    () => send.evaluate(button => button === document.activeElement),
    'the button has the focus',
  )
  await page.keyboard.press('Enter')
  await dialog.getByText('It failed').waitFor()
  await dialog.getByText('Is it right?').waitFor()
  await dialog.getByText('nothing here').waitFor()
  await looksGood(window, 'test of a webhook that fails')
  receiver.answer = () => new Response('thank you')
  await dialog.getByRole('button', { name: 'Send again' }).click()
  await dialog.getByText('It works').waitFor()
  expect(receiver.all.map(({ body }) => [body.type, body.test])).toEqual([
    ['reaction.new', true],
    ['reaction.new', true],
  ])
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'hidden' })
  receiver.answer = () => new Response('{}')
  await page.getByRole('button', { name: 'Test: Before a message is sent' }).click()
  await send.click()
  await dialog.getByText('It works').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('row').filter({ hasText: 'before_message_send' }).getByText('test').waitFor()
})

test('a webhook is changed and switched off and on; others stay as they are', async () => {
  await using site = await DashboardSite.open()
  const other = {
    id: 'other',
    hook_type: 'pending_message',
    webhook_url: 'https://other.example/',
    timeout_ms: 5_000,
  }
  const mine = {
    id: 'mine',
    hook_type: 'webhook',
    webhook_url: 'https://shop.example/in',
    event_types: ['party'],
  }
  await site.server.ok('PATCH /app', { event_hooks: [mine, { ...other, shelf: 'of the backend' }] })
  const hooks = async () => ((await site.server.ok('GET /app')).app as { event_hooks: Frame[] }).event_hooks
  const [, before] = await hooks()
  await using window = await site.window(browser, { reducedMotion: 'reduce' })
  const { page } = window
  await window.gotoApp('/logs/webhooks')
  const hook = page.getByRole('listitem').filter({ hasText: 'shop.example' })
  await hook.getByRole('button', { name: 'Edit' }).click()
  const dialog = page.getByRole('dialog', { name: 'Edit webhook' })
  await becomes(() => dialog.getByLabel('Events of your own').inputValue(), 'party')
  await dialog.getByRole('checkbox', { name: 'Reactions' }).check()
  await dialog.getByLabel('Address').fill('https://shop.example/out')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await hook.getByText('/out').waitFor()
  const types = ['party', 'reaction.new', 'reaction.updated', 'reaction.deleted']
  const out = { id: 'mine', enabled: true, webhook_url: 'https://shop.example/out' }
  expect(await hooks()).toMatchObject([{ ...out, event_types: types }, before as Frame])
  for (const [name, label] of [
    ['Switch off', 'off'],
    ['Switch on', 'ok'],
  ] as const) {
    await hook.getByRole('button', { name: 'More for' }).click()
    await page.getByRole('menuitem', { name }).click()
    await hook.getByText(label, { exact: true }).waitFor()
    expect(await hooks()).toMatchObject([
      { id: 'mine', enabled: label === 'ok', event_types: types },
      before as Frame,
    ])
  }
  await hook.getByRole('button', { name: 'Edit' }).click()
  await dialog.getByRole('radio', { name: 'All events' }).check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await hook.getByText('All events').waitFor()
  expect((await hooks())[0]?.event_types).toBeUndefined()
})

test('rate limits tell who is close and who was refused', async () => {
  await using site = await DashboardSite.open({ config: { rateLimits: 'default' } })
  await using window = await site.window(browser, { reducedMotion: 'reduce' })
  const { page } = window
  for (let n = 0; n < 33; n++) await site.server.call('POST /guest', { user: { id: 'gus' } }, { token: '' })
  await window.gotoApp('/logs/rate-limits')
  const busy = page
    .getByRole('region', { name: 'In this minute' })
    .getByRole('row')
    .filter({ hasText: 'CreateGuest' })
  await busy.getByText('30 of 30').waitFor()
  const refused = page
    .getByRole('region', { name: 'Refused' })
    .getByRole('row')
    .filter({ hasText: 'CreateGuest' })
  await becomes(() => refused.getByRole('cell').nth(3).innerText(), '3')
  await looksGood(window, 'rate limits used up')
})

test('who may look only finds nothing to press', async () => {
  await using site = await DashboardSite.open()
  await site.server.ok('PATCH /app', { webhook_url: 'https://shop.example/events' })
  const vera = await site.join(VERA, 'viewer')
  await using window = await site.window(browser, { reducedMotion: 'reduce' }, vera)
  await window.gotoApp('/logs/webhooks')
  await window.page.getByText('shop.example').first().waitFor()
  for (const name of ['Add webhook or queue', 'Test', 'Edit', 'Set: Slash commands of your own']) {
    await becomes(() => window.page.getByRole('button', { name, exact: true }).count(), 0)
  }
})
