import { ChatError } from '@parley/protocol'
import { type CompactJWSHeaderParameters, type CompactVerifyResult, compactVerify, errors } from 'jose'
import type { IdentityProvider } from '../domain/app.ts'
import type { Jwks } from './jwks.ts'
import { checkTokenForm, checkType } from './verify-token.ts'

type Signer = Pick<IdentityProvider, 'issuer' | 'algorithms'>

/**
 * Verifies a token with an identity provider's keys and returns its payload.
 * @throws ChatError `token_signature_invalid` | `auth_failed`; `internal` while the keys can't be fetched.
 */
export async function verifyProvided(token: string, signer: Signer, keys: Jwks): Promise<Uint8Array> {
  checkTokenForm(token)
  const { payload, protectedHeader } = await tryKeys(token, signer, keys)
  if ('crit' in protectedHeader || 'b64' in protectedHeader) {
    throw new ChatError('auth_failed', 'the token needs an extension ("crit") that is not supported here')
  }
  checkType(protectedHeader.typ, ['jwt', 'at+jwt'])
  return payload
}

async function tryKeys(token: string, signer: Signer, keys: Jwks): Promise<CompactVerifyResult> {
  let candidates: CryptoKey[] = []
  for (let index = 0; ; index += 1) {
    const pick = async (header: CompactJWSHeaderParameters) => {
      if (index === 0) candidates = await keys.candidates(header)
      const key = candidates[index]
      if (!key) throw new errors.JWKSNoMatchingKey()
      return key
    }
    try {
      return await compactVerify(token, pick, { algorithms: [...signer.algorithms] })
    } catch (error) {
      const mayBeAnother = error instanceof errors.JWSSignatureVerificationFailed
      if (!mayBeAnother || index + 1 >= candidates.length) throw translate(error, signer)
    }
  }
}

function translate(cause: unknown, { issuer, algorithms }: Signer): unknown {
  if (cause instanceof errors.JWSSignatureVerificationFailed || cause instanceof errors.JWKSNoMatchingKey) {
    const message = `signature is not valid: no key of the identity provider "${issuer}" signed this token`
    return new ChatError('token_signature_invalid', message, { cause })
  }
  if (cause instanceof errors.JOSEAlgNotAllowed) {
    const message = `signature is not accepted: tokens of "${issuer}" must be signed with ${algorithms.join(' or ')}`
    return new ChatError('token_signature_invalid', message, { cause })
  }
  if (cause instanceof errors.JOSEError) {
    return new ChatError('auth_failed', `the token is malformed: ${cause.message}`, { cause })
  }
  const message = `the token can't be checked now: the keys of the identity provider "${issuer}" could not be fetched`
  return new ChatError('internal', message, { cause })
}
