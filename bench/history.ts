/**
 * `npm run bench -- history`: what requests cost as history and channels grow, on both databases. CPU of
 * the server and of the database together, per request. docs/performance.md says how to read it.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { testPostgresUrl } from '@parley/testkit'
import { Figures } from './lib/figures.ts'
import { parallel } from './lib/parallel.ts'
import {
  foundTown,
  grow,
  type History,
  OWN_CHANNELS,
  openDatabase,
  ownChannel,
  READER,
} from './lib/populate.ts'
import { cpuUs, postgresPids } from './lib/process-cost.ts'
import { RawHttp } from './lib/raw-http.ts'
import { API_KEY, signToken, startParley, type Target } from './lib/target.ts'

const { values: flags } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, database: { type: 'string' } },
})
/** `--quick` is for trying things out; its numbers are not for quoting. */
const scale = flags.quick ? 0.1 : 1

const SIZES: readonly History[] = [
  { messages: 10_000, channels: 100 },
  { messages: 100_000, channels: 3_000 },
  { messages: 1_000_000, channels: 100_000 },
]

interface Request {
  readonly what: string
  readonly count: number
  readonly method: 'GET' | 'POST'
  readonly path: (n: number) => string
  readonly payload?: (n: number) => unknown
  readonly body?: (n: number) => unknown
}

const IN_OWN = { members: { $in: [READER] } }

const REQUESTS: readonly Request[] = [
  {
    what: 'send',
    count: 3000,
    method: 'POST',
    path: n => `/channels/messaging/${ownChannel(n % OWN_CHANNELS)}/message`,
    body: n => ({ message: { text: `hello number ${n}` } }),
  },
  {
    what: 'query channels (30 × 25 messages × 100 members)',
    count: 40,
    method: 'POST',
    path: () => '/channels',
    body: () => ({ filter_conditions: IN_OWN, limit: 30, message_limit: 25, member_limit: 100, state: true }),
  },
  {
    what: 'query channels by a custom field',
    count: 200,
    method: 'POST',
    path: () => '/channels',
    body: () => ({ filter_conditions: { type: 'messaging', topic: 'topic 42' }, state: false }),
  },
  {
    what: 'query members',
    count: 200,
    method: 'GET',
    path: () => '/members',
    payload: n => ({
      type: 'messaging',
      id: ownChannel(n % OWN_CHANNELS),
      filter_conditions: { name: { $autocomplete: 'pers' } },
      limit: 30,
    }),
  },
  {
    what: 'search a rare word',
    count: 100,
    method: 'GET',
    path: () => '/search',
    payload: () => ({ filter_conditions: IN_OWN, query: 'needle', limit: 10 }),
  },
  {
    what: 'search a common word',
    count: 50,
    method: 'GET',
    path: () => '/search',
    payload: () => ({ filter_conditions: IN_OWN, query: 'lorem', limit: 10 }),
  },
  {
    what: 'mark read',
    count: 1000,
    method: 'POST',
    path: n => `/channels/messaging/${ownChannel(n % OWN_CHANNELS)}/read`,
    body: () => ({}),
  },
  { what: 'unread counts', count: 200, method: 'GET', path: () => '/unread' },
]

const figures = new Figures()
for (const database of ['sqlite', 'postgres'] as const) {
  if (flags.database === undefined || flags.database === database) await measureDatabase(database)
}
figures.report({ quick: flags.quick }, 'history')
process.exit(0)

async function measureDatabase(database: 'sqlite' | 'postgres'): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'parley-history-'))
  const url = database === 'postgres' ? await testPostgresUrl() : undefined
  const env = { PARLEY_DATA_DIR: dir, ...(url && { PARLEY_DATABASE_URL: url }) }
  let from: History = { messages: 0, channels: 0 }
  for (const size of SIZES) {
    const to = { messages: Math.ceil(size.messages * scale), channels: Math.ceil(size.channels * scale) }
    const filling = await openDatabase(env)
    if (from.messages === 0) await foundTown(filling)
    await grow(filling, from, to)
    await filling.stop()
    from = to
    const target = await startParley({ ...env, PARLEY_RATE_LIMITS: 'off' })
    // The index of words, the caches and the compiler.
    await Bun.sleep(5000)
    for (const request of REQUESTS) await measureRequest(target, database, url, to, request)
    await target.stop()
  }
  rmSync(dir, { recursive: true, force: true })
}

async function measureRequest(
  target: Target,
  database: 'sqlite' | 'postgres',
  url: string | undefined,
  { messages, channels }: History,
  request: Request,
): Promise<void> {
  const count = Math.max(10, Math.ceil(request.count * scale))
  await run(target, request, Math.ceil(count / 2))
  // Connections come and go; what one of them had used stays counted.
  const usedBy = new Map<number, number>()
  const used = () => {
    for (const pid of [target.pid, ...(url ? postgresPids(url) : [])]) usedBy.set(pid, cpuUs(pid))
    return [...usedBy.values()].reduce((sum, us) => sum + us, 0)
  }
  const before = used()
  await run(target, request, count)
  const size = `${messages.toLocaleString('en')} messages, ${channels.toLocaleString('en')} channels`
  figures.add(target, `${request.what}, ${database}, ${size}`, 'CPU µs', (used() - before) / count)
}

async function run(target: Target, { method, path, payload, body }: Request, count: number): Promise<void> {
  const width = 4
  const free = await Promise.all(Array.from({ length: width }, () => RawHttp.open(target.port)))
  const headers = `Authorization: ${signToken({ user_id: READER })}\r\nStream-Auth-Type: jwt\r\n`
  await parallel(count, width, async n => {
    const http = free.pop()
    if (http === undefined) throw new Error('more work in flight than connections')
    const query = payload ? `&payload=${encodeURIComponent(JSON.stringify(payload(n)))}` : ''
    const text = body ? JSON.stringify(body(n)) : ''
    const reply = await http.request(method, `${path(n)}?api_key=${API_KEY}${query}`, headers, text)
    if (reply.status >= 300) throw new Error(`${path(n)} answered ${reply.status}: ${reply.body}`)
    free.push(http)
  })
  for (const http of free) http.close()
}
