import { afterAll, expect, test } from 'bun:test'
import type { Locator } from 'playwright-core'
import { barriersIn } from '../src/accessibility.ts'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { ChatWindow } from '../src/chat-window.ts'
import { letPeoplePoll } from '../src/let-people-poll.ts'
import { overflowX, reversedTexts } from '../src/page-checks.ts'
import { PollDialog } from '../src/poll-dialog.ts'
import { keepScreenshot } from '../src/screenshots.ts'
import { type Room, Site } from '../src/site.ts'

const browser = await startBrowser()
const site = await Site.open()
afterAll(() => site[Symbol.asyncDispose]())
await letPeoplePoll(site)

const pollIn = (window: ChatWindow, question: string): Locator =>
  window.list.locator('parley-poll').filter({ hasText: question })

/** The poll of the newest message, as the server has it. */
async function stored(room: Room): Promise<unknown> {
  return (await site.messages(room)).at(-1)?.poll
}

test('somebody makes a poll, and everybody votes, adds to it and comments', async () => {
  const room = await site.room('Lunch plans', ['sara', 'amir'])
  await using sara = await ChatWindow.as('sara', browser, site, { channel: room })
  await using amir = await ChatWindow.as('amir', browser, site, { channel: room })
  const dialog = await new PollDialog(sara).open()
  await dialog.asks('Where do we eat?', 'Harbour', 'Market', 'Here')
  await dialog.choice('Several answers each').check()
  await dialog.element.getByRole('textbox', { name: 'At most' }).fill('2')
  await dialog.choice('Others may add options').check()
  await dialog.choice('Comments').check()
  await dialog.send()
  await dialog.isGone()
  await becomes(() => sara.field.evaluate(field => field === document.activeElement), true)
  await pollIn(amir, 'Where do we eat?').getByText('Choose up to 2').waitFor()
  expect(await stored(room)).toMatchObject({
    name: 'Where do we eat?',
    options: [{ text: 'Harbour' }, { text: 'Market' }, { text: 'Here' }],
    voting_visibility: 'public',
    enforce_unique_vote: false,
    max_votes_allowed: 2,
    allow_user_suggested_options: true,
    allow_answers: true,
  })
  const there = pollIn(amir, 'Where do we eat?')
  await there.getByRole('button', { name: 'Add an option' }).click()
  await there.getByRole('textbox', { name: 'Add an option' }).fill('On the boat')
  await there.getByRole('textbox', { name: 'Add an option' }).press('Enter')
  await pollIn(sara, 'Where do we eat?').getByRole('button', { name: 'On the boat' }).click()
  await there.getByRole('button', { name: 'On the boat' }).filter({ hasText: '1 vote' }).waitFor()
  await there.getByRole('button', { name: 'Add a comment' }).click()
  await there.getByRole('textbox', { name: 'Add a comment' }).fill('I can’t swim')
  await there.getByRole('button', { name: 'Save' }).click()
  const said = pollIn(sara, 'Where do we eat?').locator('parley-poll-comments')
  await said.getByText('Amir Haddad').waitFor()
  await said.getByText('I can’t swim').waitFor()
  await there.getByRole('button', { name: 'Change your comment' }).click()
  await there.getByRole('textbox', { name: 'Change your comment' }).fill('I can swim')
  await there.getByRole('button', { name: 'Save' }).click()
  await said.getByText('I can swim').waitFor()
  expect(await barriersIn(sara.page)).toEqual([])
  await keepScreenshot(sara.page, 'poll with comments')
  await there.getByRole('button', { name: 'Remove your comment' }).click()
  await said.waitFor({ state: 'hidden' })
})

test('what is missing is said beside its field, in words, and the first such field has the focus', async () => {
  const room = await site.room('Half a poll', ['sara'])
  await using sara = await ChatWindow.as('sara', browser, site, { channel: room })
  const dialog = await new PollDialog(sara).open()
  await dialog.send()
  await dialog.element.getByText('Write a question.').waitFor()
  await becomes(() => dialog.element.getByText('Write at least two options.').count(), 2)
  await becomes(() => dialog.question.evaluate(field => field === document.activeElement), true)
  expect(await dialog.question.getAttribute('aria-describedby')).toBeTruthy()
  expect(await barriersIn(sara.page)).toEqual([])
  await keepScreenshot(sara.page, 'new poll, what is missing')
  await dialog.asks('Tea?', 'Yes', ' yes ')
  await dialog.element.getByText('This option is there already.').waitFor()
  await dialog.choice('Several answers each').check()
  await dialog.element.getByRole('textbox', { name: 'At most' }).fill('eleven')
  await dialog.element.getByText('Write a number from 2 to 10, or nothing.').waitFor()
  await dialog.option(2).fill('x'.repeat(256))
  await dialog.element.getByText('This is too long: at most 255 characters.').waitFor()
  await dialog.send()
  await becomes(() => dialog.option(2).evaluate(field => field === document.activeElement), true)
  expect(await site.stored(room)).toEqual([])
})

