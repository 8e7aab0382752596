import { describe, expect, test } from 'bun:test'
import { ChatClient } from '@parley/client'
import { startServer } from '@parley/testkit'
import { printedAddress, runExample } from './run-example.ts'

describe.each(['hono', 'express', 'node'])('the token endpoint in %s', kind => {
  test('gives a token to whoever is signed in, good for connecting', async () => {
    await using server = await startServer()
    const env = {
      PARLEY_API_KEY: server.apiKey,
      PARLEY_API_SECRET: server.secret,
      SESSIONS: '{"s3ss10n":"bender"}',
      PORT: '0',
    }
    const example = runExample(`token-endpoint-${kind}.ts`, env)
    try {
      const address = await printedAddress(example.stdout)
      const stranger = await fetch(address)
      expect(stranger.status).toBe(401)
      expect((await fetch(address, { headers: { cookie: 'session=guessed' } })).status).toBe(401)

      const client = new ChatClient(server.apiKey, { baseURL: server.url })
      const askBackend = async () => (await fetch(address, { headers: { cookie: 'session=s3ss10n' } })).text()
      const { me } = await client.connectUser({ id: 'bender' }, askBackend)
      expect(me.id).toBe('bender')
      await client.disconnectUser()
    } finally {
      example.kill()
      await example.exited
    }
  }, 120_000)
})
