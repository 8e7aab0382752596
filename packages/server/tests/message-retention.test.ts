import { expect, test } from 'bun:test'
import { channelPath, type Frame, startServer } from '@parley/testkit'
import { pruneMessages } from '../src/actions/messages/prune-messages.ts'

const DAY_US = 86_400_000_000

test('a channel type that keeps messages for some days loses older ones', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await server.ok('PUT /channeltypes/messaging', { message_retention: '7' })
  for (const cid of ['messaging:short', 'team:long']) {
    await alice.watch(cid, { members: ['alice'] })
    const parent = await alice.send(cid, 'a question')
    await alice.send(cid, 'an answer', { parent_id: parent.id })
  }
  const { deps } = server.running
  const inDays = (days: number) => ({ ...deps, clock: () => deps.clock() + days * DAY_US })
  const left = async (cid: string) => {
    const { messages, channel } = await server.ok(`POST ${channelPath(cid)}/query`, { state: true })
    return [(messages as Frame[]).length, (channel as Frame).last_message_at !== undefined]
  }
  expect(await pruneMessages(inDays(6.9))).toBe(0)
  expect(await pruneMessages(inDays(7.1))).toBe(2)
  expect(await left('messaging:short')).toEqual([0, false])
  expect(await left('team:long')).toEqual([1, true])
  await alice.send('messaging:short', 'again')
  expect(await left('messaging:short')).toEqual([1, true])
})
