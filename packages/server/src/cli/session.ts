import { existsSync } from 'node:fs'
import { createSecretBox } from '../auth/secret-box.ts'
import { StoreAppRegistry } from '../auth/store-app-registry.ts'
import { type Config, type Env, type Flags, readConfig } from '../config.ts'
import type { App } from '../domain/app.ts'
import { openStore, sqlitePath } from '../store/open-store.ts'
import type { Store } from '../store/store.ts'
import { type Clock, systemClock } from '../util/time.ts'
import { CliError } from './cli-error.ts'

/** What commands work with: the database itself, whether a server runs on it or not. */
export interface Session {
  readonly config: Config
  readonly store: Store
  readonly apps: StoreAppRegistry
  readonly box: ReturnType<typeof createSecretBox>
  readonly clock: Clock
}

export interface SessionOptions {
  readonly flags: Flags
  readonly env: Env
  /** Make the database when there is none yet. */
  readonly create?: boolean
}

/**
 * Runs a command on the configured database.
 * @throws CliError when there is none.
 */
export async function withSession<T>(
  { flags, env, create }: SessionOptions,
  run: (session: Session) => Promise<T>,
): Promise<T> {
  const config = readConfig(flags, env)
  if (!create) checkDatabaseExists(config)
  const store = await openStore(config)
  try {
    const box = createSecretBox(config.masterKey)
    const apps = new StoreAppRegistry({ store, box })
    return await run({ config, store, apps, box, clock: systemClock() })
  } finally {
    await store.close()
  }
}

function checkDatabaseExists({ databaseUrl, dataDir }: Config): void {
  if (databaseUrl !== undefined || existsSync(sqlitePath(dataDir))) return
  throw new CliError(
    `there is no database in ${dataDir}: start the server once (\`npm start\`, or \`parley serve\`), or name another folder with --data-dir or PARLEY_DATA_DIR`,
  )
}

/**
 * The app that a command is about: the one named, else PARLEY_API_KEY's, else the only one.
 * @throws CliError listing the keys there are.
 */
export async function chooseApp(session: Session, named: string | undefined): Promise<App> {
  const { store, apps, config } = session
  const keys = (await store.read.listApps()).map(app => app.key)
  const key = named ?? config.apiKey ?? (keys.length === 1 ? keys[0] : undefined)
  const known = keys.length === 0 ? 'there is none yet' : `there are ${keys.join(', ')}`
  if (key === undefined) throw new CliError(`say which app with --app KEY: ${known}`, 2)
  const app = await apps.find(key)
  if (!app) throw new CliError(`there is no app with API key "${key}": ${known}`)
  return app
}
