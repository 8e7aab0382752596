import type { IdentityProvider } from '../domain/app.ts'
import type { AppKey } from './app-keys.ts'
import type { ProvidedUser } from './identity-providers.ts'
import type { TokenSubject } from './token-claims.ts'

/** A verdict worth remembering, and what it rests on. */
export type VerifiedToken =
  | { readonly by: AppKey; readonly subject: TokenSubject; countedHour?: number }
  | { readonly by: IdentityProvider; readonly subject: ProvidedUser; readonly verifiedAtUs: number }

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
