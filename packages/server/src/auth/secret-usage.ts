import type { SecretUsageRecord, Store } from '../store/store.ts'
import { Distinct } from '../util/distinct.ts'
import type { OwnVerdict } from './verified-tokens.ts'

const HOUR_US = 3_600e6
const HOURS = 24
/** Hours that nobody asks about any more are forgotten. */
const KEPT_HOURS = 48

interface Hour {
  readonly appId: number
  readonly secretId: string
  readonly hour: number
  readonly tokens: Distinct
  lastUsedAtUs: number
  isNew: boolean
}

/** How much a secret is in use, for whoever is about to end it. */
export interface SecretUse {
  /** About how many tokens of it were used in the last 24 hours. */
  readonly tokens: number
  /** To the hour. */
  readonly lastUsedAtUs: number | undefined
}

/**
 * How many tokens of each secret are in use. A token is counted once an hour, in memory; a request
 * costs one comparison. Every minute the hour's sketch is written down, whatever the traffic was.
 */
export class SecretUsage {
  readonly #hours = new Map<string, Hour>()

  note(appId: number, verdict: OwnVerdict, tokenId: string, nowUs: number): void {
    const hour = Math.floor(nowUs / HOUR_US)
    if (verdict.countedHour === hour) return
    verdict.countedHour = hour
    const counted = this.#hour(appId, verdict.by.id, hour)
    const hash = Buffer.from(tokenId.slice(tokenId.indexOf(':') + 1), 'base64url')
    counted.tokens.add(hash.readUInt32BE(0), hash.readUInt32BE(4))
    counted.lastUsedAtUs = nowUs
    counted.isNew = true
  }

  /** Writes what is new; what other nodes, or this one before a restart, counted in the hour stays counted. */
  async flush(store: Store, nowUs: number): Promise<void> {
    const hour = Math.floor(nowUs / HOUR_US)
    for (const [key, counted] of this.#hours) {
      if (counted.isNew) await write(store, counted)
      if (counted.hour < hour && !counted.isNew) this.#hours.delete(key)
    }
    await store.transaction(tx => tx.pruneSecretUsage(hour - KEPT_HOURS))
  }

  /** By secret. Nothing of it is older than a day. */
  async lastDay(store: Store, appId: number, nowUs: number): Promise<ReadonlyMap<string, SecretUse>> {
    const sinceHour = Math.floor(nowUs / HOUR_US) - HOURS + 1
    const days = new Map<string, { tokens: Distinct; lastUsedAtUs: number }>()
    const add = (secretId: string, tokens: Distinct, lastUsedAtUs: number) => {
      const day = days.get(secretId) ?? { tokens: new Distinct(), lastUsedAtUs: 0 }
      day.tokens.merge(tokens)
      day.lastUsedAtUs = Math.max(day.lastUsedAtUs, lastUsedAtUs)
      days.set(secretId, day)
    }
    for (const { secretId, sketch, lastUsedAtUs } of await store.read.listSecretUsage(appId, sinceHour)) {
      add(secretId, Distinct.fromText(sketch), lastUsedAtUs)
    }
    for (const counted of this.#hours.values()) {
      if (counted.appId !== appId || counted.hour < sinceHour) continue
      add(counted.secretId, counted.tokens, counted.lastUsedAtUs)
    }
    return new Map(
      [...days].map(([id, { tokens, lastUsedAtUs }]) => [id, { tokens: tokens.count(), lastUsedAtUs }]),
    )
  }

  #hour(appId: number, secretId: string, hour: number): Hour {
    const key = `${appId}:${secretId}:${hour}`
    const known = this.#hours.get(key)
    if (known) return known
    const made: Hour = { appId, secretId, hour, tokens: new Distinct(), lastUsedAtUs: 0, isNew: false }
    this.#hours.set(key, made)
    return made
  }
}

async function write(store: Store, counted: Hour): Promise<void> {
  const { appId, secretId, hour, lastUsedAtUs } = counted
  counted.isNew = false
  try {
    await store.transaction(async tx => {
      const earlier = (await tx.listSecretUsage(appId, hour)).find(
        (each: SecretUsageRecord) => each.hour === hour && each.secretId === secretId,
      )
      if (earlier) counted.tokens.merge(Distinct.fromText(earlier.sketch))
      const lastUsed = Math.max(lastUsedAtUs, earlier?.lastUsedAtUs ?? 0)
      await tx.saveSecretUsage({
        appId,
        secretId,
        hour,
        sketch: counted.tokens.toText(),
        lastUsedAtUs: lastUsed,
      })
    })
  } catch (error) {
    counted.isNew = true
    throw error
  }
}
