import { ChatError, IMAGE_RESIZE_MAX_EDGE } from '@parley/protocol'
import type { FileRecord } from '../../domain/records.ts'
import type { Resize, StoredFile } from '../../files/files.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { Deps } from '../deps.ts'
import { keyOf, parseFileAddress } from './file-address.ts'

/** A file that somebody may have. */
export interface ReadableFile {
  readonly file: FileRecord
  readonly content: StoredFile
  /** Names this content, resized as it may be. */
  readonly etag: string
  /** How long the address is good. */
  readonly secondsLeft: number
}

/**
 * What an address stands for; the address itself is the credential. `w`, `h`, `resize` and `crop` in
 * its query ask for a picture in another size.
 * @throws ChatError `not_allowed` for a signature that is wrong or has expired | `not_found` | `invalid_input`
 */
export async function readFile(deps: Deps, url: string): Promise<ReadableFile> {
  const address = parseFileAddress(url)
  if (!address) throw noFile()
  const { key, query } = address
  const state = deps.fileUrls.check(keyOf(key), query, deps.clock())
  if (state !== 'good') throw badAddress(state)
  const file = await deps.store.read.findFile(key.id)
  const isThere =
    file && keyOf(file) === keyOf(key) && (file.removeAtUs ?? Number.POSITIVE_INFINITY) > deps.clock()
  const content = isThere ? await deps.files.storage.open(keyOf(file)) : undefined
  if (!isThere || !content) throw noFile()
  const secondsLeft = Math.max(0, Math.floor(Number(query.get('Expires')) - deps.clock() / 1e6))
  const resize = parseResize(query)
  if (!resize || !deps.files.images.canResize(file.mimeType)) {
    return { file, content, etag: file.etag, secondsLeft }
  }
  const resized = await deps.files.images.resized(file.etag, content, resize)
  const { width = '', height = '', mode, keep } = resize
  return { file, content: resized, etag: `${file.etag}-${width}x${height}-${mode}-${keep}`, secondsLeft }
}

const MODES = ['clip', 'crop', 'scale', 'fill'] as const
const SIDES = ['center', 'top', 'bottom', 'left', 'right'] as const

function parseResize(query: URLSearchParams): Resize | undefined {
  const width = edge(query, 'w')
  const height = edge(query, 'h')
  const mode = oneOf(query, 'resize', MODES)
  const keep = oneOf(query, 'crop', SIDES)
  return width === undefined && height === undefined ? undefined : { width, height, mode, keep }
}

/** `*` and nothing: as the other edge says. */
function edge(query: URLSearchParams, name: string): number | undefined {
  const text = query.get(name)
  if (!text || text === '*') return undefined
  const pixels = /^\d{1,5}$/.test(text) ? Number(text) : 0
  if (pixels >= 1 && pixels <= IMAGE_RESIZE_MAX_EDGE) return pixels
  throw invalidField(
    name,
    `must be a whole number from 1 to ${IMAGE_RESIZE_MAX_EDGE}, got ${JSON.stringify(text.slice(0, 40))}`,
  )
}

/** The first one unless given. */
function oneOf<Word extends string>(
  query: URLSearchParams,
  name: string,
  words: readonly [Word, ...Word[]],
): Word {
  const text = query.get(name)
  const found = text ? words.find(word => word === text) : words[0]
  if (found) return found
  throw invalidField(name, `must be one of ${words.join(', ')}, got ${JSON.stringify(text?.slice(0, 40))}`)
}

const noFile = (): ChatError => new ChatError('not_found', 'there is no such file')

function badAddress(state: 'expired' | 'forged'): ChatError {
  const why =
    state === 'expired'
      ? 'this address has expired: read the message that has it again for a fresh one'
      : 'this address is not one that the server gave out: its signature is missing or wrong'
  return new ChatError('not_allowed', why, { details: { reason: state } })
}
