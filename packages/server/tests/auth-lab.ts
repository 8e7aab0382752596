import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ChatError } from '@parley/protocol'
import { testPostgresUrl } from '@parley/testkit'
import { type JWTHeaderParameters, SignJWT } from 'jose'
import pino from 'pino'
import { type AppsDeps, createApp, type IssuedSecret } from '../src/auth/apps.ts'
import { type Auth, authenticate, type Credentials, createAuth } from '../src/auth/authenticate.ts'
import type { Principal } from '../src/auth/principal.ts'
import { createSecretBox } from '../src/auth/secret-box.ts'
import { APP_TTL_MS, StoreAppRegistry } from '../src/auth/store-app-registry.ts'
import type { AppRecord } from '../src/domain/records.ts'
import { openStore } from '../src/store/open-store.ts'
import type { Store } from '../src/store/store.ts'
import { createMetrics } from '../src/util/metrics.ts'

/** An app with its first secret in the clear. */
export type LabApp = IssuedSecret & { readonly app: AppRecord }

/** Authentication over a fresh database (`PARLEY_TEST_DATABASE` says which), with a clock that moves when told to. */
export interface AuthLab extends AsyncDisposable {
  readonly store: Store
  readonly apps: StoreAppRegistry
  readonly auth: Auth
  readonly appsDeps: AppsDeps
  /** Lines of the log so far. */
  readonly logged: readonly string[]
  nowSeconds(): number
  advance(seconds: number): void
  createApp(name: string): Promise<LabApp>
  updateSettings(app: AppRecord, settings: Record<string, unknown>): Promise<void>
  /** Authenticates a token for an app. */
  enter(app: AppRecord, token: string, more?: Partial<Credentials>): Promise<Principal>
}

export async function openAuthLab(
  options: { readonly masterKey?: string; readonly rateLimits?: 'default' | 'off' } = {},
): Promise<AuthLab> {
  const dataDir = mkdtempSync(join(tmpdir(), 'parley-auth-'))
  const postgres = process.env.PARLEY_TEST_DATABASE === 'postgres'
  const databaseUrl = postgres ? await testPostgresUrl() : undefined
  const store = await openStore({ dataDir, databaseUrl })
  // A whole second, so that tests can speak of the very moment of an `exp`.
  let nowUs = Math.floor(Date.now() / 1000) * 1e6
  const clock = () => nowUs
  const box = createSecretBox(options.masterKey)
  const apps = new StoreAppRegistry({ store, box, nowMs: () => nowUs / 1000 })
  const logged: string[] = []
  const log = pino({ level: 'trace' }, { write: line => logged.push(line) })
  const rateLimits = options.rateLimits ?? 'off'
  const auth = createAuth({ apps, clock, log, metrics: createMetrics(), rateLimits })
  const appsDeps = { store, box, clock }
  return {
    store,
    apps,
    auth,
    appsDeps,
    logged,
    nowSeconds: () => nowUs / 1e6,
    advance: seconds => {
      nowUs += seconds * 1e6
    },
    createApp: name => createApp(appsDeps, { name, mode: 'development' }),
    updateSettings: async (app, settings) => {
      await store.transaction(tx => tx.updateApp(app.id, { settings }, clock()))
      apps.forget(app.id)
    },
    enter: (app, token, more) =>
      authenticate(auth, { apiKey: app.key, authType: 'jwt', token, ip: '192.0.2.1', ...more }),
    async [Symbol.asyncDispose]() {
      await store.close()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Longer than an app is believed without looking. */
export const REGISTRY_TTL_SECONDS = APP_TTL_MS / 1000 + 0.001

export async function sign(
  secret: string,
  claims: Record<string, unknown>,
  header: Partial<JWTHeaderParameters> = {},
): Promise<string> {
  return new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', ...header })
    .sign(new TextEncoder().encode(secret))
}

/** Signs texts exactly as given, whether they are JSON or not. */
export async function signRaw(secret: string, header: string, payload: string): Promise<string> {
  const input = `${base64url(header)}.${base64url(payload)}`
  const signature = new Bun.CryptoHasher('sha256', secret).update(input).digest('base64url')
  return `${input}.${signature}`
}

export function base64url(text: string | Uint8Array): string {
  return Buffer.from(text).toString('base64url')
}

/** The ChatError that a promise is refused with. */
export async function refusal(promise: Promise<unknown>): Promise<ChatError> {
  const outcome = await promise.then(
    value => ({ value }),
    (error: unknown) => ({ error }),
  )
  if ('error' in outcome && outcome.error instanceof ChatError) return outcome.error
  throw new Error(`expected a ChatError, got ${Bun.inspect(outcome, { depth: 2 })}`)
}
