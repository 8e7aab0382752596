import { afterAll, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { ChatWindow } from '../src/chat-window.ts'
import { PEOPLE, Site } from '../src/site.ts'

const browser = await startBrowser()
const site = await Site.open()
afterAll(() => site[Symbol.asyncDispose]())

/** Presses a key until what has the focus is called like that, as fast as the page takes it. */
async function reach(page: Page, key: string, name: RegExp): Promise<void> {
  const passed: string[] = []
  for (let presses = 0; presses < 80; presses += 1) {
    const focused = await focusedName(page)
    if (name.test(focused)) return
    passed.push(focused)
    await page.keyboard.press(key)
  }
  throw new Error(`${key} never led to ${name}, but to: ${passed.join(' → ')}`)
}

function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => {
    const focused = document.activeElement
    const label = focused?.getAttribute('aria-label')
    const labelled = focused instanceof HTMLInputElement ? focused.labels?.[0]?.textContent : undefined
    return (label || labelled || focused?.textContent || '').replace(/\s+/g, ' ').trim()
  })
}

/** Whether what has the focus can be seen to have it. */
function showsFocus(page: Page): Promise<boolean> {
  return page.evaluate(() => {
    const ring = (element: Element) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element)
      return (outlineStyle !== 'none' && outlineWidth !== '0px') || boxShadow !== 'none'
    }
    for (
      let element = document.activeElement;
      element && element !== document.body;
      element = element.parentElement
    )
      if (ring(element)) return true
    return false
  })
}

test('a whole talk without a mouse', async () => {
  const room = await site.room('Keyboard room', ['sara', 'amir'])
  await site.says('amir', room, 'Can you reach this?')
  await using sara = await ChatWindow.open(browser, site)
  const { page } = sara
  await page.getByRole('radio', { name: PEOPLE.sara.name }).waitFor()
  await reach(page, 'Tab', new RegExp(PEOPLE.sara.name))
  await page.keyboard.press('Space')
  await reach(page, 'Tab', /^Chat as Sara/)
  await becomes(() => showsFocus(page), true)
  await page.keyboard.press('Enter')
  await sara.channels.getByRole('button', { name: room.name }).first().waitFor()
  await reach(page, 'Tab', /Search channels/)
  await page.keyboard.type('Keyboard')
  await sara.channels.getByRole('button', { name: room.name }).first().waitFor()
  await page.keyboard.press('ArrowDown')
  await reach(page, 'ArrowDown', /Keyboard room/)
  await becomes(() => showsFocus(page), true)
  await page.keyboard.press('Enter')
  await sara.sees('Can you reach this?')
  await reach(page, 'Tab', /Can you reach this/)
  await becomes(() => showsFocus(page), true)
  await reach(page, 'Tab', /^React$/)
  await page.keyboard.press('Enter')
  await reach(page, 'Tab', /^Love/)
  await page.keyboard.press('Enter')
  await sara
    .message('Can you reach this?')
    .locator('parley-reactions')
    .getByRole('button', { name: /Love/ })
    .waitFor()
  await reach(page, 'Tab', /^Write a message$/)
  await page.keyboard.type('I can, with')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('two lines')
  await page.keyboard.press('Enter')
  await sara.message('two lines').waitFor()
  await becomes(() => site.stored(room), ['Can you reach this?', 'I can, with\ntwo lines'])
})
