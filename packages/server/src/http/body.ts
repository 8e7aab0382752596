import { ChatError } from '@parley/protocol'
import type { Deadlines } from './deadline.ts'

/** What a body may take. */
export interface BodyLimits {
  readonly maxBytes: number
  readonly timeoutMs: number
}

/**
 * The body as text; `''` when there is none. Bodies may come in chunks without a length: they are
 * counted while they come.
 * @throws ChatError `payload_too_large` | `request_timeout`
 */
export async function readBody(request: Request, limits: BodyLimits, deadlines: Deadlines): Promise<string> {
  const length = request.headers.get('content-length')
  if (length === '0') return ''
  if (length !== null && Number(length) > limits.maxBytes) throw tooLarge(limits, Number(length))
  if (length === null && request.body === null) return ''
  const reading = length === null ? readChunks(request, limits) : request.text()
  return deadlines.within(reading, limits.timeoutMs, () => tooSlow(limits))
}

async function readChunks(request: Request, limits: BodyLimits): Promise<string> {
  const reader = request.body?.getReader()
  if (!reader) return ''
  const chunks: Uint8Array[] = []
  let bytes = 0
  for (;;) {
    const { done, value } = await reader.read()
    if (done) return Buffer.concat(chunks, bytes).toString('utf8')
    bytes += value.byteLength
    if (bytes > limits.maxBytes) {
      void reader.cancel().catch(() => undefined)
      throw tooLarge(limits)
    }
    chunks.push(value)
  }
}

function tooLarge({ maxBytes }: BodyLimits, bytes?: number): ChatError {
  const size = bytes === undefined ? 'has more' : `has ${bytes} bytes`
  return new ChatError('payload_too_large', `the body ${size}, at most ${maxBytes} bytes are allowed`, {
    details: { max_bytes: maxBytes },
  })
}

function tooSlow({ timeoutMs }: BodyLimits): ChatError {
  return new ChatError('request_timeout', `the body did not arrive within ${timeoutMs / 1000} s`)
}
