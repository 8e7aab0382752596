import { REQUEST_BODY_MAX_BYTES, REQUEST_TIMEOUT_SECONDS } from '@parley/protocol'
import { Hono } from 'hono'
import { RegExpRouter } from 'hono/router/reg-exp-router'
import { SmartRouter } from 'hono/router/smart-router'
import { TrieRouter } from 'hono/router/trie-router'
import type { Deps } from '../actions/deps.ts'
import type { Playground } from '../actions/playground/playground.ts'
import type { Auth } from '../auth/authenticate.ts'
import type { RateLimits } from '../auth/rate-limits.ts'
import type { IsTrusted } from '../util/client-ip.ts'
import { Deadlines } from '../util/deadlines.ts'
import { VERSION } from '../util/version.ts'
import { type ReportRateLimits, registerAppRoutes } from './app-settings.ts'
import { registerBanRoutes } from './bans.ts'
import { registerBlocklistRoutes } from './blocklists.ts'
import { registerBlockRoutes } from './blocks.ts'
import { registerCampaignRoutes } from './campaigns.ts'
import { registerChannelLifeRoutes } from './channel-life.ts'
import { registerChannelMuteRoutes } from './channel-mutes.ts'
import { registerChannelTypeRoutes } from './channel-types.ts'
import { registerChannelRoutes } from './channels.ts'
import { registerCommandRoutes } from './commands.ts'
import { registerDeviceRoutes } from './devices.ts'
import { registerDocs } from './docs.ts'
import { registerDownloads } from './downloads.ts'
import { registerDraftRoutes } from './drafts.ts'
import { registerEventRoutes } from './events.ts'
import { Exchange } from './exchange.ts'
import { registerExportRoutes } from './exports.ts'
import { registerFileRoutes } from './files.ts'
import { registerFlagRoutes } from './flags.ts'
import { registerGuestRoutes } from './guests.ts'
import { createHandler } from './handler.ts'
import { registerHookRoutes } from './hooks.ts'
import type { HttpContext, HttpEnv } from './http-context.ts'
import { registerImportRoutes } from './imports.ts'
import { readOnly } from './inside-caller.ts'
import { registerLocationRoutes } from './locations.ts'
import { registerMemberRoutes } from './members.ts'
import { registerMessageRoutes } from './messages.ts'
import { registerMuteRoutes } from './mutes.ts'
import { KnownPaths } from './not-found.ts'
import { registerOperations } from './operations.ts'
import { pathOf } from './path.ts'
import { registerPlayground } from './playground.ts'
import { registerPollRoutes } from './polls.ts'
import { registerPushRoutes } from './push.ts'
import { registerReactionRoutes } from './reactions.ts'
import { registerReadRoutes } from './reads.ts'
import { registerReminderRoutes } from './reminders.ts'
import { toPreflightResponse } from './reply.ts'
import { reportRateLimits } from './report-rate-limits.ts'
import { registerRoleRoutes } from './roles.ts'
import { type AnyRoute, type Route, toAnyRoute } from './route.ts'
import { registerSearchRoutes } from './search.ts'
import { registerStatsRoutes } from './stats.ts'
import { registerSyncRoutes } from './sync.ts'
import { registerTaskRoutes } from './tasks.ts'
import { registerThreadRoutes } from './threads.ts'
import { registerUserRoutes } from './users.ts'
import { serveWebApps, type WebApp } from './web-apps.ts'

export interface HttpOptions {
  readonly auth: Auth
  readonly rateLimits: RateLimits
  /** Of `parseTrustedProxies`. */
  readonly isTrustedProxy?: IsTrusted
  /** Bytes of a body; 1 MiB unless given. */
  readonly maxBodyBytes?: number
  readonly bodyTimeoutMs?: number
  /** True while the server is shutting down: `/readyz` says so. */
  readonly isDraining?: () => boolean
  readonly version?: string
  /** Served where no endpoint is; of `openWebApps`. */
  readonly webApps?: readonly WebApp[]
  /** Whose playground there is; undefined for none. */
  readonly playground?: Playground | undefined
}

