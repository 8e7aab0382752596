import { describe, setDefaultTimeout } from 'bun:test'
import { createPostgres, createSqlite } from './open.ts'
import { storeSuite } from './store-suite.ts'

setDefaultTimeout(120_000)

describe('SQLite', () => storeSuite(createSqlite))
describe('PostgreSQL', () => storeSuite(createPostgres))
