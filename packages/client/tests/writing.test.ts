import { describe, expect, test } from 'bun:test'
import { eventually, startServer } from '@parley/testkit'
import type { Channel, ChannelState, OfflineStorage } from '../src/index.ts'
import { failure, next } from './listen.ts'
import { arrive, backendOf, Cable, until } from './people.ts'

const view = ({ state }: Channel) => state.messages.map(({ text, status }) => [text, status])
const texts = ({ state }: Channel) => state.messages.map(({ text }) => text)

/** A fetch that holds back or refuses requests of some path. */
function gate(part: string) {
  let open: () => void = () => undefined
  let isOpen = true
  let waiting = Promise.resolve()
  return {
    shut() {
      isOpen = false
      waiting = new Promise(resolve => {
        open = () => {
          isOpen = true
          resolve()
        }
      })
    },
    open: () => open(),
    fetch: async (url: string, init: RequestInit) => {
      if (!isOpen && url.includes(part)) await waiting
      return fetch(url, init)
    },
  }
}

/** Storage in memory; `localStorage` has the same methods. */
class Memory implements OfflineStorage {
  readonly kept = new Map<string, string>()
  getItem = (key: string) => this.kept.get(key) ?? null
  setItem = (key: string, value: string) => void this.kept.set(key, value)
  removeItem = (key: string) => void this.kept.delete(key)
}

describe('what is on its way shows at once', () => {
  test('a message is sending, then received', async () => {
    await using server = await startServer()
    const door = gate('/message?')
    const fry = await arrive(server, 'fry', { fetch: door.fetch })
    const ship = fry.channel('messaging', 'ship', { members: ['fry'] })
    await ship.watch()
    const seen: (readonly unknown[])[] = []
    ship.subscribe(({ messages }: ChannelState) => seen.push(messages.map(({ status }) => status)))
    door.shut()
    const call = ship.sendMessage({ text: 'hi', planet: 'Earth', mentioned_users: ['fry'] })
    expect(ship.state.messages).toMatchObject([
      {
        text: 'hi',
        planet: 'Earth',
        status: 'sending',
        user: { id: 'fry' },
        mentioned_users: [{ id: 'fry' }],
      },
    ])
    door.open()
    const { message } = await call
    expect(view(ship)).toEqual([['hi', 'received']])
    expect(ship.state.messages[0]).toMatchObject({ id: message.id, created_at: message.created_at })
    await eventually(() => seen.length >= 2, 'subscribers are told')
    expect([seen[0], seen.at(-1)]).toEqual([['sending'], ['received']])
    await fry.disconnectUser()
  })

  test('a refused one has failed; it can be sent again, or forgotten', async () => {
    await using server = await startServer()
    const fry = await arrive(server, 'fry')
    const ship = fry.channel('messaging', 'ship', { members: ['fry'] })
    await ship.watch()
    await backendOf(server)
      .channel('messaging', 'ship')
      .updatePartial({ set: { frozen: true } })
    await failure(ship.sendMessage({ text: 'one' }))
    await failure(ship.sendMessage({ text: 'two' }))
    expect(view(ship)).toEqual([
      ['one', 'failed'],
      ['two', 'failed'],
    ])
    const [one, two] = ship.state.messages
    expect(one?.error?.errorName).toBe('not_allowed')
    await backendOf(server)
      .channel('messaging', 'ship')
      .updatePartial({ set: { frozen: false } })
    await ship.retrySendMessage(one ?? '')
    await fry.deleteMessage(two?.id ?? '')
    expect(view(ship)).toEqual([['one', 'received']])
    expect((await failure(ship.retrySendMessage('nothing'))).message).toContain('that failed')
    await fry.disconnectUser()
  })

  test('edits, reactions and deletions are taken back when they are refused', async () => {
    await using server = await startServer()
    const leela = await arrive(server, 'leela')
    const fry = await arrive(server, 'fry')
    const hers = leela.channel('messaging', 'ship', { members: ['fry', 'leela'] })
    await hers.watch()
    const { message } = await hers.sendMessage({ text: 'mine' })
    const his = fry.channel('messaging', 'ship')
    await his.watch()
    const { id } = message
    const edit = fry.partialUpdateMessage(id, { set: { text: 'stolen' } })
    expect(texts(his)).toEqual(['stolen'])
    await failure(edit)
    expect(texts(his)).toEqual(['mine'])
    const deletion = fry.deleteMessage(id)
    expect(his.state.messages[0]?.type).toBe('deleted')
    await failure(deletion)
    expect(his.state.messages[0]?.type).toBe('regular')
    const reaction = his.sendReaction(id, { type: 'not a type' })
    expect(his.state.messages[0]?.own_reactions.length).toBe(1)
    await failure(reaction)
    expect(his.state.messages[0]).toMatchObject({ own_reactions: [], reaction_counts: {} })
    await Promise.all([fry.disconnectUser(), leela.disconnectUser()])
  })

  test('a reaction counts once, though its reply and its event tell of it', async () => {
    await using server = await startServer()
    const fry = await arrive(server, 'fry')
    const ship = fry.channel('messaging', 'ship', { members: ['fry'] })
    await ship.watch()
    const { message } = await ship.sendMessage({ text: 'ice cream' })
    const counts: unknown[] = []
    ship.subscribe(({ messages }) => counts.push(messages[0]?.reaction_counts?.love ?? 0))
    await ship.sendReaction(message.id, { type: 'love' })
    await until(fry, 'the event came', () => ship.state.messages[0]?.reaction_groups?.love?.count === 1)
    await ship.deleteReaction(message.id, 'love')
    await until(fry, 'it is gone', () => ship.state.messages[0]?.own_reactions.length === 0)
    await eventually(() => counts.at(-1) === 0, 'the last state was told')
    expect(counts.every(count => count === 0 || count === 1)).toBe(true)
    await fry.disconnectUser()
  })
})

