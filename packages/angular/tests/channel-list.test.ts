import { expect, test } from 'bun:test'
import { signal } from '@angular/core'
import type { Channel, ChannelData } from '@parley/client'
import { startServer, type TestServer } from '@parley/testkit'
import { channelSubtitle } from '../src/channel-header/channel-subtitle'
import { ChannelSearch } from '../src/channel-list/channel-search'
import { channelSections } from '../src/channel-list/channel-sections'
import { channelTitle, directPartner } from '../src/format/channel-title'
import { previewLine } from '../src/format/preview-line'
import { english } from '../src/texts/texts'
import { TestApp } from './app'

const as = (ownId: string) => ({ ownId, t: english, nowMs: Date.now() })

async function open(app: TestApp, id: string, data: ChannelData): Promise<Channel> {
  const channel = app.chat.chatClient?.channel('messaging', id, data)
  if (!channel) throw new Error('nobody is connected')
  await channel.watch({ presence: true })
  return channel
}

/** Ada and Bob, and others who are never there. */
async function people(server: TestServer) {
  const ada = await new TestApp(server).enter('ada')
  const bob = await new TestApp(server).enter('bob')
  for (const id of ['cem', 'dan', 'eve']) await (await new TestApp(server).enter(id))[Symbol.asyncDispose]()
  return {
    ada,
    bob,
    [Symbol.asyncDispose]: async () => {
      await ada[Symbol.asyncDispose]()
      await bob[Symbol.asyncDispose]()
    },
  }
}

test('a channel is called by its name, or by its other members', async () => {
  await using server = await startServer()
  await using all = await people(server)
  const { ada } = all
  const named = await open(ada, 'ship', { name: 'Ship \u202e', members: ['ada', 'bob'] })
  expect(channelTitle(named.state, 'ada')).toBe('Ship')
  expect(directPartner(named.state, 'ada')).toBeUndefined()
  const two = await open(ada, 'two', { members: ['ada', 'bob'] })
  expect(channelTitle(two.state, 'ada')).toBe('bob')
  expect(channelTitle(two.state, 'bob')).toBe('ada')
  expect(directPartner(two.state, 'ada')?.user_id).toBe('bob')
  const five = await open(ada, 'five', { members: ['ada', 'bob', 'cem', 'dan', 'eve'] })
  expect(channelTitle(five.state, 'ada')).toBe('bob, cem, dan +1')
  const alone = await open(ada, 'alone', { members: ['ada'] })
  expect(channelTitle(alone.state, 'ada')).toBe('ada')
  const nobodys = await open(ada, 'nobodys', {})
  expect(channelTitle({ ...nobodys.state, members: {} }, 'ada')).toBe('nobodys')
})

test('a line says who wrote what, without Markdown', async () => {
  await using server = await startServer()
  await using all = await people(server)
  const { ada, bob } = all
  const ship = await open(ada, 'ship', { name: 'Ship', members: ['ada', 'bob'] })
  const two = await open(ada, 'two', { members: ['ada', 'bob'] })
  expect(previewLine(two.state, as('ada'))).toEqual({ kind: 'empty', by: '', text: 'No messages yet' })
  await two.sendMessage({ text: '*Hi* **there**' })
  expect(previewLine(two.state, as('ada'))).toEqual({ kind: 'message', by: 'You', text: 'Hi there' })
  expect(previewLine(two.state, as('bob'))).toMatchObject({ by: '', text: 'Hi there' })
  const image = { type: 'image', image_url: 'https://example.com/a.png' }
  await ship.sendMessage({ attachments: [image, image] })
  expect(previewLine(ship.state, as('bob'))).toMatchObject({ by: 'ada', text: '2 photos', icon: 'image' })
  const file = { type: 'file', asset_url: 'https://example.com/a.pdf', title: 'Plan.pdf' }
  const { message } = await ship.sendMessage({ attachments: [file] })
  expect(previewLine(ship.state, as('bob'))).toMatchObject({ text: 'Plan.pdf', icon: 'attach' })
  await ada.chat.chatClient?.deleteMessage(message.id)
  expect(previewLine(ship.state, as('bob'))).toMatchObject({
    kind: 'empty',
    by: '',
    text: 'This message was deleted',
  })
  await ship.createDraft({ text: 'to be _continued_' })
  await ada.until('the draft is there', () => ship.state.draft)
  expect(previewLine(ship.state, as('ada'))).toMatchObject({
    kind: 'draft',
    by: 'Draft',
    text: 'to be continued',
  })
  const bobsShip = await open(bob, 'ship', {})
  await bobsShip.keystroke()
  await ada.until('bob types', () => 'bob' in ship.state.typing)
  expect(previewLine(ship.state, as('ada'))).toMatchObject({ kind: 'typing', text: 'bob is typing …' })
})

