import { join } from 'node:path'
import { IMPORT_FILE_MAX_BYTES } from '@parley/protocol'
import pino, { type Logger } from 'pino'
import type { AdminDeps } from './actions/admins/admin-deps.ts'
import type { ConnectionDeps } from './actions/connection/connection-deps.ts'
import { DeliveryLog } from './actions/hooks/delivery-log.ts'
import { Playground } from './actions/playground/playground.ts'
import { createAdminApp, isDashboardApi } from './admin/app.ts'
import { AdminPasswords } from './auth/admin-passwords.ts'
import { watchApps } from './auth/app-watch.ts'
import { ensureFirstApp, type IssuedSecret } from './auth/apps.ts'
import { createAuth } from './auth/authenticate.ts'
import { openFileUrls } from './auth/file-urls.ts'
import { ensureFirstAdmin, findConfiguredAdminProblem } from './auth/first-admin.ts'
import { RateLimits } from './auth/rate-limits.ts'
import { createSecretBox } from './auth/secret-box.ts'
import { SecretUsage } from './auth/secret-usage.ts'
import { SignInThrottle } from './auth/sign-in-throttle.ts'
import { StoreAppRegistry } from './auth/store-app-registry.ts'
import { startBackground } from './background.ts'
import { LocalBus } from './bus/local-bus.ts'
import { type Config, ConfigError } from './config.ts'
import type { AppRecord } from './domain/records.ts'
import type { Files } from './files/files.ts'
import { openFiles } from './files/open-files.ts'
import type { S3Settings } from './files/s3/s3-storage.ts'
import { createHttpApp } from './http/app.ts'
import { InsideCaller } from './http/inside-caller.ts'
import { readLargeHeads, refuseLargeHead } from './http/large-head.ts'
import { lastResort } from './http/last-resort.ts'
import { pathOf } from './http/path.ts'
import { openWebApps, type WebApp, type WebAppMount } from './http/web-apps.ts'
import { NodeHub } from './hub/node-hub.ts'
import { openStore } from './store/open-store.ts'
import type { Store } from './store/store.ts'
import { clientIp, parseTrustedProxies } from './util/client-ip.ts'
import { errorText } from './util/error-text.ts'
import { createMetrics } from './util/metrics.ts'
import type { Outbound } from './util/outbound.ts'
import { repeat } from './util/repeat.ts'
import { SafeFetch } from './util/safe-fetch.ts'
import { type Clock, systemClock } from './util/time.ts'
import { VERSION } from './util/version.ts'
import { createRealtime } from './ws/realtime.ts'
import type { SocketConnection } from './ws/socket-connection.ts'
import type { SocketServer } from './ws/sockets.ts'

/** How long closing sockets, and then requests under way, may take; a stop is over within 10 s. */
const DRAIN_MS = 3_000

/** What the caller decides beside the configuration. */
export interface StartOptions {
  readonly log?: Logger
  /** Where built web apps lie and are served; without it there are none. */
  readonly webApps?: readonly WebAppMount[]
  readonly clock?: Clock
}

/** A server that listens. */
export interface RunningServer {
  /** Such as `http://127.0.0.1:8800`. */
  readonly url: string
  readonly port: number
  readonly deps: ConnectionDeps
  readonly rateLimits: RateLimits
  /** The app that is there from the start. */
  readonly app: AppRecord
  /** Its secret, when it was made just now: shown once and never again. */
  readonly made: IssuedSecret | undefined
  /** Whether a chat is served at `/`. */
  readonly hasPlayground: boolean
  /** Of the link to become the dashboard's first admin, while there is none: shown once. */
  readonly setupToken: string | undefined
  /** Drains: connections are closed with 1012, what runs is finished, everything is written. */
  stop(): Promise<void>
}

/**
 * Builds every room, opens the store and listens.
 * @throws OperatorError when a setting, the database, the files or the port can't be used as they are.
 */
