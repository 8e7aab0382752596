import { ChatError, EXPORT_KEPT_DAYS, IMPORT_FILE_MAX_BYTES, IMPORT_URL_SECONDS } from '@parley/protocol'
import { safeFileName } from '../../domain/files.ts'
import type { FileRecord } from '../../domain/records.ts'
import { tooLarge } from '../../util/read-body.ts'
import type { Actor, Deps } from '../deps.ts'
import { keyOf, parseFileAddress } from '../files/file-address.ts'
import { keepFile, newFileId } from '../files/keep-file.ts'

const DAY_US = 86_400_000_000

/** What the address for putting a file is signed for; reading it takes another signature. */
const subjectOf = (key: string, name: string): string => `PUT ${key}/${name}`

/** Where to put the file of an import. */
export interface ImportUrl {
  readonly path: string
  readonly upload_url: string
}

/** A place for a file, and the address under which whoever has it may put one there within an hour. */
export function createImportUrl(deps: Deps, actor: Actor, fileName: string, serverUrl: string): ImportUrl {
  const name = safeFileName(fileName)
  const key = keyOf({ appId: actor.app.id, area: 'imports', id: newFileId() })
  const expires = Math.ceil(deps.clock() / 1e6) + IMPORT_URL_SECONDS
  const query = deps.fileUrls.sign(subjectOf(key, name), expires)
  const base = deps.publicUrl ?? serverUrl
  return { path: `${key}/${name}`, upload_url: `${base}/files/${key}/${encodeURIComponent(name)}?${query}` }
}

/**
 * Keeps a file that was put to the address of `createImportUrl`; putting one again replaces it.
 * @throws ChatError `not_allowed` for another address | `payload_too_large`
 */
export async function putImportFile(deps: Deps, url: string, body: AsyncIterable<Uint8Array>): Promise<void> {
  const address = parseFileAddress(url)
  if (address?.key.area !== 'imports') throw new ChatError('not_found', 'nothing can be put there')
  const { key, query, name } = address
  const state = deps.fileUrls.check(subjectOf(keyOf(key), name), query, deps.clock())
  if (state !== 'good') {
    const why =
      state === 'expired' ? 'has expired: ask POST import_urls for another one' : 'has no right signature'
    throw new ChatError('not_allowed', `this address ${why}`, { details: { reason: state } })
  }
  await using content = await deps.files.spool.write(counted(body))
  const createdAtUs = deps.clock()
  const file: FileRecord = {
    ...key,
    name,
    mimeType: 'application/jsonl',
    sizeBytes: content.sizeBytes,
    etag: content.sha256,
    width: undefined,
    height: undefined,
    userId: undefined,
    channelPk: undefined,
    createdAtUs,
    removeAtUs: createdAtUs + EXPORT_KEPT_DAYS * DAY_US,
  }
  await keepFile(deps, file, content)
}

async function* counted(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.byteLength
    if (bytes > IMPORT_FILE_MAX_BYTES) throw tooLarge(IMPORT_FILE_MAX_BYTES)
    yield chunk
  }
}

/** The file that was put at a path; undefined when there is none, or not this app's. */
export async function findImportFile(
  deps: Deps,
  appId: number,
  path: string,
): Promise<FileRecord | undefined> {
  const address = parseFileAddress(`/files/${path}`)
  if (address?.key.area !== 'imports' || address.key.appId !== appId) return undefined
  const file = await deps.store.read.findFile(address.key.id)
  if (file?.appId !== appId || file.area !== 'imports' || file.name !== address.name) return undefined
  return file
}
