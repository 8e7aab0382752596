import type { Config } from '../config.ts'
import { findRunningServer } from './data-dir.ts'

/**
 * Where a server of this configuration listens now; undefined when none runs here.
 *
 * SQLite: who holds the data directory says so. PostgreSQL may be served from several machines:
 * the configured address is asked.
 */
export async function findServerUrl(config: Config): Promise<string | undefined> {
  if (config.databaseUrl === undefined) {
    const server = findRunningServer(config.dataDir)
    return server && 'url' in server ? server.url : undefined
  }
  const url = `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${config.port}`
  return (await answers(url)) ? url : undefined
}

async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(1_000) })
    return response.ok
  } catch {
    return false
  }
}
