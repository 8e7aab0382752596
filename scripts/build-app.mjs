#!/usr/bin/env node
// Builds one of apps/: `node scripts/build-app.mjs playground`. What it needs is built by `ensureWebAppsBuilt` before.
import { angularNode } from './lib/angular-node.mjs'
import { fromRoot } from './lib/paths.mjs'
import { runToEnd } from './lib/run.mjs'

const [name] = process.argv.slice(2)
const ng = fromRoot('node_modules/@angular/cli/bin/ng.js')
const options = { cwd: fromRoot('apps', name), env: { ...process.env, NG_CLI_ANALYTICS: 'false' } }
if (!runToEnd(angularNode(), [ng, 'build', '--progress=false'], options)) process.exit(1)
