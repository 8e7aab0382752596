import { expect, test } from 'bun:test'
import { LOG_KEPT_DAYS, LOG_KEPT_ENTRIES } from '@parley/protocol'
import { startServer, type TestServer } from '@parley/testkit'
import { pruneLogs } from '../src/actions/sync/prune-logs.ts'

const CID = 'livestream:old'
const DAY_US = 86_400_000_000

/** A channel that is older than its log. */
async function findPk(server: TestServer): Promise<number> {
  const { store } = server.running.deps
  const channel = await store.read.findChannel(server.running.app.id, 'livestream', 'old')
  if (!channel) throw new Error('the channel is missing')
  const createdAtUs = channel.createdAtUs - 365 * DAY_US
  await store.transaction(tx => tx.updateChannel({ ...channel, createdAtUs }))
  return channel.pk
}

/** Puts entries into a log as if they had been written `daysAgo`. */
async function fill(server: TestServer, pk: number, count: number, daysAgo: number): Promise<void> {
  const { store, clock } = server.running.deps
  const startUs = clock() - daysAgo * DAY_US
  await store.transaction(async tx => {
    for (let n = 0; n < count; n++) {
      const { seq } = await tx.nextSeq(pk, clock())
      await tx.appendEvent({ channelPk: pk, seq, atUs: startUs + n, type: 'message.new', frame: '{}' })
    }
  })
}

test('old entries go, the newest thousand stay, and whoever is behind them is told', async () => {
  await using server = await startServer()
  const alice = await server.connected('alice')
  await alice.watch(CID)
  const pk = await findPk(server)
  await fill(server, pk, LOG_KEPT_ENTRIES + 200, LOG_KEPT_DAYS + 1)
  expect(await pruneLogs(server.running.deps)).toBe(200)
  expect(await pruneLogs(server.running.deps)).toBe(0)
  const behind = { channel_cids: [CID], channel_seqs: { [CID]: 10 } }
  const reply = await alice.call('POST /sync', behind)
  expect(reply.status).toBe(400)
  expect(reply.body.message).toContain('too far behind')
  const near = { channel_cids: [CID], channel_seqs: { [CID]: LOG_KEPT_ENTRIES + 199 } }
  expect((await alice.ok('POST /sync', near)).events).toHaveLength(1)
})

test('what is young stays however much it is', async () => {
  await using server = await startServer()
  await (await server.connected('alice')).watch(CID)
  await fill(server, await findPk(server), LOG_KEPT_ENTRIES + 50, LOG_KEPT_DAYS - 1)
  expect(await pruneLogs(server.running.deps)).toBe(0)
})
