/**
 * `npm run bench`: what Parley costs beside a bare runtime, in the same run on the same machine.
 * Ratios and CPU per operation count; operations per second depend on the machine and its mood.
 * docs/performance.md says how to read the table.
 */
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import type { Cost } from './lib/measure.ts'
import { startBare, startParley, type Target } from './lib/target.ts'
import { connects, idleMemory } from './scenarios/connect.ts'
import { ackedSends, deliveries, fillRoom } from './scenarios/deliver.ts'

const { values: flags } = parseArgs({ options: { quick: { type: 'boolean', default: false } } })
/** `--quick` is for trying things out; its numbers are not for quoting. */
const scale = flags.quick ? 0.1 : 1
const count = (n: number): number => Math.ceil(n * scale)

interface Figure {
  readonly what: string
  readonly unit: string
  readonly bare: number | undefined
  readonly parley: number
}

const figures: Figure[] = []

/** Runs one scenario on both, each in a process of its own. */
async function onBoth<T>(scenario: (target: Target) => Promise<T>): Promise<{ bare: T; parley: T }> {
  const run = async (start: () => Promise<Target>): Promise<T> => {
    const target = await start()
    try {
      return await scenario(target)
    } finally {
      await target.stop()
    }
  }
  return { bare: await run(startBare), parley: await run(startParley) }
}

function recordCost(what: string, both: { bare: Cost; parley: Cost }): void {
  figures.push({ what, unit: 'CPU µs', bare: both.bare.cpuUs, parley: both.parley.cpuUs })
  figures.push({ what, unit: 'per second', bare: both.bare.perSecond, parley: both.parley.perSecond })
}

async function onParley(scenario: (target: Target) => Promise<void>): Promise<void> {
  const target = await startParley()
  try {
    await scenario(target)
  } finally {
    await target.stop()
  }
}

recordCost(
  'connect until me',
  await onBoth(async target => {
    await connects(target, 0, count(2000)) // warm up the JIT on both
    return (await connects(target, 10_000, count(6000))).cost
  }),
)

const memory = await onBoth(target => idleMemory(target, count(8000)))
figures.push({ what: 'idle connection', unit: 'KiB', bare: memory.bare / 1024, parley: memory.parley / 1024 })

recordCost(
  'delivery in a room of 1,000',
  await onBoth(async target => {
    const { sockets } = await fillRoom(target, 'hall', 0, count(1000))
    await deliveries(target, 'hall', sockets, count(200))
    return deliveries(target, 'hall', sockets, count(2000))
  }),
)

recordCost(
  'acknowledged send, 16 in flight',
  await onBoth(async target => {
    await ackedSends(target, 'warm', count(10_000), 16)
    return ackedSends(target, 'talk', count(50_000), 16)
  }),
)

await onParley(async target => {
  await connects(target, 0, count(1000))
  for (let users = 500, from = 10_000; users <= 8000; from += users, users *= 2) {
    const { cost } = await connects(target, from, count(users))
    figures.push({ what: `connect, ${users} at a time`, unit: 'CPU µs', bare: undefined, parley: cost.cpuUs })
  }
})

await onParley(async target => {
  for (let size = 125, from = 0; size <= 2000; from += size, size *= 2) {
    const { sockets, joinCost } = await fillRoom(target, `room-${size}`, from, count(size))
    await deliveries(target, `room-${size}`, sockets, 50)
    const cost = await deliveries(target, `room-${size}`, sockets, Math.ceil(200_000 / size))
    if (joinCost)
      figures.push({
        what: `join a room of ${size}`,
        unit: 'CPU µs',
        bare: undefined,
        parley: joinCost.cpuUs,
      })
    figures.push({
      what: `delivery in a room of ${size}`,
      unit: 'CPU µs',
      bare: undefined,
      parley: cost.cpuUs,
    })
    for (const socket of sockets) socket.close()
  }
})

await onParley(async target => {
  await ackedSends(target, 'warm', count(10_000), 16)
  for (let messages = 5000; messages <= 80_000; messages *= 2) {
    const cost = await ackedSends(target, 'long', count(messages), 16)
    figures.push({
      what: `send, next ${messages} of one channel`,
      unit: 'CPU µs',
      bare: undefined,
      parley: cost.cpuUs,
    })
  }
})

report()

function report(): void {
  const machine = `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} cores, Bun ${Bun.version}`
  const rows = figures.map(figure => [
    figure.what,
    figure.unit,
    figure.bare === undefined ? '' : round(figure.bare),
    round(figure.parley),
    figure.bare === undefined ? '' : `${round(figure.parley / figure.bare)}×`,
  ])
  const table = [
    ['what', 'unit', 'bare Bun', 'Parley', 'ratio'],
    ['---', '---', '---:', '---:', '---:'],
    ...rows,
  ]
    .map(row => `| ${row.join(' | ')} |`)
    .join('\n')
  mkdirSync('bench/results', { recursive: true })
  writeFileSync(
    'bench/results/latest.json',
    JSON.stringify({ machine, quick: flags.quick, at: new Date().toISOString(), figures }, null, 2),
  )
  writeFileSync('bench/results/latest.md', `${machine}\n\n${table}\n`)
  console.log(`${machine}\n\n${table}\n\nAlso in bench/results/latest.json and latest.md`)
}

function round(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toPrecision(3)
}
