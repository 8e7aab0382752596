import { afterAll, beforeAll, describe } from 'bun:test'
import type { Store } from '../../src/store/store.ts'
import { appsSuite } from './apps-suite.ts'
import { channelsSuite } from './channels-suite.ts'
import { databaseSuite } from './database-suite.ts'
import { filtersSuite } from './filters-suite.ts'
import { leasesSuite } from './leases-suite.ts'
import { messagesSuite } from './messages-suite.ts'
import type { CreateDatabase, TestDatabase } from './open.ts'
import { queriesSuite } from './queries-suite.ts'
import { must } from './records.ts'
import { transactionsSuite } from './transactions-suite.ts'
import { unreadSuite } from './unread-suite.ts'
import { usageSuite } from './usage-suite.ts'
import { usersSuite } from './users-suite.ts'

/** What every store must do. Tests share one database and keep apart by having an app each. */
export function storeSuite(create: CreateDatabase): void {
  let database: TestDatabase | undefined
  let store: Store | undefined
  beforeAll(async () => {
    database = await create()
    store = await database.open()
  })
  afterAll(async () => {
    await store?.close()
    await database?.remove()
  })
  const open = () => must(store)
  describe('apps', () => appsSuite(open))
  describe('users', () => usersSuite(open))
  describe('channels and members', () => channelsSuite(open))
  describe('messages and the log', () => messagesSuite(open))
  describe('unread', () => unreadSuite(open))
  describe('usage', () => usageSuite(create))
  describe('transactions', () => transactionsSuite(open))
  describe('leases', () => leasesSuite(create))
  describe('queries', () => queriesSuite(open))
  describe('filters', () => filtersSuite(open))
  describe('the database itself', () => databaseSuite(create))
}
