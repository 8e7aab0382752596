import { afterAll, expect, test } from 'bun:test'
import { startBrowser } from '../src/browser.ts'
import { ChatWindow } from '../src/chat-window.ts'
import { png } from '../src/pictures.ts'
import { Site } from '../src/site.ts'

const browser = await startBrowser()
const site = await Site.open()
afterAll(() => site[Symbol.asyncDispose]())

const picture = { name: 'harbour.png', mimeType: 'image/png', buffer: png(640, 400) }
const notes = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('Bring a jacket') }

test('a picture and a file are picked, uploaded with progress, sent and shown', async () => {
  const room = await site.room('Pictures', ['sara', 'amir'])
  await using sara = await ChatWindow.as('sara', browser, site)
  await using amir = await ChatWindow.as('amir', browser, site)
  await sara.enters(room)
  await amir.enters(room)
  const seen = sara.page.evaluate(
    () =>
      new Promise<number>(resolve => {
        const shown = () =>
          document.querySelector<HTMLElement>(
            'parley-message-input [role=progressbar], parley-message-input progress',
          )
        const observer = new MutationObserver(() => {
          if (!shown()) return
          observer.disconnect()
          resolve(1)
        })
        observer.observe(document.body, { subtree: true, childList: true, attributes: true })
      }),
  )
  await sara.page.locator('parley-message-input input[type=file]').setInputFiles([picture, notes])
  await seen
  await sara.page.getByRole('list', { name: 'Attached files' }).getByText('notes.txt').waitFor()
  await sara.field.fill('From the harbour')
  await sara.sendsWhenUploaded()
  const message = amir.message('From the harbour')
  await message.getByText('notes.txt').waitFor()
  const image = message.locator('parley-image-gallery img')
  await image.waitFor()
  await amir.waitsFor(
    () => image.evaluate(element => (element as HTMLImageElement).naturalWidth > 0),
    'the picture',
  )
  await message.locator('parley-image-gallery button').click()
  await amir.page.getByRole('dialog').locator('img').waitFor()
  await amir.page.keyboard.press('Escape')
  await amir.page.getByRole('dialog').waitFor({ state: 'hidden' })
})

test('files are dropped and pasted', async () => {
  const room = await site.room('Dropped', ['sara', 'amir'])
  await using sara = await ChatWindow.as('sara', browser, site)
  await sara.enters(room)
  await sara.brings('paste', [picture])
  await sara.page.getByRole('button', { name: 'Remove harbour.png' }).waitFor()
  await sara.brings('drop', [notes])
  await sara.page.getByRole('list', { name: 'Attached files' }).getByText('notes.txt').waitFor()
  await sara.field.fill('Both of them')
  await sara.sendsWhenUploaded()
  await sara.message('Both of them').locator('parley-image-gallery img').waitFor()
  const stored = (await site.messages(room)).at(-1)
  expect(stored?.attachments).toMatchObject([{ type: 'image' }, { type: 'file' }])
})

test('an upload that is refused says why and can be taken away', async () => {
  await site.ok('PATCH /app', { file_upload_config: { blocked_file_extensions: ['txt'] } })
  const room = await site.room('No texts', ['sara', 'amir'])
  await using sara = await ChatWindow.as('sara', browser, site)
  sara.problems.forgive(/status of 4\d\d/)
  await sara.enters(room)
  await sara.page.locator('parley-message-input input[type=file]').setInputFiles([notes])
  await sara.page.getByRole('button', { name: 'Upload notes.txt again' }).waitFor()
  await sara.page.getByRole('button', { name: 'Remove notes.txt' }).click()
  await sara.says('Then without it')
  await site.ok('PATCH /app', { file_upload_config: { blocked_file_extensions: [] } })
})
