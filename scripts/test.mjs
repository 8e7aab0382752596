#!/usr/bin/env node
// `npm test`: the install check, then everything that needs nothing beyond what npm brings.
// `npm test -- packages/client` narrows lint and tests to paths; `--tests-only` leaves the checks out;
// PARLEY_TEST_DATABASE=postgres runs the servers under test on PostgreSQL. The last line is `N passed, N failed`.
import { mkdirSync } from 'node:fs'
import { ensureInstalled, ensurePostgresComplete } from './lib/install.mjs'
import { fromRoot } from './lib/paths.mjs'
import { conclude, runCheck, runSuite, sum } from './lib/test-run.mjs'
import { ensureWebAppsBuilt } from './lib/web-apps.mjs'

const flags = process.argv.slice(2).filter(arg => arg.startsWith('--'))
const paths = process.argv.slice(2).filter(arg => !arg.startsWith('--'))
const unknown = flags.find(flag => flag !== '--tests-only')
if (unknown) {
  console.error(`npm test does not know ${unknown}; it takes --tests-only and paths.`)
  process.exit(2)
}

ensureInstalled()
ensurePostgresComplete()
ensureWebAppsBuilt()
mkdirSync(fromRoot('test-results'), { recursive: true })

const database = process.env.PARLEY_TEST_DATABASE ?? 'sqlite'
const results = flags.includes('--tests-only') ? [] : runChecks()
results.push(await runSuite(database, paths.length > 0 ? paths : ['packages', 'apps', 'examples', 'scripts']))

conclude(sum(results))

function runChecks() {
  const biome = 'node_modules/@biomejs/biome/bin/biome'
  return [
    runCheck('lint', biome, ['check', '--error-on-warnings', ...(paths.length > 0 ? paths : ['.'])]),
    runCheck('import direction', 'scripts/check-imports.mjs', []),
    runCheck('types', 'scripts/typecheck.mjs', []),
  ]
}
