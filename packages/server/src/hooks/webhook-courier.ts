import { WEBHOOK_TIMEOUT_SECONDS } from '@parley/protocol'
import type { Deps } from '../actions/deps.ts'
import { signBody } from '../auth/sign-webhook.ts'
import type { App } from '../domain/app.ts'
import { type Hook, takesEvents } from '../domain/hooks.ts'
import { errorText, postBytes } from '../util/post-bytes.ts'
import { type Courier, DELIVERED, type Delivery, DROPPED, type Outcome } from './courier.ts'
import { webhookBody } from './webhook-body.ts'

/** Sends events to an app's webhooks. Source: spec/auth.md §7, spec/events.md §7. */
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
    const body = new TextEncoder().encode(await webhookBody(this.#deps, delivery))
    const headers = {
      'content-type': 'application/json',
      'x-api-key': app.key,
      'x-signature': await signBody(this.#deps.apps, app.id, body),
      'x-webhook-id': entry.id,
      'x-webhook-attempt': String(entry.attempts + 1),
    }
    const url = takesEvents(hook) ? hook.url : `${hook.url.replace(/\/+$/, '')}/${entry.type}`
    try {
      const { status, retryAfterUs } = await postBytes(url, {
        body,
        headers,
        timeoutMs: WEBHOOK_TIMEOUT_SECONDS * 1000,
        signal,
      })
      return outcomeOf(status, retryAfterUs)
    } catch (error) {
      return { kind: 'failed', error: errorText(error), refused: false }
    }
  }
}

function hookOf({ settings }: App, id: string): Hook | undefined {
  return settings.hooks.find(hook => hook.id === id)
}

/** Refusals that pass: a time-out, too early, too many. */
const PASSING = new Set([408, 425, 429])

function outcomeOf(status: number, retryAfterUs: number | undefined): Outcome {
  if (status >= 200 && status < 300) return DELIVERED
  const redirects = status >= 300 && status < 400
  const error = redirects
    ? `answered ${status}: redirects are not followed, set the address it points to`
    : `answered ${status}`
  return { kind: 'failed', error, refused: status < 500 && !PASSING.has(status), retryAfterUs }
}
