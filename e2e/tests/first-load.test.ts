import { afterAll, expect, test } from 'bun:test'
import { join } from 'node:path'
import { gzipSync } from 'bun'
import type { Page } from 'playwright-core'
import { startBrowser } from '../src/browser.ts'
import { ChatWindow } from '../src/chat-window.ts'
import { rootDir } from '../src/command.ts'
import { DashboardSite } from '../src/dashboard-site.ts'
import { Site } from '../src/site.ts'

const browser = await startBrowser()
const site = await Site.open()
const dashboard = await DashboardSite.open()
afterAll(() => Promise.all([site, dashboard].map(each => each[Symbol.asyncDispose]())))

/** KiB of the page, its scripts and its styles, gzipped: all that it loaded until it was shown. */
async function firstLoad(page: Page, app: string, base: string): Promise<number> {
  const loaded = await page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => name))
  const files = loaded.filter(url => /\.(js|css)$/.test(url)).map(url => url.slice(base.length))
  expect(files.some(file => file.endsWith('.js'))).toBeTrue()
  const sizes = await Promise.all(['/index.html', ...files].map(file => gzipped(app, file)))
  const total = sizes.reduce((sum, size) => sum + size, 0) / 1024
  console.log(`first load of the ${app}: ${total.toFixed(1)} KiB gzipped in ${sizes.length} files`)
  return total
}

async function gzipped(app: string, file: string): Promise<number> {
  return gzipSync(await Bun.file(join(rootDir, 'apps', app, 'dist', file)).arrayBuffer()).byteLength
}

test('the first load of the playground is at most 250 KiB, gzipped', async () => {
  await using visitor = await ChatWindow.open(browser, site)
  expect(await firstLoad(visitor.page, 'playground', site.url)).toBeLessThanOrEqual(250)
})

test('the first load of the dashboard is at most 350 KiB, gzipped', async () => {
  await using window = await dashboard.window(browser)
  await window.goto('/')
  await window.isQuiet()
  expect(await firstLoad(window.page, 'dashboard', dashboard.url)).toBeLessThanOrEqual(350)
})
