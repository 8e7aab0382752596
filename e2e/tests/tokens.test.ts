import { afterAll, test } from 'bun:test'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { ChatWindow } from '../src/chat-window.ts'
import { PEOPLE, Site } from '../src/site.ts'

const browser = await startBrowser()
const site = await Site.open()
afterAll(() => site[Symbol.asyncDispose]())

test('a token that ends is replaced over the open socket, and nobody notices', async () => {
  const room = await site.room('Long talk', ['sara', 'amir'])
  await using sara = await ChatWindow.as('sara', browser, site)
  await sara.enters(room)
  await sara.opensInspector()
  await sara.page.getByRole('button', { name: /^Tokens of 10 seconds/ }).click()
  // Each token is told of once before its end: the second time it is that of the one that replaced the first.
  await sara.page.getByText('connection.token_expiring').nth(1).waitFor()
  await becomes(() => sara.banner.getByText('signed out').count(), 0)
  await sara.says('Still here')
  await site.says('amir', room, 'So am I')
  await sara.sees('So am I')
})

test('a provider that keeps failing is said, and tried on', async () => {
  const room = await site.room('Short of tokens', ['sara', 'amir'])
  await using sara = await ChatWindow.as('sara', browser, site)
  sara.problems.forgive(/net::ERR_/)
  await sara.enters(room)
  await sara.opensInspector()
  await sara.page.getByRole('button', { name: /^Tokens of 10 seconds/ }).click()
  await sara.page.getByText('connection.token_expiring').first().waitFor()
  await sara.page.route('**/playground/token', route => route.abort())
  const said = sara.banner.getByText('Your sign-in could not be renewed.').first()
  await said.waitFor({ timeout: 90_000 })
  await sara.page.unroute('**/playground/token')
  await said.waitFor({ state: 'hidden', timeout: 90_000 })
  await sara.says('Back again')
}, 240_000)

/** Has the server forget all tokens of Sara; returns from when on new ones count. */
async function revokesSarasTokens(): Promise<number> {
  const before = Date.now() + 1000
  const set = { revoke_tokens_issued_before: new Date(before).toISOString() }
  await site.ok('PATCH /users', { users: [{ id: PEOPLE.sara.id, set }] })
  // tokens count in seconds
  return before + 1000
}

test('whose token is revoked is signed out at once, told why, and keeps what was being written', async () => {
  const room = await site.room('Revoked', ['sara', 'amir'])
  await using sara = await ChatWindow.as('sara', browser, site)
  sara.problems.forgive(/status of 401/)
  await sara.enters(room)
  const freshFrom = await revokesSarasTokens()
  await sara.banner
    .getByText(/revoked|signed out/i)
    .first()
    .waitFor()
  await sara.field.fill('I was in the middle of')
  await sara.field.press('Enter')
  await sara.input.getByText('You are signed out. Sign in again to send this.').waitFor()
  await becomes(() => sara.field.inputValue(), 'I was in the middle of')
  await becomes(() => sara.message('I was in the middle of').count(), 0)
  await sara.waitsFor(async () => Date.now() > freshFrom, 'the time of new tokens')
  await sara.banner.getByRole('button', { name: 'Sign in again' }).click()
  await sara.page.getByText('Connected', { exact: true }).first().waitFor()
  await sara.waitsFor(
    async () => (await sara.field.inputValue()) === 'I was in the middle of',
    'the text again',
  )
  await sara.field.press('Enter')
  await sara.message('I was in the middle of').getByText('Sent').first().waitFor({ state: 'attached' })
})

test('what somebody was writing who was signed out is not there for the next one', async () => {
  const room = await site.room('Shared screen', ['sara', 'amir'])
  await using window = await ChatWindow.as('sara', browser, site)
  window.problems.forgive(/status of 401/)
  await window.enters(room)
  await revokesSarasTokens()
  await window.field.fill('For nobody but me')
  await window.input.getByText('You are signed out. Sign in again to send this.').waitFor()
  const user = window.page.locator('app-top-bar button.me')
  await user.click()
  await window.page.getByRole('menuitem', { name: PEOPLE.amir.name }).click()
  await user.getByText(PEOPLE.amir.name).waitFor()
  await window.enters(room)
  await becomes(() => window.field.inputValue(), '')
})

const note = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(`This is ${name}`) })

test('files that were not sent are there again for whoever was signed out, and for nobody else', async () => {
  const room = await site.room('Lost and found', ['sara', 'amir'])
  await using window = await ChatWindow.as('sara', browser, site)
  window.problems.forgive(/status of 401/)
  await window.enters(room)
  const files = window.page.getByRole('list', { name: 'Attached files' })
  const picker = window.page.locator('parley-message-input input[type=file]')
  await picker.setInputFiles([note('before.txt')])
  await files.getByText('before.txt').waitFor()
  await becomes(() => files.getByRole('progressbar').count(), 0)
  const freshFrom = await revokesSarasTokens()
  await window.banner.getByRole('button', { name: 'Sign in again' }).waitFor()
  await window.field.fill('Both of them')
  await picker.setInputFiles([note('after.txt')])
  await files.getByText('after.txt').waitFor()
  await window.waitsFor(async () => Date.now() > freshFrom, 'the time of new tokens')
  const user = window.page.locator('app-top-bar button.me')
  const becomesUser = async (name: string) => {
    await user.click()
    await window.page.getByRole('menuitem', { name }).click()
    await user.getByText(name).waitFor()
    await window.enters(room)
  }
  await becomesUser(PEOPLE.amir.name)
  await becomes(() => window.field.inputValue(), '')
  await becomes(() => files.count(), 0)
  await becomesUser(PEOPLE.sara.name)
  await becomes(() => window.field.inputValue(), 'Both of them')
  await files.getByText('before.txt').waitFor()
  await files.getByText('after.txt').waitFor()
  await becomes(() => files.getByRole('progressbar').count(), 0)
  await window.sendsWhenUploaded()
  await window.message('Both of them').getByText('after.txt').waitFor()
  await becomes(async () => {
    const attachments = (await site.messages(room)).at(-1)?.attachments as { title: string }[] | undefined
    return attachments?.map(({ title }) => title)
  }, ['before.txt', 'after.txt'])
})

test('a fixed token that ends is said, with what to do', async () => {
  const room = await site.room('Fixed token', ['sara', 'amir'])
  await using sara = await ChatWindow.as('sara', browser, site)
  sara.problems.forgive(/status of 401/)
  await sara.enters(room)
  await sara.opensInspector()
  await sara.page.getByRole('button', { name: /^Let a token expire/ }).click()
  await sara.banner
    .getByText(/expired|signed out/i)
    .first()
    .waitFor()
})
