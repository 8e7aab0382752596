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

export function createPool(url: string): Pool {
  const pool = new Pool({
    connectionString: url,
    max: 10,
    connectionTimeoutMillis: 10_000,
    application_name: 'parley',
    types: { getTypeParser: getTypeParser as typeof types.getTypeParser },
  })
  // A connection that breaks fails its own query, or is replaced while idle; unheard, the event
  // would end the process.
  pool.on('error', () => {})
  pool.on('connect', client => client.on('error', () => {}))
  return pool
}
