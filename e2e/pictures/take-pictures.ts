#!/usr/bin/env bun
// The pictures of docs/dashboard.md, taken anew of the built dashboard: `npm run pictures`, or some of them by name:
// `npm run pictures -- usage live`. Needs a Chromium.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import sharp from 'sharp'
import { CHROMIUM } from '../src/chromium.ts'
import { rootDir } from '../src/command.ts'
import { ADA } from '../src/dashboard-people.ts'
import { DashboardSite } from '../src/dashboard-site.ts'
import { cleanUp, makeTrouble } from './trouble.ts'
import { VIEWS } from './views.ts'
import { liveThrough, ToldClock } from './village.ts'

const DAYS = 45
/** All, unless some are named. */
const names = process.argv.slice(2)
const SIZE = { width: 1280, height: 860 }
const folder = join(rootDir, 'docs/pictures')

await mkdir(folder, { recursive: true })
const clock = new ToldClock()
clock.daysAgo(DAYS + 1)
await using site = await DashboardSite.open({ clock: clock.read })
await liveThrough(site.server, clock, DAYS)
await site.demo()
await makeTrouble(site.server)
const ada = await site.signIn(ADA)
await ada.ok('POST /session/confirm', { password: ADA.password })
await cleanUp(ada, site.apiKey)
const browser = await chromium.launch(CHROMIUM)
try {
  for (const view of VIEWS.filter(({ name }) => names.length === 0 || names.includes(name))) {
    await using window = await site.window(
      browser,
      { viewport: SIZE, deviceScaleFactor: 2, reducedMotion: 'reduce' },
      ada,
    )
    await window.goto(view.path)
    await window.isQuiet()
    await view.prepare?.(window, site)
    const taken = await window.page.screenshot({ animations: 'disabled' })
    const kept = await sharp(taken)
      .resize(SIZE.width)
      .webp({ quality: 84 })
      .toFile(join(folder, `${view.name}.webp`))
    console.log(`${view.name}: ${(kept.size / 1024).toFixed(0)} KiB`)
  }
} finally {
  await browser.close()
}
