import { describe, expect, test } from 'bun:test'
import { eventually, startServer, type TestServer } from '@parley/testkit'
import type { Channel, ChannelList, ChatClient, Filter, SortParam } from '../src/index.ts'
import { failure } from './listen.ts'
import { arrive, backendOf, Cable, until } from './people.ts'

const MINE: Filter = { members: { $in: ['fry'] } }
const BY_LAST: SortParam[] = [{ field: 'last_message_at', direction: -1 }]

describe('a list of channels', () => {
  test('is what a fresh query shows, whatever happens', async () => {
    await using server = await startServer()
    const sort: SortParam[] = [{ field: 'pinned_at', direction: -1 }, ...BY_LAST]
    await using table = await Table.set(server, { ...MINE, archived: false }, sort)
    const { fry, leela, list } = table
    const there = await leela.channel('messaging', 'delivery', { members: ['leela', 'fry'] })
    await table.after('somebody adds one', () => there.create())
    const [ship, moon] = [fry.channel('messaging', 'ship'), fry.channel('messaging', 'moon')]
    await table.after('a message', () => leela.channel('messaging', 'ship').sendMessage({ text: '1' }))
    expect(cids(list)[0]).toBe('messaging:ship')
    await table.after('another', () => leela.channel('messaging', 'moon').sendMessage({ text: '2' }))
    expect(cids(list)[0]).toBe('messaging:moon')
    await table.after('an own one', () => ship.sendMessage({ text: '3' }))
    await table.after('pinning', () => moon.pin())
    expect(cids(list)[0]).toBe('messaging:moon')
    await table.after('unpinning', () => moon.unpin())
    await table.after('archiving', () => moon.archive())
    expect(cids(list)).not.toContain('messaging:moon')
    await table.after('a message there', () => leela.channel('messaging', 'moon').sendMessage({ text: '4' }))
    await table.after('unarchiving', () => moon.unarchive())
    expect(cids(list)[0]).toBe('messaging:moon')
    await table.after('hiding', () => ship.hide())
    expect(cids(list)).not.toContain('messaging:ship')
    await table.after('showing', () => ship.show())
    await table.after('hiding again', () => ship.hide())
    await table.after('what brings it back', () =>
      leela.channel('messaging', 'ship').sendMessage({ text: '5' }),
    )
    expect(cids(list)[0]).toBe('messaging:ship')
    await table.after('removing', () => leela.channel('messaging', 'delivery').removeMembers(['fry']))
    expect(cids(list)).not.toContain('messaging:delivery')
    await table.after('adding again', () => leela.channel('messaging', 'delivery').addMembers(['fry']))
    await table.after('a message there', () =>
      leela.channel('messaging', 'delivery').sendMessage({ text: '6' }),
    )
    expect(cids(list)[0]).toBe('messaging:delivery')
    await table.after('truncating', () => leela.channel('messaging', 'delivery').truncate())
    await table.after('deleting', () => backendOf(server).channel('messaging', 'moon').delete())
    expect(cids(list)).not.toContain('messaging:moon')
    await table.after('leaving', () => ship.removeMembers(['fry']))
    expect(cids(list)).toEqual(['messaging:delivery'])
  })

  test('keeps to its filter, also in data of the app', async () => {
    await using server = await startServer()
    await using table = await Table.set(server, { ...MINE, planet: 'Earth' }, [{ field: 'level' }])
    const { leela, list } = table
    const [ship, moon] = [leela.channel('messaging', 'ship'), leela.channel('messaging', 'moon')]
    await table.after('a message to what does not match', () => ship.sendMessage({ text: 'hi' }))
    expect(cids(list)).toEqual([])
    const earth = { planet: 'Earth' }
    // who does not watch is told by the next message
    await ship.updatePartial({ set: { ...earth, level: 2 } })
    await table.after('it matches', () => ship.sendMessage({ text: 'hi' }))
    await backendOf(server)
      .channel('messaging', 'moon')
      .updatePartial({ set: { ...earth, level: 3 } })
    await table.after('another', () => moon.sendMessage({ text: 'hi' }))
    await table.after('sorts', () => moon.updatePartial({ set: { level: 1 } }))
    expect(cids(list)).toEqual(['messaging:moon', 'messaging:ship'])
    await table.after('it no longer matches', () => ship.updatePartial({ set: { planet: 'Mars' } }))
    expect(cids(list)).toEqual(['messaging:moon'])
  })

  test('shows invitations until they are answered', async () => {
    await using server = await startServer()
    const fry = await arrive(server, 'fry')
    const leela = await arrive(server, 'leela')
    const list = fry.channels({ invite: 'pending' }, [], { watch: false })
    await list.reload()
    const ship = leela.channel('messaging', 'ship', { members: ['leela'] })
    await ship.create()
    await ship.inviteMembers(['fry'])
    await until(fry, 'the invitation is there', () => cids(list).length === 1)
    await list.state.channels[0]?.acceptInvite()
    await until(fry, 'it is gone', () => cids(list).length === 0)
    await fry.disconnectUser()
    await leela.disconnectUser()
  })

  test('loads page after page, each channel once', async () => {
    await using server = await startServer()
    const fry = await arrive(server, 'fry')
    for (let number = 0; number < 7; number++)
      await fry.channel('messaging', `room-${number}`, { members: ['fry'] }).create()
    const list = fry.channels(MINE, [], { limit: 3 })
    expect(list.state).toEqual({ channels: [], hasNext: false, status: 'idle', error: undefined })
    await list.reload()
    expect(list.state.hasNext).toBe(true)
    // one that moves to the front makes the next page overlap
    await fry.channel('messaging', 'room-0').sendMessage({ text: 'up' })
    await until(fry, 'it moved', () => cids(list)[0] === 'messaging:room-0')
    await list.loadNextPage()
    await list.loadNextPage()
    await list.loadNextPage()
    expect(cids(list).sort()).toEqual(Array.from({ length: 7 }, (_, index) => `messaging:room-${index}`))
    expect(list.state.hasNext).toBe(false)
    await fry.disconnectUser()
  })

  test('says what went wrong, and can be loaded again', async () => {
    await using server = await startServer()
    const fry = await arrive(server, 'fry')
    const list = fry.channels({ members: { $nonsense: 1 } } as Filter)
    const error = await failure(list.reload())
    expect(list.state).toMatchObject({ status: 'failed', error: { errorName: 'invalid_input' } })
    expect(list.state.error).toBe(error as never)
    await fry.disconnectUser()
    expect(list.state.status).toBe('idle')
  })

  test('is up to date after a loss, and keeps what its channels show', async () => {
    await using server = await startServer()
    const cable = new Cable()
    const fry = await arrive(server, 'fry', cable.options)
    const leela = await arrive(server, 'leela')
    for (const id of ['ship', 'moon', 'mars'])
      await leela.channel('messaging', id, { members: ['fry', 'leela'] }).create()
    const list = fry.channels(MINE, BY_LAST)
    await list.reload()
    const first = list.state.channels.find(({ id }) => id === 'ship') as Channel
    await cable.cut(fry)
    await leela.channel('messaging', 'ship').sendMessage({ text: 'meanwhile' })
    await leela.channel('messaging', 'new', { members: ['fry', 'leela'] }).create()
    await leela.channel('messaging', 'new').sendMessage({ text: 'newer' })
    await leela.channel('messaging', 'moon').removeMembers(['fry'])
    cable.plug()
    const now = ['messaging:new', 'messaging:ship', 'messaging:mars']
    await until(fry, 'the list is new', () => Bun.deepEquals(cids(list), now))
    expect(list.state.channels[1]).toBe(first)
    expect(first.state.messages.map(({ text }) => text)).toEqual(['meanwhile'])
    await fry.disconnectUser()
    await leela.disconnectUser()
  })

  test('is empty without its user, and knows nothing of the next one', async () => {
    await using server = await startServer()
    const fry = await arrive(server, 'fry')
    await fry.channel('messaging', 'ship', { members: ['fry'] }).create()
    const list = fry.channels(MINE)
    await list.reload()
    const late = failure(list.reload())
    await fry.disconnectUser()
    expect(list.state).toEqual({ channels: [], hasNext: false, status: 'idle', error: undefined })
    expect((await late).details?.reason).toBe('disconnected')
    await fry.connectUser({ id: 'leela' }, server.token('leela'))
    await fry.channel('messaging', 'hers', { members: ['leela'] }).create()
    expect(list.state.status).toBe('idle')
    list.end()
    await fry.disconnectUser()
  })

  test('tells once for what comes together, and nothing after its end', async () => {
    await using server = await startServer()
    const fry = await arrive(server, 'fry')
    const list = fry.channels(MINE)
    const told: string[] = []
    list.subscribe(({ status, channels }) => told.push(`${status} ${channels.length}`))
    await list.reload()
    expect(told).toEqual(['loading 0', 'ready 0'])
    await fry.channel('messaging', 'ship', { members: ['fry'] }).create()
    await until(fry, 'it is there', () => cids(list).length === 1)
    expect(told).toEqual(['loading 0', 'ready 0', 'ready 1'])
    list.end()
    await fry.channel('messaging', 'moon', { members: ['fry'] }).create()
    await fry.queryChannels(MINE)
    expect(told).toEqual(['loading 0', 'ready 0', 'ready 1', 'idle 0'])
    await fry.disconnectUser()
  })
})

