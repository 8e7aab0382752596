import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The repository, wherever the command was called from. */
export const rootDir = fileURLToPath(new URL('../..', import.meta.url))

export const fromRoot = (...parts) => join(rootDir, ...parts)

/** The pinned runtime itself; npm names the file `bun.exe` on every system. */
export const bunPath = fromRoot('node_modules/bun/bin/bun.exe')