describe('without a connection', () => {
  test('writes wait, and go out in order when it is back', async () => {
    await using server = await startServer()
    const cable = new Cable()
    const fry = await arrive(server, 'fry', cable.options)
    const ship = fry.channel('messaging', 'ship', { members: ['fry'] })
    await ship.watch()
    const told = next(fry, 'message.new')
    const { message } = await ship.sendMessage({ text: 'online' })
    await told
    await cable.cut(fry)
    const calls = [
      ship.sendMessage({ text: 'one' }),
      ship.sendMessage({ text: 'two' }),
      fry.partialUpdateMessage(message.id, { set: { text: 'edited' } }),
      ship.sendReaction(message.id, { type: 'love' }),
      ship.sendMessage({ text: 'three' }),
    ]
    expect(view(ship)).toEqual([
      ['edited', 'received'],
      ['one', 'sending'],
      ['two', 'sending'],
      ['three', 'sending'],
    ])
    const given = ship.sendMessage({ text: 'given up' })
    given.cancel()
    await failure(given)
    const heard: string[] = []
    ship.on('message.new', event => heard.push(event.message.text))
    cable.plug()
    await Promise.all(calls)
    await until(fry, 'everything was told', () => heard.length === 3)
    expect(heard).toEqual(['one', 'two', 'three'])
    expect(texts(ship)).toEqual(['edited', 'one', 'two', 'three'])
    expect(ship.state.messages[0]?.own_reactions.length).toBe(1)
    await fry.disconnectUser()
  })

  test('one that was refused does not hold up the others', async () => {
    await using server = await startServer()
    const cable = new Cable()
    const fry = await arrive(server, 'fry', cable.options)
    const ship = fry.channel('messaging', 'ship', { members: ['fry'] })
    await ship.watch()
    await cable.cut(fry)
    const bad = failure(fry.deleteMessage('no-such-message'))
    const good = ship.sendMessage({ text: 'good' })
    cable.plug()
    expect((await bad).message).toContain('no-such-message')
    await good
    expect(texts(ship)).toEqual(['good'])
    await fry.disconnectUser()
  })

  test('with a storage they survive until the next visit', async () => {
    await using server = await startServer()
    const offlineStorage = new Memory()
    const cable = new Cable()
    const fry = await arrive(server, 'fry', { ...cable.options, offlineStorage })
    const ship = fry.channel('messaging', 'ship', { members: ['fry'] })
    await ship.watch()
    await cable.cut(fry)
    const calls = [ship.sendMessage({ text: 'one' }), ship.sendMessage({ text: 'two' })].map(failure)
    await eventually(() => offlineStorage.kept.size === 1, 'they are kept')
    await fry.disconnectUser()
    for (const error of await Promise.all(calls)) expect(error.details?.reason).toBe('disconnected')

    const again = await arrive(server, 'fry', { offlineStorage })
    const back = again.channel('messaging', 'ship')
    await back.watch()
    await until(again, 'both were sent', () => view(back).every(([, status]) => status === 'received'))
    expect(texts(back)).toEqual(['one', 'two'])
    await eventually(() => offlineStorage.kept.size === 0, 'nothing waits any more')
    await again.disconnectUser()
  })
})