export async function startServer(config: Config, options: StartOptions = {}): Promise<RunningServer> {
  checkSettings(config)
  const usage = new SecretUsage()
  const deps = await openDeps(config, options, usage)
  const { store, box, bus, clock, log } = deps
  const webApps = await openWebApps(options.webApps ?? [])
  const passwords = new AdminPasswords()
  const state: State = { draining: false, firstApp: undefined }
  const edges = openEdges(config, deps, { state, webApps, passwords })
  const { realtime, rateLimits } = edges
  const server = await listen(config, store, () => Bun.serve(serving(config, log, edges)))
  realtime.start(server)
  // Not before: the secret of a new app is shown once, so nothing may fail between.
  const { app, made } = await ensureFirstApp({ store, box, clock }, config)
  state.firstApp = app
  const { setupToken } = await ensureFirstAdmin({ store, clock, passwords }, config)
  const workers = [
    await watchApps({ store, bus, clock, log }),
    await startBackground(deps),
    keepUsage(deps, usage),
  ]
  return {
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${server.port}`,
    port: server.port ?? config.port,
    deps,
    rateLimits,
    app,
    made,
    hasPlayground: app.mode === 'development' && webApps.some(({ at }) => at === '/'),
    setupToken,
    stop: async () => {
      state.draining = true
      await realtime.drain(DRAIN_MS)
      await Promise.race([server.stop(), Bun.sleep(DRAIN_MS)])
      await server.stop(true)
      for (const worker of workers) await worker[Symbol.asyncDispose]()
      await realtime.stop()
      await usage.flush(store, clock()).catch(error => log.warn({ err: error }, 'a minute of counts is lost'))
      await bus.close()
      await store.close()
    },
  }
}

/** What the edges ask of a server that is starting or stopping. */
interface State {
  draining: boolean
  firstApp: AppRecord | undefined
}

function checkSettings(config: Config): void {
  if (config.redisUrl !== undefined) {
    throw new ConfigError('PARLEY_REDIS_URL is set, but this version runs as one node: leave it unset')
  }
  const problem = findConfiguredAdminProblem(config)
  if (problem) throw new ConfigError(problem)
}

/** Everything below the edges. */
async function openDeps(config: Config, options: StartOptions, usage: SecretUsage): Promise<ConnectionDeps> {
  const log = options.log ?? pino({ level: config.logLevel })
  const clock = options.clock ?? systemClock()
  const metrics = createMetrics()
  const { databaseUrl, databaseTimeoutSeconds, dataDir, publicUrl, rateLimits } = config
  const statementTimeoutMs = databaseTimeoutSeconds * 1000
  const onCommit = (seconds: number) => metrics.commitSeconds.observe(seconds)
  const store = await openStore({ databaseUrl, dataDir, statementTimeoutMs, onCommit })
  const bus = new LocalBus()
  const box = createSecretBox(config.masterKey)
  const apps = new StoreAppRegistry({ store, box })
  apps.listen(bus)
  return {
    store,
    bus,
    hub: new NodeHub({ store, metrics, log, clock, compress: config.compression === 'on' }),
    apps,
    box,
    files: await openStorage(config, store),
    fileUrls: await openFileUrls(store, box),
    publicUrl,
    outbound: outboundOf(config),
    deliveries: new DeliveryLog(clock),
    clock,
    log,
    metrics,
    auth: createAuth({ apps, clock, log, metrics, rateLimits, usage }),
  }
}

/** What answers from outside: the API, the dashboard's, and sockets. */
type Edges = ReturnType<typeof openEdges>

interface EdgeParts {
  readonly state: Readonly<State>
  readonly webApps: readonly WebApp[]
  readonly passwords: AdminPasswords
}

function openEdges(config: Config, deps: ConnectionDeps, { state, webApps, passwords }: EdgeParts) {
  const { auth, clock } = deps
  const isTrustedProxy = parseTrustedProxies(config.trustProxy)
  const addressOf = (request: Request, peer: string): string =>
    clientIp(peer, request.headers.get('x-forwarded-for'), isTrustedProxy)
  const appKey = () => state.firstApp?.key
  const playground =
    config.playground === 'on' ? new Playground(deps, { appKey, version: VERSION }) : undefined
  const rateLimits = new RateLimits({ clock, enabled: config.rateLimits !== 'off' })
  const isDraining = () => state.draining
  const http = createHttpApp(deps, { auth, rateLimits, isTrustedProxy, isDraining, webApps, playground })
  const adminDeps: AdminDeps = {
    ...deps,
    rateLimits,
    passwords,
    throttle: new SignInThrottle(clock),
    chat: (request, caller) => http.fetch(request, new InsideCaller(caller)),
    playgroundKey: () => (webApps.some(({ at }) => at === '/') ? appKey() : undefined),
  }
  const dashboard = createAdminApp(adminDeps, { isTrustedProxy })
  const perMessageDeflate = config.compression === 'on'
  const realtime = createRealtime({ deps, clientIp: addressOf, perMessageDeflate })
  return { http, dashboard, realtime, rateLimits, addressOf }
}

/** How Bun serves the edges. */
function serving(
  config: Config,
  log: Logger,
  { http, dashboard, realtime, addressOf }: Edges,
): Bun.Serve.Options<SocketConnection> {
  readLargeHeads()
  return {
    port: config.port,
    hostname: config.host,
    development: false,
    // Off in so many words: without development mode Bun lets two servers share a port.
    reusePort: false,
    // The largest that is taken: the file of an import. Everything else is counted while it comes.
    maxRequestBodySize: IMPORT_FILE_MAX_BYTES + 1,
    error: error => lastResort(log, error),
    websocket: realtime.websocket,
    fetch(request, self) {
      const path = pathOf(request)
      if (path === '/connect') return realtime.handleUpgrade(request, self)
      const refusal = refuseLargeHead(request)
      if (refusal) return refusal
      if (isDashboardApi(path)) return dashboard.fetch(request, self)
      if (path !== '/longpoll') return http.fetch(request, self)
      return realtime.handleLongPoll(request, addressOf(request, self.requestIP(request)?.address ?? ''))
    },
  }
}

/** Writes down every minute how much each secret is used. */
function keepUsage({ store, clock, log }: ConnectionDeps, usage: SecretUsage): AsyncDisposable {
  const run = () => usage.flush(store, clock())
  return repeat(log, { everyMs: 60_000, what: 'writing down how much secrets are used', run })
}

/** @throws ConfigError when files can't be kept there; the store is closed then. */
async function openStorage(config: Config, store: Store): Promise<Files> {
  try {
    return await openFiles({ folder: join(config.dataDir, 'uploads'), s3: s3Settings(config) })
  } catch (error) {
    await store.close()
    const where = config.s3Bucket === undefined ? 'the data directory' : `the bucket ${config.s3Bucket}`
    const settings = config.s3Bucket === undefined ? 'PARLEY_DATA_DIR' : 'the settings PARLEY_S3_…'
    throw new ConfigError(`files can't be kept in ${where}: ${errorText(error)}; set ${settings} right`)
  }
}

