import { expect, test } from 'bun:test'
import { startServer, type TestServer } from '@parley/testkit'
import pino from 'pino'
import { Usage } from '../src/hub/usage.ts'
import type { Store } from '../src/store/store.ts'

const MINUTE_US = 60_000_000
/** A time in the middle of a month. */
const NOW_US = Date.UTC(2026, 10, 15, 12) * 1000
const MINUTE = NOW_US / MINUTE_US

interface Lab extends AsyncDisposable {
  readonly usage: Usage
  readonly store: Store
  readonly appId: number
  atUs: number
  transactions: number
  failing: boolean
  open(): void
  close(): void
}

/** Usage over a real store that counts its transactions, and can be made to fail. */
async function makeLab(): Promise<Lab> {
  const server: TestServer = await startServer()
  const { store } = server.running.deps
  const counting: Store = Object.create(store, {
    transaction: {
      value: (...args: Parameters<Store['transaction']>) => {
        lab.transactions++
        return lab.failing ? Promise.reject(new Error('the disk is full')) : store.transaction(...args)
      },
    },
  })
  const lab: Lab = {
    usage: new Usage({ store: counting, log: pino({ level: 'silent' }), clock: () => lab.atUs }),
    store,
    appId: server.running.app.id,
    atUs: NOW_US,
    transactions: 0,
    failing: false,
    open: () => lab.usage.opened(ofConnection(lab.appId)),
    close: () => lab.usage.closed(ofConnection(lab.appId)),
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
  return lab
}

const ofConnection = (appId: number) =>
  ({ appId, userId: '!anon', kind: 'anonymous', transport: 'websocket', teams: undefined }) as const

test('nothing is written before the flush, and then everything in one go', async () => {
  await using lab = await makeLab()
  for (let i = 0; i < 400; i++) {
    lab.open()
    lab.usage.active(lab.appId, `user-${i % 100}`, i % 4 === 0 ? 'guest' : 'regular', NOW_US)
    lab.usage.touch(lab.appId, `user-${i % 100}`, NOW_US)
  }
  expect(lab.transactions).toBe(0)
  await lab.usage.flush()
  expect(lab.transactions).toBe(1)
  expect(await lab.store.read.countActiveUsers(lab.appId, '2026-11')).toEqual({ regular: 75, guest: 25 })
  expect(await lab.store.read.listConnectionPeaks(lab.appId, MINUTE, MINUTE)).toEqual([
    { minute: MINUTE, peak: 400 },
  ])
  await lab.usage.flush()
  expect(lab.transactions).toBe(1)
})

test('many users are written in several transactions, so that nobody waits long', async () => {
  await using lab = await makeLab()
  for (let i = 0; i < 1200; i++) lab.usage.active(lab.appId, `user-${i}`, 'regular', NOW_US)
  await lab.usage.flush()
  expect(lab.transactions).toBe(3)
  expect(await lab.store.read.countActiveUsers(lab.appId, '2026-11')).toEqual({ regular: 1200, guest: 0 })
})

test('months are UTC, and who returns is counted once in each', async () => {
  await using lab = await makeLab()
  const lastOfMonthUs = Date.UTC(2026, 10, 30, 23, 59, 59) * 1000
  for (const atUs of [lastOfMonthUs, lastOfMonthUs, lastOfMonthUs + 2_000_000]) {
    lab.usage.active(lab.appId, 'alice', 'regular', atUs)
    await lab.usage.flush()
  }
  expect(await lab.store.read.countActiveUsers(lab.appId, '2026-11')).toEqual({ regular: 1, guest: 0 })
  expect(await lab.store.read.countActiveUsers(lab.appId, '2026-12')).toEqual({ regular: 1, guest: 0 })
})

test('anonymous users count for connections only', async () => {
  await using lab = await makeLab()
  lab.open()
  lab.usage.active(lab.appId, '!anon', 'anonymous', NOW_US)
  await lab.usage.flush()
  expect(await lab.store.read.countActiveUsers(lab.appId, '2026-11')).toEqual({ regular: 0, guest: 0 })
  expect(lab.usage.openConnections(lab.appId)).toBe(1)
})

test('the peak is the most at once in a minute, and who stays counts in every minute', async () => {
  await using lab = await makeLab()
  const { usage, appId, store } = lab
  for (let i = 0; i < 5; i++) lab.open()
  for (let i = 0; i < 3; i++) lab.close()
  await usage.flush()
  lab.atUs += MINUTE_US / 2
  lab.open()
  lab.atUs += MINUTE_US / 2
  usage.beat((MINUTE + 1) * 60)
  lab.open()
  for (let i = 0; i < 4; i++) lab.close()
  lab.atUs += MINUTE_US
  usage.beat((MINUTE + 2) * 60)
  await usage.flush()
  expect(await store.read.listConnectionPeaks(appId, MINUTE, MINUTE + 5)).toEqual([
    { minute: MINUTE, peak: 5 },
    { minute: MINUTE + 1, peak: 4 },
  ])
})

test('what could not be written is kept and written later', async () => {
  await using lab = await makeLab()
  lab.usage.active(lab.appId, 'alice', 'regular', NOW_US)
  lab.failing = true
  await lab.usage.flush()
  lab.usage.active(lab.appId, 'bob', 'regular', NOW_US)
  lab.failing = false
  await lab.usage.flush()
  expect(await lab.store.read.countActiveUsers(lab.appId, '2026-11')).toEqual({ regular: 2, guest: 0 })
})

test('a beat writes every few seconds, not every second', async () => {
  await using lab = await makeLab()
  for (let second = 0; second < 20; second++) {
    lab.usage.touch(lab.appId, 'alice', NOW_US + second)
    lab.usage.beat(MINUTE * 60 + second)
  }
  await lab.usage.flush()
  expect(lab.transactions).toBeWithin(1, 7)
})
