import type { Page } from 'playwright-core'
import type { ChatWindow } from '../src/chat-window.ts'

/** Milliseconds from pressing Enter in one window until the message is on the screen of the other, each time. */
export async function keyToScreen(from: ChatWindow, to: ChatWindow, times: number): Promise<number[]> {
  await from.page.evaluate(() => {
    window.addEventListener(
      'keydown',
      (event: KeyboardEvent) => {
        if (event.key === 'Enter') document.title = String(performance.timeOrigin + event.timeStamp)
      },
      true,
    )
  })
  const taken: number[] = []
  for (let n = 0; n < times; n += 1) {
    const text = `Ping ${n} of ${times}`
    const shown = whenOnScreen(to.page, text)
    await from.field.fill(text)
    await from.field.press('Enter')
    taken.push((await shown) - Number(await from.page.title()))
  }
  return taken
}

/** The moment of the frame in which the text is there; the two windows' clocks are the machine's. */
function whenOnScreen(page: Page, text: string): Promise<number> {
  return page.evaluate(
    text =>
      new Promise<number>(resolve => {
        const list = document.querySelector('parley-message-list')
        const observer = new MutationObserver(() => {
          if (!list?.textContent?.includes(text)) return
          observer.disconnect()
          requestAnimationFrame(() => setTimeout(() => resolve(performance.timeOrigin + performance.now())))
        })
        if (list) observer.observe(list, { subtree: true, childList: true, characterData: true })
      }),
    text,
  )
}
