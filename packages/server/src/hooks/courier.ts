import type { App } from '../domain/app.ts'
import type { OutboxLane, QueuedEntry } from '../domain/outbox.ts'

/** One entry of the outbox on its way. */
export interface Delivery {
  readonly app: App
  readonly lane: OutboxLane
  readonly entry: QueuedEntry
  /** Aborted when the server stops: what is under way is delivered again later. */
  readonly signal: AbortSignal
}

/** How an attempt ended. */
export type Outcome =
  | { readonly kind: 'delivered'; readonly status?: number }
  /** There is nobody to deliver to any more. */
  | { readonly kind: 'dropped' }
  /** One step of several is done; the next begins where `progress` says. */
  | { readonly kind: 'partly'; readonly progress: string }
  /** It is not time yet. */
  | { readonly kind: 'later'; readonly atUs: number }
  | Failure

export interface Failure {
  readonly kind: 'failed'
  readonly error: string
  /** The receiver does not want it, rather than not being there. */
  readonly refused: boolean
  readonly retryAfterUs?: number | undefined
  /** What the receiver answered, if it did. */
  readonly status?: number
  readonly answer?: string | undefined
}

/** An attempt that is over, and what comes of it. */
export interface Attempted {
  readonly delivery: Omit<Delivery, 'signal'>
  readonly outcome: Failure | Extract<Outcome, { kind: 'delivered' }>
  readonly ms: number
  /** Undefined when it is not tried again. */
  readonly nextAtUs?: number | undefined
}

/** Somebody who delivers entries of some targets. */
export interface Courier {
  /** For metrics. */
  readonly kind: string
  /** The receiver as settings have it, or undefined when it is gone: a changed one gets another chance. */
  versionOf(app: App, target: string): string | undefined
  deliver(delivery: Delivery): Promise<Outcome>
  /** Told of each attempt that reached an end, for people who look at them. */
  noted?(attempted: Attempted): void
  /** After the last attempt: keep it for somebody to look at, or let it go. */
  readonly keepsDead: boolean
}

export const DELIVERED: Outcome = { kind: 'delivered' }
export const DROPPED: Outcome = { kind: 'dropped' }
