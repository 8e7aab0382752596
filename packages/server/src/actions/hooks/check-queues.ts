import type { CheckQueueResponse } from '@parley/protocol'
import type { App } from '../../domain/app.ts'
import { APP_QUEUES, findQueueProblem, type Queue, queueOf } from '../../domain/queues.ts'
import type { Json } from '../../domain/records.ts'
import { sampleEvent } from '../../domain/sample-event.ts'
import { errorText } from '../../util/error-text.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Actor, Deps } from '../deps.ts'
import { findQueueAnswerProblem, messageIdOf, postToQueue } from './post-to-queue.ts'

type Result = Omit<CheckQueueResponse, 'duration'>

/** Somebody waits for it. */
const TIMEOUT_MS = 5_000

/**
 * Sends a sample to a queue or a topic, and says how that went. What is not given is what the app's settings have,
 * or else its first hook of this type.
 */
export async function checkQueue(
  deps: Deps,
  { app }: Actor,
  service: Queue['service'],
  given: Json,
): Promise<Result> {
  const queue = queueToCheck(app, service, given)
  const wrong = findQueueProblem(APP_QUEUES[service], queue)
  if (wrong) return failed(`${wrong.key} ${wrong.problem}`)
  const payload = JSON.stringify(sampleEvent('message.new', toRfc3339(deps.clock())))
  const post = {
    id: crypto.randomUUID(),
    attempt: 1,
    payload,
    group: 'test',
    timeoutMs: TIMEOUT_MS,
    isTest: true,
  }
  try {
    const posted = await postToQueue(deps, app, queue, post)
    const problem = findQueueAnswerProblem(posted)
    if (problem) return failed(problem.error, { http_status: posted.status })
    return { status: 'ok', error: '', data: { message_id: messageIdOf(posted), webhook_id: post.id } }
  } catch (error) {
    return failed(errorText(error))
  }
}

function failed(error: string, data: Json = {}): Result {
  return { status: 'error', error, data }
}

/** Credentials that settings have are used for the queue that they have them for, and for no other. */
function queueToCheck({ settings }: App, service: Queue['service'], given: Json): Queue {
  const keys = APP_QUEUES[service]
  const { stored } = settings
  if (given[keys.name] !== undefined) {
    const isOfSettings = given[keys.name] === stored[keys.name]
    const entries = Object.entries(given).filter(([, value]) => value !== undefined)
    return queueOf(keys, { ...(isOfSettings && stored), ...Object.fromEntries(entries) })
  }
  const hook = settings.hooks.find(({ kind }) => kind === service)
  return hook?.queue ?? queueOf(keys, stored)
}
