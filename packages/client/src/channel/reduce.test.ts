import { describe, expect, test } from 'bun:test'
import type { AnyEvent, ChannelStateResponse, MessageResponse } from '@parley/protocol'
import { DEFAULT_TIMING } from '../timing.ts'
import { received, sorted } from './message-sets.ts'
import { reduce } from './reduce.ts'
import { EMPTY_STATE, fromSnapshot } from './state.ts'
import { Keystrokes, staleTypists } from './typing.ts'

const viewer = { ownId: 'fry', nowMs: 1_000 }
const at = (second: number) => `2026-01-01T00:00:${String(second).padStart(2, '0')}.000000Z`
const user = (id: string, more = {}) => ({ id, role: 'user', ...more })

function message(id: string, second: number, more: object = {}): MessageResponse {
  const time = at(second)
  const wire = {
    id,
    text: id,
    type: 'regular',
    user_id: 'leela',
    user: user('leela'),
    latest_reactions: [],
    own_reactions: [],
    silent: false,
    shadowed: false,
  }
  return { ...wire, created_at: time, updated_at: time, ...more } as unknown as MessageResponse
}

function event(type: string, more: object): AnyEvent {
  return { type, cid: 'messaging:ship', created_at: at(30), ...more } as AnyEvent
}

const readState = (id: string, unread_messages = 0) => ({ user: user(id), last_read: at(0), unread_messages })
const start = fromSnapshot(
  EMPTY_STATE,
  {
    channel: { cid: 'messaging:ship', id: 'ship', type: 'messaging', member_count: 2 },
    messages: [message('m1', 1), message('m2', 2)],
    pinned_messages: [],
    members: [
      { user_id: 'fry', user: user('fry') },
      { user_id: 'leela', user: user('leela') },
    ],
    membership: { user_id: 'fry', user: user('fry') },
    read: [readState('fry', 2), readState('leela')],
    watcher_count: 1,
    seq: 5,
  } as unknown as ChannelStateResponse,
  'fry',
  25,
)
const after = (...events: AnyEvent[]) => events.reduce((state, next) => reduce(state, next, viewer), start)
const reaction = (verb: string, user_id: string) =>
  event(`reaction.${verb}`, { message: message('m1', 1), reaction: { type: 'love', user_id } })
const ids = (messages: readonly MessageResponse[]) => messages.map(({ id }) => id)

