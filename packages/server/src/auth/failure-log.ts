import { ChatError, type ErrorName } from '@parley/protocol'
import { rateKeyOfAddress } from '../util/address.ts'
import type { Clock } from '../util/time.ts'

/** Kept per app; the oldest go first. What names no app of ours has one place for all. */
const KEPT = 200
/** The same again from the same address within this time is counted, not listed once more. */
const SAME_US = 10 * 60e6
const MINUTE_US = 60e6
const MAX_TIMES = 20_000

/** Credentials that were refused, as somebody reads it who looks for the reason. */
export interface Failure {
  /** Undefined for an API key that is none. */
  readonly apiKey: string | undefined
  readonly code: number
  readonly name: ErrorName
  /** Never with a token or a secret in it. */
  readonly message: string
  readonly address: string
  /** Whom the token names. It was refused, so anybody may have written that. */
  readonly userId: string | undefined
  readonly firstAtUs: number
  readonly lastAtUs: number
  readonly count: number
}

/** Errors that speak of who somebody is, and not of what they want. */
const OF_CREDENTIALS: ReadonlySet<ErrorName> = new Set([
  'api_key_invalid',
  'auth_failed',
  'token_expired',
  'token_not_valid_yet',
  'token_used_before_iat',
  'token_signature_invalid',
  'app_suspended',
])
const OF_ACCOUNTS: ReadonlySet<unknown> = new Set(['deactivated', 'deleted', 'merged'])

/** Recently refused credentials, in memory: of each app the latest, so that none crowds out others. */
export class FailureLog {
  readonly sinceUs: number
  readonly #clock: Clock
  readonly #byApp = new Map<string | undefined, Failure[]>()
  /** When, of the last minute; each one, as far as they are kept. */
  readonly #recent = new Map<string | undefined, number[]>()

  constructor(clock: Clock) {
    this.#clock = clock
    this.sinceUs = clock()
  }

  /** `apiKey` is an app's; undefined for anything else. Takes what is no refusal of credentials, too, and ignores it. */
  note(error: unknown, apiKey: string | undefined, ip: string, userId?: string): void {
    if (!(error instanceof ChatError) || !isOfCredentials(error)) return
    const { code, errorName: name, message } = error
    const address = rateKeyOfAddress(ip)
    const nowUs = this.#clock()
    this.#noteTime(apiKey, nowUs)
    const kept = this.#byApp.get(apiKey) ?? []
    const at = kept.findLastIndex(
      each =>
        each.code === code &&
        each.address === address &&
        each.userId === userId &&
        sameReason(each.message, message),
    )
    const known = kept[at]
    const again = known && nowUs < known.lastAtUs + SAME_US
    if (again) kept.splice(at, 1)
    else if (kept.length >= KEPT) kept.shift()
    const firstAtUs = again ? known.firstAtUs : nowUs
    const count = again ? known.count + 1 : 1
    kept.push({ apiKey, code, name, message, address, userId, firstAtUs, lastAtUs: nowUs, count })
    this.#byApp.set(apiKey, kept)
  }

  /** How many in the last minute; 10,000 at most. */
  countInMinute(apiKey: string): number {
    const sinceUs = this.#clock() - MINUTE_US
    return this.#recent.get(apiKey)?.filter(atUs => atUs > sinceUs).length ?? 0
  }

  #noteTime(apiKey: string | undefined, nowUs: number): void {
    const times = this.#recent.get(apiKey) ?? []
    times.push(nowUs)
    // Now and then, so that a flood costs little more than its own length.
    if (times.length >= MAX_TIMES)
      times.splice(0, Math.max(times.length / 2, countUntil(times, nowUs - MINUTE_US)))
    this.#recent.set(apiKey, times)
  }

  /** The latest first. */
  list(apiKeys: readonly (string | undefined)[]): Failure[] {
    const found = apiKeys.flatMap(key => this.#byApp.get(key) ?? [])
    return found.sort((a, b) => b.lastAtUs - a.lastAtUs)
  }
}

function isOfCredentials({ errorName, details }: ChatError): boolean {
  if (errorName === 'not_allowed') return OF_ACCOUNTS.has(details?.reason)
  if (errorName === 'rate_limited') return details?.scope === 'address'
  return OF_CREDENTIALS.has(errorName)
}

/** Times in a message differ each time. */
function sameReason(one: string, other: string): boolean {
  return one === other || one.replace(/\d+/g, '0') === other.replace(/\d+/g, '0')
}

function countUntil(times: readonly number[], atUs: number): number {
  const first = times.findIndex(time => time > atUs)
  return first < 0 ? times.length : first
}
