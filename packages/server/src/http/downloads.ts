import { IMPORT_FILE_MAX_BYTES, REQUEST_TIMEOUT_SECONDS } from '@parley/protocol'
import type { Context, Hono } from 'hono'
import { type ReadableFile, readFile } from '../actions/files/read-file.ts'
import { putImportFile } from '../actions/imports/import-urls.ts'
import { isShownInline } from '../domain/file-types.ts'
import { type ByteRange, rangeOf } from '../util/byte-range.ts'
import { pullBody } from '../util/read-body.ts'
import { Exchange } from './exchange.ts'
import type { HttpContext, HttpEnv } from './http-context.ts'
import { toResponse } from './reply.ts'

/** Uploaded files, exports and resized pictures, for whoever has their address: no key, no token. */
export function registerDownloads(hono: Hono<HttpEnv>, http: HttpContext): void {
  hono.get('/files/*', c => download(c, http))
  hono.put('/files/*', c => put(c, http))
}

async function download(c: Context<HttpEnv>, http: HttpContext): Promise<Response> {
  const exchange = new Exchange(http, c.req.raw, c.env)
  try {
    return respond(await readFile(http.deps, c.req.raw.url), c.req.raw)
  } catch (error) {
    return exchange.refuse(error, 'GetFile')
  }
}

/** The file of an import; the address is the credential. */
async function put(c: Context<HttpEnv>, http: HttpContext): Promise<Response> {
  const exchange = new Exchange(http, c.req.raw, c.env)
  try {
    await putImportFile(http.deps, c.req.raw.url, bodyOf(c.req.raw, http))
    return toResponse({}, exchange)
  } catch (error) {
    return exchange.refuse(error, 'PutImportFile')
  }
}

async function* bodyOf(request: Request, { deadlines }: HttpContext): AsyncGenerator<Uint8Array> {
  const limits = { maxBytes: IMPORT_FILE_MAX_BYTES, timeoutMs: REQUEST_TIMEOUT_SECONDS * 1000 }
  const pull = pullBody(request, limits, deadlines)
  for (let chunk = await pull(); chunk; chunk = await pull()) yield chunk
}

function respond(found: ReadableFile, request: Request): Response {
  const etag = `"${found.etag}"`
  const headers = headersOf(found, etag)
  if (matches(request.headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers })
  const { content } = found
  const range = wantedRange(request, etag, content.sizeBytes)
  if (range === 'none') {
    headers['content-range'] = `bytes */${content.sizeBytes}`
    return new Response(null, { status: 416, headers })
  }
  const { start, end } = range === 'all' ? { start: 0, end: content.sizeBytes } : range
  if (range !== 'all') headers['content-range'] = `bytes ${start}-${end - 1}/${content.sizeBytes}`
  headers['content-length'] = String(end - start)
  const body = request.method === 'HEAD' ? null : content.body(start, end)
  return new Response(body, { status: range === 'all' ? 200 : 206, headers })
}

function wantedRange(request: Request, etag: string, sizeBytes: number): ByteRange | 'all' | 'none' {
  const condition = request.headers.get('if-range')
  if (condition !== null && condition !== etag) return 'all'
  return rangeOf(request.headers.get('range'), sizeBytes)
}

function matches(condition: string | null, etag: string): boolean {
  const named = condition?.split(',').map(each => each.trim().replace(/^W\//, '')) ?? []
  return named.includes(etag) || named.includes('*')
}

/** Whatever somebody uploaded, it runs nothing here: it stands alone, and what could hold a script is saved to disk. */
function headersOf({ file, secondsLeft }: ReadableFile, etag: string): Record<string, string> {
  const inline = isShownInline(file.mimeType)
  const text = file.mimeType.startsWith('text/') ? '; charset=utf-8' : ''
  return {
    'content-type': `${file.mimeType}${text}`,
    'content-disposition': `${inline ? 'inline' : 'attachment'}; ${nameParameters(file.name)}`,
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    'cross-origin-resource-policy': 'cross-origin',
    'access-control-allow-origin': '*',
    'access-control-expose-headers': 'content-length, content-range, content-disposition, etag',
    'accept-ranges': 'bytes',
    'cache-control': `private, max-age=${Math.min(secondsLeft, MAX_AGE_SECONDS)}, immutable`,
    'referrer-policy': 'no-referrer',
    etag,
    'last-modified': new Date(file.createdAtUs / 1000).toUTCString(),
  }
}

const MAX_AGE_SECONDS = 24 * 60 * 60

/** The name as it is, and once more for programs that know ASCII only. */
function nameParameters(name: string): string {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, '_')
  return `filename="${ascii}"; filename*=UTF-8''${encodeURIComponent(name)}`
}
