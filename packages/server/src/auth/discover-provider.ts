import { ChatError } from '@parley/protocol'
import { jwksProblem, PROVIDER_ALGORITHMS } from '../domain/identity-providers.ts'
import type { AppMode, Json } from '../domain/records.ts'
import { invalidField } from '../util/invalid-input.ts'
import { fetchJson } from './jwks.ts'

/** What somebody knows of an identity provider: its issuer, most often. */
export interface KnownOfProvider {
  readonly issuer: string
  /** Where its keys are; found out unless given. */
  readonly jwksUri: string | undefined
}

/** What the provider itself says. */
export interface Discovered {
  /** As its tokens have it. */
  readonly issuer: string
  readonly jwksUri: string
  readonly algorithms: readonly string[]
  readonly keys: readonly { readonly id: string; readonly type: string }[]
}

/** Algorithms by the type of the key that signs so. */
const BY_TYPE: readonly (readonly [type: string, algorithm: RegExp])[] = [
  ['RSA', /^(RS|PS)\d/],
  ['EC', /^ES\d/],
  ['OKP', /^Ed/],
]
/** What settings take; the newer name of EdDSA is not among them. */
const OFFERED = PROVIDER_ALGORITHMS.filter(algorithm => algorithm !== 'Ed25519')

/**
 * Asks a provider for its configuration (OpenID Connect Discovery) and its keys, and checks that a
 * token of it could be verified.
 * @throws ChatError `invalid_input` saying what can't be used, and why
 */
export async function discoverProvider(known: KnownOfProvider, mode: AppMode): Promise<Discovered> {
  const { issuer, jwksUri, supported } = known.jwksUri
    ? { issuer: known.issuer, jwksUri: known.jwksUri, supported: undefined }
    : await readConfiguration(known.issuer, mode)
  checkAddress('jwks_uri', jwksUri, mode)
  const keys = await readKeys(jwksUri)
  const types = new Set(keys.map(key => key.type))
  const fitting = OFFERED.filter(algorithm =>
    BY_TYPE.some(([type, pattern]) => types.has(type) && pattern.test(algorithm)),
  )
  const algorithms = supported ? fitting.filter(algorithm => supported.includes(algorithm)) : fitting
  if (algorithms.length > 0) return { issuer, jwksUri, algorithms, keys }
  throw invalidField('issuer', `signs in no way that can be checked here; ${OFFERED.join(', ')} can be`)
}

async function readConfiguration(given: string, mode: AppMode) {
  checkAddress('issuer', given, mode)
  const address = `${given.replace(/\/+$/, '')}/.well-known/openid-configuration`
  const configuration = await fetchObject('issuer', address)
  const { issuer, jwks_uri: jwksUri, id_token_signing_alg_values_supported: listed } = configuration
  if (typeof issuer !== 'string' || issuer.replace(/\/+$/, '') !== given.replace(/\/+$/, '')) {
    throw invalidField('issuer', `is another one in the configuration at ${address}`)
  }
  if (typeof jwksUri !== 'string')
    throw invalidField('issuer', `names no jwks_uri in the configuration at ${address}`)
  const supported = Array.isArray(listed) ? listed.filter(item => typeof item === 'string') : undefined
  return { issuer, jwksUri, supported }
}

async function readKeys(jwksUri: string): Promise<Discovered['keys']> {
  const { keys } = await fetchObject('jwks_uri', jwksUri)
  const listed = (Array.isArray(keys) ? keys : []).filter(isSigningKey)
  if (listed.length === 0) throw invalidField('jwks_uri', 'lists no public key that signs')
  return listed.map(({ kid, kty }) => ({ id: typeof kid === 'string' ? kid : '', type: kty }))
}

function isSigningKey(key: unknown): key is { kid?: unknown; kty: string } {
  if (typeof key !== 'object' || key === null) return false
  const { kty, use } = key as Json
  return typeof kty === 'string' && kty !== 'oct' && (use === undefined || use === 'sig')
}

function checkAddress(field: string, address: string, mode: AppMode): void {
  const problem = jwksProblem(address, mode)
  if (problem) throw invalidField(field, problem)
}

async function fetchObject(field: string, address: string): Promise<Json> {
  let found: unknown
  try {
    found = await fetchJson(address)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    const problem = `can't be used: ${address} could not be read (${why})`
    throw new ChatError('invalid_input', `${field} ${problem}`, {
      details: { fields: { [field]: problem } },
      cause,
    })
  }
  if (typeof found === 'object' && found !== null && !Array.isArray(found)) return found as Json
  throw invalidField(field, `can't be used: at ${address} there is no JSON object`)
}
