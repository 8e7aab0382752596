import type { Json } from './records.ts'

/** Something to be delivered outside: an event to a webhook, or a push. */
export interface OutboxEntry {
  readonly appId: number
  /** A hook's id, or `push`. */
  readonly target: string
  /** Entries of one lane go out in order: a cid, or a text that no cid is. */
  readonly lane: string
  /** A UUID, the same at every attempt. */
  readonly id: string
  readonly type: string
  /** JSON. */
  readonly payload: string
  readonly createdAtUs: number
  /** Not to be looked at before, unless it stands behind others. */
  readonly dueAtUs?: number
}

/** Entries of one lane, taken by one worker for a while. */
export interface OutboxLane {
  readonly pk: number
  readonly appId: number
  readonly target: string
  readonly lane: string
}

/** An entry that is there to be delivered. */
export interface QueuedEntry {
  readonly pk: number
  readonly id: string
  readonly type: string
  readonly payload: string
  /** Those that failed. */
  readonly attempts: number
  /** How far a delivery in steps has come. */
  readonly progress: string | undefined
  readonly createdAtUs: number
}

/** A target that failed and did not succeed since. */
export interface FailingTarget {
  readonly appId: number
  readonly target: string
  /** Of the hook that failed: a changed one is another. */
  readonly version: string
  readonly failures: number
  readonly pausedUntilUs: number | undefined
  readonly error: string
}

/** A delivery that was given up. */
export interface DeadLetterRecord extends OutboxEntry {
  readonly attempts: number
  readonly error: string
  readonly diedAtUs: number
}

/** A message that only its sender sees, kept while it may be acted on. */
export interface EphemeralRecord {
  readonly appId: number
  readonly id: string
  readonly cid: string
  readonly userId: string
  readonly message: Json
  readonly expiresAtUs: number
}
