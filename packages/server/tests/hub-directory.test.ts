import { expect, test } from 'bun:test'
import fc from 'fast-check'
import { LiveConnection, READY } from '../src/hub/connection.ts'
import { Directory } from '../src/hub/directory.ts'
import { Topics } from '../src/hub/topics.ts'
import { Watchers } from '../src/hub/watchers.ts'

class Stub extends LiveConnection {
  readonly ip = ''
  readonly transport = 'longpoll'
  readonly got: string[] = []

  constructor(id: string, userId: string, kind: LiveConnection['kind'] = 'regular') {
    super()
    Object.assign(this, { id, userId, kind, appId: 1 })
  }

  send(frame: string): void {
    this.got.push(frame)
  }
  close(): void {}
  subscribe(): void {}
  unsubscribe(): boolean {
    return false
  }
  timePassed(): void {}
  topics(): readonly string[] {
    return []
  }
  bufferedBytes(): number {
    return 0
  }
}

function idsOf(directory: Directory, userId: string): string[] {
  const ids: string[] = []
  for (let at = directory.firstOf(1, userId); at; at = at.nextOfUser) ids.push(at.id)
  return ids.sort()
}

test('whatever comes and goes, each user’s list is exactly who is there', () => {
  const steps = fc.array(
    fc.record({ user: fc.integer({ min: 0, max: 3 }), goes: fc.boolean(), pick: fc.nat(20) }),
  )
  fc.assert(
    fc.property(steps, script => {
      const directory = new Directory()
      const present: Stub[] = []
      for (const [at, { user, goes, pick }] of script.entries()) {
        const leaving = goes ? present.splice(pick % Math.max(1, present.length), 1)[0] : undefined
        if (leaving) directory.remove(leaving)
        if (goes) continue
        const stub = new Stub(`c${at}`, `u${user}`)
        directory.add(stub)
        present.push(stub)
      }
      expect(directory.size).toBe(present.length)
      for (const user of ['u0', 'u1', 'u2', 'u3']) {
        const ids = present.filter(each => each.userId === user).map(each => each.id)
        expect(idsOf(directory, user)).toEqual(ids.sort())
        expect(directory.countOf(1, user)).toBe(ids.length)
      }
    }),
  )
})

test('online is who is ready, in that app', () => {
  const directory = new Directory()
  const stub = new Stub('a', 'alice')
  directory.add(stub)
  expect(directory.isOnline(1, 'alice')).toBe(false)
  stub.state = READY
  expect(directory.isOnline(1, 'alice')).toBe(true)
  expect(directory.isOnline(2, 'alice')).toBe(false)
  directory.remove(stub)
  directory.remove(stub)
  expect(directory.isOnline(1, 'alice')).toBe(false)
  expect(directory.find('a')).toBeUndefined()
})

test('watchers are distinct users, in the order they came, and anonymous ones one each', () => {
  const watchers = new Watchers()
  const [laptop, phone, bob] = [new Stub('1', 'alice'), new Stub('2', 'alice'), new Stub('3', 'bob')]
  const nobody = [new Stub('4', '!anon', 'anonymous'), new Stub('5', '!anon', 'anonymous')] as const
  expect(watchers.add('w', bob)).toBe(true)
  expect(watchers.add('w', laptop)).toBe(true)
  expect(watchers.add('w', phone)).toBe(false)
  for (const each of nobody) watchers.add('w', each)
  expect(watchers.count('w')).toBe(4)
  expect(watchers.ids('w', 10, 0)).toEqual(['bob', 'alice'])
  expect(watchers.ids('w', 1, 1)).toEqual(['alice'])
  expect(watchers.remove('w', laptop)).toBe(false)
  expect(watchers.remove('w', phone)).toBe(true)
  expect(watchers.remove('w', nobody[0])).toBe(true)
  expect(watchers.count('w')).toBe(2)
  expect(watchers.count('another')).toBe(0)
  expect(watchers.remove('another', bob)).toBe(false)
})

test('a topic reaches sockets by the server and everybody else one by one', () => {
  const published: [string, string][] = []
  const topics = new Topics(false)
  topics.attach({
    publish: (topic, frame) => published.push([topic, frame]),
    subscriberCount: topic => (topic === 'a' ? 7 : 0),
  })
  const [one, two] = [new Stub('1', 'alice'), new Stub('2', 'bob')]
  topics.subscribeSoftly('a', one)
  topics.subscribeSoftly('b', one)
  topics.subscribeSoftly('b', two)
  expect(topics.publish('a', 'x')).toBe(8)
  expect(topics.publish('b', 'y')).toBe(2)
  expect(topics.publish('c', 'z')).toBe(0)
  expect(published).toEqual([['a', 'x']])
  expect(one.got).toEqual(['x', 'y'])
  expect(topics.unsubscribeSoftly('b', one)).toBe(true)
  expect(topics.unsubscribeSoftly('b', one)).toBe(false)
  expect(topics.subscriberCount('b')).toBe(1)
})
