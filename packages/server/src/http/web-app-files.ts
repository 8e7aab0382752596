import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'

export type Encoding = 'br' | 'gzip'

/** A file of a built web app, in memory. */
export interface WebAppFile {
  readonly contentType: string
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly etag: string
  /** Its name changes with its content. */
  readonly isHashed: boolean
  /** Made when first asked for, then kept; undefined for what would not get smaller. */
  encoded(encoding: Encoding): Promise<Uint8Array<ArrayBuffer>> | undefined
}

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.mp4': 'video/mp4',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

const COMPRESSED: ReadonlySet<string> = new Set([
  '.css',
  '.html',
  '.ico',
  '.js',
  '.json',
  '.svg',
  '.txt',
  '.webmanifest',
])

/**
 * Everything in the folder of a built app, by path below it: `main-ABCDEFGH.js`. What is asked for is
 * looked up here and never on disk, so no path leads out. Undefined when the app is not built.
 */
export async function readWebApp(folder: string): Promise<ReadonlyMap<string, WebAppFile> | undefined> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => undefined)
  if (!entries?.some(entry => entry.isFile() && entry.name === 'index.html')) return undefined
  const files = entries.filter(entry => entry.isFile() && TYPES[extname(entry.name)] !== undefined)
  const read = files.map(async ({ parentPath, name }) => {
    const path = join(parentPath, name)
    const below = path.slice(join(folder, sep).length).replaceAll(sep, '/')
    return [below, toFile(name, await readFile(path))] as const
  })
  return new Map(await Promise.all(read))
}

function toFile(name: string, content: Buffer): WebAppFile {
  const extension = extname(name)
  const bytes = new Uint8Array(content)
  const encodings = new Map<Encoding, Promise<Uint8Array<ArrayBuffer>>>()
  return {
    contentType: TYPES[extension] ?? 'application/octet-stream',
    bytes,
    etag: createHash('sha256').update(bytes).digest('base64url').slice(0, 22),
    isHashed: /-[\w-]{8}\.(?:js|css|woff2)$/.test(name),
    encoded(encoding) {
      if (!COMPRESSED.has(extension) || bytes.length < 1024) return undefined
      const known = encodings.get(encoding) ?? compress[encoding](bytes)
      encodings.set(encoding, known)
      return known
    },
  }
}

/** On another thread. Brotli's highest level takes seconds for a percent. */
const compress: Readonly<Record<Encoding, (bytes: Uint8Array) => Promise<Uint8Array<ArrayBuffer>>>> = {
  br: async bytes =>
    new Uint8Array(
      await promisify(brotliCompress)(bytes, {
        params: { [constants.BROTLI_PARAM_QUALITY]: 9, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length },
      }),
    ),
  gzip: async bytes => new Uint8Array(await promisify(gzip)(bytes, { level: 9 })),
}
