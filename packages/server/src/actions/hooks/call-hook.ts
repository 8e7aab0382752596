import { BLOCKING_HOOK_TIMEOUT_MS } from '@parley/protocol'
import type { App } from '../../domain/app.ts'
import type { Json } from '../../domain/records.ts'
import { answerText } from '../../util/answer-text.ts'
import { errorText } from '../../util/error-text.ts'
import type { Posted } from '../../util/post-bytes.ts'
import type { Deps } from '../deps.ts'
import { postToHook } from './post-to-hook.ts'

/** A hook's answer is about one message. */
const ANSWER_MAX_BYTES = 256 * 1024
/** Of an answer that is no use, to whoever looks for the reason. */
const ANSWER_SHOWN = 300

/** What a hook answered, or why it did not. */
export type HookAnswer =
  | { readonly ok: true; readonly answer: Json }
  | { readonly ok: false; readonly error: string }

/** A hook that a request waits for. */
export interface BlockingHook {
  /** The setting that holds its address. */
  readonly id: 'before_message_send_hook_url' | 'custom_action_handler_url'
  readonly url: string
  /** What it is asked for, in a word. */
  readonly type: string
}

/**
 * Asks a hook that a request waits for: 1 s at most, and never inside of a transaction. An answer
 * is 200 with a JSON object. Signed like every webhook.
 */
export async function callHook(
  deps: Pick<Deps, 'apps' | 'log' | 'deliveries'>,
  app: App,
  hook: BlockingHook,
  payload: string,
): Promise<HookAnswer> {
  const webhookId = crypto.randomUUID()
  const startMs = performance.now()
  const { posted, answer } = await ask(deps, app, hook.url, webhookId, payload)
  const error = answer.ok ? undefined : answer.error
  if (!posted) deps.log.warn({ appId: app.id, error }, 'a blocking hook did not answer')
  deps.deliveries.note(app.id, {
    hookId: hook.id,
    url: hook.url,
    type: hook.type,
    webhookId,
    attempt: 1,
    status: posted?.status,
    error,
    answer: error === undefined ? undefined : answerText(posted?.answer, ANSWER_SHOWN),
    ms: performance.now() - startMs,
  })
  return answer
}

async function ask(
  deps: Pick<Deps, 'apps'>,
  app: App,
  url: string,
  id: string,
  payload: string,
): Promise<{ readonly posted: Posted | undefined; readonly answer: HookAnswer }> {
  try {
    const posted = await postToHook(deps, app, {
      url,
      id,
      attempt: 1,
      payload,
      timeoutMs: BLOCKING_HOOK_TIMEOUT_MS,
      maxAnswerBytes: ANSWER_MAX_BYTES,
    })
    return { posted, answer: readAnswer(posted) }
  } catch (error) {
    return { posted: undefined, answer: { ok: false, error: errorText(error) } }
  }
}

/** What a blocking hook's answer means. */
export function readAnswer({ status, answer }: Posted): HookAnswer {
  if (status !== 200) return { ok: false, error: `it answered ${status}` }
  const json = answer && parseObject(answer)
  return json ? { ok: true, answer: json } : { ok: false, error: 'it answered with no JSON object' }
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
