/**
 * A token endpoint in Express: `GET /token` for whoever is signed in.
 *
 *     PARLEY_API_KEY=… PARLEY_API_SECRET=… SESSIONS='{"a-session-id":"bender"}' npx bun examples/token-endpoint-express.ts
 *
 * In the browser: `client.connectUser({ id: 'bender' }, async () => (await fetch('/token')).text())`
 */
import type { AddressInfo } from 'node:net'
import { ServerClient } from '@parley/client/server'
import express from 'express'

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

const app = express()

app.get('/token', async (request, response) => {
  const [, sessionId = ''] = /(?:^|; )session=([^;]+)/.exec(request.headers.cookie ?? '') ?? []
  const userId = sessions.get(sessionId)
  if (userId === undefined) {
    response.status(401).send('sign in first')
    return
  }
  const nowS = Math.floor(Date.now() / 1000)
  response.set('cache-control', 'no-store').type('text/plain')
  response.send(await parley.createToken(userId, nowS + TOKEN_LIFE_S, nowS))
})

const server = app.listen(Number(PORT), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  console.log(`tokens at http://127.0.0.1:${port}/token`)
})
