#!/usr/bin/env node
// `npm run bench`: the install check, then the benchmarks. Arguments go on to bench/run.ts.
import { ensureInstalled } from './lib/install.mjs'
import { bunPath, fromRoot } from './lib/paths.mjs'
import { runForeground } from './lib/run.mjs'

ensureInstalled()
process.exitCode = await runForeground(bunPath, [fromRoot('bench/run.ts'), ...process.argv.slice(2)])
