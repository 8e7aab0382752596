/**
 * A token endpoint with nothing but node:http: `GET /token` for whoever is signed in.
 *
 *     PARLEY_API_KEY=… PARLEY_API_SECRET=… SESSIONS='{"a-session-id":"bender"}' npx bun examples/token-endpoint-node.ts
 *
 * In the browser: `client.connectUser({ id: 'bender' }, async () => (await fetch('/token')).text())`
 */
import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { ServerClient } from '@parley/client/server'

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

function signedInUser(request: IncomingMessage): string | undefined {
  const [, sessionId = ''] = /(?:^|; )session=([^;]+)/.exec(request.headers.cookie ?? '') ?? []
  return sessions.get(sessionId)
}

async function answer(request: IncomingMessage): Promise<[status: number, text: string]> {
  if (request.method !== 'GET' || request.url !== '/token') return [404, 'only GET /token is here']
  const userId = signedInUser(request)
  if (userId === undefined) return [401, 'sign in first']
  const nowS = Math.floor(Date.now() / 1000)
  return [200, await parley.createToken(userId, nowS + TOKEN_LIFE_S, nowS)]
}

const server = createServer(async (request, response) => {
  const [status, text] = await answer(request)
  response.writeHead(status, { 'content-type': 'text/plain', 'cache-control': 'no-store' })
  response.end(text)
})

server.listen(Number(PORT), '127.0.0.1', () => {
  const { port } = server.address() as AddressInfo
  console.log(`tokens at http://127.0.0.1:${port}/token`)
})
