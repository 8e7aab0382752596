import { ChatError } from '@parley/protocol'
import { invalidInput, UploadForm } from '@parley/protocol/schemas'
import type { z } from 'zod'
import {
  checkUpload,
  maxUploadBytes,
  safeFileName,
  type UploadKind,
  uploadConfig,
} from '../../domain/files.ts'
import type { FileRecord } from '../../domain/records.ts'
import { isGuestId } from '../../domain/user-ids.ts'
import type { ImageInfo, Spooled } from '../../files/files.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { Part } from '../../util/multipart.ts'
import { parseJson } from '../../util/parse-json.ts'
import { tooLarge } from '../../util/read-body.ts'
import { planNamedUser } from '../channels/acting-user.ts'
import { type ChannelRef, checkWrite, openChannel } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { fileAddress, urlSeconds } from './file-address.ts'
import { keepFile, newFileId } from './keep-file.ts'

/** What is uploaded, and where to. */
export interface Upload {
  readonly kind: UploadKind
  /** Undefined: stands alone, an avatar say. */
  readonly channel: ChannelRef | undefined
  readonly parts: () => AsyncIterable<Part>
  /** Where the server was reached. */
  readonly serverUrl: string
}

/**
 * Keeps an uploaded file and returns its address. The file goes to disk while it comes; rights are
 * checked before.
 * @throws ChatError `not_allowed` | `feature_disabled` | `payload_too_large` | `not_found` | `invalid_input`
 *   for a body that is no upload, and for a file that is not what it says or not wanted
 */
export async function uploadFile(deps: Deps, actor: Actor, upload: Upload): Promise<string> {
  const channelPk = await checkMayUpload(deps, actor, upload)
  const config = uploadConfig(actor.app.settings, upload.kind)
  await using form = await readForm(deps, upload.parts(), maxUploadBytes(config))
  const { content, fileName, contentType, user } = form
  const acting = await planNamedUser(deps, actor, { user })
  const sniffedType = await deps.files.images.sniff(content)
  const mimeType = checkUpload(upload.kind, config, { fileName, contentType, sniffedType })
  const { width, height } = await inspect(deps, upload.kind, content, mimeType)
  const file: FileRecord = {
    id: newFileId(),
    appId: actor.app.id,
    area: upload.kind === 'image' ? 'images' : 'files',
    name: fileName,
    mimeType,
    sizeBytes: content.sizeBytes,
    etag: content.sha256,
    width,
    height,
    userId: acting?.user.id,
    channelPk,
    createdAtUs: deps.clock(),
    removeAtUs: undefined,
  }
  await keepFile(deps, file, content, acting?.save)
  return fileAddress(deps, upload.serverUrl, file, urlSeconds(actor.app))
}

async function checkMayUpload(deps: Deps, actor: Actor, { channel }: Upload): Promise<number | undefined> {
  if (!channel) {
    checkStandAlone(actor)
    return undefined
  }
  const open = await openChannel(deps.store.read, actor, channel)
  checkWrite(deps, actor, open, 'upload-attachment')
  if (open.config.uploads) return open.channel.pk
  throw new ChatError('feature_disabled', `uploads are switched off in channel ${open.channel.cid}`, {
    details: { feature: 'uploads' },
  })
}

/** Guests need no credential to be made, so nobody would answer for what they leave here. */
function checkStandAlone(actor: Actor): void {
  if (actor.kind === 'server' || (actor.user && !isGuestId(actor.user.id))) return
  throw new ChatError('not_allowed', 'guests can upload to a channel only')
}

function inspect(
  deps: Deps,
  kind: UploadKind,
  content: Spooled,
  type: string,
): ImageInfo | Promise<ImageInfo> {
  if (kind === 'image') return deps.files.images.inspect(content, type)
  return { width: undefined, height: undefined }
}

/** The form of an upload, read to its end. */
interface Form extends AsyncDisposable {
  readonly content: Spooled
  readonly fileName: string
  readonly contentType: string | undefined
  readonly user: z.output<typeof UploadForm>['user']
}

const USER_MAX_BYTES = 64 * 1024

async function readForm(deps: Deps, parts: AsyncIterable<Part>, maxBytes: number): Promise<Form> {
  await using kept = new AsyncDisposableStack()
  let file: Pick<Form, 'content' | 'fileName' | 'contentType'> | undefined
  let user: Form['user']
  for await (const part of parts) {
    if (part.name === 'user') user = parseUser(await textOf(part))
    if (part.name !== 'file') continue
    if (file) throw invalidField('file', 'must come once, the body has several')
    const content = kept.use(await deps.files.spool.write(counted(part.chunks, maxBytes)))
    file = { content, fileName: safeFileName(part.fileName), contentType: part.contentType }
  }
  if (!file) throw invalidField('file', 'is required: a part of that name with the file')
  if (file.content.sizeBytes === 0) throw invalidField('file', 'must not be empty')
  const owned = kept.move()
  return { ...file, user, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

async function textOf({ name, chunks }: Part): Promise<string> {
  const text: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.byteLength
    if (bytes > USER_MAX_BYTES) throw invalidField(name, `must be at most ${USER_MAX_BYTES} bytes`)
    text.push(chunk)
  }
  return Buffer.concat(text).toString()
}

function parseUser(text: string): Form['user'] {
  // SDKs send the part also when there is nobody to name.
  const form = UploadForm.safeParse({ user: text.trim() === '' ? undefined : parseJson(text, 'user') })
  if (form.success) return form.data.user
  throw invalidInput(form.error, 'the form')
}

async function* counted(chunks: AsyncIterable<Uint8Array>, maxBytes: number): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of chunks) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw tooLarge(maxBytes)
    yield chunk
  }
}