/**
 * The whole HTTP surface but the socket's upgrade. Serve it with
 * `Bun.serve({ fetch: (request, server) => app.fetch(request, server) })`.
 */
export function createHttpApp(deps: Deps, options: HttpOptions): Hono<HttpEnv> {
  const http = createContext(deps, options)
  const hono = new Hono<HttpEnv>({
    getPath: pathOf,
    router: new SmartRouter({ routers: [new RegExpRouter(), new TrieRouter()] }),
  })
  const registered: AnyRoute[] = []
  const route: Route = spec => {
    const any = toAnyRoute(spec)
    registered.push(any)
    http.rateLimits.add(any.name, any.rate)
    hono.on(any.method, any.path.replace(/\{(\w+)\}/g, ':$1'), createHandler(http, any))
  }
  hono.options('*', c => toPreflightResponse(c.req.raw))
  registerOperations(hono, deps, options.isDraining ?? (() => false))
  registerRoutes(route, (appId, query) => reportRateLimits(http.rateLimits, registered, appId, query))
  const webApps = options.webApps ?? []
  registerDocs(hono, registered, options.version ?? VERSION, request => serveWebApps(webApps, request))
  registerDownloads(hono, http)
  if (options.playground) registerPlayground(hono, http, options.playground)
  registerFallbacks(hono, http, registered, webApps)
  return hono
}

/** Every noun's routes. Literal paths come before those with parameters. */
function registerRoutes(route: Route, report: ReportRateLimits): void {
  registerAppRoutes(route, report)
  registerHookRoutes(route)
  registerPushRoutes(route)
  registerCommandRoutes(route)
  registerLocationRoutes(route)
  registerUserRoutes(route)
  registerBlockRoutes(route)
  registerBanRoutes(route)
  registerMuteRoutes(route)
  registerFlagRoutes(route)
  registerBlocklistRoutes(route)
  registerRoleRoutes(route)
  registerGuestRoutes(route)
  registerDeviceRoutes(route)
  registerChannelTypeRoutes(route)
  registerChannelMuteRoutes(route)
  registerChannelLifeRoutes(route)
  registerReadRoutes(route)
  registerChannelRoutes(route)
  registerMemberRoutes(route)
  registerMessageRoutes(route)
  registerReactionRoutes(route)
  registerPollRoutes(route)
  registerDraftRoutes(route)
  registerThreadRoutes(route)
  registerReminderRoutes(route)
  registerEventRoutes(route)
  registerFileRoutes(route)
  registerExportRoutes(route)
  registerImportRoutes(route)
  registerStatsRoutes(route)
  registerCampaignRoutes(route)
  registerSyncRoutes(route)
  registerTaskRoutes(route)
  registerSearchRoutes(route)
}

function registerFallbacks(
  hono: Hono<HttpEnv>,
  http: HttpContext,
  routes: readonly AnyRoute[],
  webApps: readonly WebApp[],
): void {
  const paths = new KnownPaths(routes)
  hono.notFound(async c => {
    // A program that lost a part of its path has a key; it gets an error that it can read.
    const page = c.req.query('api_key') ? undefined : await serveWebApps(webApps, c.req.raw)
    if (page) return page
    const exchange = new Exchange(http, c.req.raw, c.env)
    return exchange.refuse(paths.missing(c.req.method, c.req.path), 'none')
  })
  hono.onError((error, c) => new Exchange(http, c.req.raw, c.env).refuse(error, 'none'))
}

function createContext(deps: Deps, options: HttpOptions): HttpContext {
  return {
    deps,
    lookingDeps: { ...deps, store: readOnly(deps.store) },
    auth: options.auth,
    rateLimits: options.rateLimits,
    bodyLimits: {
      maxBytes: options.maxBodyBytes ?? REQUEST_BODY_MAX_BYTES,
      timeoutMs: options.bodyTimeoutMs ?? REQUEST_TIMEOUT_SECONDS * 1000,
    },
    deadlines: new Deadlines(),
    isTrustedProxy: options.isTrustedProxy ?? (() => false),
  }
}
