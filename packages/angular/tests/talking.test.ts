import { expect, test } from 'bun:test'
import { startServer } from '@parley/testkit'
import { TestApp } from './app'

test('two people talk', async () => {
  await using server = await startServer()
  await using alice = await new TestApp(server).enter('alice')
  await using bob = await new TestApp(server).enter('bob')
  const filter = { members: { $in: ['alice'] } }
  expect(alice.channels.channels()).toBeUndefined()
  await alice.channels.init(filter)
  expect(alice.channels.channels()).toEqual([])
  const ship = alice.chat.chatClient?.channel('messaging', 'ship', {
    members: ['alice', 'bob'],
    name: 'Ship',
  })
  await ship?.create()
  await alice.until('the channel is there', () => alice.channels.channels()?.length === 1)
  await bob.channels.init({ members: { $in: ['bob'] } })
  expect(bob.channels.activeChannel()?.cid).toBe('messaging:ship')
  alice.channels.setAsActiveChannel(alice.channels.channels()?.[0] as never)
  const sent = await alice.channels.sendMessage('hello')
  expect(sent).toMatchObject({ text: 'hello', status: 'received' })
  await bob.until('hello is there', () => bob.channels.activeChannelMessages().at(-1)?.text === 'hello')
})
