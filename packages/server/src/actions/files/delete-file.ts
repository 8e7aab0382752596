import { ChatError } from '@parley/protocol'
import type { UploadKind } from '../../domain/files.ts'
import { checkCan, type Resource } from '../../domain/permissions.ts'
import type { FileRecord } from '../../domain/records.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { type ChannelRef, checkMayChange, openChannel } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { keyOf, parseFileAddress } from './file-address.ts'

export interface FileToDelete {
  readonly kind: UploadKind
  readonly channel: ChannelRef | undefined
  /** As the upload gave it; its signature may have expired long ago. */
  readonly url: string
}

/**
 * Deletes an uploaded file: its address is dead from then on. Messages that have it keep the link.
 * @throws ChatError `not_found` | `not_allowed` | `invalid_input` for what is no address of a file
 */
export async function deleteFile(deps: Deps, actor: Actor, wanted: FileToDelete): Promise<void> {
  const file = await findUpload(deps, actor, wanted)
  await checkMayDelete(deps, actor, wanted, file)
  const nowUs = deps.clock()
  await deps.store.transaction(tx => tx.setFilesRemoved([file.id], nowUs))
  await throwAway(deps, file)
}

async function findUpload(deps: Deps, actor: Actor, { url, kind }: FileToDelete): Promise<FileRecord> {
  const key = parseFileAddress(url)?.key
  if (!key) throw invalidField('url', 'must be the address that an upload gave')
  const file = await deps.store.read.findFile(key.id)
  const area = kind === 'image' ? 'images' : 'files'
  if (file && file.appId === actor.app.id && file.area === area && file.removeAtUs === undefined) return file
  throw noFile()
}

async function checkMayDelete(
  deps: Deps,
  actor: Actor,
  { channel }: FileToDelete,
  file: FileRecord,
): Promise<void> {
  if (!channel) {
    if (file.channelPk !== undefined) throw noFile()
    if (actor.kind === 'server' || (file.userId !== undefined && file.userId === actor.user?.id)) return
    throw new ChatError(
      'not_allowed',
      'a file of no channel can be deleted by who uploaded it, and by servers',
    )
  }
  const open = await openChannel(deps.store.read, actor, channel)
  if (file.channelPk !== open.channel.pk) throw noFile()
  const resource: Resource = {
    ...open.resource,
    name: `a file of ${open.resource.name}`,
    ownerId: file.userId,
  }
  checkCan(actor, 'delete-attachment', resource)
  checkMayChange(deps, actor, open)
}

const noFile = (): ChatError => new ChatError('not_found', 'there is no such file')

/** Content and record of a file that is gone for everybody already. */
export async function throwAway(deps: Pick<Deps, 'files' | 'store'>, file: FileRecord): Promise<void> {
  await deps.files.storage.delete(keyOf(file))
  await deps.store.transaction(tx => tx.deleteFile(file.id))
}
