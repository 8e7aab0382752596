/**
 * A token endpoint in Hono: `GET /token` for whoever is signed in.
 *
 *     PARLEY_API_KEY=… PARLEY_API_SECRET=… SESSIONS='{"a-session-id":"bender"}' npx bun examples/token-endpoint-hono.ts
 *
 * In the browser: `client.connectUser({ id: 'bender' }, async () => (await fetch('/token')).text())`
 */
import { serve } from '@hono/node-server'
import { ServerClient } from '@parley/client/server'
import { Hono } from 'hono'
import { getCookie } from 'hono/cookie'

const TOKEN_LIFE_S = 3600
const {
  PARLEY_API_KEY: key = '',
  PARLEY_API_SECRET: secret = '',
  SESSIONS = '{}',
  PORT = '3000',
} = process.env

const parley = new ServerClient(key, secret)

// REPLACE THIS: who is signed in is for your own session handling to say, never for the request.
const sessions = new Map<string, string>(Object.entries(JSON.parse(SESSIONS)))

const app = new Hono()

app.get('/token', async context => {
  const userId = sessions.get(getCookie(context, 'session') ?? '')
  if (userId === undefined) return context.text('sign in first', 401)
  const nowS = Math.floor(Date.now() / 1000)
  context.header('cache-control', 'no-store')
  return context.text(await parley.createToken(userId, nowS + TOKEN_LIFE_S, nowS))
})

serve({ fetch: app.fetch, hostname: '127.0.0.1', port: Number(PORT) }, ({ port }) => {
  console.log(`tokens at http://127.0.0.1:${port}/token`)
})
