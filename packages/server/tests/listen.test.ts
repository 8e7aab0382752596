import { expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ConfigError, readConfig, startServer as start } from '@parley/server'
import { startServer } from '@parley/testkit'

test('an address that is taken is refused by name, and the first secret is still to be shown', async () => {
  await using first = await startServer()
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-listen-'))
  const env = { PARLEY_DATA_DIR: dataDir, PARLEY_LOG_LEVEL: 'silent' }
  const taken = readConfig({}, { ...env, PARLEY_PORT: String(first.running.port) })
  const refused = start(taken)
  await expect(refused).rejects.toThrow(ConfigError)
  await expect(refused).rejects.toThrow(
    `${first.running.port}: another program listens there; set PARLEY_PORT`,
  )
  const second = await start(readConfig({}, { ...env, PARLEY_PORT: '0' }))
  expect(second.made?.secret).toMatch(/^\w{32,}$/)
  await second.stop()
  await rm(dataDir, { recursive: true, force: true })
})
