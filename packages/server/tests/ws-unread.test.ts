import { expect, test } from 'bun:test'
import { startServer } from '@parley/testkit'

const CONNECTS = 30

test('no message is missing in me and in what comes after, however it falls', async () => {
  await using server = await startServer()
  const alice = server.person('alice')
  const bob = await server.person('bob').connect()
  await server.upsertUsers({ id: 'alice' })
  await bob.ok('POST /channels/messaging/hall/query', { data: { members: ['alice', 'bob'] } })
  for (let round = 0; round < CONNECTS; round++) {
    const sending = Promise.all([1, 2, 3].map(n => bob.send('messaging:hall', `${round}.${n}`)))
    await alice.connect()
    const { me } = alice
    await sending
    const { total_unread_count } = await alice.ok('GET /unread')
    // Whatever was announced by now comes before the answer.
    alice.socket.send({ type: 'health.check', id: 'flush' })
    await alice.next(frame => frame.reply_to === 'flush')
    const heard = alice.socket.drain().filter(frame => frame.type === 'notification.message_new').length
    // A message that was being written may be in both, never in neither.
    expect(Number(me?.total_unread_count) + heard).toBeGreaterThanOrEqual(Number(total_unread_count))
    await alice.disconnect()
  }
})
