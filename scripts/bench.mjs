#!/usr/bin/env node
// `npm run bench`: the install check, then the benchmarks; `npm run bench -- history` is about what is stored already.
// Further arguments go on to bench/run.ts or bench/history.ts.
import { ensureInstalled } from './lib/install.mjs'
import { bunPath, fromRoot } from './lib/paths.mjs'
import { runForeground } from './lib/run.mjs'

ensureInstalled()
const [what, ...rest] = process.argv.slice(2)
const [script, args] =
  what === 'history' ? ['bench/history.ts', rest] : ['bench/run.ts', process.argv.slice(2)]
process.exitCode = await runForeground(bunPath, [fromRoot(script), ...args])
