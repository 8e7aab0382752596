import { ChatError } from '@parley/protocol'
import type { IdentityProvider } from './app.ts'
import type { AppMode } from './records.ts'

/** What a provider may sign with: never a shared secret, never nothing. */
export const PROVIDER_ALGORITHMS: readonly string[] = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
]

const PREFIX = 'provider:'

/** Whether an id in the place of a secret's is an identity provider's. */
export function isProviderId(id: string): boolean {
  return id.startsWith(PREFIX)
}

/** With `strict`, what is wrong is thrown; without, providers that can't be used are left out. */
export interface ProviderChecks {
  readonly strict: true
  readonly mode: AppMode
}

/**
 * Reads the setting `identity_providers`.
 * @throws ChatError `invalid_input` naming the field, with `checks` only.
 */
export function parseIdentityProviders(value: unknown, checks?: ProviderChecks): readonly IdentityProvider[] {
  if (value === undefined || value === null) return []
  if (!Array.isArray(value)) return refuse('identity_providers', 'must be an array', checks) ?? []
  const providers = value.map((item, index) => parseProvider(item, `identity_providers[${index}]`, checks))
  return providers.filter(provider => provider !== undefined)
}

function parseProvider(value: unknown, path: string, checks?: ProviderChecks): IdentityProvider | undefined {
  const item = (typeof value === 'object' && value !== null ? value : {}) as Record<string, unknown>
  const { issuer, jwks_uri: jwksUri, algorithms } = item
  if (!isText(issuer)) return refuse(`${path}.issuer`, 'must be the text of the tokens’ `iss`', checks)
  if (!isText(jwksUri)) return refuse(`${path}.jwks_uri`, 'must be an address', checks)
  const address = jwksProblem(jwksUri, checks?.mode ?? 'development')
  if (address) return refuse(`${path}.jwks_uri`, address, checks)
  if (!Array.isArray(algorithms) || algorithms.length === 0 || !algorithms.every(isAlgorithm)) {
    return refuse(`${path}.algorithms`, `must be some of ${PROVIDER_ALGORITHMS.join(', ')}`, checks)
  }
  for (const name of ['audience', 'user_id_claim', 'name_claim', 'teams_claim']) {
    const text = item[name]
    if (text !== undefined && text !== null && typeof text !== 'string') {
      return refuse(`${path}.${name}`, 'must be a string', checks)
    }
  }
  const audience = textOf(item.audience)
  const userIdClaim = textOf(item.user_id_claim) ?? 'sub'
  return {
    id: `${PREFIX}${JSON.stringify([issuer, jwksUri, audience, userIdClaim, ...algorithms])}`,
    issuer,
    jwksUri,
    audience,
    algorithms,
    userIdClaim,
    nameClaim: textOf(item.name_claim),
    teamsClaim: textOf(item.teams_claim),
  }
}

/** Why keys must not be fetched from there; undefined when they may. */
export function jwksProblem(jwksUri: string, mode: AppMode): string | undefined {
  const url = URL.canParse(jwksUri) ? new URL(jwksUri) : undefined
  if (!url) return 'must be an address such as https://issuer.example/.well-known/jwks.json'
  if (url.protocol === 'https:') return undefined
  if (url.protocol === 'http:' && mode === 'development' && isLoopback(url.hostname)) return undefined
  return 'must be https (http only on loopback, and only for an app in development mode)'
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname)
}

function isAlgorithm(value: unknown): value is string {
  return typeof value === 'string' && PROVIDER_ALGORITHMS.includes(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}

function textOf(value: unknown): string | undefined {
  return isText(value) ? value : undefined
}

function refuse(field: string, problem: string, checks?: ProviderChecks): undefined {
  if (!checks) return undefined
  throw new ChatError('invalid_input', `${field} ${problem}`, { details: { fields: { [field]: problem } } })
}
