#!/usr/bin/env node
// The tests in a real browser: builds the web apps that changed, then runs e2e/ (or the paths given). They need a
// Chromium: /usr/bin/chromium, or the one that CHROMIUM_PATH names. Screenshots are left in test-results/.
import { existsSync, mkdirSync } from 'node:fs'
import { ensureInstalled } from './lib/install.mjs'
import { fromRoot } from './lib/paths.mjs'
import { fail } from './lib/run.mjs'
import { conclude, runSuite } from './lib/test-run.mjs'
import { ensureWebAppsBuilt } from './lib/web-apps.mjs'

/** Pages load slowly on a busy machine; whatever a test waits for has a shorter deadline of its own. */
const TIMEOUT_MS = 120_000

const chromium = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium'
if (!existsSync(chromium))
  fail(`There is no ${chromium}: install it (Debian: apt-get install chromium), or set CHROMIUM_PATH.`)

ensureInstalled()
ensureWebAppsBuilt()
mkdirSync(fromRoot('test-results'), { recursive: true })

const paths = process.argv.slice(2)
conclude(await runSuite('browser', paths.length > 0 ? paths : ['e2e'], { timeoutMs: TIMEOUT_MS }))
