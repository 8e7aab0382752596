import type { IdentityProvider } from '../domain/app.ts'
import type { AppKey } from './app-keys.ts'
import type { ProvidedUser } from './identity-providers.ts'
import type { TokenSubject } from './token-claims.ts'

/** A verdict worth remembering, and what it rests on. */
export type VerifiedToken = OwnVerdict | ProviderVerdict

/**
 * About a token signed with a secret of the app. Flat, because there is one for every connection:
 * an object that stays keeps its whole block of the heap, with all the space that short-lived ones
 * left in it, so three objects for one cost far more than their size.
 */
export class OwnVerdict {
  readonly by: AppKey
  /** Undefined: a server's. */
  readonly userId: string | undefined
  readonly exp: number | undefined
  readonly iat: number | undefined
  readonly nbf: number | undefined
  /** Since 1970, when its use was counted last. */
  countedHour = -1

  constructor(by: AppKey, subject: TokenSubject) {
    this.by = by
    this.userId = subject.kind === 'user' ? subject.userId : undefined
    this.exp = subject.times.exp
    this.iat = subject.times.iat
    this.nbf = subject.times.nbf
  }
}

/** About a token of an identity provider. */
export interface ProviderVerdict {
  readonly by: IdentityProvider
  readonly subject: ProvidedUser
  readonly verifiedAtUs: number
}

/**
 * Verdicts about tokens, so that each is verified once. Keeps hashes, no tokens.
 *
 * Two generations bound the memory: about 200 bytes per entry, twice `maxEntries` at most.
 * Whoever asks again within a generation stays.
 */
export class VerifiedTokens {
  readonly #maxEntries: number
  #young = new Map<string, VerifiedToken>()
  #old = new Map<string, VerifiedToken>()

  constructor(maxEntries = 20_000) {
    this.#maxEntries = maxEntries
  }

  find(id: string): VerifiedToken | undefined {
    const young = this.#young.get(id)
    if (young) return young
    const old = this.#old.get(id)
    if (old) this.remember(id, old)
    return old
  }

  remember(id: string, verdict: VerifiedToken): void {
    if (this.#young.size >= this.#maxEntries) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(id, verdict)
  }

  get size(): number {
    return this.#young.size + this.#old.size
  }
}

/** Names a token of an app without keeping it: 128 bits of SHA-256. */
export function tokenId(appId: number, token: string): string {
  const hash = Bun.CryptoHasher.hash('sha256', token, 'base64url')
  return `${appId}:${hash.slice(0, 22)}`
}
