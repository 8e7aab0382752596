#!/usr/bin/env node
// `npm start`: installs what is missing, builds the web apps that changed, then serves. Flags go on to `parley serve`.
// Nothing is imported statically: an old Node must get as far as the sentence that says it is too old.

const major = Number(process.versions.node.split('.')[0])
if (major < 20) {
  console.error(`Parley needs Node 20 or newer to start; this is Node ${process.versions.node}.`)
  process.exit(1)
}

const { ensureInstalled } = await import('./lib/install.mjs')
const { ensureWebAppsBuilt } = await import('./lib/web-apps.mjs')
const { runForeground } = await import('./lib/run.mjs')
const { bunPath, fromRoot } = await import('./lib/paths.mjs')

ensureInstalled()
ensureWebAppsBuilt()
const server = fromRoot('packages/server/src/main.ts')
process.exitCode = await runForeground(bunPath, [server, 'serve', ...process.argv.slice(2)])
