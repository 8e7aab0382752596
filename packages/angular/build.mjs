#!/usr/bin/env node
// Builds the package as it is published, in dist/. `node scripts/build-web.mjs` builds what it needs first.
import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { angularNode } from '../../scripts/lib/angular-node.mjs'
import { fromRoot } from '../../scripts/lib/paths.mjs'

const here = fileURLToPath(new URL('.', import.meta.url))
const packagr = fromRoot('node_modules/ng-packagr/src/cli/main.js')
const tsc = fromRoot('node_modules/typescript-native/bin/tsc')
run(angularNode(), [packagr, '-p', 'ng-package.json', '-c', 'tsconfig.json'])
run(process.execPath, [tsc, '-p', 'schematics/tsconfig.json'])
copySchematics()
writeManifest()

/** Its output is shown when it fails: of ng-packagr's warnings none is news (`exports` are written below). */
function run(node, args) {
  const { status, stdout, stderr } = spawnSync(node, args, { cwd: here, encoding: 'utf8' })
  if (status === 0) return
  console.error(`${stdout}${stderr}`)
  process.exit(1)
}

/** What describes to the command line what `ng add @parley/angular` runs. */
function copySchematics() {
  for (const file of ['collection.json', 'package.json', 'ng-add/schema.json'])
    copyFileSync(join(here, 'schematics', file), join(here, 'dist/schematics', file))
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
  manifest.schematics = './schematics/collection.json'
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`)
}
