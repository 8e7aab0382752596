#!/usr/bin/env node
// `npm test`: the install check, then everything that needs nothing beyond what npm brings.
// `npm test -- packages/client` narrows lint and tests to paths. The last line is `N passed, N failed`.
import { mkdirSync } from 'node:fs'
import { ensureInstalled } from './lib/install.mjs'
import { fromRoot } from './lib/paths.mjs'
import { runCheck, runSuite, sum, summaryLine } from './lib/test-run.mjs'

ensureInstalled()
mkdirSync(fromRoot('test-results'), { recursive: true })

const paths = process.argv.slice(2)
const everything = ['packages', 'examples', 'scripts']

const results = [
  runCheck('lint', 'node_modules/@biomejs/biome/bin/biome', [
    'check',
    '--error-on-warnings',
    ...(paths.length ? paths : ['.']),
  ]),
  runCheck('import direction', 'scripts/check-imports.mjs', []),
  runCheck('types', 'node_modules/typescript/bin/tsc', ['--noEmit']),
  await runSuite('sqlite', paths.length ? paths : everything),
]

const total = sum(results)
for (const failure of total.failures) console.log(`failed: ${failure}`)
process.exitCode = total.failed > 0 ? 1 : 0
console.log(`\n${summaryLine(total)}`)
