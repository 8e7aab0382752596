import { afterAll, beforeAll, expect, test } from 'bun:test'
import { eventually, within } from '@parley/testkit'
import fc from 'fast-check'
import { conversations, talkByLongPoll, talkBySocket } from './hostile/conversations.ts'
import { checkReply } from './hostile/refusals.ts'
import { type HostileRequest, requests, toBytes } from './hostile/requests.ts'
import { Wire } from './hostile/wire.ts'
import { World } from './hostile/world.ts'

/**
 * What goes wrong is printed with its seed; the same seed sends the same requests and frames again.
 * A larger factor sends more of them.
 */
const seed = Number(process.env.PARLEY_HOSTILE_SEED ?? 20261121)
const factor = Number(process.env.PARLEY_HOSTILE_FACTOR ?? 1)

const ONE_BY_ONE = 8_000
const LANES = 4
const PER_LANE = 2_000
const CONVERSATIONS = 200
const LONG_POLLS = 100
const AT_LEAST = 20_000
/** After so many requests there is again what they took away. */
const RESTORED_AFTER = 100
/** Of what stays when everybody has gone: the channels and messages that were taken, and some slack. */
const MOST_GROWTH_BYTES = 150 * 1024 * 1024

let world: World
let sent = 0 // never `sent += await …`: that forgets what others sent meanwhile
let connectionsBefore = 0
let heapBefore = 0

beforeAll(async () => {
  world = await World.open()
  connectionsBefore = world.server.running.deps.hub.connectionCount
  heapBefore = heapUsed()
})

afterAll(() => world[Symbol.asyncDispose]())

function heapUsed(): number {
  Bun.gc(true)
  return process.memoryUsage().heapUsed
}

async function send(wire: Wire, request: HostileRequest): Promise<number> {
  sent++
  const reply = await wire.ask(toBytes(request), {
    end: request.framing === 'short',
    isHead: request.method === 'HEAD',
  })
  checkReply(request, reply)
  const status = reply?.status ?? 0
  if (status === 200 && /app$|channeltypes\/\{/.test(request.operation)) await world.heal()
  return status
}

/** What a client that hangs up asked for may still be done; nobody can tell when. */
function heardOut(request: HostileRequest): HostileRequest {
  return request.framing === 'short' ? { ...request, framing: 'length' } : request
}

test(
  'a request is answered without a fault, and one that is refused leaves nothing behind',
  async () => {
    await using wire = new Wire(world.server.url)
    await fc.assert(
      fc.asyncProperty(requests(world).map(heardOut), async request => {
        if (sent % RESTORED_AFTER === 0) await world.restore()
        await world.idle()
        await world.audit.writes()
        const status = await send(wire, request)
        if (status >= 400) expect(await world.audit.writes()).toEqual([])
      }),
      { seed, numRuns: ONE_BY_ONE * factor },
    )
  },
  400_000 * factor,
)

async function requestLane(lane: number): Promise<void> {
  await using wire = new Wire(world.server.url)
  const property = fc.asyncProperty(requests(world), async request => {
    if (sent % RESTORED_AFTER === 0) await world.restore()
    await send(wire, request)
  })
  await fc.assert(property, { seed: seed + lane, numRuns: PER_LANE * factor })
}

function socketLane(lane: number): Promise<void> {
  const property = fc.asyncProperty(conversations(world), async said => {
    const frames = await talkBySocket(world, said)
    sent += frames
  })
  return fc.assert(property, { seed: seed + lane, numRuns: CONVERSATIONS * factor })
}

async function longPollLane(lane: number): Promise<void> {
  await using wire = new Wire(world.server.url)
  const property = fc.asyncProperty(conversations(world), async said => {
    const frames = await talkByLongPoll(world, wire, said)
    sent += frames
  })
  await fc.assert(property, { seed: seed + lane, numRuns: LONG_POLLS * factor })
}

test(
  'requests, sockets and long polls all at once change nothing about that',
  async () => {
    const lanes = Array.from({ length: LANES }, (_, lane) => requestLane(lane + 1))
    await Promise.all([...lanes, socketLane(101), socketLane(102), longPollLane(201)])
  },
  400_000 * factor,
)

test('afterwards the server is as well as before', async () => {
  expect(sent).toBeGreaterThanOrEqual(AT_LEAST * factor)
  expect(world.errors).toEqual([])
  await world.heal()
  const health = await within(fetch(`${world.server.url}/healthz`), '/healthz does not answer')
  expect(await health.json()).toEqual({ status: 'ok' })

  const { server } = world
  await server.upsertUsers({ id: 'dora' }, { id: 'emil' })
  const [dora, emil] = [await server.connected('dora'), await server.connected('emil')]
  await dora.watch('messaging:afterwards', { members: ['dora', 'emil'] })
  await emil.watch('messaging:afterwards')
  await dora.send('messaging:afterwards', 'still there?')
  expect(await emil.next('message.new')).toMatchObject({ message: { text: 'still there?' }, seq: 1 })

  await Promise.all([dora.disconnect(), emil.disconnect()])
  const { hub } = server.running.deps
  await eventually(() => hub.connectionCount <= connectionsBefore, 'all connections are gone')
  expect(heapUsed() - heapBefore).toBeLessThan(MOST_GROWTH_BYTES)
})
