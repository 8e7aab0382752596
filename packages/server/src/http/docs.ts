import type { Hono } from 'hono'
import type { HttpEnv } from './http-context.ts'
import { OpenApi } from './openapi.ts'
import { apiPage } from './pages/api-page.ts'
import { errorsPage } from './pages/errors-page.ts'
import { homePage } from './pages/home-page.ts'
import type { AnyRoute } from './route.ts'

/** Nothing on these pages comes from elsewhere, and nothing runs. */
const PAGE_HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'public, max-age=300',
}

/**
 * Pages for people, and the documentation of the HTTP surface; made when somebody first looks. `first`
 * answers at `/` where a web app is served there.
 */
export function registerDocs(
  hono: Hono<HttpEnv>,
  routes: readonly AnyRoute[],
  version: string,
  first: (request: Request) => Promise<Response | undefined>,
): void {
  const openApi = once(() => JSON.stringify(new OpenApi(routes).document(version)))
  const api = once(() => apiPage(routes, version))
  const errors = once(errorsPage)
  const home = once(() => homePage(version))
  hono.get('/openapi.json', c =>
    c.body(openApi(), 200, { 'content-type': 'application/json', 'access-control-allow-origin': '*' }),
  )
  // A program with a key that ends up here has lost a part of its path: it gets an error it can read.
  hono.get('/', async c => {
    if (c.req.query('api_key')) return c.notFound()
    return (await first(c.req.raw)) ?? c.body(home(), 200, PAGE_HEADERS)
  })
  hono.get('/docs/api', c => c.body(api(), 200, PAGE_HEADERS))
  hono.get('/docs/errors', c => c.body(errors(), 200, PAGE_HEADERS))
}

function once(make: () => string): () => string {
  let made: string | undefined
  return () => {
    made ??= make()
    return made
  }
}