describe('message lists', () => {
  test('jump to a message, widen, and meet the newest ones', async () => {
    await using server = await startServer()
    await server.upsertUsers({ id: 'fry' })
    const backend = backendOf(server)
      .as('leela')
      .channel('messaging', 'ship', { members: ['fry'] })
    await backend.create()
    for (let n = 1; n <= 20; n++) await backend.sendMessage({ id: `m${n}`, text: String(n) })
    const fry = await arrive(server, 'fry')
    const ship = fry.channel('messaging', 'ship')
    await ship.watch({ messages: { limit: 4 } })
    expect(texts(ship)).toEqual(['17', '18', '19', '20'])

    await ship.jumpTo('m6', { limit: 3 })
    expect(texts(ship)).toEqual(['5', '6', '7'])
    expect(ship.state.latestMessages.length).toBe(4)
    const heard = next(fry, 'message.new')
    await backend.sendMessage({ text: '21' })
    await heard
    expect(texts(ship)).toEqual(['5', '6', '7'])
    await backendOf(server)
      .as('leela')
      .partialUpdateMessage('m6', { set: { text: 'six' } })
    await until(fry, 'the edit shows', () => texts(ship)[1] === 'six')

    await ship.loadOlder(4)
    expect(texts(ship)).toEqual(['1', '2', '3', '4', '5', 'six', '7'])
    expect((await ship.loadOlder()).length).toBe(0)
    expect(ship.state.messageSets.map(({ hasOlder }) => hasOlder)).toEqual([false, true])
    await ship.loadNewer(5)
    expect(ship.state.messageSets.length).toBe(2)
    await ship.loadNewer(5)
    expect(ship.state.messageSets.length).toBe(1)
    expect(texts(ship).length).toBe(21)
    expect(await ship.loadNewer()).toEqual([])

    await ship.jumpTo('latest')
    expect((await failure(ship.jumpTo('nowhere'))).message).toContain('nowhere')
    await fry.disconnectUser()
  })

  test('threads page and jump, too', async () => {
    await using server = await startServer()
    await server.upsertUsers({ id: 'fry' })
    const backend = backendOf(server)
      .as('leela')
      .channel('messaging', 'ship', { members: ['fry'] })
    await backend.create()
    const { message: parent } = await backend.sendMessage({ text: 'parent' })
    for (let n = 1; n <= 9; n++) await backend.sendMessage({ text: `r${n}`, parent_id: parent.id })
    const fry = await arrive(server, 'fry')
    const ship = fry.channel('messaging', 'ship')
    await ship.watch()
    const replies = () => ship.state.threads[parent.id]?.map(({ text }) => text)
    expect(replies()).toBeUndefined()
    await ship.getReplies(parent.id, { limit: 3 })
    expect(replies()).toEqual(['r7', 'r8', 'r9'])
    await ship.getReplies(parent.id, { limit: 2, id_lt: ship.state.threads[parent.id]?.[0]?.id ?? '' })
    expect(replies()).toEqual(['r5', 'r6', 'r7', 'r8', 'r9'])
    const call = ship.sendMessage({ text: 'mine', parent_id: parent.id })
    expect(replies()?.at(-1)).toBe('mine')
    const { message } = await call
    await backend.sendMessage({ text: 'r11', parent_id: parent.id })
    await until(fry, 'the other reply came', () => replies()?.at(-1) === 'r11')
    expect(replies()?.slice(-2)).toEqual(['mine', 'r11'])
    const deleted = next(fry, 'message.deleted')
    await fry.deleteMessage(message.id, { hard: true })
    await deleted
    expect(replies()).toEqual(['r5', 'r6', 'r7', 'r8', 'r9', 'r11'])
    await fry.disconnectUser()
  })
})
