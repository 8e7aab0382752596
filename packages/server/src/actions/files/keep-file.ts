import type { FileRecord } from '../../domain/records.ts'
import type { Spooled } from '../../files/files.ts'
import type { Tx } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { keyOf } from './file-address.ts'

/** How long a file that was begun may take to be kept. */
const PENDING_US = 24 * 3_600_000_000

/** 128 random bits: whoever has no signed address can't guess one either. */
export function newFileId(): string {
  return Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('base64url')
}

/**
 * Keeps a file's content, then its record; `within` runs in the transaction that makes it visible.
 * A crash between leaves a file that is thrown away a day later, never one that nobody knows of.
 */
export async function keepFile(
  deps: Deps,
  file: FileRecord,
  content: Spooled,
  within?: (tx: Tx) => Promise<void>,
): Promise<void> {
  const pending = { ...file, removeAtUs: deps.clock() + PENDING_US }
  await deps.store.transaction(tx => tx.saveFile(pending))
  await deps.files.storage.put(keyOf(file), content)
  await deps.store.transaction(async tx => {
    await within?.(tx)
    await tx.saveFile(file)
  })
}
