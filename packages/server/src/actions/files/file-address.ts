import { FILE_URL_SECONDS } from '@parley/protocol'
import type { App } from '../../domain/app.ts'
import type { FileArea, FileRecord } from '../../domain/records.ts'
import type { Deps } from '../deps.ts'

/** What tells a file from all others: its place in the storage, and what its address's signature is about. */
export type FileKey = Pick<FileRecord, 'appId' | 'area' | 'id'>

export function keyOf({ appId, area, id }: FileKey): string {
  return `${appId}/${area}/${id}`
}

const AREAS: readonly FileArea[] = ['files', 'images', 'exports/channels', 'exports/users', 'imports']
const ADDRESS = new RegExp(`/files/(\\d{1,15})/(${AREAS.join('|')})/([\\w-]{22,64})/([^/?#]*)(?:\\?([^#]*))?`)

/** What an address of a file says; whether it is true is the signature's to tell. */
export interface FileAddress {
  readonly key: FileKey
  /** The file's, as the address has it. */
  readonly name: string
  readonly query: URLSearchParams
  /** What stands before the path: `https://chat.example`. */
  readonly base: string
}

/** Undefined for what can't be an address that this server gave out. */
export function parseFileAddress(url: string): FileAddress | undefined {
  const match = ADDRESS.exec(url)
  if (!match) return undefined
  const [, appId, area, id = '', name = '', query] = match
  return {
    key: { appId: Number(appId), area: area as FileArea, id },
    name: decoded(name),
    query: new URLSearchParams(query),
    base: url.slice(0, match.index),
  }
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

type AddressDeps = Pick<Deps, 'fileUrls' | 'publicUrl' | 'clock'>

/**
 * The address under which anybody may have the file, for a time. `serverUrl` is where the server was
 * reached; a configured public URL wins.
 */
export function fileAddress(
  deps: AddressDeps,
  serverUrl: string,
  file: FileKey & Pick<FileRecord, 'name'>,
  seconds: number,
): string {
  const key = keyOf(file)
  const query = deps.fileUrls.sign(key, expiryOf(deps.clock() / 1e6, seconds))
  return `${deps.publicUrl ?? serverUrl}/files/${key}/${encodeURIComponent(file.name)}?${query}`
}

const HOUR = 3600

/** Long ones end on the hour: who asks again soon gets the same address, and finds the file in a cache. */
function expiryOf(nowSeconds: number, seconds: number): number {
  const at = nowSeconds + seconds
  return seconds < 24 * HOUR ? Math.ceil(at) : Math.ceil(at / HOUR) * HOUR
}

/** How long an app's uploads are to be had by one address. */
export function urlSeconds({ settings }: Pick<App, 'settings'>): number {
  const seconds = settings.stored.cdn_expiration_seconds
  return typeof seconds === 'number' && seconds > 0 ? Math.min(seconds, MAX_URL_SECONDS) : FILE_URL_SECONDS
}

/** A hundred years: as good as for ever, and a time that can be written. */
const MAX_URL_SECONDS = 100 * 365 * 24 * HOUR
