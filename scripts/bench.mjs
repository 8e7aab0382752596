#!/usr/bin/env node
// `npm run bench`: the install check, then the benchmarks; `npm run bench -- history` is about what is stored already,
// `npm run bench -- browser` about what people wait for in a browser.
// Further arguments go on to bench/run.ts or bench/history.ts.
import { ensureInstalled } from './lib/install.mjs'
import { bunPath, fromRoot } from './lib/paths.mjs'
import { runForeground } from './lib/run.mjs'
import { ensureWebAppsBuilt } from './lib/web-apps.mjs'

ensureInstalled()
const [what = '', ...rest] = process.argv.slice(2)
if (what === 'browser') ensureWebAppsBuilt()
const others = { history: 'bench/history.ts', browser: 'e2e/bench/run.ts' }
const [script, args] = what in others ? [others[what], rest] : ['bench/run.ts', process.argv.slice(2)]
process.exitCode = await runForeground(bunPath, [fromRoot(script), ...args])
