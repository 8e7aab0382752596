import { BLOCKING_HOOK_TIMEOUT_MS, ChatError } from '@parley/protocol'
import type { App } from '../../domain/app.ts'
import { findHook, type Hook } from '../../domain/hooks.ts'
import { findQueueProblem, HOOK_QUEUES, type Queue } from '../../domain/queues.ts'
import type { Json } from '../../domain/records.ts'
import { sampleEvent, samplePending, samplePosting } from '../../domain/sample-event.ts'
import { invalidField } from '../../util/invalid-input.ts'
import type { BlockingHook } from './call-hook.ts'
import { callbackUrl } from './post-to-hook.ts'

/** A sample for a hook, and where it is sent. */
export interface SampleCall {
  readonly url: string
  readonly type: string
  readonly payload: Json
  readonly timeoutMs: number
  /** Its answer decides about something: 2xx alone is not enough. */
  readonly isBlocking: boolean
  /** Where it goes to a queue or a topic. */
  readonly queue?: Queue
}

/** A little less than what is not tested may take: a browser's connection ends after 10 s in which nothing comes. */
const TIMEOUT_MS = 8_000
const DEFAULT_TYPE = 'message.new'
/** A command that no app has. */
const COMMAND = 'parley-test'

/**
 * What a hook is sent for a test, whether it is switched on or not. `id` may also be a setting that
 * holds the address of a blocking hook.
 * @throws ChatError `not_found`; `invalid_input` for a type of event that the hook does not take
 */
export function sampleFor({ settings }: App, id: string, type: string | undefined, at: string): SampleCall {
  const { beforeSendHookUrl, commandHandlerUrl } = settings
  if (id === ('before_message_send_hook_url' satisfies BlockingHook['id']) && beforeSendHookUrl !== '') {
    const payload = samplePosting(at, undefined)
    return blocking(beforeSendHookUrl, 'before_message_send', payload)
  }
  if (id === ('custom_action_handler_url' satisfies BlockingHook['id']) && commandHandlerUrl !== '') {
    const url = commandHandlerUrl.replaceAll('{type}', COMMAND)
    return blocking(url, `/${COMMAND}`, samplePosting(at, COMMAND))
  }
  const hook = findHook(settings.stored, id)
  if (!hook) throw new ChatError('not_found', `the app has no hook with the id "${id}"`)
  return ofHook(hook, type, at)
}

function blocking(url: string, type: string, payload: Json): SampleCall {
  return { url, type, payload, timeoutMs: BLOCKING_HOOK_TIMEOUT_MS, isBlocking: true }
}

function ofHook(hook: Hook, type: string | undefined, at: string): SampleCall {
  const { kind, url, types, queue } = hook
  const usual = { timeoutMs: TIMEOUT_MS, isBlocking: false, ...(queue && { queue }) }
  const wrong = queue && findQueueProblem(HOOK_QUEUES[queue.service], queue)
  if (wrong) throw new ChatError('not_allowed', `the hook is not complete: ${wrong.key} ${wrong.problem}`)
  if (url === '') throw new ChatError('not_allowed', 'the hook has no address: set its webhook_url first')
  if (kind === 'pending_message') {
    const callback = 'PassOnPendingMessage'
    return { ...usual, url: callbackUrl(url, callback), type: callback, payload: samplePending(at) }
  }
  if (type !== undefined && types && !types.has(type)) {
    throw invalidField('event_type', `must be a type that the hook is told of: ${[...types].join(', ')}`)
  }
  const [first = DEFAULT_TYPE] = types ?? []
  const sampled = type ?? (types && !types.has(DEFAULT_TYPE) ? first : DEFAULT_TYPE)
  return { ...usual, url, type: sampled, payload: sampleEvent(sampled, at) }
}