/** Fry's list, and the law: what it shows is what a query of the same shows. */
class Table implements AsyncDisposable {
  readonly fry: ChatClient
  readonly leela: ChatClient
  readonly list: ChannelList
  readonly #fresh: () => Promise<string[]>

  private constructor(fry: ChatClient, leela: ChatClient, list: ChannelList, fresh: () => Promise<string[]>) {
    this.fry = fry
    this.leela = leela
    this.list = list
    this.#fresh = fresh
  }

  static async set(server: TestServer, filter: Filter, sort: SortParam[]): Promise<Table> {
    const [fry, leela, witness] = await Promise.all([
      arrive(server, 'fry'),
      arrive(server, 'leela'),
      arrive(server, 'fry'),
    ])
    for (const id of ['ship', 'moon'])
      await leela.channel('messaging', id, { members: ['leela', 'fry'] }).create()
    const list = fry.channels(filter, sort)
    await list.reload()
    const bare = { watch: false, state: false }
    return new Table(fry, leela, list, async () =>
      (await witness.queryChannels(filter, sort, bare)).map(({ cid = '' }) => cid),
    )
  }

  async after(what: string, action: () => PromiseLike<unknown>): Promise<void> {
    await action()
    let fresh: string[] = []
    const agree = async () => {
      fresh = await this.#fresh()
      return Bun.deepEquals(cids(this.list), fresh)
    }
    try {
      await eventually(agree, `the list after "${what}" is a fresh one`, 3_000)
    } catch {
      expect({ what, list: cids(this.list) }).toEqual({ what, list: fresh })
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.list.end()
    await this.fry.disconnectUser()
    await this.leela.disconnectUser()
  }
}

function cids(list: ChannelList): string[] {
  return list.state.channels.map(({ cid = '' }) => cid)
}
