import type { MessageRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { keyOf, parseFileAddress } from './file-address.ts'
import { linksOf } from './fresh-links.ts'

/**
 * Files go with a message that is deleted for good: those that its author uploaded to the channel and it
 * has the address of. What others uploaded, or what was uploaded elsewhere, may be used elsewhere.
 */
export async function removeLinkedFiles(
  deps: Pick<Deps, 'fileUrls' | 'clock'>,
  tx: Tx,
  { attachments, appId, channelPk, userId }: MessageRecord,
): Promise<void> {
  const ids: string[] = []
  for (const url of linksOf(attachments)) {
    const address = parseFileAddress(url)
    if (address?.key.appId !== appId) continue
    if (deps.fileUrls.check(keyOf(address.key), address.query, deps.clock()) === 'forged') continue
    const file = await tx.findFile(address.key.id)
    if (file && file.channelPk === channelPk && file.userId === userId) ids.push(file.id)
  }
  if (ids.length > 0) await tx.setFilesRemoved(ids, deps.clock())
}
