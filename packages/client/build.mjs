#!/usr/bin/env node
// Builds the package as it is published, in dist/: self-contained JavaScript, types, manifest.
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const root = resolve(here, '../..')
const dist = resolve(process.argv[2] ?? join(here, 'dist'))
const bin = name => join(root, 'node_modules/.bin', process.platform === 'win32' ? `${name}.cmd` : name)

rmSync(dist, { recursive: true, force: true })
mkdirSync(dist, { recursive: true })
buildJavaScript()
buildTypes()
writeManifest()
copyFileSync(join(here, 'README.md'), join(dist, 'README.md'))
const licence = join(root, 'LICENSE')
if (existsSync(licence)) copyFileSync(licence, join(dist, 'LICENSE'))

/** Both entries share their chunks, so that there is one ChatError. */
function buildJavaScript() {
  const entries = ['src/index.ts', 'src/server/index.ts']
  const how = ['--format=esm', '--target=browser', '--splitting', '--root=src', `--outdir=${dist}`]
  run(bin('bun'), ['build', ...entries, ...how])
}

/** The declarations of protocol come along; nobody else publishes them. */
function buildTypes() {
  const config = join(dist, 'tsconfig.json')
  const compilerOptions = {
    noEmit: false,
    // neither Bun's types nor Node's: the SDK may use what every platform has
    types: [],
    lib: ['ES2023', 'DOM'],
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: join(root, 'packages'),
    outDir: join(dist, 'types'),
    // through node_modules it would count as foreign, and not be emitted
    paths: { '@parley/protocol': [join(root, 'packages/protocol/src/index.ts')] },
  }
  const files = ['index.ts', 'server/index.ts'].map(name => join(here, 'src', name))
  writeFileSync(
    config,
    JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions, files, include: [] }),
  )
  run(process.execPath, [join(root, 'node_modules/typescript-native/bin/tsc'), '-p', config])
  rmSync(config)
  for (const path of filesIn(join(dist, 'types'))) writeFileSync(path, publishable(path))
}

/** Published declarations name each other by path, as compiled files. */
function publishable(path) {
  const protocol = relative(dirname(path), join(dist, 'types/protocol/src/index.js')).replaceAll('\\', '/')
  return readFileSync(path, 'utf8')
    .replace(/(from |import\()(['"])@parley\/protocol\2/g, `$1$2${protocol}$2`)
    .replace(/(from |import\()(['"])(\.[^'"]*)\.ts\2/g, '$1$2$3.js$2')
}

function writeManifest() {
  const {
    scripts: _scripts,
    exports: _exports,
    ...manifest
  } = JSON.parse(readFileSync(join(here, 'package.json'), 'utf8'))
  const entry = path => ({ types: `./types/client/src/${path}.d.ts`, default: `./${path}.js` })
  const exports = {
    '.': entry('index'),
    './server': entry('server/index'),
    './package.json': './package.json',
  }
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify({ ...manifest, exports }, null, 2)}\n`)
}

function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath ?? entry.path, entry.name))
}

function run(program, args) {
  try {
    execFileSync(program, args, { cwd: here, stdio: ['ignore', 'pipe', 'inherit'] })
  } catch (error) {
    console.error(String(error.stdout))
    process.exit(1)
  }
}
