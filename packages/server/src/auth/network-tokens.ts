import { importPKCS8, SignJWT } from 'jose'

/** Whether a text holds a private key (PKCS #8, PEM) that signs so. */
export async function isPrivateKey(pem: string, algorithm: 'ES256' | 'RS256'): Promise<boolean> {
  try {
    await importPKCS8(pem, algorithm)
    return true
  } catch {
    return false
  }
}

export interface AppleTeam {
  readonly key: string
  readonly keyId: string
  readonly teamId: string
}

/** The token that Apple's push network wants. */
export async function signAppleToken({ key, keyId, teamId }: AppleTeam): Promise<string> {
  const signing = await importPKCS8(key, 'ES256')
  return new SignJWT()
    .setProtectedHeader({ alg: 'ES256', kid: keyId })
    .setIssuer(teamId)
    .setIssuedAt()
    .sign(signing)
}

export interface GoogleAccount {
  readonly client_email: string
  readonly private_key: string
  readonly token_uri: string
}

/** What Google gives an access token for. */
export async function signGoogleAssertion(account: GoogleAccount, scope: string): Promise<string> {
  return new SignJWT({ scope })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setIssuer(account.client_email)
    .setAudience(account.token_uri)
    .setIssuedAt()
    .setExpirationTime('1h')
    .sign(await importPKCS8(account.private_key, 'RS256'))
}
