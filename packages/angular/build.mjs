#!/usr/bin/env node
// Builds the package as it is published, in dist/. `node scripts/build-web.mjs` builds what it needs first.
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { angularNode } from '../../scripts/lib/angular-node.mjs'
import { fromRoot } from '../../scripts/lib/paths.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
compile()
writeManifest()

/** Its output is shown when it fails: of its warnings none is news (`exports` are written below). */
function compile() {
  const packagr = fromRoot('node_modules/ng-packagr/src/cli/main.js')
  const args = [packagr, '-p', 'ng-package.json', '-c', 'tsconfig.json']
  const { status, stdout, stderr } = spawnSync(angularNode(), args, { cwd: here, encoding: 'utf8' })
  if (status === 0) return
  console.error(`${stdout}${stderr}`)
  process.exit(1)
}

/** In the repository the package has entries for its sources; published it has none. */
function writeManifest() {
  const path = join(here, 'dist/package.json')
  const manifest = JSON.parse(readFileSync(path, 'utf8'))
  manifest.exports['.'] = {
    types: './types/parley-angular.d.ts',
    default: './fesm2022/parley-angular.mjs',
  }
  manifest.exports['./theme.css'] = './theme.css'
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`)
}
