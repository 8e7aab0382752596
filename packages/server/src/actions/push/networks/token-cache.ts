interface CachedToken {
  readonly token: Promise<string>
  readonly untilMs: number
}

const MAX_TOKENS = 1_000

/** Access tokens by what they were got with: got once, however many pushes wait for it. */
export class TokenCache {
  readonly #tokens = new Map<string, CachedToken>()

  /** `lifeMs`: how long a new one is used. One that could not be got is asked for again next time. */
  get(key: string, lifeMs: number, make: () => Promise<string>): Promise<string> {
    const known = this.#tokens.get(key)
    if (known && performance.now() < known.untilMs) return known.token
    if (this.#tokens.size >= MAX_TOKENS) this.#tokens.clear()
    const token = make()
    this.#tokens.set(key, { token, untilMs: performance.now() + lifeMs })
    token.catch(() => this.#tokens.delete(key))
    return token
  }

  forget(key: string): void {
    this.#tokens.delete(key)
  }
}
