import { open, rm } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'

/**
 * Copies a database that is in use to a new file that only its owner can read.
 * @throws when the file exists: a backup never overwrites anything.
 */
export async function backUp(from: string, to: string): Promise<void> {
  const file = await open(to, 'wx', 0o600)
  try {
    await copy(from, to)
    await file.sync()
  } catch (error) {
    await rm(to, { force: true })
    throw error
  } finally {
    await file.close()
  }
}

function copy(from: string, to: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./backup-worker.ts', import.meta.url), { workerData: { from, to } })
    worker.once('error', reject)
    worker.once('exit', code => (code === 0 ? resolve() : reject(new Error(`the copy ended with ${code}`))))
  })
}