describe('messages', () => {
  test('stand in the order they were made, each once', () => {
    const list = sorted([message('b', 2), message('d', 4)].map(received), [
      message('c', 3),
      message('a', 1),
      message('b', 2),
    ])
    expect(ids(list)).toEqual(['a', 'b', 'c', 'd'])
  })

  test('an older version never replaces a newer one', () => {
    const edited = message('a', 1, { text: 'edited', updated_at: at(9) })
    expect(sorted([received(edited)], [message('a', 1)])[0]?.text).toBe('edited')
  })

  test('a new one counts as unread, except for its author', () => {
    const state = after(event('message.new', { message: message('m3', 3) }))
    expect(ids(state.messages)).toEqual(['m1', 'm2', 'm3'])
    expect(state.unread_count).toBe(3)
    expect(state.read.leela?.unread_messages).toBe(0)
    const own = after(event('message.new', { message: message('m3', 3, { user_id: 'fry' }) }))
    expect(own.unread_count).toBe(0)
    expect(own.read.leela?.unread_messages).toBe(1)
  })

  test('silent ones do not count, replies stay in their thread', () => {
    expect(after(event('message.new', { message: message('m3', 3, { silent: true }) })).unread_count).toBe(2)
    const reply = { parent_id: 'm1' }
    expect(ids(after(event('message.new', { message: message('r', 3, reply) })).messages)).toEqual([
      'm1',
      'm2',
    ])
    const shown = { ...reply, show_in_channel: true }
    expect(ids(after(event('message.new', { message: message('r', 3, shown) })).messages)).toContain('r')
  })

  test('one that the state contains already is not counted again', () => {
    const state = after(event('message.new', { message: message('m2', 2) }))
    expect(ids(state.messages)).toEqual(['m1', 'm2'])
    expect(state.unread_count).toBe(2)
  })

  test('one deleted before it was read is not unread any more, also when told twice', () => {
    const deleted = event('message.deleted', {
      message: message('m2', 2, { type: 'deleted' }),
      hard_delete: false,
    })
    expect(after(deleted, deleted).unread_count).toBe(1)
  })

  test('an edit keeps the own reactions; one that is not loaded stays away', () => {
    const reacted = after(reaction('new', 'fry'))
    const state = reduce(
      reacted,
      event('message.updated', { message: message('m1', 1, { text: 'new' }) }),
      viewer,
    )
    expect(state.messages[0]).toMatchObject({
      text: 'new',
      own_reactions: [{ type: 'love', user_id: 'fry' }],
    })
    expect(ids(after(event('message.updated', { message: message('m0', 0) })).messages)).toEqual(['m1', 'm2'])
  })

  test('pinning and unpinning moves it in and out of the pinned ones', () => {
    const pin = event('message.updated', { message: message('m1', 1, { pinned: true }) })
    expect(ids(after(pin).pinned_messages)).toEqual(['m1'])
    expect(after(pin, event('message.updated', { message: message('m1', 1) })).pinned_messages).toEqual([])
  })

  test('a soft deletion stays as a mark, a hard one leaves nothing', () => {
    const gone = message('m1', 1, { type: 'deleted' })
    expect(after(event('message.deleted', { message: gone, hard_delete: false })).messages[0]?.type).toBe(
      'deleted',
    )
    expect(ids(after(event('message.deleted', { message: gone, hard_delete: true })).messages)).toEqual([
      'm2',
    ])
    expect(
      after(event('user.messages.deleted', { user: user('leela'), hard_delete: true })).messages,
    ).toEqual([])
  })
})

describe('people', () => {
  test('come, change and go', () => {
    const member = { user_id: 'amy', user: user('amy') }
    const joined = after(event('member.added', { member, user: user('amy'), member_count: 3 }))
    expect(Object.keys(joined.members)).toEqual(['fry', 'leela', 'amy'])
    expect(joined.channel?.member_count).toBe(3)
    expect(joined.read.amy?.unread_messages).toBe(0)
    const renamed = reduce(
      joined,
      { type: 'user.updated', created_at: '', user: user('amy', { name: 'Amy' }) } as AnyEvent,
      viewer,
    )
    expect(renamed.members.amy?.user.name).toBe('Amy')
    const left = reduce(renamed, event('member.removed', { user: user('amy'), member_count: 2 }), viewer)
    expect(left.members).toEqual(start.members)
    expect(left.read).toEqual(start.read)
  })

  test('who is removed is no member any more, and has nothing unread', () => {
    const state = after(event('member.removed', { user: user('fry') }))
    expect(state.membership).toBeUndefined()
    expect(state.unread_count).toBe(0)
  })

  test('a guest that became a user leaves its messages and its place to it', () => {
    const state = after(event('user.merged', { user: user('amy'), merged_from: 'leela' }))
    expect(state.messages.map(({ user_id }) => user_id)).toEqual(['amy', 'amy'])
    expect(Object.keys(state.members).sort()).toEqual(['amy', 'fry'])
    expect(Object.keys(state.read).sort()).toEqual(['amy', 'fry'])
  })

  test('its reactions, and its part in threads, too', () => {
    const theirs = {
      user_id: 'fry',
      latest_reactions: [{ type: 'love', user_id: 'leela', user: user('leela') }],
      thread_participants: [user('fry'), user('leela')],
    }
    const state = after(
      event('message.new', { message: message('m3', 3, theirs), user: user('fry') }),
      event('user.merged', { user: user('amy'), merged_from: 'leela' }),
    )
    expect(state.messages.at(-1)).toMatchObject({
      user_id: 'fry',
      latest_reactions: [{ user_id: 'amy', user: { id: 'amy' } }],
      thread_participants: [{ id: 'fry' }, { id: 'amy' }],
    })
  })

  test('custom data stays as it is, whatever its keys', () => {
    const custom = {
      created_by_id: 'leela',
      ship: { user_id: 'leela', created_by: { id: 'leela' }, crew: [{ user: { id: 'leela' } }] },
    }
    const vote = { id: 'v1', user_id: 'leela', user: user('leela') }
    const poll = {
      id: 'p1',
      created_by_id: 'leela',
      created_by: user('leela'),
      latest_votes_by_option: { one: [vote] },
      latest_answers: [],
      own_votes: [],
      ship: custom.ship,
    }
    const theirs = {
      user_id: 'leela',
      latest_reactions: [{ type: 'love', user_id: 'leela', user: user('leela'), ...custom }],
      poll_id: 'p1',
      poll,
      ...custom,
    }
    const state = after(
      event('message.new', { message: message('m3', 3, theirs), user: user('leela') }),
      event('user.merged', { user: user('amy'), merged_from: 'leela' }),
    )
    const amys = { user_id: 'amy', user: { id: 'amy' } }
    expect(state.messages.at(-1)).toMatchObject({
      ...amys,
      ...custom,
      latest_reactions: [{ ...amys, ...custom }],
      poll: {
        created_by_id: 'amy',
        created_by: { id: 'amy' },
        latest_votes_by_option: { one: [amys] },
        ship: custom.ship,
      },
    })
  })

  test('watchers come and go, one by one or many at once', () => {
    const many = event('user.watching.start', {
      user: user('a'),
      users: [user('b'), user('c')],
      watcher_count: 4,
    })
    expect(Object.keys(after(many).watchers).sort()).toEqual(['a', 'b', 'c'])
    const state = after(many, event('user.watching.stop', { user: user('b'), watcher_count: 3 }))
    expect(Object.keys(state.watchers).sort()).toEqual(['a', 'c'])
    expect(state.watcher_count).toBe(3)
  })
})

