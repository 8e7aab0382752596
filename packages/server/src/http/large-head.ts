import nodeHttp from 'node:http'
import { ChatError, errorBody, REQUEST_HEADERS_MAX_BYTES } from '@parley/protocol'
import { MORE_INFO_BASE } from '../util/more-info.ts'

/** `: ` and the end of the line. */
const LINE_OVERHEAD_BYTES = 4

/**
 * Lets the runtime's parser take more than is allowed: what it refuses itself is answered with a bare
 * 431, without the words and the code that an error has here. Affects the whole process.
 */
export function readLargeHeads(): void {
  Object.assign(nodeHttp, { maxHeaderSize: 4 * REQUEST_HEADERS_MAX_BYTES })
}

/** The answer to a request whose address and headers are too large; undefined for any other. */
export function refuseLargeHead(request: Request): Response | undefined {
  const bytes = headBytes(request)
  if (bytes <= REQUEST_HEADERS_MAX_BYTES) return undefined
  const error = new ChatError(
    'headers_too_large',
    `address and headers have ${bytes} bytes, at most ${REQUEST_HEADERS_MAX_BYTES} are allowed`,
    { details: { max_bytes: REQUEST_HEADERS_MAX_BYTES } },
  )
  const body = errorBody(error, { durationText: '0.00ms', moreInfoBase: MORE_INFO_BASE })
  return Response.json(body, { status: error.statusCode, headers: { 'access-control-allow-origin': '*' } })
}

function headBytes({ url, headers }: Request): number {
  let bytes = url.length
  headers.forEach((value, name) => {
    bytes += name.length + value.length + LINE_OVERHEAD_BYTES
  })
  return bytes
}
