import type { App } from '../../domain/app.ts'
import type { AppRecord } from '../../domain/records.ts'
import { answerText } from '../../util/answer-text.ts'
import { errorText } from '../../util/error-text.ts'
import type { Posted } from '../../util/post-bytes.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { AdminActor, AdminDeps } from '../admins/admin-deps.ts'
import { auditOf } from '../apps/app-entry.ts'
import { readAnswer } from './call-hook.ts'
import { postToHook, statusProblem } from './post-to-hook.ts'
import { findQueueAnswerProblem, postToQueue } from './post-to-queue.ts'
import { type SampleCall, sampleFor } from './testable-hook.ts'

/** Of an answer, to whoever tries their receiver. */
const ANSWER_SHOWN = 2_000

/** How a test went. */
interface Tried {
  readonly status: number | undefined
  readonly error: string | undefined
  readonly answer: string | undefined
  readonly ms: number
}

/**
 * Sends a hook a sample now, signed and limited like what it is otherwise sent, and tells what came back.
 * Neither what waits nor a pause is touched. That it was asked for is written down first.
 * @throws ChatError of `sampleFor`
 */
export async function testHook(
  deps: AdminDeps,
  actor: AdminActor,
  record: AppRecord,
  { id, type }: { readonly id: string; readonly type: string | undefined },
) {
  const app = await deps.apps.get(record.id)
  const sample = sampleFor(app, id, type, toRfc3339(deps.clock()))
  const webhookId = crypto.randomUUID()
  await deps.store.transaction(tx =>
    auditOf(deps, tx, actor, record, {
      action: 'hook.test',
      target: `hook ${id} of app ${record.key}`,
      after: { type: sample.type, webhook_id: webhookId },
    }),
  )
  const tried = await attempt(deps, app, sample, webhookId)
  const { url, payload, isBlocking: _, timeoutMs: __, type: sent } = sample
  deps.deliveries.note(app.id, { hookId: id, url, type: sent, webhookId, attempt: 1, ...tried, isTest: true })
  const { status = null, error = null, answer = null, ms } = tried
  const outcome = error === null ? 'delivered' : 'failed'
  return { outcome, status, error, answer, ms: Math.round(ms), type: sent, webhook_id: webhookId, payload }
}

async function attempt(deps: AdminDeps, app: App, sample: SampleCall, id: string): Promise<Tried> {
  const startMs = performance.now()
  try {
    const posted = await send(deps, app, sample, id)
    return {
      status: posted.status,
      error: problemOf(sample, posted),
      answer: answerText(posted.answer, ANSWER_SHOWN),
      ms: performance.now() - startMs,
    }
  } catch (error) {
    const ms = performance.now() - startMs
    return { status: undefined, error: errorText(error), answer: undefined, ms }
  }
}

function send(
  deps: AdminDeps,
  app: App,
  { url, payload: json, timeoutMs, queue }: SampleCall,
  id: string,
): Promise<Posted> {
  const post = { id, attempt: 1, payload: JSON.stringify(json), timeoutMs }
  if (queue) return postToQueue(deps, app, queue, { ...post, group: 'test', isTest: true })
  return postToHook(deps, app, { ...post, url, headers: { 'x-parley-test': 'true' } })
}

function problemOf({ isBlocking, queue }: SampleCall, posted: Posted): string | undefined {
  if (queue) return findQueueAnswerProblem(posted)?.error
  return isBlocking ? blockingProblem(posted) : statusProblem(posted.status)
}

function blockingProblem(posted: Posted): string | undefined {
  const read = readAnswer(posted)
  return read.ok ? undefined : read.error
}
