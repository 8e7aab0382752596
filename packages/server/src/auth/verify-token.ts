import { ChatError, TOKEN_MAX_BYTES } from '@parley/protocol'
import { type CompactJWSHeaderParameters, type CompactVerifyResult, compactVerify, errors } from 'jose'
import { kindOf } from '../domain/tokens.ts'
import { type AppKey, type AppKeys, isUsable } from './app-keys.ts'
import { parseObject } from './strict-json.ts'

/** A token whose signature holds. Its claims are not judged yet. */
export interface SignedToken {
  readonly claims: Readonly<Record<string, unknown>>
  readonly key: AppKey
}

/** What the checks say about an app in errors. */
export interface Issuer {
  readonly apiKey: string
  readonly keys: AppKeys
  readonly nowUs: number
}

// Base64url with its unused bits zero, so that each token has one spelling only.
const BASE64URL = '(?:[\\w-]{4})*(?:[\\w-][AQgw]|[\\w-]{2}[AEIMQUYcgkosw048])?'
const COMPACT = new RegExp(`^(?!\\.)${BASE64URL}\\.${BASE64URL}\\.${BASE64URL}$`)

/**
 * Checks a token's form, before anything of it is read.
 * @throws ChatError `auth_failed`
 */
export function checkTokenForm(token: string): void {
  if (token.length > TOKEN_MAX_BYTES) {
    throw new ChatError('auth_failed', `the token is longer than ${TOKEN_MAX_BYTES} bytes`)
  }
  if (COMPACT.test(token)) return
  throw new ChatError('auth_failed', `the token is malformed: ${formProblem(token)}`)
}

function formProblem(token: string): string {
  if (/\s/.test(token)) return 'it contains white space'
  if (token.startsWith('{')) return 'it is JSON; send the compact form, header.payload.signature'
  const parts = token.split('.').length
  if (parts === 5) return 'it is encrypted (five parts); send a signed one, header.payload.signature'
  if (parts !== 3) return `a JWT has three parts, header.payload.signature, and this one has ${parts}`
  return token.includes('=')
    ? 'it is padded with "="; a JWT is base64url without padding'
    : 'it is not base64url throughout; was it cut off or changed?'
}

/**
 * Verifies a token with an app's secrets; `kid` picks one, without it each is tried, newest first.
 * @throws ChatError `token_signature_invalid` | `auth_failed`
 */
export async function verifyWithSecrets(token: string, issuer: Issuer): Promise<SignedToken> {
  const { key, payload } = await verifySignature(token, issuer)
  return { claims: parseClaims(payload), key }
}

/** As `verifyWithSecrets`, for a payload of any kind. */
export async function verifySignature(
  token: string,
  issuer: Issuer,
): Promise<{ readonly key: AppKey; readonly payload: Uint8Array }> {
  checkTokenForm(token)
  const { key, result } = await tryKeys(token, issuer)
  checkHeader(result.protectedHeader, token)
  return { key, payload: result.payload }
}

/** The claims of a payload whose signature holds. @throws ChatError `auth_failed` */
export function parseClaims(payload: Uint8Array): Readonly<Record<string, unknown>> {
  return parseObject(payload, 'the token’s payload')
}

async function tryKeys(token: string, issuer: Issuer): Promise<{ key: AppKey; result: CompactVerifyResult }> {
  let candidates: readonly AppKey[] = issuer.keys.all
  for (let index = 0; ; index += 1) {
    const pick = (header: CompactJWSHeaderParameters) => {
      if (index === 0) candidates = candidatesFor(header.kid, issuer)
      const candidate = candidates[index]
      if (!candidate) throw signatureError(issuer)
      return candidate.key
    }
    try {
      const result = await compactVerify(token, pick, { algorithms: ['HS256'] })
      const key = candidates[index]
      if (key) return { key, result }
    } catch (error) {
      const mayBeAnother = error instanceof errors.JWSSignatureVerificationFailed
      if (!mayBeAnother || index + 1 >= candidates.length) throw translate(error, issuer)
    }
  }
}

function candidatesFor(kid: unknown, { keys, nowUs, apiKey }: Issuer): readonly AppKey[] {
  const usable = keys.all.filter(key => isUsable(key, nowUs))
  if (kid === undefined) return usable
  if (typeof kid !== 'string') throw headerError('kid', `is ${kindOf(kid)}; it must be a string`)
  const picked = usable.filter(key => key.id === kid)
  if (picked.length > 0) return picked
  throw new ChatError('token_signature_invalid', kidMessage(kid, keys, apiKey), {
    details: { api_key: apiKey },
  })
}

function kidMessage(kid: string, keys: AppKeys, apiKey: string): string {
  if (keys.revokedIds.has(kid))
    return `signature is not accepted: secret "${kid}" of API key "${apiKey}" was revoked; sign with a newer one`
  if (keys.all.some(key => key.id === kid))
    return `signature is not accepted: secret "${kid}" of API key "${apiKey}" is retired; sign with a newer one`
  return `signature is not valid: the token's "kid" names no secret of API key "${apiKey}"; make sure key and secret belong to the same app, or leave "kid" out`
}

function signatureError({ apiKey }: Issuer, cause?: unknown): ChatError {
  return new ChatError(
    'token_signature_invalid',
    `signature is not valid: the token was not signed with a secret of API key "${apiKey}"; make sure key and secret belong to the same app, and that the secret was not replaced`,
    { details: { api_key: apiKey }, cause },
  )
}

function translate(error: unknown, issuer: Issuer): unknown {
  if (error instanceof errors.JWSSignatureVerificationFailed) return signatureError(issuer, error)
  if (error instanceof errors.JOSEAlgNotAllowed) {
    return new ChatError(
      'token_signature_invalid',
      `signature is not accepted: the token's "alg" must be HS256, signed with a secret of API key "${issuer.apiKey}"`,
      { details: { api_key: issuer.apiKey }, cause: error },
    )
  }
  if (error instanceof errors.JOSEError) {
    return new ChatError('auth_failed', `the token is malformed: ${error.message}`, { cause: error })
  }
  return error
}

/** Parts of a header that tell where keys come from or what the payload is; ours have none of them. */
const FOREIGN_HEADERS = ['jwk', 'jku', 'x5u', 'x5c', 'x5t', 'x5t#S256', 'crit', 'b64', 'cty', 'enc', 'zip']

function checkHeader(header: CompactJWSHeaderParameters, token: string): void {
  const foreign = FOREIGN_HEADERS.find(name => name in header)
  if (foreign) throw headerError(foreign, 'is not accepted here')
  checkType(header.typ, ['jwt'])
  const raw = Uint8Array.fromBase64(token.slice(0, token.indexOf('.')), { alphabet: 'base64url' })
  parseObject(raw, 'the token’s header')
}

/** @throws ChatError `auth_failed` when a header calls the token something else. */
export function checkType(typ: unknown, allowed: readonly string[]): void {
  if (typ === undefined) return
  const name = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : ''
  if (!allowed.includes(name)) throw headerError('typ', 'must be "JWT"')
}

function headerError(name: string, problem: string): ChatError {
  return new ChatError('auth_failed', `the token's header "${name}" ${problem}`, {
    details: { header: name },
  })
}
