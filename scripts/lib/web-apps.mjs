import { existsSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { rootDir } from './paths.mjs'
import { fail, runToEnd } from './run.mjs'

const sdk = ['packages/protocol/src', 'packages/client/src', 'packages/client/build.mjs']
const angular = [
  ...sdk,
  'packages/angular/src',
  'packages/angular/schematics',
  'packages/angular/ng-package.json',
  'packages/angular/build.mjs',
]

/**
 * What is built from sources before the server can serve it, in order: the SDKs, then the web apps made of them.
 * `sources` are all files and folders whose change makes `output` stale; `build` runs with node in the repository.
 */
const webApps = [
  {
    name: '@parley/client',
    sources: sdk,
    output: 'packages/client/dist/package.json',
    build: ['packages/client/build.mjs'],
  },
  {
    name: '@parley/angular',
    sources: angular,
    output: 'packages/angular/dist/package.json',
    build: ['packages/angular/build.mjs'],
  },
  {
    name: 'playground',
    sources: [...angular, 'apps/playground/src', 'apps/playground/public', 'apps/playground/angular.json'],
    output: 'apps/playground/dist/index.html',
    build: ['scripts/build-app.mjs', 'playground'],
  },
  {
    name: 'dashboard',
    sources: [...sdk, 'apps/dashboard/src', 'apps/dashboard/public', 'apps/dashboard/angular.json'],
    output: 'apps/dashboard/dist/index.html',
    build: ['scripts/build-app.mjs', 'dashboard'],
  },
  {
    name: 'token generator',
    sources: [
      'apps/dashboard/src/app/shell/theme.ts',
      'apps/dashboard/src/app/tokens',
      'apps/dashboard/src/app/ui',
      'apps/dashboard/src/styles.scss',
      'apps/dashboard/public',
      'apps/dashboard/angular.json',
      'apps/dashboard/token-generator/service-worker.js',
      'apps/dashboard/token-generator/src',
    ],
    output: 'apps/dashboard/token-generator/dist/service-worker.js',
    build: ['scripts/build-app.mjs', 'dashboard', 'token-generator'],
  },
]

// Absolute paths stay as they are.
const at = path => resolve(rootDir, path)

export function ensureWebAppsBuilt(apps = webApps) {
  for (const app of apps) if (isStale(app)) build(app)
}

/** Whether the output is missing or older than a source. */
export function isStale({ sources, output }) {
  if (!existsSync(at(output))) return true
  const builtAtMs = statSync(at(output)).mtimeMs
  return sources.some(source => newestMs(at(source)) > builtAtMs)
}

function newestMs(path) {
  const stats = statSync(path)
  if (!stats.isDirectory()) return stats.mtimeMs
  const inside = readdirSync(path).map(name => newestMs(join(path, name)))
  return Math.max(stats.mtimeMs, ...inside)
}

function build({ name, build }) {
  console.log(`Building ${name} …`)
  if (!runToEnd(process.execPath, build, { cwd: rootDir }))
    fail(`${name} could not be built; see the output above.`)
}
