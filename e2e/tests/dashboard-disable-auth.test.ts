import { afterAll, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { ADA } from '../src/dashboard-people.ts'
import { keepScreenshot } from '../src/screenshots.ts'
import { StartedServer } from '../src/started-server.ts'
import { Visitor } from '../src/visitor.ts'

const browser = await startBrowser()
const server = await StartedServer.start()
afterAll(() => server[Symbol.asyncDispose]())

/** Follows the set-up link to the list of apps. */
async function becomesTheFirstAdmin(page: Page): Promise<void> {
  await page.goto(server.setupLink)
  await page.getByRole('textbox', { name: 'E-mail address' }).fill(ADA.email)
  await page.getByRole('textbox', { name: 'Your name' }).fill(ADA.name)
  await page.getByLabel('Password', { exact: true }).fill(ADA.password)
  await page.getByRole('button', { name: 'Make the account and sign in' }).click()
  await page.getByRole('heading', { name: 'Apps', level: 1 }).waitFor()
}

/** In the playground, with a token that the page makes itself. */
async function entersWithDevelopmentToken(page: Page): Promise<void> {
  await page.getByRole('radio', { name: 'Sara Lindqvist' }).check()
  await page.locator('details.token > summary').click()
  await page.getByRole('radio', { name: /^Development token/ }).check()
  await page.getByRole('button', { name: 'Chat as Sara Lindqvist' }).click()
  const channels = page.getByRole('region', { name: 'Channels', exact: true })
  await channels.getByRole('button', { name: 'Launch week' }).first().click()
  await page.getByRole('textbox', { name: 'Write a message' }).fill('Nobody signed this')
  await page.keyboard.press('Enter')
  const list = page.locator('parley-message-list').first()
  await list.getByText('Nobody signed this', { exact: true }).waitFor()
}

test('from a fresh start, a development token connects while auth checks are off, and is refused after', async () => {
  await using ada = await Visitor.arrive(browser)
  const { page, problems } = ada
  // Nobody is signed in at first, and refused tokens are the point of it.
  problems.forgive(/status of 401/)
  await becomesTheFirstAdmin(page)

  await page.getByRole('link', { name: 'Parley', exact: true }).last().click()
  await page.getByRole('heading', { name: 'Chat Overview', level: 1 }).waitFor()
  const section = page.getByRole('region', { name: 'Authentication' })
  await section.scrollIntoViewIfNeeded()
  const toggle = section.getByRole('switch', { name: 'Disable Auth Checks' })
  await becomes(() => toggle.isChecked(), false)
  await toggle.click()
  const dialog = page.getByRole('alertdialog', { name: 'Disable auth checks?' })
  await dialog.getByText('connect as any user').waitFor()
  await dialog.getByRole('button', { name: 'Disable auth checks' }).click()
  const banner = page.getByText('Auth checks are off for Parley.')
  await banner.waitFor()
  await becomes(() => toggle.isChecked(), true)
  await page.getByRole('link', { name: 'Users' }).first().click()
  await banner.waitFor()
  await page.getByRole('link', { name: 'Authentication', exact: true }).click()
  await keepScreenshot(page, 'dashboard auth checks off')

  const opening = page.waitForEvent('popup')
  await page.getByRole('link', { name: /^Playground/ }).click()
  const chat = await opening
  problems.watch(chat)
  await entersWithDevelopmentToken(chat)

  await toggle.click()
  await banner.waitFor({ state: 'hidden' })
  await becomes(() => toggle.isChecked(), false)
  // The open connection ends, with the reason; and the same token opens none.
  const told = chat.locator('parley-connection-banner').getByText(/auth checks/)
  await told.first().waitFor()
  await keepScreenshot(chat, 'playground refused')
  await chat.reload()
  await chat
    .getByText(/this is a development token/)
    .first()
    .waitFor()

  await page.getByRole('link', { name: 'Logs', exact: true }).click()
  const refused = page.getByRole('row').filter({ hasText: 'demo-sara' }).first()
  await refused.getByText(/this is a development token, and the auth checks .* are on/).waitFor()
  await refused.getByText('43', { exact: true }).waitFor()
  await keepScreenshot(page, 'dashboard logs of a refused token')
}, 240_000)
