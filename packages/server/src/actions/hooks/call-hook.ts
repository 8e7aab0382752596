import { BLOCKING_HOOK_TIMEOUT_MS } from '@parley/protocol'
import { signBody } from '../../auth/sign-webhook.ts'
import type { App } from '../../domain/app.ts'
import type { Json } from '../../domain/records.ts'
import { errorText, postBytes } from '../../util/post-bytes.ts'
import type { Deps } from '../deps.ts'

/** A hook's answer is about one message. */
const ANSWER_MAX_BYTES = 256 * 1024

/** What a hook answered, or why it did not. */
export type HookAnswer =
  | { readonly ok: true; readonly answer: Json }
  | { readonly ok: false; readonly error: string }

/**
 * Asks a hook that a request waits for: 1 s at most, and never inside of a transaction. An answer
 * is 200 with a JSON object. Signed like every webhook.
 */
export async function callHook(
  { apps, log }: Pick<Deps, 'apps' | 'log'>,
  app: App,
  url: string,
  payload: string,
): Promise<HookAnswer> {
  const body = new TextEncoder().encode(payload)
  const headers = {
    'content-type': 'application/json',
    'x-api-key': app.key,
    'x-signature': await signBody(apps, app.id, body),
    'x-webhook-id': crypto.randomUUID(),
    'x-webhook-attempt': '1',
  }
  try {
    const { status, answer } = await postBytes(url, {
      body,
      headers,
      timeoutMs: BLOCKING_HOOK_TIMEOUT_MS,
      maxAnswerBytes: ANSWER_MAX_BYTES,
    })
    if (status !== 200) return { ok: false, error: `it answered ${status}` }
    const json = answer && parseObject(answer)
    return json ? { ok: true, answer: json } : { ok: false, error: 'it answered with no JSON object' }
  } catch (error) {
    const text = errorText(error)
    log.warn({ appId: app.id, error: text }, 'a blocking hook did not answer')
    return { ok: false, error: text }
  }
}

/** Undefined for what is no JSON object; nothing at all is an empty one. */
function parseObject(bytes: Uint8Array): Json | undefined {
  const text = new TextDecoder().decode(bytes).trim()
  if (text === '') return {}
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : undefined
  } catch {
    return undefined
  }
}
