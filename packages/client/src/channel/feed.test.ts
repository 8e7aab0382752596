import { expect, test } from 'bun:test'
import type { ChannelStateResponse } from '@parley/protocol'
import { DEFAULT_TIMING } from '../timing.ts'
import { Feed, type FeedEvent } from './feed.ts'

class Owner {
  readonly userId = 'fry'
  readonly timing = { ...DEFAULT_TIMING, typingTimeoutMs: 5 }
  isQuerying = false
  asked = 0
  askedOwn = 0
  readonly heard: number[] = []
  readonly feed = new Feed(this, 'messaging:ship')
  emit(event: object): void {
    this.heard.push((event as { seq?: number }).seq ?? -1)
  }
  countUnread(): void {}
  askOwn(): void {
    this.askedOwn += 1
  }
  catchUp(): void {
    this.asked += 1
  }
  get texts(): string[] {
    return this.feed.state.messages.map(({ id }) => id)
  }
}

const message = (seq: number) => {
  const time = `2026-01-01T00:00:${String(seq).padStart(2, '0')}Z`
  return {
    id: `m${seq}`,
    user_id: 'leela',
    latest_reactions: [],
    own_reactions: [],
    created_at: time,
    updated_at: time,
  }
}
const event = (seq: number) =>
  ({
    type: 'message.new',
    cid: 'messaging:ship',
    seq,
    created_at: '',
    message: message(seq),
  }) as unknown as FeedEvent
const snapshot = (seq: number, ...messages: number[]) =>
  ({
    channel: { cid: 'messaging:ship' },
    messages: messages.map(message),
    pinned_messages: [],
    members: [],
    read: [],
    pending_messages: [],
    watcher_count: 0,
    seq,
  }) as unknown as ChannelStateResponse

test('hands every logged event on once, in order', () => {
  const owner = new Owner()
  owner.feed.accept(snapshot(2, 1, 2), { kind: 'full', limit: 25 })
  for (const seq of [3, 3, 2, 4, 4]) owner.feed.take(event(seq))
  expect(owner.heard).toEqual([3, 4])
  expect(owner.texts).toEqual(['m1', 'm2', 'm3', 'm4'])
  expect(owner.asked).toBe(0)
})

test('an event after a gap waits until the missing ones were asked for', () => {
  const owner = new Owner()
  owner.feed.accept(snapshot(2, 1, 2), { kind: 'full', limit: 25 })
  owner.feed.take(event(5))
  expect(owner.heard).toEqual([])
  expect(owner.asked).toBe(1)
  for (const seq of [3, 4, 5]) owner.feed.takeSynced(event(seq))
  owner.feed.caughtUp(5)
  expect(owner.heard).toEqual([3, 4, 5])
  expect(owner.feed.isBehind).toBe(false)
})

test('numbers that are not for this user are stepped over', () => {
  const owner = new Owner()
  owner.feed.accept(snapshot(2), { kind: 'full', limit: 25 })
  owner.feed.take(event(6))
  owner.feed.takeSynced(event(4))
  owner.feed.caughtUp(6)
  expect(owner.heard).toEqual([4, 6])
  expect(owner.feed.seq).toBe(6)
})

test('a gap that came while another was asked about is asked about in turn', () => {
  const owner = new Owner()
  owner.feed.accept(snapshot(2), { kind: 'full', limit: 25 })
  owner.feed.take(event(4))
  const asked = owner.feed.aheadSeq
  owner.feed.take(event(7))
  owner.feed.takeSynced(event(3))
  owner.feed.caughtUp(asked)
  expect(owner.heard).toEqual([3, 4])
  expect(owner.feed.isBehind).toBe(true)
})

test('events that overtake the reply of a first query are not lost', () => {
  const owner = new Owner()
  owner.isQuerying = true
  owner.feed.take(event(2))
  owner.feed.take(event(3))
  expect(owner.heard).toEqual([])
  owner.feed.accept(snapshot(2, 1, 2), { kind: 'full', limit: 25 })
  owner.isQuerying = false
  owner.feed.settle()
  expect(owner.heard).toEqual([3])
  expect(owner.texts).toEqual(['m1', 'm2', 'm3'])
})

