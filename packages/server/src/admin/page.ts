import type { Hono } from 'hono'
import type { AdminEnv } from './admin-context.ts'

/** Nothing on this page comes from elsewhere, and nothing runs. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

/** What set-up links and invitations lead to while the dashboard has an API and no pages. */
export function registerPage(hono: Hono<AdminEnv>): void {
  for (const path of ['/dashboard', '/dashboard/', '/dashboard/setup', '/dashboard/join']) {
    hono.get(path, c => c.body(PAGE, 200, HEADERS))
  }
}

const PAGE = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Parley dashboard</title>
<style>
  :root { color-scheme: light dark }
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 44rem; margin: 3rem auto; padding: 0 1rem }
  pre { overflow-x: auto; padding: 1rem; border: 1px solid #8886; border-radius: 8px }
</style>
<h1>The dashboard has an API, and no pages yet</h1>
<p>A set-up link or an invitation ends in <code>#</code> and a token. The token goes to the API, once:</p>
<pre>curl -c cookies -H 'x-parley-dashboard: 1' -H 'content-type: application/json' \\
  -d '{"token": "…", "email": "ada@example.com", "password": "…"}' \\
  http://127.0.0.1:8800/dashboard/api/setup</pre>
<p>With an invitation it is <code>/dashboard/api/invitations/accept</code>, without <code>email</code>.
From then on the cookie is the key: <code>curl -b cookies -H 'x-parley-dashboard: 1' …/dashboard/api/session</code>.
Apps can also be administered with the <code>parley</code> command.</p>
</html>
`
