import { constants } from 'node:fs'
import { access, copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { FileStorage, Spooled, StoredFile } from '../files.ts'

const KEY = /^[\w-]+(\/[\w-]+)*$/

/** Files in a folder of this machine; their keys are their paths. */
export class LocalStorage implements FileStorage {
  readonly bucket = ''
  readonly #folder: string

  constructor(folder: string) {
    this.#folder = folder
  }

  async put(key: string, file: Spooled): Promise<void> {
    const path = this.#pathOf(key)
    await mkdir(dirname(path), { recursive: true })
    await move(file.path, path)
    await syncFolder(dirname(path))
  }

  async open(key: string): Promise<StoredFile | undefined> {
    return openLocal(this.#pathOf(key))
  }

  async delete(key: string): Promise<void> {
    await rm(this.#pathOf(key), { force: true })
  }

  async check(): Promise<void> {
    await mkdir(this.#folder, { recursive: true })
    await access(this.#folder, constants.W_OK)
  }

  #pathOf(key: string): string {
    if (!KEY.test(key)) throw new Error(`"${key}" is no key of a file`)
    return join(this.#folder, key)
  }
}

/** A file on this machine's disk. */
export async function openLocal(path: string): Promise<StoredFile | undefined> {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile()) return undefined
  return {
    sizeBytes: found.size,
    body: (start = 0, end = found.size) =>
      start === 0 && end === found.size ? Bun.file(path) : Bun.file(path).slice(start, end),
  }
}

/** Also to another disk, where a rename does not reach. */
async function move(from: string, to: string): Promise<void> {
  try {
    await rename(from, to)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EXDEV')) throw error
    const half = `${to}-${crypto.randomUUID()}`
    await copyFile(from, half)
    await rename(half, to)
  }
}

/** A new name is lost with the power unless its folder was written, too. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
