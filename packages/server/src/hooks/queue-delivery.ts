import { HOOK_QUEUE_MAX_BYTES } from '@parley/protocol'
import type { Deps } from '../actions/deps.ts'
import {
  findQueueAnswerProblem,
  isTooBigForQueue,
  postToQueue,
  type QueuePost,
} from '../actions/hooks/post-to-queue.ts'
import { findQueueProblem, HOOK_QUEUES, type Queue } from '../domain/queues.ts'
import { type Delivery, DROPPED, type Outcome } from './courier.ts'
import { outcomeOf } from './posted-outcome.ts'

/**
 * Puts an event into a queue, or publishes it.
 * @throws Error when there was no answer
 */
export async function deliverToQueue(
  deps: Deps,
  delivery: Delivery,
  queue: Queue,
  post: Omit<QueuePost, 'group'>,
): Promise<Outcome> {
  const { app, lane } = delivery
  const problem = findQueueProblem(HOOK_QUEUES[queue.service], queue)
  if (problem) return { kind: 'failed', error: `${problem.key} ${problem.problem}`, refused: true }
  if (isTooBigForQueue(post.payload)) {
    noteTooBig(deps, delivery, queue)
    return DROPPED
  }
  const posted = await postToQueue(deps, app, queue, { ...post, group: lane.lane })
  const wrong = findQueueAnswerProblem(posted)
  return outcomeOf(posted, wrong?.error, wrong?.passes)
}

/** It would never be taken, and those behind it would wait for it. */
function noteTooBig({ deliveries, log }: Deps, { app, lane, entry }: Delivery, { url }: Queue): void {
  const error = `larger than ${HOOK_QUEUE_MAX_BYTES / 1024} KiB: dropped`
  const { id: webhookId, type } = entry
  log.warn({ appId: app.id, target: lane.target, id: webhookId, type }, 'an event is too large for its queue')
  const attempt = entry.attempts + 1
  deliveries.note(app.id, {
    hookId: lane.target,
    url,
    type,
    webhookId,
    attempt,
    status: undefined,
    error,
    answer: undefined,
    ms: 0,
  })
}
