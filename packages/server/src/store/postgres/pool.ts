import { Pool, types } from 'pg'

const INT8 = types.builtins.INT8
const NUMERIC = types.builtins.NUMERIC
const JSONB = types.builtins.JSONB

/** Values come back as in SQLite: whole numbers as numbers (all stay below 2^53), JSON as text. */
function getTypeParser(oid: number, format?: 'text' | 'binary') {
  if (oid === INT8 || oid === NUMERIC) return Number
  if (oid === JSONB) return (text: string) => text
  return format === 'binary' ? types.getTypeParser(oid, 'binary') : types.getTypeParser(oid, 'text')
}

/**
 * Who waits for each other is found out sooner than after the second that PostgreSQL takes its time.
 * Only a superuser may ask for that, and nobody else does.
 */
const FIND_DEADLOCKS_SOON = `select set_config('deadlock_timeout', '200ms', false)
  from pg_roles where rolname = current_user and rolsuper`

export interface PoolOptions {
  readonly max?: number
  /** The database ends what takes longer; 0 never. */
  readonly statementTimeoutMs?: number | undefined
}

export function createPool(url: string, { max = 10, statementTimeoutMs = 0 }: PoolOptions = {}): Pool {
  const limit = `set statement_timeout = ${statementTimeoutMs}`
  const pool = new Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 10_000,
    application_name: 'parley',
    onConnect: client => client.query(`${FIND_DEADLOCKS_SOON}; ${limit}`),
    types: { getTypeParser: getTypeParser as typeof types.getTypeParser },
  })
  // A connection that breaks fails its own query, or is replaced while idle; unheard, the event
  // would end the process.
  pool.on('error', () => {})
  pool.on('connect', client => client.on('error', () => {}))
  return pool
}
