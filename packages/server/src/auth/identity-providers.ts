import { ChatError } from '@parley/protocol'
import type { Logger } from 'pino'
import type { App, IdentityProvider } from '../domain/app.ts'
import { jwksProblem } from '../domain/identity-providers.ts'
import { badClaim, parseTokenTimes, type TokenTimes } from '../domain/tokens.ts'
import type { Clock } from '../util/time.ts'
import { Jwks } from './jwks.ts'
import { readUserId } from './token-claims.ts'
import { readUnverified } from './unverified.ts'
import { verifyProvided } from './verify-provided.ts'
import { checkTokenForm, parseClaims } from './verify-token.ts'

/** What a provider's token says, once its signature holds. */
export interface ProvidedUser {
  readonly userId: string
  readonly times: TokenTimes
  readonly claims: { readonly name?: string; readonly teams?: readonly string[] }
}

type Claims = Readonly<Record<string, unknown>>

/** Verifies tokens of the identity providers that apps list. */
export class IdentityProviders {
  readonly #clock: Clock
  readonly #log: Logger
  readonly #keySets = new Map<string, Jwks>()

  constructor(options: { readonly clock: Clock; readonly log: Logger }) {
    this.#clock = options.clock
    this.#log = options.log
  }

  /**
   * The provider that a token claims to come from, for the choice of keys only: nothing else of
   * an unverified token is looked at.
   * @throws ChatError `auth_failed` for what is no token.
   */
  route(app: App, token: string): IdentityProvider | undefined {
    if (app.settings.identityProviders.length === 0) return undefined
    checkTokenForm(token)
    const { iss, aud } = readUnverified(token).claims ?? {}
    const ofIssuer = app.settings.identityProviders.filter(provider => provider.issuer === iss)
    return ofIssuer.find(provider => isFor(provider, aud)) ?? ofIssuer[0]
  }

  /** @throws ChatError `token_signature_invalid` | `auth_failed`; `internal` while the keys can't be fetched. */
  async verify(app: App, provider: IdentityProvider, token: string): Promise<ProvidedUser> {
    const payload = await verifyProvided(token, provider, this.#keysOf(app, provider))
    return readProvided(provider, parseClaims(payload))
  }

  #keysOf(app: App, provider: IdentityProvider): Jwks {
    const problem = jwksProblem(provider.jwksUri, app.mode)
    if (problem)
      throw new ChatError('auth_failed', `the app's identity provider can't be used: jwks_uri ${problem}`)
    const known = this.#keySets.get(provider.jwksUri)
    if (known) return known
    const keySet = new Jwks({ uri: provider.jwksUri, clock: this.#clock, log: this.#log })
    this.#keySets.set(provider.jwksUri, keySet)
    return keySet
  }
}

function isFor(provider: IdentityProvider, aud: unknown): boolean {
  if (provider.audience === undefined) return true
  return Array.isArray(aud) ? aud.includes(provider.audience) : aud === provider.audience
}

function readProvided(provider: IdentityProvider, claims: Claims): ProvidedUser {
  const times = parseTokenTimes(claims)
  if (claims.iss !== provider.issuer) throw badClaim('iss', 'the token’s "iss" is not the provider’s')
  if (!isFor(provider, claims.aud)) {
    throw badClaim(
      'aud',
      `the token is for somebody else: its "aud" must be or contain "${provider.audience}"`,
    )
  }
  const claim = provider.userIdClaim
  if (claims[claim] === undefined) {
    throw badClaim(claim, `the token has no "${claim}", which this app takes the user id from`)
  }
  return { userId: readUserId(claims[claim], claim), times, claims: profileOf(provider, claims) }
}

function profileOf({ nameClaim, teamsClaim }: IdentityProvider, claims: Claims): ProvidedUser['claims'] {
  const name = nameClaim === undefined ? undefined : claims[nameClaim]
  const teams = teamsClaim === undefined ? undefined : claims[teamsClaim]
  const list = typeof teams === 'string' ? [teams] : teams
  return {
    ...(typeof name === 'string' && name !== '' ? { name } : {}),
    ...(Array.isArray(list) ? { teams: list.filter(team => typeof team === 'string') } : {}),
  }
}
