import { ChatError } from '@parley/protocol'
import type { Deadlines } from './deadlines.ts'
import type { Pull } from './multipart.ts'

/** What a body may take. */
export interface BodyLimits {
  readonly maxBytes: number
  readonly timeoutMs: number
}

/**
 * The body as text; `''` when there is none. Bodies may come in chunks without a length: they are
 * counted while they come.
 * @throws ChatError `payload_too_large` | `request_timeout` | `invalid_input` when it ends early or
 *   is not UTF-8
 */
export async function readBody(request: Request, limits: BodyLimits, deadlines: Deadlines): Promise<string> {
  const length = request.headers.get('content-length')
  if (length === '0') return ''
  if (length !== null && Number(length) > limits.maxBytes) throw tooLarge(limits.maxBytes, Number(length))
  if (length === null && request.body === null) return ''
  const reading = length === null ? readChunks(request, limits) : request.bytes()
  const bytes = await deadlines.within(reading.catch(endedEarly), limits.timeoutMs, () => tooSlow(limits))
  return decoded(bytes)
}

const UTF8 = new TextDecoder('utf-8', { fatal: true })

function decoded(bytes: Uint8Array): string {
  try {
    return UTF8.decode(bytes)
  } catch (cause) {
    throw notRead('must be JSON in UTF-8; its bytes are not UTF-8', cause)
  }
}

/** The client hung up: nobody hears the answer, and it is no fault of this server. */
function endedEarly(cause: unknown): never {
  if (cause instanceof ChatError) throw cause
  throw notRead('ended before all of it had come', cause)
}

function notRead(problem: string, cause: unknown): ChatError {
  const details = { fields: { 'the body': problem } }
  return new ChatError('invalid_input', `the body ${problem}`, { details, cause })
}

async function readChunks(request: Request, { maxBytes }: BodyLimits): Promise<Uint8Array> {
  const pull = countedBody(request, maxBytes)
  const chunks: Uint8Array[] = []
  for (let chunk = await pull(); chunk; chunk = await pull()) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/**
 * A body piece by piece, for what is too big to be kept in memory. The whole may take any time, but
 * the next piece must come in time.
 * @throws ChatError as `readBody`
 */
export function pullBody(request: Request, limits: BodyLimits, deadlines: Deadlines): Pull {
  const length = Number(request.headers.get('content-length'))
  if (length > limits.maxBytes) throw tooLarge(limits.maxBytes, length)
  const pull = countedBody(request, limits.maxBytes)
  return () => deadlines.within(pull().catch(endedEarly), limits.timeoutMs, () => tooSlow(limits))
}

function countedBody(request: Request, maxBytes: number): Pull {
  const reader = request.body?.getReader()
  let bytes = 0
  return async () => {
    if (!reader) return undefined
    const { value } = await reader.read()
    bytes += value?.byteLength ?? 0
    if (bytes <= maxBytes) return value
    void reader.cancel().catch(() => undefined)
    throw tooLarge(maxBytes)
  }
}

export function tooLarge(maxBytes: number, bytes?: number): ChatError {
  const size = bytes === undefined ? 'has more' : `has ${bytes} bytes`
  return new ChatError('payload_too_large', `the body ${size}, at most ${maxBytes} bytes are allowed`, {
    details: { max_bytes: maxBytes },
  })
}

function tooSlow({ timeoutMs }: BodyLimits): ChatError {
  return new ChatError('request_timeout', `the body did not arrive within ${timeoutMs / 1000} s`)
}
