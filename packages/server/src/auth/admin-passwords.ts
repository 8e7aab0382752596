import { ChatError } from '@parley/protocol'

/** What OWASP recommends for argon2id; 19 MiB are taken while one password is checked. */
const ARGON2ID = { algorithm: 'argon2id', memoryCost: 19_456, timeCost: 2 } as const

/** At once; more wait, so that guesses can take neither all memory nor all processors. */
const AT_ONCE = 2
const MAX_WAITING = 32

/** Hashes and checks passwords, a few at a time. One per server. */
export class AdminPasswords {
  #running = 0
  readonly #waiting: (() => void)[] = []
  #nobodys: Promise<string> | undefined

  async hash(password: string): Promise<string> {
    return this.#inTurn(() => Bun.password.hash(password, ARGON2ID))
  }

  /**
   * Whether it is the password. Without a hash, for somebody who does not exist, it takes as long and says no.
   * @throws ChatError `rate_limited` when too many wait
   */
  async verify(password: string, hash: string | undefined): Promise<boolean> {
    this.#nobodys ??= Bun.password.hash(crypto.randomUUID(), ARGON2ID)
    const against = hash ?? (await this.#nobodys)
    const right = await this.#inTurn(() => Bun.password.verify(password, against))
    return right && hash !== undefined
  }

  async #inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.#running >= AT_ONCE) await this.#turn()
    else this.#running += 1
    try {
      return await work()
    } finally {
      const next = this.#waiting.shift()
      if (next) next()
      else this.#running -= 1
    }
  }

  #turn(): Promise<void> {
    if (this.#waiting.length >= MAX_WAITING) {
      throw new ChatError(
        'rate_limited',
        'too many people sign in to the dashboard just now; try again in 5 s',
        {
          details: { retry_after: 5, scope: 'server' },
        },
      )
    }
    return new Promise(resolve => this.#waiting.push(resolve))
  }
}
