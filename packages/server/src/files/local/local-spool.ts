import { createHash } from 'node:crypto'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Spool, Spooled } from '../files.ts'

/** Older ones were left by a server that crashed. */
const ABANDONED_MS = 24 * 3_600_000

/** A folder for files that are coming in. */
export class LocalSpool implements Spool {
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async write(chunks: AsyncIterable<Uint8Array>): Promise<Spooled> {
    await mkdir(this.#folder, { recursive: true })
    const path = join(this.#folder, crypto.randomUUID())
    const remove = () => rm(path, { force: true })
    try {
      return { path, ...(await writeAll(path, chunks)), [Symbol.asyncDispose]: remove }
    } catch (error) {
      await remove()
      throw error
    }
  }

  /** Throws away what a crashed server left here. */
  async clean(nowMs: number): Promise<void> {
    const names = await readdir(this.#folder).catch(() => [])
    for (const name of names) {
      const path = join(this.#folder, name)
      const found = await stat(path).catch(() => undefined)
      if (found && found.mtimeMs < nowMs - ABANDONED_MS) await rm(path, { force: true })
    }
  }
}

async function writeAll(path: string, chunks: AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256')
  let sizeBytes = 0
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const chunk of chunks) {
      await file.writeFile(chunk)
      hash.update(chunk)
      sizeBytes += chunk.byteLength
    }
    await file.sync()
  } finally {
    await file.close()
  }
  return { sizeBytes, sha256: hash.digest('hex') }
}
