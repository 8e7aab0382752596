import { WEBHOOK_TIMEOUT_SECONDS } from '@parley/protocol'
import type { Deps } from '../actions/deps.ts'
import { callbackUrl, postToHook, statusProblem } from '../actions/hooks/post-to-hook.ts'
import type { App } from '../domain/app.ts'
import { type Hook, takesEvents } from '../domain/hooks.ts'
import { errorText } from '../util/error-text.ts'
import { type Attempted, type Courier, type Delivery, DROPPED, type Outcome } from './courier.ts'
import { outcomeOf } from './posted-outcome.ts'
import { deliverToQueue } from './queue-delivery.ts'
import { webhookBody } from './webhook-body.ts'

/** Sends events to an app's webhooks, queues and topics. */
export class WebhookCourier implements Courier {
  readonly kind = 'webhook'
  readonly keepsDead = true
  readonly #deps: Deps

  constructor(deps: Deps) {
    this.#deps = deps
  }

  versionOf(app: App, target: string): string | undefined {
    return hookOf(app, target)?.version
  }

  async deliver(delivery: Delivery): Promise<Outcome> {
    const { app, lane, entry, signal } = delivery
    const hook = hookOf(app, lane.target)
    // Removed or switched off meanwhile: nobody wants to hear of it.
    if (!hook) return DROPPED
    const payload = await webhookBody(this.#deps, delivery)
    const post = {
      id: entry.id,
      attempt: entry.attempts + 1,
      payload,
      timeoutMs: WEBHOOK_TIMEOUT_SECONDS * 1000,
      signal,
    }
    try {
      if (hook.queue) return await deliverToQueue(this.#deps, delivery, hook.queue, post)
      const posted = await postToHook(this.#deps, app, { ...post, url: urlOf(hook, entry.type) })
      return outcomeOf(posted, statusProblem(posted.status))
    } catch (error) {
      return { kind: 'failed', error: errorText(error), refused: false }
    }
  }

  noted({ delivery: { app, lane, entry }, outcome, ms, nextAtUs }: Attempted): void {
    const hook = hookOf(app, lane.target)
    const failure = outcome.kind === 'failed' ? outcome : undefined
    this.#deps.deliveries.note(app.id, {
      hookId: lane.target,
      url: hook ? urlOf(hook, entry.type) : '',
      type: entry.type,
      webhookId: entry.id,
      attempt: entry.attempts + 1,
      status: outcome.status,
      error: failure?.error,
      answer: failure?.answer,
      ms,
      nextAtUs,
      isDead: failure !== undefined && nextAtUs === undefined,
    })
  }
}

function hookOf({ settings }: App, id: string): Hook | undefined {
  return settings.hooks.find(hook => hook.id === id)
}

function urlOf(hook: Hook, type: string): string {
  return takesEvents(hook) ? hook.url : callbackUrl(hook.url, type)
}
