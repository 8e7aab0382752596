import { Database } from 'bun:sqlite'
import {
  chmodSync,
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import type { Config } from '../config.ts'
import { openStore, sqlitePath } from '../store/open-store.ts'
import { CliError } from './cli-error.ts'
import { DataDirBusyError, holdDataDir } from './data-dir.ts'
import type { Output } from './output.ts'
import type { Session } from './session.ts'

/** `parley backup`: a consistent copy, while a server serves or not. */
export async function backup({ store, config }: Session, file: string): Promise<Output> {
  checkSqlite(config, 'pg_dump')
  const path = resolve(file)
  if (existsSync(path)) throw new CliError(`${path} exists: a backup never overwrites a file`)
  mkdirSync(dirname(path), { recursive: true })
  await store.backup(path)
  // Secrets and messages are in it.
  chmodSync(path, 0o600)
  fsyncFile(path)
  const sizeBytes = statSync(path).size
  return { json: { file: path, size_bytes: sizeBytes }, text: `${path}: ${sizeBytes} bytes` }
}

/**
 * `parley restore`: puts a backup in the database's place. The database that was there is kept
 * beside it, under a name that says when.
 */
export async function restore(config: Config, file: string, now: Date): Promise<Output> {
  checkSqlite(config, 'pg_restore')
  const path = resolve(file)
  checkBackup(path)
  using _hold = hold(config.dataDir)
  const target = sqlitePath(config.dataDir)
  const fresh = `${target}.restoring`
  rmSync(fresh, { force: true })
  copyDatabase(path, fresh)
  chmodSync(fresh, 0o600)
  fsyncFile(fresh)
  const kept = keepAside(target, now)
  renameSync(fresh, target)
  fsyncFile(config.dataDir)
  // Opening it brings an older backup's tables up to date, and proves that it opens.
  await (await openStore(config)).close()
  const aside = kept ? `; the earlier database is ${kept}` : ''
  return {
    json: { database: target, restored_from: path, kept: kept ?? null },
    text: `${target} is ${path} now${aside}`,
  }
}

function checkSqlite({ databaseUrl }: Config, tool: string): void {
  if (databaseUrl === undefined) return
  throw new CliError(`this database is PostgreSQL: use its own ${tool}`)
}

function hold(dataDir: string): Disposable {
  try {
    return holdDataDir(dataDir)
  } catch (error) {
    if (!(error instanceof DataDirBusyError)) throw error
    throw new CliError(`${error.message}; stop the server first`)
  }
}

function checkBackup(path: string): void {
  if (!existsSync(path)) throw new CliError(`there is no file ${path}`)
  const problem = findBackupProblem(path)
  if (problem) throw new CliError(`${path} is not a backup of Parley: ${problem}`)
}

function findBackupProblem(path: string): string | undefined {
  try {
    using database = new Database(path, { readonly: true })
    const check = database.query<{ integrity_check: string }, []>('pragma integrity_check').get()
    if (check?.integrity_check !== 'ok') return `it is damaged (${check?.integrity_check})`
    const tables = database
      .query<{ name: string }, []>("select name from sqlite_master where type = 'table'")
      .all()
    const names = new Set(tables.map(({ name }) => name))
    return names.has('apps') && names.has('users') ? undefined : 'it has other tables'
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** Not a copy of the file: what a crash left in a log beside it belongs to it. */
function copyDatabase(from: string, to: string): void {
  using database = new Database(from, { readonly: true })
  database.run('vacuum into ?', [to])
}

/** Moves database, log and index away together: a log of another database must not be replayed. */
function keepAside(target: string, now: Date): string | undefined {
  const kept = `${target}.before-${now.toISOString().replaceAll(/[:.]/g, '-')}`
  let moved = false
  for (const suffix of ['', '-wal', '-shm']) {
    if (!existsSync(target + suffix)) continue
    renameSync(target + suffix, kept + suffix)
    moved ||= suffix === ''
  }
  return moved ? kept : undefined
}

function fsyncFile(path: string): void {
  const descriptor = openSync(path, 'r')
  try {
    fsyncSync(descriptor)
  } finally {
    closeSync(descriptor)
  }
}
