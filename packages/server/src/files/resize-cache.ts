import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { StoredFile } from './files.ts'
import { openLocal } from './local/local-storage.ts'

interface Entry {
  readonly name: string
  readonly sizeBytes: number
}

/**
 * Files that could be made again, in a folder of this machine: the least recently used ones go when
 * it is full. Whatever lies there from before is known again after a restart.
 */
export class DiskCache {
  readonly #folder: string
  readonly #maxBytes: number
  /** In the order of use, the latest last. */
  readonly #entries = new Map<string, Entry>()
  #bytes = 0
  #loaded: Promise<void> | undefined

  constructor(folder: string, maxBytes: number) {
    this.#folder = folder
    this.#maxBytes = maxBytes
  }

  /** The file of this name (letters, digits, `-`, `_`, `.`), if it is there. */
  async find(name: string): Promise<StoredFile | undefined> {
    await this.#load()
    const entry = this.#entries.get(name)
    if (!entry) return undefined
    const file = await openLocal(join(this.#folder, name))
    this.#forget(entry)
    if (file) this.#remember(entry)
    return file
  }

  /** `make` writes the file to the path it is given. */
  async add(name: string, make: (path: string) => Promise<unknown>): Promise<StoredFile> {
    await this.#load()
    const path = join(this.#folder, name)
    // Named so that it is not found while it is half there; left by a crash it is the first to go.
    const half = join(this.#folder, `half-${crypto.randomUUID()}`)
    try {
      await make(half)
      await rename(half, path)
    } finally {
      await rm(half, { force: true })
    }
    const file = await openLocal(path)
    if (!file) throw new Error(`${path} is gone as soon as it was written`)
    const before = this.#entries.get(name)
    if (before) this.#forget(before)
    this.#remember({ name, sizeBytes: file.sizeBytes })
    await this.#shrink()
    return file
  }

  #remember(entry: Entry): void {
    this.#entries.set(entry.name, entry)
    this.#bytes += entry.sizeBytes
  }

  #forget(entry: Entry): void {
    if (this.#entries.delete(entry.name)) this.#bytes -= entry.sizeBytes
  }

  /** The newest stays, however big. A reader who has a file open keeps reading it. */
  async #shrink(): Promise<void> {
    for (const entry of this.#entries.values()) {
      if (this.#bytes <= this.#maxBytes || this.#entries.size === 1) return
      this.#forget(entry)
      await rm(join(this.#folder, entry.name), { force: true })
    }
  }

  #load(): Promise<void> {
    this.#loaded ??= this.#readFolder()
    return this.#loaded
  }

  async #readFolder(): Promise<void> {
    await mkdir(this.#folder, { recursive: true })
    const found: (Entry & { usedAtMs: number })[] = []
    for (const name of await readdir(this.#folder)) {
      const { size, mtimeMs } = await stat(join(this.#folder, name))
      found.push({ name, sizeBytes: size, usedAtMs: name.startsWith('half-') ? 0 : mtimeMs })
    }
    found.sort((a, b) => a.usedAtMs - b.usedAtMs)
    for (const entry of found) this.#remember(entry)
    await this.#shrink()
  }
}
