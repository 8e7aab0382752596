#!/usr/bin/env node
// Builds one of apps/, `node scripts/build-app.mjs playground`, or another project in its folder, `… dashboard
// token-generator`. What it needs is built by `ensureWebAppsBuilt` before.
import { existsSync } from 'node:fs'
import { angularNode } from './lib/angular-node.mjs'
import { fromRoot } from './lib/paths.mjs'
import { runToEnd } from './lib/run.mjs'
import { writeServiceWorker } from './lib/service-worker.mjs'

const [app, project = app] = process.argv.slice(2)
const ng = fromRoot('node_modules/@angular/cli/bin/ng.js')
const options = { cwd: fromRoot('apps', app), env: { ...process.env, NG_CLI_ANALYTICS: 'false' } }
if (!runToEnd(angularNode(), [ng, 'build', project, '--progress=false'], options)) process.exit(1)

const worker = fromRoot('apps', app, project, 'service-worker.js')
if (existsSync(worker)) writeServiceWorker(worker, fromRoot('apps', app, project, 'dist'))
