import { expect, test } from 'bun:test'
import { ServerProcess } from '@parley/testkit'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { ChatWindow } from '../src/chat-window.ts'
import { Site } from '../src/site.ts'

const browser = await startBrowser()

/** What the browser itself says of a server that is gone. */
const GONE = /net::ERR_|WebSocket connection to|Failed to fetch/

test('a server that is killed while people type loses nothing, and nothing comes twice', async () => {
  const server = await ServerProcess.start()
  await using site = await Site.at(server)
  const room = await site.room('Sturdy room', ['sara', 'amir'])
  await using sara = await ChatWindow.as('sara', browser, site)
  await using amir = await ChatWindow.as('amir', browser, site)
  for (const window of [sara, amir]) {
    window.problems.forgive(GONE)
    await window.enters(room)
  }
  await sara.says('Before the storm')
  await amir.sees('Before the storm')
  await amir.field.fill('Half a sent')
  await server.signal('SIGKILL')
  for (const { banner } of [sara, amir]) {
    // the network is there, it is the server that is not
    await banner.getByText('The server can’t be reached.').waitFor()
    await banner.getByText('Reconnecting …').waitFor()
    await becomes(() => banner.getByText('You are offline.').count(), 0)
  }
  await amir.input.getByText('There is no connection. Messages are sent when it is back.').waitFor()
  await sara.says('During the storm, first')
  await sara.says('During the storm, second')
  await server.startAgain()
  await amir.sees('During the storm, second')
  await becomes(() => amir.field.inputValue(), 'Half a sent')
  await becomes(() => amir.banner.getByText('The server can’t be reached.').count(), 0)
  await amir.field.press('End')
  await amir.field.pressSequentially('ence')
  await amir.field.press('Enter')
  await sara.sees('Half a sentence')
  expect(await site.stored(room)).toEqual([
    'Before the storm',
    'During the storm, first',
    'During the storm, second',
    'Half a sentence',
  ])
  await becomes(() => amir.list.getByText('During the storm, first').count(), 1)
})

test('what is written without a network waits, is said to wait, and goes out in order', async () => {
  await using site = await Site.open()
  const room = await site.room('Tunnel', ['sara', 'amir'])
  await using sara = await ChatWindow.as('sara', browser, site)
  await using amir = await ChatWindow.as('amir', browser, site)
  sara.problems.forgive(GONE)
  await sara.enters(room)
  await amir.enters(room)
  await sara.opensInspector()
  await sara.page.getByRole('button', { name: 'Cut the network' }).click()
  const trouble = sara.banner.getByText('You are offline.')
  await trouble.waitFor()
  for (const text of ['one', 'two', 'three']) await sara.says(text)
  await amir.says('Where are you?')
  await sara.page.getByRole('button', { name: 'Restore the network' }).click()
  await trouble.waitFor({ state: 'hidden' })
  await sara.sees('Where are you?')
  for (const text of ['one', 'two', 'three']) await amir.sees(text)
  await becomes(() => site.stored(room), ['Where are you?', 'one', 'two', 'three'])
})
