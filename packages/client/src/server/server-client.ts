import { localError } from '../call.ts'
import { type Fetch, Rest } from '../net/rest.ts'
import { DEFAULT_TIMING, type Timing } from '../timing.ts'
import { AppAdmin } from './app-admin.ts'
import { importSecret, parseHex, verify } from './hmac.ts'
import { signJwt } from './jwt.ts'
import { ActingClient } from './server-api.ts'
import type { Send } from './server-channel.ts'

/** How a backend reaches its server. */
export interface ServerClientOptions {
  /** Where Parley is; `http://127.0.0.1:8800` unless given. */
  baseURL?: string
  fetch?: Fetch
  /** For tests: other waits. */
  timing?: Partial<Timing>
}

const AGENT = 'parley-server-js-0.1.0'

/**
 * Parley for your backend. It holds the app's secret: never let it near a browser.
 *
 * It may do everything, in nobody's name; `as(userId)` does the same in a user's.
 *
 * @example
 * const parley = new ServerClient(key, secret, { baseURL: 'https://chat.example.com' })
 * const token = await parley.createToken('bender', Math.floor(Date.now() / 1000) + 3600)
 * await parley.as('bender').channel('messaging', 'general').sendMessage({ text: 'Hello' })
 */
export class ServerClient extends AppAdmin {
  readonly apiKey: string
  readonly baseURL: string
  protected override readonly request: Send
  protected override readonly actorId = undefined
  readonly #key: Promise<CryptoKey>

  /** @throws ChatError without key or secret */
  constructor(apiKey: string, secret: string, options: ServerClientOptions = {}) {
    super()
    if (!apiKey || !secret) {
      throw localError('API key and secret are needed: the server prints them at its first start', 'usage')
    }
    this.apiKey = apiKey
    this.baseURL = (options.baseURL ?? 'http://127.0.0.1:8800').replace(/\/+$/, '')
    this.#key = importSecret(secret)
    const rest = new Rest({
      apiKey,
      baseURL: this.baseURL,
      agent: AGENT,
      fetch: options.fetch,
      timing: { ...DEFAULT_TIMING, ...options.timing },
      authorize: async () => ({
        headers: { 'stream-auth-type': 'jwt', authorization: await this.#serverToken() },
      }),
    })
    this.request = request => rest.request(request)
  }

  /** The same in the name of a user; one who is not known yet is made. */
  as(userId: string): ActingClient {
    return new ActingClient(this.request, userId)
  }

  /**
   * A token that lets a client connect as this user.
   *
   * `exp` and `iat` are Unix seconds. Without `exp` it never expires; with `iat` it can be
   * revoked with all that were issued earlier.
   */
  async createToken(userId: string, exp?: number, iat?: number): Promise<string> {
    checkTime('exp', exp)
    checkTime('iat', iat)
    if (!userId) throw localError('createToken(userId, exp?, iat?): the user id is missing', 'usage')
    const times = { ...(exp !== undefined && { exp }), ...(iat !== undefined && { iat }) }
    return signJwt(await this.#key, { user_id: userId, ...times })
  }

  /** Whether a webhook came from Parley. `rawBody`: the bytes as received, not parsed and printed anew. */
  async verifyWebhook(rawBody: string | Uint8Array, signature: string): Promise<boolean> {
    const bytes = typeof rawBody === 'string' ? new TextEncoder().encode(rawBody) : Uint8Array.from(rawBody)
    const given = parseHex(signature)
    return given !== undefined && verify(await this.#key, given, bytes)
  }

  async #serverToken(): Promise<string> {
    return signJwt(await this.#key, { server: true })
  }
}

/** Milliseconds where seconds belong would make tokens for the year 58000. */
function checkTime(name: string, seconds: number | undefined): void {
  if (seconds === undefined || (Number.isInteger(seconds) && seconds > 0 && seconds < 100_000_000_000)) return
  throw localError(`createToken: ${name} must be Unix seconds, a whole number, not ${seconds}`, 'usage')
}
