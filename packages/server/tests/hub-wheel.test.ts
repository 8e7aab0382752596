import { expect, test } from 'bun:test'
import { LiveConnection } from '../src/hub/connection.ts'
import { ROUND_SECONDS, Wheel } from '../src/hub/wheel.ts'

class Stub extends LiveConnection {
  readonly ip = '127.0.0.1'
  readonly transport = 'websocket'
  send(): void {}
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

const START_S = 1_800_000_000

function makeWheel() {
  const visits: [LiveConnection, number][] = []
  const due: [LiveConnection, number][] = []
  const wheel = new Wheel(
    {
      visit: (connection, nowS) => visits.push([connection, nowS - START_S]),
      due: (connection, nowS) => due.push([connection, nowS - START_S]),
    },
    START_S * 1000,
  )
  return { wheel, visits, due }
}

test('everybody is visited once per round, spread over its seconds', () => {
  const { wheel, visits } = makeWheel()
  const all = Array.from({ length: 90 }, () => new Stub())
  for (const connection of all) wheel.add(connection)
  wheel.advance(ROUND_SECONDS)
  expect(new Set(visits.map(([connection]) => connection))).toEqual(new Set(all))
  expect(visits.length).toBe(90)
  const perSecond = Map.groupBy(visits, ([, atS]) => atS)
  expect([...perSecond.values()].map(each => each.length)).toEqual(Array(30).fill(3))
  wheel.advance(ROUND_SECONDS)
  expect(visits.length).toBe(180)
})

test('who left is not visited, whoever took its place still is', () => {
  const { wheel, visits } = makeWheel()
  const all = Array.from({ length: 300 }, () => new Stub())
  for (const connection of all) wheel.add(connection)
  const gone = new Set(all.filter((_, at) => at % 3 === 0))
  for (const connection of gone) wheel.remove(connection)
  for (const connection of gone) wheel.remove(connection)
  wheel.advance(ROUND_SECONDS)
  expect(new Set(visits.map(([connection]) => connection))).toEqual(
    new Set(all.filter(each => !gone.has(each))),
  )
  expect(visits.length).toBe(200)
})

test('a connection may leave while it is visited', () => {
  const stubs = Array.from({ length: 120 }, () => new Stub())
  let visited = 0
  const wheel: Wheel = new Wheel(
    {
      visit: connection => {
        visited++
        wheel.remove(connection)
      },
      due: () => undefined,
    },
    START_S * 1000,
  )
  for (const stub of stubs) wheel.add(stub)
  wheel.advance(2 * ROUND_SECONDS)
  expect(visited).toBe(120)
})

test('what is due comes in its second, the past in the next one', () => {
  const { wheel, due } = makeWheel()
  const [a, b, c, d] = [new Stub(), new Stub(), new Stub(), new Stub()]
  wheel.soon(a, START_S + 7)
  wheel.soon(b, START_S + 31)
  wheel.soon(c, START_S - 5)
  // Beyond the next round: the visit will ask again.
  wheel.soon(d, START_S + 500)
  wheel.advance(100)
  expect(due).toEqual([
    [c, 1],
    [a, 7],
    [b, 31],
  ])
})

test('time goes on second by second, never back', () => {
  const { wheel, due, visits } = makeWheel()
  const stub = new Stub()
  wheel.add(stub)
  wheel.soon(stub, START_S + 3)
  wheel.tick((START_S + 5) * 1000)
  expect(due).toEqual([[stub, 3]])
  wheel.tick((START_S + 2) * 1000)
  expect(wheel.nowS).toBe(START_S + 5)
  wheel.tick((START_S + 9) * 1000 + 999)
  expect(wheel.nowS).toBe(START_S + 9)
  expect(visits.length).toBeLessThanOrEqual(1)
})

test('nobody is taken for silent because this process stood still', () => {
  const { wheel, visits, due } = makeWheel()
  const stub = new Stub()
  stub.heardAtS = START_S
  wheel.add(stub)
  wheel.soon(stub, START_S + 20)
  wheel.tick((START_S + 3600) * 1000)
  expect(stub.heardAtS).toBe(START_S + 3600)
  expect(wheel.nowS).toBe(START_S + 3600)
  // Once around and no more: an hour is not made up for.
  expect(visits.length).toBeLessThanOrEqual(3)
  expect(due.length).toBe(1)
})

test('a stopped wheel stands still, and neither state keeps the process alive', async () => {
  const { wheel } = makeWheel()
  wheel.start()
  wheel.start()
  wheel.stop()
  wheel.stop()
  expect(wheel.nowS).toBe(START_S)
})
