import type { Clock } from '../../util/time.ts'

/** Of each hook, so many that arrived and as many that did not: the many of the one kind hide none of the other. */
const KEPT = 100

/** One attempt to tell a hook something. */
export interface DeliveryAttempt {
  /** Of a hook, or the setting that holds its address. */
  readonly hookId: string
  readonly url: string
  /** An event's type, a callback's name, or a command: `/ticket`. */
  readonly type: string
  /** `X-Webhook-Id`. */
  readonly webhookId: string
  readonly attempt: number
  /** Undefined when nothing was answered. */
  readonly status: number | undefined
  /** Why it counts as failed, in words; undefined when it arrived. */
  readonly error: string | undefined
  /** How the answer to what failed begins. */
  readonly answer: string | undefined
  readonly ms: number
  /** When it is tried again; undefined when it is not. */
  readonly nextAtUs?: number | undefined
  /** Nobody tries it again; it is among the dead letters. */
  readonly isDead?: boolean
  /** An admin's test, and no event. */
  readonly isTest?: boolean
}

/** An attempt that is kept. */
export interface LoggedDelivery extends DeliveryAttempt {
  /** Grows with time. */
  readonly number: number
  readonly atUs: number
}

/** What was tried of one hook since the server was started. */
export interface DeliveryCount {
  delivered: number
  failed: number
}

interface HookLog {
  readonly arrived: LoggedDelivery[]
  readonly failed: LoggedDelivery[]
  readonly count: DeliveryCount
}

/** Recent attempts to tell hooks something, in memory. */
export class DeliveryLog {
  readonly sinceUs: number
  readonly #clock: Clock
  readonly #byApp = new Map<number, Map<string, HookLog>>()
  #number = 0

  constructor(clock: Clock) {
    this.#clock = clock
    this.sinceUs = clock()
  }

  note(appId: number, attempt: DeliveryAttempt): void {
    const { arrived, failed, count } = this.#logOf(appId, attempt.hookId)
    const isFailure = attempt.error !== undefined
    const kept = isFailure ? failed : arrived
    this.#number += 1
    kept.push({ ...attempt, number: this.#number, atUs: this.#clock() })
    if (kept.length > KEPT) kept.shift()
    if (attempt.isTest) return
    if (isFailure) count.failed += 1
    else count.delivered += 1
  }

  /** The latest first. */
  list(appId: number): LoggedDelivery[] {
    const logs = [...(this.#byApp.get(appId)?.values() ?? [])]
    return logs
      .flatMap(({ arrived, failed }) => [...arrived, ...failed])
      .sort((one, other) => other.number - one.number)
  }

  /** By hook. */
  counts(appId: number): ReadonlyMap<string, Readonly<DeliveryCount>> {
    return new Map([...(this.#byApp.get(appId) ?? [])].map(([hookId, { count }]) => [hookId, count]))
  }

  #logOf(appId: number, hookId: string): HookLog {
    const logs = this.#byApp.get(appId) ?? new Map<string, HookLog>()
    this.#byApp.set(appId, logs)
    const log = logs.get(hookId) ?? { arrived: [], failed: [], count: { delivered: 0, failed: 0 } }
    logs.set(hookId, log)
    return log
  }
}
