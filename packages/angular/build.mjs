#!/usr/bin/env node
// Builds the package as it is published, in dist/. `node scripts/build-web.mjs` builds what it needs first.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { angularNode } from '../../scripts/lib/angular-node.mjs'
import { fromRoot } from '../../scripts/lib/paths.mjs'
import { runToEnd } from '../../scripts/lib/run.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const packagr = fromRoot('node_modules/ng-packagr/src/cli/main.js')
if (!runToEnd(angularNode(), [packagr, '-p', 'ng-package.json', '-c', 'tsconfig.json'], { cwd: here }))
  process.exit(1)
writeManifest()

/** In the repository the package has entries for its sources; published it has none. */
function writeManifest() {
  const path = join(here, 'dist/package.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8'))
  manifest.exports['.'] = {
    types: './types/parley-angular.d.ts',
    default: './fesm2022/parley-angular.mjs',
  }
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`)
}
