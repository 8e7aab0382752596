/** `npm run bench -- browser`: what people wait for in a real browser. docs/performance.md says how to read it. */
import { chromium } from 'playwright-core'
import { ChatWindow } from '../src/chat-window.ts'
import { CHROMIUM } from '../src/chromium.ts'
import { Site } from '../src/site.ts'
import { keyToScreen } from './key-to-screen.ts'
import { longTasksDuring } from './long-tasks.ts'
import { summary } from './report.ts'

const browser = await chromium.launch(CHROMIUM)
const site = await Site.open()
try {
  await measureKeys()
  await measureScrolling()
  await measureBurst()
} finally {
  await browser.close()
  await site[Symbol.asyncDispose]()
}

async function measureKeys(): Promise<void> {
  const room = await site.room('Ping', ['sara', 'amir'])
  await using sara = await ChatWindow.as('sara', browser, site)
  await using amir = await ChatWindow.as('amir', browser, site)
  await sara.enters(room)
  await amir.enters(room)
  await keyToScreen(sara, amir, 20)
  console.log(`key press to the other screen: ${summary(await keyToScreen(sara, amir, 100))}`)
}

async function measureScrolling(): Promise<void> {
  const room = await site.room('Long', ['sara', 'amir'])
  await site.fill(room, ['sara', 'amir'], 10_000)
  await using sara = await ChatWindow.as('sara', browser, site)
  await sara.enters(room)
  await sara.scroller.hover()
  const wheel = async (direction: number, steps: number): Promise<void> => {
    for (let step = 0; step < steps; step += 1) await sara.page.mouse.wheel(0, direction * 800)
  }
  const top = async (): Promise<boolean> =>
    (await sara.list.getByText('This is where it all began.').count()) > 0
  const tasks = await longTasksDuring(sara.page, async () => {
    for (let rounds = 0; rounds < 1000 && !(await top()); rounds += 1) await wheel(-1, 5)
    if (!(await top())) throw new Error('the first message was not reached')
    await wheel(1, 200)
  })
  const longest = Math.max(0, ...tasks).toFixed(0)
  console.log(`scrolling 10,000 messages: ${tasks.length} tasks above 50 ms, the longest ${longest} ms`)
}

async function measureBurst(): Promise<void> {
  const room = await site.room('Burst', ['sara', 'amir'])
  await using sara = await ChatWindow.as('sara', browser, site)
  await sara.enters(room)
  const startedAt = performance.now()
  const tasks = await longTasksDuring(sara.page, async () => {
    await site.fill(room, ['amir'], 200)
    await site.says('amir', room, 'The end of it')
    await sara.sees('The end of it')
  })
  const took = (performance.now() - startedAt).toFixed(0)
  console.log(
    `burst of 200 messages: all there after ${took} ms, longest task ${Math.max(0, ...tasks).toFixed(0)} ms`,
  )
}
