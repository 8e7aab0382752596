import type { Pool, PoolClient } from 'pg'

/** How a transaction begins, and that of work which nobody waits for: its statements take as long as they take. */
export const BEGIN = 'begin'
export const BEGIN_PATIENT = 'begin; set local statement_timeout = 0'

export interface TransactionOptions {
  readonly begin?: typeof BEGIN | typeof BEGIN_PATIENT
  readonly onCommit?: ((seconds: number) => void) | undefined
}

/** Runs work between `begin` and `commit` on one connection. */
export async function inTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  { begin = BEGIN, onCommit }: TransactionOptions = {},
): Promise<T> {
  const client = await pool.connect()
  let broken: Error | undefined
  try {
    await client.query(begin)
    const result = await work(client)
    const startMs = performance.now()
    await client.query('commit')
    onCommit?.((performance.now() - startMs) / 1000)
    return result
  } catch (error) {
    // A connection that cannot even roll back is not given to anybody else.
    await client.query('rollback').catch((cause: Error) => {
      broken = cause
    })
    throw error
  } finally {
    client.release(broken)
  }
}