function s3Settings(config: Config): S3Settings | undefined {
  const { s3Endpoint, s3Bucket, s3Region, s3AccessKeyId, s3SecretAccessKey } = config
  if (!s3Endpoint || !s3Bucket || !s3AccessKeyId || !s3SecretAccessKey) return undefined
  return {
    endpoint: s3Endpoint,
    bucket: s3Bucket,
    region: s3Region,
    accessKeyId: s3AccessKeyId,
    secretAccessKey: s3SecretAccessKey,
  }
}

function outboundOf({ fetchAllow, giphyUrl, giphyKey }: Config): Outbound {
  return {
    strangers: new SafeFetch(parseTrustedProxies(fetchAllow)),
    gifs: giphyKey === undefined ? undefined : { url: giphyUrl, key: giphyKey },
  }
}

/** @throws ConfigError when the address can't be had; the store is closed then. */
async function listen(config: Config, store: Store, serve: () => SocketServer): Promise<SocketServer> {
  try {
    return serve()
  } catch (error) {
    await store.close()
    const taken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE'
    const why = taken ? 'another program listens there' : errorText(error)
    throw new ConfigError(
      `can't listen on ${config.host}:${config.port}: ${why}; set PARLEY_PORT or PARLEY_HOST`,
    )
  }
}
