import { afterAll, expect, test } from 'bun:test'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { ChatWindow } from '../src/chat-window.ts'
import { PEOPLE, Site, type Who } from '../src/site.ts'

const browser = await startBrowser()
const site = await Site.open()
afterAll(() => site[Symbol.asyncDispose]())

const STAGE = { cid: 'livestream:demo-open-stage', name: 'Open stage' }

test('a stranger picks a person and talks with another window, without reading anything', async () => {
  await using one = await ChatWindow.open(browser, site)
  await one.page.getByRole('radio', { name: PEOPLE.sara.name }).check()
  await one.page.getByRole('button', { name: `Chat as ${PEOPLE.sara.name}` }).click()
  await using other = await ChatWindow.open(browser, site)
  await other.page.getByRole('radio', { name: PEOPLE.amir.name }).check()
  await other.page.getByRole('button', { name: `Chat as ${PEOPLE.amir.name}` }).click()
  const launch = { cid: 'team:demo-launch', name: 'Launch week' }
  await one.enters(launch)
  await other.enters(launch)
  await one.says('Can you see this?')
  await other.sees('Can you see this?')
  await other.says('I can')
  await one.sees('I can')
})

test('each way to connect stands beside the code for it', async () => {
  await using visitor = await ChatWindow.open(browser, site)
  const code = visitor.page.getByRole('region', { name: 'Code for this choice' })
  await code.getByText('chatService.init(').first().waitFor()
  await visitor.page.getByRole('radio', { name: /^A guest/ }).check()
  await code.getByText("'guest'").first().waitFor()
  await visitor.page.getByRole('radio', { name: /^Anonymous/ }).check()
  await code.getByText("'anonymous'").first().waitFor()
})

test('a guest needs a name and nothing else, and is the same after a reload', async () => {
  await using guest = await ChatWindow.open(browser, site)
  await guest.page.getByRole('radio', { name: /^A guest/ }).check()
  await guest.page.getByRole('textbox', { name: 'Your name' }).fill('Eve')
  await guest.page.getByRole('button', { name: /^Chat as/ }).click()
  await guest.enters(STAGE)
  await guest.says('Hello from a guest')
  await guest.page.reload()
  await guest.sees('Hello from a guest')
  await guest.chooses('Hello from a guest', 'Edit')
  await guest.field.fill('Hello again from a guest')
  await guest.field.press('Enter')
  await guest.sees('Hello again from a guest')
})

test('nobody reads along, is shown why they cannot write, and enters as a guest in place', async () => {
  await using visitor = await ChatWindow.open(browser, site)
  await visitor.page.getByRole('radio', { name: /^Anonymous/ }).check()
  await visitor.page.getByRole('button', { name: 'Just read along' }).click()
  await visitor.list.getByText('You convinced them.').waitFor()
  await visitor.page.getByText('You are reading as a visitor. Enter to write.').waitFor()
  await site.says('amir', STAGE, 'For those who read along')
  await visitor.sees('For those who read along')
  await visitor.page.getByRole('button', { name: 'Enter the chat' }).click()
  await visitor.page.getByRole('textbox', { name: 'Your name' }).fill('Visitor')
  await visitor.page.getByRole('button', { name: 'Enter as guest' }).click()
  await visitor.says('Now I can write')
  expect(await site.stored(STAGE)).toContain('Now I can write')
})

test('a guest becomes a user without losing the channel or what they wrote', async () => {
  await using guest = await ChatWindow.open(browser, site)
  await guest.page.getByRole('radio', { name: /^A guest/ }).check()
  await guest.page.getByRole('textbox', { name: 'Your name' }).fill('Upgraded')
  await guest.page.getByRole('button', { name: /^Chat as/ }).click()
  await guest.enters(STAGE)
  await guest.says('Written as a guest')
  await guest.page.getByRole('button', { name: 'You, and who else to be' }).click()
  const become = guest.page.getByRole('menuitem', { name: PEOPLE.lucia.name })
  await become.click()
  await guest.isTold(`You are ${PEOPLE.lucia.name} now`)
  await guest.page.locator('parley-channel-header').getByText(STAGE.name).first().waitFor()
  await guest.sees('Written as a guest')
  await guest.says('Written as a user')
  await using amir = await ChatWindow.as('amir', browser, site)
  await amir.enters(STAGE)
  await amir.sees('Written as a user')
})

test('switching users ten times, faster than they connect, ends with the last one alone', async () => {
  const room = await site.room('Only for Amir', ['amir'])
  const secret = await site.room('Only for Sara', ['sara'])
  await using window = await ChatWindow.as('sara', browser, site)
  for (let round = 0; round < 5; round += 1) {
    for (const who of ['amir', 'sara'] as const) await switchTo(window, who)
  }
  await switchTo(window, 'amir')
  await window.enters(room)
  await site.says('sara', secret, 'Amir must not see this')
  await window.says('It is me')
  await becomes(() => window.channels.getByRole('button', { name: secret.name }).count(), 0)
  await becomes(() => window.page.getByText('Amir must not see this').count(), 0)
  const last = (await site.messages(room)).at(-1)
  expect(last).toMatchObject({ text: 'It is me', user: { id: PEOPLE.amir.id } })
})

/** By the address, as Back and Forward do: at once, whether or not the one before has connected. */
async function switchTo({ page }: ChatWindow, who: Who): Promise<void> {
  await page.evaluate(id => {
    history.pushState(null, '', `/?as=${id}`)
    dispatchEvent(new PopStateEvent('popstate'))
  }, PEOPLE[who].id)
}
