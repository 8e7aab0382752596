/**
 * `npm run bench`: what Parley costs beside a bare runtime, in the same run on the same machine.
 * Ratios and CPU per operation count; operations per second depend on the machine and its mood.
 * docs/performance.md says how to read the table.
 */
import { parseArgs } from 'node:util'
import { Figures } from './lib/figures.ts'
import { startBare, startParley, type Target } from './lib/target.ts'
import { connects, idleMemory } from './scenarios/connect.ts'
import { ackedSends, deliveries, fillRoom } from './scenarios/deliver.ts'

const { values: flags } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, rounds: { type: 'string', default: '3' } },
})
/** `--quick` is for trying things out; its numbers are not for quoting. */
const scale = flags.quick ? 0.1 : 1
const rounds = flags.quick ? 1 : Number(flags.rounds)
const count = (n: number): number => Math.ceil(n * scale)

type Scenario = (target: Target, figures: Figures) => Promise<void>

const COMPARED: readonly Scenario[] = [
  async (target, figures) => {
    const warm = await connects(target, 0, count(10_000))
    for (const socket of warm.sockets) socket.close()
    figures.addCost(target, 'connect until me', (await connects(target, 100_000, count(8000))).cost)
  },
  async (target, figures) => {
    figures.add(target, 'idle connection', 'KiB', (await idleMemory(target, count(8000))) / 1024)
  },
  async (target, figures) => {
    const { sockets } = await fillRoom(target, 'hall', 0, count(1000))
    await deliveries(target, 'hall', sockets, count(800))
    figures.addCost(
      target,
      'delivery in a room of 1,000',
      await deliveries(target, 'hall', sockets, count(2000)),
    )
  },
  async (target, figures) => {
    await ackedSends(target, 'warm', count(40_000), 16)
    figures.addCost(
      target,
      'acknowledged send, 16 in flight',
      await ackedSends(target, 'talk', count(50_000), 16),
    )
  },
]

/** Each row does twice the work of the one before; what stays flat does not grow with N. */
const GROWTH: readonly Scenario[] = [
  async (target, figures) => {
    await connects(target, 1_000_000, count(4000))
    for (let users = 500, from = 0; users <= 8000; from += users, users *= 2) {
      const { cost, sockets } = await connects(target, from, count(users))
      figures.add(target, `connect, ${users} at a time`, 'CPU µs', cost.cpuUs)
      for (const socket of sockets) socket.close()
    }
  },
  async (target, figures) => {
    await fillRoom(target, 'warm', 1_000_000, count(1000))
    for (let size = 125, from = 0; size <= 2000; from += size, size *= 2) {
      const { sockets, joinCost } = await fillRoom(target, `room-${size}`, from, count(size))
      await deliveries(target, `room-${size}`, sockets, 200)
      const cost = await deliveries(target, `room-${size}`, sockets, Math.ceil(count(800_000) / size))
      if (joinCost) figures.add(target, `join a room of ${size}`, 'CPU µs', joinCost.cpuUs)
      figures.add(target, `delivery in a room of ${size}`, 'CPU µs', cost.cpuUs)
      for (const socket of sockets) socket.close()
    }
  },
  async (target, figures) => {
    await ackedSends(target, 'warm', count(40_000), 16)
    for (let messages = 5000; messages <= 80_000; messages *= 2) {
      const cost = await ackedSends(target, 'long', count(messages), 16)
      figures.add(target, `send, next ${messages} of one channel`, 'CPU µs', cost.cpuUs)
    }
  },
]

const figures = new Figures()
for (let round = 0; round < rounds; round++) {
  for (const scenario of COMPARED) {
    await run(startBare, scenario)
    await run(() => startParley(), scenario)
  }
  for (const scenario of GROWTH) await run(() => startParley(), scenario)
}
figures.report({ rounds, quick: flags.quick })
process.exit(0)

/** Each scenario has a process of its own. */
async function run(start: () => Promise<Target>, scenario: Scenario): Promise<void> {
  const target = await start()
  try {
    await scenario(target, figures)
  } finally {
    await target.stop()
  }
}
