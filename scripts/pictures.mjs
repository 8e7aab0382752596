#!/usr/bin/env node
// `npm run pictures`: takes the pictures of docs/ anew, of the built web apps in a Chromium (see scripts/test-web.mjs).
import { ensureInstalled } from './lib/install.mjs'
import { bunPath, fromRoot } from './lib/paths.mjs'
import { runForeground } from './lib/run.mjs'
import { ensureWebAppsBuilt } from './lib/web-apps.mjs'

ensureInstalled()
ensureWebAppsBuilt()
process.exitCode = await runForeground(bunPath, [
  fromRoot('e2e/pictures/take-pictures.ts'),
  ...process.argv.slice(2),
])