test('pinned channels stand first, the latest pin at the top, archived ones last', async () => {
  await using server = await startServer()
  await using all = await people(server)
  const { ada } = all
  const ids = ['one', 'two', 'three', 'four']
  for (const id of ids) await open(ada, id, { name: id, members: ['ada'] })
  await ada.channels.init({ members: { $in: ['ada'] } }, [{ field: 'created_at' }])
  const channels = ada.channels.channels() ?? []
  const [one, two, three] = channels
  await one?.pin()
  await three?.pin()
  await two?.pin()
  await two?.archive()
  const { pinned, others, archived } = channelSections(channels)
  const idsOf = (list: readonly Channel[]) => list.map(({ id }) => id)
  expect([idsOf(pinned), idsOf(others), idsOf(archived)]).toEqual([['three', 'one'], ['four'], ['two']])
})

test('below the title stands who is there', async () => {
  await using server = await startServer()
  await using all = await people(server)
  const { ada, bob } = all
  const ship = await open(ada, 'ship', { name: 'Ship', members: ['ada', 'bob', 'cem'] })
  const two = await open(ada, 'two', { members: ['ada', 'bob'] })
  const withCem = await open(ada, 'cem', { members: ['ada', 'cem'] })
  await ada.until('both are online', () => channelSubtitle(ship.state, as('ada')) === '3 members · 2 online')
  expect(channelSubtitle(two.state, as('ada'))).toBe('Online')
  expect(channelSubtitle(withCem.state, as('ada'))).toStartWith('Last seen 1 minute ago')
  await bob.chat.disconnectUser()
  await ada.until('bob is gone', () => channelSubtitle(two.state, as('ada')).startsWith('Last seen'))
})

test('a search looks through the list at once, then asks the server', async () => {
  await using server = await startServer()
  await using all = await people(server)
  const { ada } = all
  for (const id of ['cem', 'dan']) await open(ada, `with-${id}`, { members: ['ada', id] })
  await open(ada, 'ship', { name: 'Nimbus', members: ['ada', 'bob'] })
  await open(ada, 'others', { name: 'Not of Ada', members: [] })
  const listed = await ada.channels.init({ cid: 'messaging:ship' })
  const ship = listed[0]
  const [first] = [await ship?.sendMessage({ text: 'one' }), await ship?.sendMessage({ text: 'two' })]
  const search = new ChannelSearch({
    client: () => ada.chat.chatClient,
    listed: signal(listed),
    scope: signal({ joined: true }),
  })
  const found = () => search.results()?.map(({ id }) => id)
  expect(found()).toBeUndefined()

  search.look(' NIMB ')
  expect([found(), search.isSearching()]).toEqual([['ship'], true])
  await ada.until('the server answered', () => !search.isSearching())
  expect(found()).toEqual(['ship'])
  expect(ship?.state.messages.map(({ id }) => id)).toContain(first?.message.id as string)

  search.look('da')
  search.look('cem')
  expect(found()).toEqual([])
  await ada.until('the server answered', () => !search.isSearching())
  expect(found()).toEqual(['with-cem'])
  expect(channelTitle((search.results() ?? [])[0]?.state, 'ada')).toBe('cem')
  const [withCem] = search.results() ?? []
  ada.channels.setAsActiveChannel(withCem as Channel)
  await ada.until('what is open is watched', () => withCem?.isWatching)

  search.look('nobody at all')
  await ada.until('the server answered', () => !search.isSearching())
  expect(found()).toEqual([])
  search.look('  ')
  expect(found()).toBeUndefined()
})
