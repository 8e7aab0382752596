import { afterAll, expect, test } from 'bun:test'
import { becomes } from '../src/becomes.ts'
import { startBrowser } from '../src/browser.ts'
import { DASHBOARD_PAGES, type DashboardPage } from '../src/dashboard-pages.ts'
import { DashboardSite } from '../src/dashboard-site.ts'
import type { DashboardWindow } from '../src/dashboard-window.ts'
import { overflowX } from '../src/page-checks.ts'

const browser = await startBrowser()
const site = await DashboardSite.open()
const fresh = await DashboardSite.fresh()
afterAll(() => Promise.all([site, fresh].map(each => each[Symbol.asyncDispose]())))
await site.demo()

const PHONE = { width: 360, height: 740 }
const NARROWEST = { width: 320, height: 640 }

async function open({ path, as }: DashboardPage): Promise<DashboardWindow> {
  const where = as === 'before set-up' ? fresh : site
  const window = await where.window(browser, { reducedMotion: 'reduce' }, as ? null : site.ada)
  // The browser notes that somebody was asked to sign in, or that there is no such app.
  if (as) window.problems.forgive(/status of 401/)
  if (path.includes('nothing')) window.problems.forgive(/status of 404/)
  await window.goto(path)
  await window.isQuiet()
  return window
}

test.each(DASHBOARD_PAGES.map(page => [page.name, page] as const))(
  '%s keeps the rules for pages',
  async (name, each) => {
    await using window = await open(each)
    const { page } = window
    await becomes(() => window.heading.count(), 1)
    expect(await page.title()).toMatch(/^\S.* · Parley dashboard$/)
    await window.keepsScreenshot(`${name}, light`)
    expect(await window.barriers()).toEqual([])
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    await window.keepsScreenshot(`${name}, dark`)
    expect(await window.barriers()).toEqual([])
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' })
    await page.setViewportSize(PHONE)
    await window.keepsScreenshot(`${name}, phone`)
    expect(await window.barriers()).toEqual([])
    await page.setViewportSize(NARROWEST)
    await becomes(() => overflowX(page), 0)
  },
)
