import { JWKS_REFETCH_MIN_SECONDS } from '@parley/protocol'
import { createLocalJWKSet, errors, type JSONWebKeySet, type JWSHeaderParameters } from 'jose'
import type { Logger } from 'pino'
import type { Clock } from '../util/time.ts'

type FindKey = ReturnType<typeof createLocalJWKSet>

const REFETCH_MIN_US = JWKS_REFETCH_MIN_SECONDS * 1e6
/** Keys that a provider withdrew are forgotten after so long at most. */
const REFRESH_US = 10 * 60 * 1e6
const FETCH_TIMEOUT_MS = 5_000
const MAX_BYTES = 256 * 1024

/**
 * A provider's public keys. Fetched when first needed, again for an unknown `kid` (once a minute at
 * most) and every ten minutes in use. When a fetch fails the last good keys stay.
 */
export class Jwks {
  readonly #uri: string
  readonly #clock: Clock
  readonly #log: Logger
  #find: FindKey | undefined
  #triedAtUs = Number.NEGATIVE_INFINITY
  #fetching: Promise<void> | undefined

  constructor(options: { readonly uri: string; readonly clock: Clock; readonly log: Logger }) {
    this.#uri = options.uri
    this.#clock = options.clock
    this.#log = options.log
  }

  /**
   * The keys that a header may mean: one, or several when it has no `kid`.
   * @throws JWKSNoMatchingKey; Error when keys were never fetched and can't be now.
   */
  async candidates(header: JWSHeaderParameters): Promise<CryptoKey[]> {
    if (!this.#find) await this.#refetch()
    else if (this.#clock() > this.#triedAtUs + REFRESH_US) void this.#refetch()
    try {
      return await this.#pick(header)
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error
      if (!(await this.#refetch())) throw error
      return this.#pick(header)
    }
  }

  async #pick(header: JWSHeaderParameters): Promise<CryptoKey[]> {
    if (!this.#find) throw new Error(`the keys at ${this.#uri} could not be fetched`)
    try {
      return [await this.#find(header)]
    } catch (error) {
      if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error
      const keys: CryptoKey[] = []
      for await (const key of error) keys.push(key)
      return keys
    }
  }

  /** False when it was tried too recently. Never throws. */
  async #refetch(): Promise<boolean> {
    if (!this.#fetching) {
      if (this.#clock() < this.#triedAtUs + REFETCH_MIN_US) return false
      this.#triedAtUs = this.#clock()
      this.#fetching = this.#fetch().finally(() => {
        this.#fetching = undefined
      })
    }
    await this.#fetching
    return true
  }

  async #fetch(): Promise<void> {
    try {
      this.#find = createLocalJWKSet(await fetchJwks(this.#uri))
    } catch (error) {
      const kept = this.#find ? 'the last good keys stay in use' : 'its tokens are refused until that works'
      this.#log.warn(
        { jwks_uri: this.#uri, err: error },
        `an identity provider's keys can't be fetched; ${kept}`,
      )
    }
  }
}

async function fetchJwks(uri: string): Promise<JSONWebKeySet> {
  return (await fetchJson(uri)) as JSONWebKeySet
}

/** A small JSON document of a provider. @throws Error saying what came instead. */
export async function fetchJson(uri: string): Promise<unknown> {
  const response = await fetch(uri, {
    // A redirect could lead from https to anywhere.
    redirect: 'manual',
    headers: { accept: 'application/json, application/jwk-set+json' },
    signal: AbortSignal.timeout(FETCH_TIMEOUT_MS),
  })
  if (response.status !== 200) throw new Error(`the answer was ${response.status}, not 200`)
  return JSON.parse(await readText(response))
}

async function readText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body ?? []) {
    size += chunk.byteLength
    if (size > MAX_BYTES) throw new Error(`the answer is longer than ${MAX_BYTES} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
