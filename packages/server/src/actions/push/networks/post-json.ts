import type { Json } from '../../../domain/records.ts'
import { postBytes } from '../../../util/post-bytes.ts'
import { PUSH_TIMEOUT_MS } from './network.ts'

/** Posts to a push network and reads its answer, `{}` when that is no JSON object. */
export async function postText(
  url: string,
  text: string,
  headers: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly answer: Json }> {
  const body = new TextEncoder().encode(text)
  const { status, answer } = await postBytes(url, { body, headers, timeoutMs: PUSH_TIMEOUT_MS })
  return { status, answer: parse(answer) }
}

function parse(bytes: Uint8Array | undefined): Json {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    return typeof value === 'object' && value !== null ? (value as Json) : {}
  } catch {
    return {}
  }
}
