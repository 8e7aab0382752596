import { ChatError, REQUEST_TIMEOUT_SECONDS } from '@parley/protocol'
import { Hono } from 'hono'
import type { AdminDeps } from '../actions/admins/admin-deps.ts'
import type { IsTrusted } from '../util/client-ip.ts'
import { Deadlines } from '../util/deadlines.ts'
import { rawPathOf } from '../util/request-url.ts'
import { registerAccountRoutes } from './account.ts'
import type { AdminContext, AdminEnv } from './admin-context.ts'
import { registerAdminRoutes } from './admins.ts'
import { registerAppRoutes } from './apps.ts'
import { registerAuditRoutes } from './audit.ts'
import { registerChatRoutes } from './chat.ts'
import { Exchange } from './exchange.ts'
import { registerFilterFieldRoutes } from './filter-fields.ts'
import { registerFlagReportRoutes } from './flag-reports.ts'
import { createHandler } from './handler.ts'
import { registerIdentityProviderRoutes } from './identity-providers.ts'
import { registerLogRoutes } from './logs.ts'
import { registerPermissionRoutes } from './permissions.ts'
import { type AnyRoute, type Route, toAnyRoute } from './route.ts'
import { registerSecretRoutes } from './secrets.ts'
import { registerSessionRoutes } from './sessions.ts'
import { registerTokenRoutes } from './tokens.ts'
import { registerUsageRoutes } from './usage.ts'
import { registerUserRoutes } from './users.ts'

const BASE = '/dashboard/api'
/** Nothing that is sent here is long. */
const BODY_MAX_BYTES = 256 * 1024

export interface AdminOptions {
  /** Of `parseTrustedProxies`. */
  readonly isTrustedProxy?: IsTrusted
}

/** Whether a path is this room's to answer; the pages are files like those of any web app. */
export function isDashboardApi(path: string): boolean {
  return path === BASE || path.startsWith(`${BASE}/`)
}

/** Everything below `/dashboard/api`. No credential of the chat counts here, and none of these counts there. */
export function createAdminApp(deps: AdminDeps, options: AdminOptions = {}): Hono<AdminEnv> {
  const admin: AdminContext = {
    deps,
    bodyLimits: { maxBytes: BODY_MAX_BYTES, timeoutMs: REQUEST_TIMEOUT_SECONDS * 1000 },
    deadlines: new Deadlines(),
    isTrustedProxy: options.isTrustedProxy ?? (() => false),
  }
  const hono = new Hono<AdminEnv>({ getPath: rawPathOf })
  for (const route of adminRoutes()) {
    hono.on(route.method, BASE + route.path.replace(/\{(\w+)\}/g, ':$1'), createHandler(admin, route))
  }
  hono.notFound(c => new Exchange(admin, c.req.raw, c.env).refuse(missing(c.req.method, c.req.path), 'none'))
  hono.onError((error, c) => new Exchange(admin, c.req.raw, c.env).refuse(error, 'none'))
  return hono
}

/** Every endpoint of the dashboard. Literal paths come before those with parameters. */
export function adminRoutes(): AnyRoute[] {
  const registered: AnyRoute[] = []
  const route: Route = spec => {
    registered.push(toAnyRoute(spec))
  }
  registerSessionRoutes(route)
  registerAccountRoutes(route)
  registerAdminRoutes(route)
  registerAuditRoutes(route)
  registerAppRoutes(route)
  registerSecretRoutes(route)
  registerIdentityProviderRoutes(route)
  registerTokenRoutes(route)
  registerUserRoutes(route)
  registerLogRoutes(route)
  registerFlagReportRoutes(route)
  registerPermissionRoutes(route)
  registerChatRoutes(route)
  registerUsageRoutes(route)
  registerFilterFieldRoutes(route)
  return registered
}

function missing(method: string, path: string): ChatError {
  return new ChatError('not_found', `${method} ${path.slice(0, 200)} does not exist in the dashboard`)
}
