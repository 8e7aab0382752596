import { ChatError, CLOSE_CODES } from '@parley/protocol'
import type { Bus } from '../bus/bus.ts'
import type { AppRecord, SecretRecord } from '../domain/records.ts'
import type { Store } from '../store/store.ts'
import type { Clock } from '../util/time.ts'

export interface SecretWatchOptions {
  readonly store: Store
  readonly bus: Bus
  readonly clock: Clock
}

interface Retiring {
  readonly app: AppRecord
  readonly secretId: string
  readonly atUs: number
}

/**
 * Ends the connections whose token was signed with a secret that is revoked or has retired: who
 * holds a leaked secret must not stay because they came in time.
 */
export class SecretWatch {
  readonly #options: SecretWatchOptions
  /** Secrets whose connections are closed already. */
  readonly #ended = new Set<string>()
  readonly #retiring = new Map<string, Retiring>()

  constructor(options: SecretWatchOptions) {
    this.#options = options
  }

  /** Looks at an app's secrets; to be called at start and whenever the app changed. */
  async read(app: AppRecord): Promise<void> {
    for (const secret of await this.#options.store.read.listSecrets(app.id)) this.#take(app, secret)
  }

  /** Ends what has retired meanwhile. */
  beat(): void {
    const nowUs = this.#options.clock()
    for (const { app, secretId, atUs } of this.#retiring.values()) {
      if (nowUs >= atUs) this.#end(app, secretId, 'has retired')
    }
  }

  #take(app: AppRecord, { id, state, retiresAtUs }: SecretRecord): void {
    if (state === 'revoked') this.#end(app, id, 'was revoked')
    else if (state === 'retiring' && retiresAtUs !== undefined && !this.#ended.has(id)) {
      this.#retiring.set(id, { app, secretId: id, atUs: retiresAtUs })
    }
  }

  #end(app: AppRecord, secretId: string, what: string): void {
    this.#retiring.delete(secretId)
    if (this.#ended.has(secretId)) return
    this.#ended.add(secretId)
    const { errorName: name, message } = new ChatError(
      'token_expired',
      `the secret "${secretId}" of API key "${app.key}", which signed this token, ${what}, and the token with it: get a new one from your backend`,
    )
    // With a token provider the client comes back by itself, with a token of a newer secret.
    const closeCode = CLOSE_CODES.token_expired.code
    const error = { name, message, details: { reason: 'secret_retired' } }
    this.#options.bus.publish({
      to: 'nodes',
      control: { kind: 'disconnect', appId: app.id, secretId, closeCode, error },
    })
  }
}
