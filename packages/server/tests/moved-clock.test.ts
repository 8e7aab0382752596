import { expect, test } from 'bun:test'
import { type Frame, startServer } from '@parley/testkit'
import { MovingClock } from './dashboard-lab.ts'

const REF = { type: 'messaging', id: 'hall' }

async function openHall() {
  const clock = new MovingClock()
  const server = await startServer({ clock: clock.read })
  await server.upsertUsers({ id: 'alice' }, { id: 'bob' })
  const data = { created_by_id: 'alice', members: ['alice', 'bob'] }
  await server.ok('POST /channels/messaging/hall/query', { data })
  return { clock, server, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

test('a ban of a channel ends by the clock of the server, for what may be written and what is told of it', async () => {
  await using lab = await openHall()
  const bob = lab.server.person('bob')
  const send = () => bob.call('POST /channels/messaging/hall/message', { message: { text: 'hi' } })
  const may = async () => {
    const { channel } = await bob.ok('POST /channels/messaging/hall/query', { state: true })
    return ((channel as Frame).own_capabilities as string[]).includes('create-message')
  }
  await lab.server.ok('POST /moderation/ban', {
    target_user_id: 'bob',
    ...REF,
    timeout: 1,
    banned_by_id: 'alice',
  })
  expect([(await send()).status, await may()]).toEqual([403, false])
  lab.clock.advance(61)
  expect([(await send()).status, await may()]).toEqual([200, true])
})

test('a channel counts as unread when its mute has ended by that clock', async () => {
  await using lab = await openHall()
  const bob = lab.server.person('bob')
  await bob.ok('POST /moderation/mute/channel', { channel_cid: 'messaging:hall', expiration: 60_000 })
  await lab.server.person('alice').send('messaging:hall', 'hi')
  const unread = async () => {
    const filter = { members: { $in: ['bob'] }, has_unread: true }
    const { channels } = await bob.ok('POST /channels', { filter_conditions: filter })
    return (channels as Frame[]).map(({ channel }) => (channel as Frame).cid)
  }
  expect(await unread()).toEqual([])
  lab.clock.advance(61)
  expect(await unread()).toEqual(['messaging:hall'])
})
