import { afterAll, test } from 'bun:test'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { ChatWindow } from '../src/chat-window.ts'
import { Site } from '../src/site.ts'

const browser = await startBrowser()
const site = await Site.open()
afterAll(() => site[Symbol.asyncDispose]())

test('two people write to each other, and see who types and who has read', async () => {
  const room = await site.room('Tea room', ['sara', 'amir'])
  await using sara = await ChatWindow.as('sara', browser, site)
  await using amir = await ChatWindow.as('amir', browser, site)
  await sara.enters(room)
  await amir.enters(room)
  await sara.says('Is there any tea left?')
  await amir.sees('Is there any tea left?')
  await sara.message('Is there any tea left?').getByText('Read by Amir Haddad').waitFor({ state: 'attached' })
  await amir.field.pressSequentially('A whole', { delay: 20 })
  await sara.list.getByText(/Amir Haddad is typing/).waitFor()
  await amir.says('A whole pot')
  await sara.sees('A whole pot')
  await sara.list.getByText(/Amir Haddad is typing/).waitFor({ state: 'hidden' })
})

test('reactions come and go in both windows', async () => {
  const room = await site.room('Reactions', ['sara', 'amir'])
  await site.says('sara', room, 'We have a new kettle')
  await using sara = await ChatWindow.as('sara', browser, site)
  await using amir = await ChatWindow.as('amir', browser, site)
  await sara.enters(room)
  await amir.enters(room)
  await amir.reacts('We have a new kettle', 'Love')
  const seen = sara
    .message('We have a new kettle')
    .locator('parley-reactions')
    .getByRole('button', { name: /Love/ })
  await seen.waitFor()
  await amir
    .message('We have a new kettle')
    .locator('parley-reactions')
    .getByRole('button', { name: /Love/ })
    .click()
  await seen.waitFor({ state: 'hidden' })
})

test('a thread grows beside the channel', async () => {
  const room = await site.room('Threads', ['sara', 'amir'])
  await site.says('sara', room, 'Where do we meet?')
  await using sara = await ChatWindow.as('sara', browser, site)
  await using amir = await ChatWindow.as('amir', browser, site)
  await sara.enters(room)
  await amir.enters(room)
  await amir.opensThread('Where do we meet?')
  await amir.thread.getByRole('textbox').fill('At the fountain')
  await amir.thread.getByRole('textbox').press('Enter')
  await sara.message('Where do we meet?').getByRole('button', { name: '1 reply' }).click()
  await sara.thread.getByText('At the fountain').first().waitFor()
  await sara.thread.getByRole('textbox').fill('See you there')
  await sara.thread.getByRole('textbox').press('Enter')
  await amir.thread.getByText('See you there').first().waitFor()
  await becomes(() => sara.list.getByText('See you there').count(), 0)
})

test('a message is quoted, edited and deleted', async () => {
  const room = await site.room('Changes', ['sara', 'amir'])
  await site.says('sara', room, 'The meeting is at nine')
  await using sara = await ChatWindow.as('sara', browser, site)
  await using amir = await ChatWindow.as('amir', browser, site)
  await sara.enters(room)
  await amir.enters(room)
  await amir.chooses('The meeting is at nine', 'Quote')
  await amir.says('I will be there')
  await sara
    .message('I will be there')
    .locator('parley-quoted-message')
    .getByText('The meeting is at nine')
    .waitFor()
  await sara.chooses('The meeting is at nine', 'Edit')
  await sara.field.fill('The meeting is at ten')
  await sara.field.press('Enter')
  await amir.sees('The meeting is at ten')
  await amir.message('The meeting is at ten').getByText('Edited').waitFor()
  await sara.chooses('The meeting is at ten', 'Delete')
  await sara.page.getByRole('alertdialog').getByRole('button', { name: 'Delete' }).click()
  await amir.list.getByText('This message was deleted').first().waitFor()
})