test('the keyboard alone makes a poll', async () => {
  const room = await site.room('No mouse', ['sara'])
  await using sara = await ChatWindow.as('sara', browser, site, { channel: room })
  const { page } = sara
  const hasFocus = (field: Locator) =>
    becomes(() => field.evaluate(each => each === document.activeElement), true)
  const add = sara.input.getByRole('button', { name: 'Add to the message' })
  await add.focus()
  await page.keyboard.press('Enter')
  await page.getByRole('menuitem', { name: 'Attach files' }).waitFor()
  await hasFocus(page.getByRole('menuitem', { name: 'Attach files' }))
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  const dialog = new PollDialog(sara)
  await hasFocus(dialog.question)
  await page.keyboard.type('Ready?')
  await page.keyboard.press('Enter')
  await hasFocus(dialog.option(1))
  await page.keyboard.type('Yes')
  await page.keyboard.press('Enter')
  await hasFocus(dialog.option(2))
  await page.keyboard.type('No')
  await page.keyboard.press('Enter')
  await hasFocus(dialog.option(3))
  await page.keyboard.press('Backspace')
  await hasFocus(dialog.option(2))
  await becomes(() => dialog.options.count(), 2)
  await page.keyboard.press('Escape')
  await dialog.isGone()
  await hasFocus(add)
  // Escape is no decision: what was typed is still there
  await page.keyboard.press('Enter')
  await hasFocus(page.getByRole('menuitem', { name: 'Attach files' }))
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await hasFocus(dialog.question)
  await becomes(() => dialog.question.inputValue(), 'Ready?')
  await page.keyboard.press('Control+Enter')
  await dialog.isGone()
  await pollIn(sara, 'Ready?').getByText('Choose one').waitFor()
})

test('a poll that is refused stays in the dialog with the reason, and is sent once it may be', async () => {
  const room = await site.room('Refused poll', ['sara'])
  await using sara = await ChatWindow.as('sara', browser, site, { channel: room })
  sara.problems.forgive(/status of 403/)
  const { app } = (await site.ok('GET /app')) as unknown as { app: { grants: { user: string[] } } }
  await site.ok('PATCH /app', { grants: { user: app.grants.user.filter(each => each !== 'create-poll') } })
  const dialog = await new PollDialog(sara).open()
  await dialog.asks('Still there?', 'Yes', 'No')
  await dialog.choice('Anonymous').check()
  await dialog.send()
  await dialog.element
    .getByRole('alert')
    .getByText('The poll was not sent. You are not allowed to do this here.')
    .waitFor()
  expect(await barriersIn(sara.page)).toEqual([])
  await becomes(() => dialog.question.inputValue(), 'Still there?')
  await becomes(() => dialog.choice('Anonymous').isChecked(), true)
  await site.ok('PATCH /app', { grants: { user: app.grants.user } })
  await dialog.send()
  await dialog.isGone()
  await pollIn(sara, 'Still there?').getByText('Anonymous').waitFor()
  expect(await stored(room)).toMatchObject({ voting_visibility: 'anonymous', enforce_unique_vote: true })
})

test('without a connection nothing that was typed is lost', async () => {
  const room = await site.room('Poll in a tunnel', ['sara'])
  await using sara = await ChatWindow.as('sara', browser, site, { channel: room })
  sara.problems.forgive(/net::ERR_|Failed to fetch/)
  const dialog = await new PollDialog(sara).open()
  await dialog.asks('Anybody?', 'Me', 'Me too')
  await sara.page.route('**/polls*', route => route.abort())
  await dialog.send()
  await dialog.element.getByRole('alert').getByText('There is no connection.').waitFor()
  await sara.page.unroute('**/polls*')
  await dialog.send()
  await dialog.isGone()
  await pollIn(sara, 'Anybody?').waitFor()
})

test('where polls are off, or one may not send any, none is offered', async () => {
  const room = await site.room('No polls', ['sara'], 'team')
  await using sara = await ChatWindow.as('sara', browser, site, { channel: room })
  await sara.input.getByRole('button', { name: 'Attach files' }).waitFor()
  await becomes(() => sara.input.getByRole('button', { name: 'Add to the message' }).count(), 0)
})

const LOOKS = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['320 px', { viewport: { width: 320, height: 640 } }],
  ['phone', { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, deviceScaleFactor: 2 }],
] as const

test.each(LOOKS)('the dialog is good to look at and to use: %s', async (name, look) => {
  const room = await site.room('Looks', ['sara'])
  await using sara = await ChatWindow.as('sara', browser, site, {
    ...look,
    channel: room,
    reducedMotion: 'reduce',
  })
  const dialog = await new PollDialog(sara).open()
  await dialog.asks('Which day suits everybody best?', 'Thursday', 'Friday', 'Saturday')
  await dialog.choice('Several answers each').check()
  expect(await barriersIn(sara.page)).toEqual([])
  await becomes(() => overflowX(sara.page), 0)
  await keepScreenshot(sara.page, `new poll, ${name}`)
})

test('from right to left everything of the dialog is in place', async () => {
  const room = await site.room('Looks', ['sara'])
  await using sara = await ChatWindow.as('sara', browser, site, {
    channel: room,
    viewport: { width: 320, height: 640 },
  })
  await sara.field.waitFor()
  await sara.page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'))
  const dialog = await new PollDialog(sara).open()
  await dialog.asks('أين نأكل اليوم؟', '2 minutes away', 'السوق', 'هنا')
  await becomes(() => overflowX(sara.page), 0)
  const [field, remove] = await Promise.all(
    [dialog.option(1), dialog.element.getByRole('button', { name: 'Remove option 1' })].map(each =>
      each.boundingBox(),
    ),
  )
  expect(remove?.x).toBeLessThan(field?.x ?? 0)
  await keepScreenshot(sara.page, 'new poll, right to left')
  await dialog.option(3).fill('')
  await dialog.option(2).fill('')
  await dialog.send()
  await dialog.element.getByText('Write at least two options.').first().waitFor()
  await becomes(() => reversedTexts(sara.page), [])
  await dialog.asks('أين نأكل اليوم؟', '2 minutes away', 'السوق')
  await dialog.send()
  await dialog.isGone()
  await pollIn(sara, 'أين نأكل اليوم؟').getByText('0 votes', { exact: true }).last().waitFor()
  await becomes(() => reversedTexts(sara.page), [])
})
