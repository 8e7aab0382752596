import { fileURLToPath } from 'node:url'
import { DataDirBusyError, type DataDirHold, holdDataDir } from './cli/data-dir.ts'
import { type Config, ConfigError } from './config.ts'
import type { WebAppMount } from './http/web-apps.ts'
import { type RunningServer, startServer } from './server.ts'

/** Runs a server until SIGTERM or SIGINT; resolves when it is drained and everything is written. */
export async function serve(config: Config): Promise<void> {
  using hold = config.databaseUrl === undefined ? takeDataDir(config.dataDir) : undefined
  const server = await startServer(config, { webApps: webAppsOf(config) })
  hold?.announce(server.url)
  process.stdout.write(greeting(server))
  const signal = await nextSignal()
  server.deps.log.info({ signal }, 'draining')
  await server.stop()
}

/** What `npm start` built. */
function webAppsOf({ playground }: Config): readonly WebAppMount[] {
  const always = [
    { at: '/dashboard', folder: builtApp('dashboard'), hasPlaces: true },
    {
      at: '/token-generator',
      folder: builtApp('dashboard/token-generator'),
      hasPlaces: false,
      isOffline: true,
    },
  ]
  return playground === 'on'
    ? [...always, { at: '/', folder: builtApp('playground'), hasPlaces: false }]
    : always
}

function builtApp(name: string): string {
  return fileURLToPath(new URL(`../../../apps/${name}/dist`, import.meta.url))
}

function takeDataDir(dataDir: string): DataDirHold {
  try {
    return holdDataDir(dataDir)
  } catch (error) {
    if (!(error instanceof DataDirBusyError)) throw error
    throw new ConfigError(`${error.message}: stop that server, or set PARLEY_DATA_DIR to another folder`)
  }
}

/** The listeners stay: a signal to the whole process group comes twice, and must not cut the draining short. */
function nextSignal(): Promise<string> {
  return new Promise(resolve => {
    process.on('SIGTERM', () => resolve('SIGTERM'))
    process.on('SIGINT', () => resolve('SIGINT'))
  })
}

function greeting(server: RunningServer): string {
  const { url, app, made, hasPlayground } = server
  const lines = [
    `Parley listens on ${url}`,
    ...(hasPlayground ? [`  Chat           ${url}  (open it in two windows and talk)`] : []),
    ...dashboardLines(server),
    `  API reference  ${url}/docs/api`,
    `  API key        ${app.key}  (${app.mode} mode)`,
  ]
  if (made) {
    lines.push(`  API secret     ${made.secret}`)
    lines.push('  The secret is shown this once: keep it on your backend, never in an app.')
  }
  return `${lines.join('\n')}\n`
}

function dashboardLines({ url, setupToken, deps }: RunningServer): string[] {
  const address = `${deps.publicUrl ?? url}/dashboard`
  if (setupToken === undefined) return [`  Dashboard      ${address}`]
  return [
    // Behind the #: it is in no access log and no Referer.
    `  Dashboard      ${address}/setup#${setupToken}`,
    '  This link makes the first admin: once, and within 24 hours. The next start prints a new one.',
  ]
}