test('a reply that is older than what came meanwhile loses nothing', () => {
  const owner = new Owner()
  owner.feed.accept(snapshot(1, 1), { kind: 'full', limit: 25 })
  owner.isQuerying = true
  owner.feed.take(event(2))
  owner.feed.take(event(3))
  owner.feed.accept(snapshot(2, 1, 2), { kind: 'full', limit: 25 })
  expect(owner.texts).toEqual(['m1', 'm2', 'm3'])
  expect(owner.feed.seq).toBe(3)
  expect(owner.heard).toEqual([2, 3])
})

test('a query that failed does not hold events back', () => {
  const owner = new Owner()
  owner.isQuerying = true
  owner.feed.take(event(7))
  owner.isQuerying = false
  owner.feed.settle()
  expect(owner.heard).toEqual([7])
})

test('older messages are added to what is loaded', () => {
  const owner = new Owner()
  owner.feed.accept(snapshot(9, 8, 9), { kind: 'full', limit: 25 })
  owner.feed.accept(snapshot(9, 6, 7), {
    kind: 'page',
    limit: 25,
    page: { direction: 'older', isEnd: false, anchorId: 'm8' },
  })
  expect(owner.texts).toEqual(['m6', 'm7', 'm8', 'm9'])
})

test('a bare reply leaves the lists alone', () => {
  const owner = new Owner()
  owner.feed.accept(snapshot(9, 8, 9), { kind: 'full', limit: 25 })
  owner.feed.accept(snapshot(11), { kind: 'bare', limit: 25 })
  expect(owner.texts).toEqual(['m8', 'm9'])
  expect(owner.feed.seq).toBe(9)
})

test('a typist whose stop was lost is dropped after a while, and listeners are told', async () => {
  const owner = new Owner()
  const user = { id: 'leela' }
  const stopped = new Promise<unknown>(resolve => owner.feed.emitter.on('typing.stop', resolve))
  owner.feed.take({
    type: 'typing.start',
    cid: 'messaging:ship',
    created_at: '',
    user,
  } as unknown as FeedEvent)
  expect(Object.keys(owner.feed.state.typing)).toEqual(['leela'])
  expect(await stopped).toMatchObject({ cid: 'messaging:ship', channel_type: 'messaging', user })
  expect(owner.feed.state.typing).toEqual({})
})

test('tells of a change once for all that happened together, and of nothing that changed nothing', async () => {
  const owner = new Owner()
  owner.feed.accept(snapshot(1, 1), { kind: 'full', limit: 25 })
  await new Promise(resolve => setImmediate(resolve))
  let told = 0
  owner.feed.onChange(() => {
    told += 1
  })
  for (const seq of [2, 3, 4]) owner.feed.take(event(seq))
  await new Promise(resolve => setImmediate(resolve))
  expect(told).toBe(1)
  const nobody = { type: 'user.presence.changed', created_at: '', user: { id: 'nobody' } }
  owner.feed.touch(nobody as unknown as FeedEvent)
  await new Promise(resolve => setImmediate(resolve))
  expect(told).toBe(1)
})

test('asks for the own rights when they change, and no more once the channel is gone', () => {
  const owner = new Owner()
  const channel = { cid: 'messaging:ship', own_capabilities: ['send-message'], config: {} }
  owner.feed.accept({ ...snapshot(1), channel } as never, { kind: 'full', limit: 25 })
  const about = (type: string, seq: number, changes: object = {}) =>
    ({ type, cid: 'messaging:ship', seq, created_at: '', channel: { ...channel, ...changes } }) as never
  owner.feed.take(about('channel.updated', 2, { frozen: true }))
  expect(owner.askedOwn).toBe(1)
  owner.feed.take(about('channel.deleted', 3, { own_capabilities: undefined }))
  expect(owner.heard).toEqual([2, 3])
  expect(owner.askedOwn).toBe(1)
})
