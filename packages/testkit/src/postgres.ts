import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { Client } from 'pg'

let serverUrl: Promise<string> | undefined

/**
 * The address of a fresh, empty PostgreSQL database: on the server at `PARLEY_TEST_POSTGRES_URL`,
 * or on one that npm brought, started when the first test asks for it and gone with the process.
 */
export async function testPostgresUrl(): Promise<string> {
  serverUrl ??= process.env.PARLEY_TEST_POSTGRES_URL
    ? Promise.resolve(process.env.PARLEY_TEST_POSTGRES_URL)
    : startPostgres()
  const url = new URL(await serverUrl)
  const name = `parley_test_${randomBytes(8).toString('hex')}`
  const client = new Client({ connectionString: url.href })
  await client.connect()
  try {
    await client.query(`create database ${name}`)
  } finally {
    await client.end()
  }
  url.pathname = `/${name}`
  return url.href
}

/** The keeper's input is a pipe of this process, so it ends when this process does. */
function startPostgres(): Promise<string> {
  const keeper = spawn(process.execPath, [fileURLToPath(new URL('./postgres-keeper.ts', import.meta.url))])
  keeper.unref()
  let output = ''
  keeper.stderr.on('data', chunk => {
    output = `${output}${chunk}`.slice(-4000)
  })
  return new Promise((resolve, reject) => {
    const failed = (why: string) => reject(new Error(`PostgreSQL did not start: ${why}\n${output}`))
    keeper.once('error', error => failed(error.message))
    keeper.once('exit', code => failed(`its keeper ended with ${code}`))
    keeper.stdout.once('data', chunk => resolve(String(chunk).trim()))
  })
}
