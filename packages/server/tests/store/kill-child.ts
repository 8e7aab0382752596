import { openStore } from '../../src/store/open-store.ts'
import { appOf, userOf } from './records.ts'

/*
 * Writes users until it is killed and prints each id once it was acknowledged. The id is
 * printed by a synchronous write, so that nothing is acknowledged that the parent cannot see.
 */
const [dataDir = '', databaseUrl] = process.argv.slice(2)
const { writeSync } = await import('node:fs')
const store = await openStore({ dataDir, databaseUrl })
const app = await store.transaction(tx => tx.insertApp(appOf('killed')))

async function write(lane: number): Promise<never> {
  for (let n = 0; ; n++) {
    const id = `u-${lane}-${n}`
    await store.transaction(async tx => {
      await tx.insertUser(userOf(app.id, id))
      await tx.insertBlock({ appId: app.id, userId: id, blockedUserId: 'x', createdAtUs: n })
    })
    writeSync(1, `${id}\n`)
  }
}

await Promise.all(Array.from({ length: 16 }, (_, lane) => write(lane)))