describe('reading', () => {
  test('by oneself ends the unread count, by others it does not', () => {
    const read = (id: string) => event('message.read', { user: user(id), channel_last_read_at: at(9) })
    expect(after(read('leela')).unread_count).toBe(2)
    const state = after(read('fry'))
    expect(state.unread_count).toBe(0)
    expect(state.read.fry).toMatchObject({ last_read: at(9), unread_messages: 0 })
  })

  test('marking unread sets the count that the server says', () => {
    const mark = event('notification.mark_unread', { user: user('fry'), channel_unread_count: 7 })
    expect(after(mark).unread_count).toBe(7)
    expect(after(mark).read.fry?.unread_messages).toBe(7)
  })
})

describe('typing', () => {
  const typing = (id: string) => event('typing.start', { user: user(id) })

  test('shows others, never oneself, until they stop or send', () => {
    expect(Object.keys(after(typing('leela'), typing('fry')).typing)).toEqual(['leela'])
    expect(after(typing('leela'), event('typing.stop', { user: user('leela') })).typing).toEqual({})
    expect(after(typing('leela'), event('message.new', { message: message('m3', 3) })).typing).toEqual({})
  })

  test('who was not heard of for long has stopped', () => {
    const state = after(typing('leela'))
    const later = (nowMs: number) =>
      staleTypists(state, 'messaging:ship', { ...DEFAULT_TIMING, now: () => nowMs })
    expect(later(7_999)).toEqual([])
    expect(later(8_000)).toMatchObject([{ type: 'typing.stop', user: { id: 'leela' }, channel_id: 'ship' }])
  })

  test('keystrokes are told at once, then again every two seconds', () => {
    let nowMs = 0
    const keys = new Keystrokes({ ...DEFAULT_TIMING, now: () => nowMs }, () => undefined)
    expect(keys.press()).toBe(true)
    nowMs = 1_999
    expect(keys.press()).toBe(false)
    nowMs = 2_000
    expect(keys.press()).toBe(true)
    expect(keys.end()).toBe(true)
    expect(keys.end()).toBe(false)
  })
})

test('unknown events change nothing', () => {
  expect(after(event('my-own-event', { user: user('leela') }))).toBe(start)
})
