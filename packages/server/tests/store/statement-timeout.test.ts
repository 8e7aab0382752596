import { expect, setDefaultTimeout, test } from 'bun:test'
import { startServer, testPostgresUrl } from '@parley/testkit'
import { createPool } from '../../src/store/postgres/pool.ts'

setDefaultTimeout(120_000)

/** A server on PostgreSQL with a channel, whose database gives every statement two seconds. */
async function openLab() {
  const databaseUrl = await testPostgresUrl()
  const server = await startServer({ config: { databaseUrl, databaseTimeoutSeconds: 2 } })
  await server.upsertUsers({ id: 'alice' })
  await server.ok('POST /channels/messaging/hall/query', { data: { created_by_id: 'alice' } })
  const pool = createPool(databaseUrl)
  return {
    server,
    /** Somebody else has a table until the end of the work, as a long migration or a dump would. */
    async whileLocked<T>(table: string, work: () => Promise<T>): Promise<T> {
      const client = await pool.connect()
      try {
        await client.query(`begin; lock table ${table} in access exclusive mode`)
        return await work()
      } finally {
        await client.query('rollback')
        client.release()
      }
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]()
      await pool.end()
    },
  }
}

test('a write that the database does not do in time is refused as that, changes nothing, and works later', async () => {
  await using lab = await openLab()
  const alice = lab.server.person('alice')
  const message = { id: 'once', text: 'hello' }
  const send = () => alice.call('POST /channels/messaging/hall/message', { message })
  const refused = await lab.whileLocked('messages', send)
  expect(refused).toMatchObject({ status: 408, body: { code: 23, StatusCode: 408 } })
  expect(refused.body.message).toContain('the database took too long')
  expect((await send()).status).toBe(200)
  const { messages } = await alice.ok('POST /channels/messaging/hall/query', { state: true })
  expect(messages).toMatchObject([message])
})

test('so is a read, and a socket is told to come again', async () => {
  await using lab = await openLab()
  const alice = await lab.server.person('alice').connect()
  const refused = await lab.whileLocked('messages', () => alice.call('GET /messages/none'))
  expect(refused).toMatchObject({ status: 408, body: { code: 23 } })
  await lab.whileLocked('users', async () => {
    const coming = lab.server.person('alice').connect()
    await expect(coming).rejects.toThrow('"code":23')
  })
  await lab.server.person('alice').connect()
})

test('work that nobody waits for takes its time', async () => {
  await using lab = await openLab()
  const { store } = lab.server.running.deps
  const { app } = lab.server.running
  const touch = (patient: boolean) =>
    (patient ? store.patient : store).transaction(tx => tx.findUser(app.id, 'alice'))
  let done: Promise<unknown[]> | undefined
  await lab.whileLocked('users', async () => {
    done = Promise.all([touch(true), store.patient.read.findUser(app.id, 'alice')])
    // By then the others have waited for longer, too.
    await expect(touch(false)).rejects.toThrow('the database took too long')
  })
  expect(await done).toMatchObject([{ id: 'alice' }, { id: 'alice' }])
})

test('without a limit it works, too', async () => {
  const config = { databaseUrl: await testPostgresUrl(), databaseTimeoutSeconds: 0 }
  await using server = await startServer({ config })
  await server.upsertUsers({ id: 'alice' })
})
