import { type DashboardBrowser, signToken, type TestServer } from '@parley/testkit'
import { SQUARE } from './village.ts'

/** What a day brings: refused tokens, a flagged message, a backend that is down. */
export async function makeTrouble(server: TestServer): Promise<void> {
  const nowS = Math.floor(Date.now() / 1000)
  const refused = [
    signToken(server.secret, { user_id: 'hanna', exp: nowS - 7_200 }),
    signToken('not-the-secret-of-this-app-at-all', { user_id: 'bruno' }),
    'not.a.token',
  ]
  for (const token of refused) await server.person('hanna').call('GET /app', undefined, { token })
  const hanna = server.person('hanna')
  const sven = await server.connected('sven')
  await sven.watch(SQUARE)
  const message = await sven.send(SQUARE, 'Buy followers now, cheap!!! http://spam.example')
  await hanna.ok('POST /moderation/flag', { target_message_id: message.id, reason: 'spam' })
  await server.ok('PATCH /app', {
    event_hooks: [
      {
        hook_type: 'webhook',
        enabled: true,
        event_types: ['message.new'],
        webhook_url: 'http://127.0.0.1:9/hook',
      },
    ],
  })
  await sven.send(SQUARE, 'Last chance!')
}

/** What Ada does about it. */
export async function cleanUp(ada: DashboardBrowser, apiKey: string): Promise<void> {
  const app = `/apps/${apiKey}`
  const ban = { target_user_id: 'goran', reason: 'spam', timeout: 1_440, banned_by_id: 'aiko' }
  await ada.ok(`POST ${app}/chat/moderation/ban`, ban)
  await ada.ok(`PUT ${app}/chat/channeltypes/livestream`, { max_message_length: 500 })
  await ada.ok(`POST ${app}/users/hanna/token`, { expires_in_seconds: 3_600 })
  await ada.ok('POST /invitations', { email: 'vera@example.com', role: 'viewer' })
  await ada.ok(`POST ${app}/secrets`)
}
