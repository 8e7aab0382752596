import { computed, signal } from '@angular/core'
import type { JsonObject } from '../ui/parse-json-object'
import { type ExpiryChoice, expirySeconds, localSeconds } from './expiry'
import type { Claims } from './sign-token'
import { userIdProblem } from './user-id-problem'

/** Claims that have fields of their own. */
const OWN_CLAIMS = ['user_id', 'server', 'iat', 'exp', 'nbf']

/** What is put together on the page: a token, as far as it is known. Kept in memory only. */
export class TokenDraft {
  readonly secret = signal('')
  /** The id of the app's own secret, while that is the one. */
  readonly secretId = signal<string | undefined>(undefined)
  readonly kind = signal<'user' | 'server'>('user')
  readonly userId = signal('')
  readonly expiry = signal<ExpiryChoice>('day')
  readonly date = signal('')
  readonly notBefore = signal('')
  readonly more = signal<JsonObject>({})
  readonly isMoreValid = signal(true)
  readonly #round = signal(0)

  /** Secrets have no white space; what is copied often brings some along. */
  readonly trimmedSecret = computed(() => this.secret().trim())
  readonly userIdProblem = computed(() => (this.userId() === '' ? undefined : userIdProblem(this.userId())))
  readonly moreProblem = computed(() => {
    const taken = Object.keys(this.more()).find(name => OWN_CLAIMS.includes(name))
    return taken && `“${taken}” has a field of its own above: leave it out here`
  })

  /** What is missing still; undefined when a token can be made. */
  readonly missing = computed(() => {
    if (this.trimmedSecret() === '') return 'the secret of your app'
    if (this.kind() === 'user' && this.userId() === '') return 'the id of the user'
    if (this.kind() === 'user' && this.userIdProblem()) return 'an id that can be one'
    if (this.expiry() === 'date' && localSeconds(this.date()) === undefined) return 'the date it expires at'
    return this.moreProblem() || !this.isMoreValid() ? 'claims that can be read' : undefined
  })

  /** The payload: times count from the moment something was changed last. */
  readonly claims = computed<Claims | undefined>(() => {
    this.#round()
    if (this.missing()) return undefined
    const now = Math.floor(Date.now() / 1000)
    const exp = expirySeconds(this.expiry(), this.date(), now)
    const nbf = localSeconds(this.notBefore())
    const subject = this.kind() === 'server' ? { server: true } : { user_id: this.userId() }
    return {
      ...subject,
      iat: now,
      ...(exp !== undefined && { exp }),
      ...(nbf !== undefined && { nbf }),
      ...this.more(),
    }
  })

  /** The same once more, issued now. */
  again(): void {
    this.#round.update(round => round + 1)
  }
}
