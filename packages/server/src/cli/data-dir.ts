import { Database } from 'bun:sqlite'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { errorText } from '../util/error-text.ts'
import { OperatorError } from '../util/operator-error.ts'

const LOCK_FILE = 'parley.lock'
const SERVER_FILE = 'server.json'

/** What a running server says of itself, for the `parley` command. */
export interface RunningServerInfo {
  readonly pid: number
  /** Undefined until it listens. */
  readonly url?: string
}

/** A data directory that is ours alone until released. */
export interface DataDirHold extends Disposable {
  /** Tells other commands where this server listens. */
  announce(url: string): void
}

/** The data directory is in use; `server` is who uses it, when that is known. */
export class DataDirBusyError extends OperatorError {
  override readonly name = 'DataDirBusyError'
  readonly server: RunningServerInfo | undefined

  constructor(dataDir: string, server: RunningServerInfo | undefined) {
    super(`${dataDir} is in use by ${server ? `the process ${server.pid}` : 'another process'}`)
    this.server = server
  }
}

/**
 * Takes a data directory for one server (or for `parley restore`).
 *
 * The hold is a lock of the operating system on a small file of its own: it ends with the process,
 * however that ends, so there is nothing stale to clean up.
 * @throws DataDirBusyError, or OperatorError when nothing can be written there
 */
export function holdDataDir(dataDir: string): DataDirHold {
  const lock = takeLock(dataDir)
  if (!lock) throw new DataDirBusyError(dataDir, readServerInfo(dataDir))
  return {
    announce: url => writeInfo(dataDir, { pid: process.pid, url }),
    [Symbol.dispose]() {
      rmSync(join(dataDir, SERVER_FILE), { force: true })
      lock.close()
    },
  }
}

/** The server that holds a data directory now; undefined when nobody does. */
export function findRunningServer(
  dataDir: string,
): RunningServerInfo | { readonly pid: undefined } | undefined {
  try {
    holdDataDir(dataDir)[Symbol.dispose]()
    return undefined
  } catch (error) {
    if (error instanceof DataDirBusyError) return error.server ?? { pid: undefined }
    throw error
  }
}

function takeLock(dataDir: string): Database | undefined {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    const lock = lockFile(dataDir)
    if (lock) writeInfo(dataDir, { pid: process.pid })
    return lock
  } catch (cause) {
    throw new OperatorError(
      `data can't be kept in ${dataDir} (${errorText(cause)}): make it a folder that this user may write to, or set PARLEY_DATA_DIR to another one`,
      { cause },
    )
  }
}

function lockFile(dataDir: string): Database | undefined {
  const database = new Database(join(dataDir, LOCK_FILE), { create: true })
  try {
    database.run('pragma busy_timeout = 0')
    database.run('begin exclusive')
    return database
  } catch (error) {
    database.close()
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return undefined
    throw error
  }
}

function writeInfo(dataDir: string, info: RunningServerInfo): void {
  writeFileSync(join(dataDir, SERVER_FILE), `${JSON.stringify(info)}\n`, { mode: 0o600 })
}

function readServerInfo(dataDir: string): RunningServerInfo | undefined {
  try {
    return JSON.parse(readFileSync(join(dataDir, SERVER_FILE), 'utf8'))
  } catch {
    return undefined
  }
}
