import type { AppRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { AdminDeps } from '../admins/admin-deps.ts'
import type { LoggedDelivery } from './delivery-log.ts'

export interface DeliveryFilter {
  /** A hook's id, or the setting that holds its address. */
  readonly hook?: string | undefined
  readonly outcome?: 'delivered' | 'failed' | undefined
  readonly limit?: number | undefined
  /** `number` of the last one of the page before. */
  readonly before?: number | undefined
}

const DEFAULT_LIMIT = 50

/** What was tried of an app's hooks lately, the latest first, and how often since `since`. Of this node's memory. */
export function listDeliveries({ deliveries }: AdminDeps, app: AppRecord, filter: DeliveryFilter) {
  const { hook, outcome, limit = DEFAULT_LIMIT, before = Number.POSITIVE_INFINITY } = filter
  const found = deliveries
    .list(app.id)
    .filter(each => each.number < before)
    .filter(each => hook === undefined || each.hookId === hook)
    .filter(each => outcome === undefined || (each.error === undefined) === (outcome === 'delivered'))
  return {
    since: toRfc3339(deliveries.sinceUs),
    hooks: [...deliveries.counts(app.id)].map(([id, count]) => ({ hook: id, ...count })),
    deliveries: found.slice(0, limit).map(showDelivery),
    has_more: found.length > limit,
  }
}

function showDelivery(delivery: LoggedDelivery) {
  const { number, hookId, url, type, webhookId, attempt, status, error, answer, ms, atUs, nextAtUs } =
    delivery
  return {
    number,
    hook: hookId,
    // What stands behind the host may be a password.
    host: URL.parse(url)?.host ?? '',
    type,
    webhook_id: webhookId,
    attempt,
    outcome: error === undefined ? 'delivered' : 'failed',
    status: status ?? null,
    error: error ?? null,
    answer: answer ?? null,
    ms: Math.round(ms),
    at: toRfc3339(atUs),
    next_try_at: nextAtUs === undefined ? null : toRfc3339(nextAtUs),
    is_dead: delivery.isDead ?? false,
    is_test: delivery.isTest ?? false,
  }
}
