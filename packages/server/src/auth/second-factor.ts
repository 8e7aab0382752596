import { ChatError } from '@parley/protocol'
import type { AdminRecord } from '../domain/admins.ts'
import type { Store, Tx } from '../store/store.ts'
import type { Clock } from '../util/time.ts'
import { hashRecoveryCode, newRecoveryCodes } from './admin-tokens.ts'
import type { SecretBox } from './secret-box.ts'
import { findTotpStep, newTotpSecret, totpUri } from './totp.ts'

export interface SecondFactorDeps {
  readonly store: Store
  readonly box: SecretBox
  readonly clock: Clock
}

/** Whether signing in takes a code, too. */
export function hasSecondFactor(admin: AdminRecord): boolean {
  return admin.totpSinceUs !== undefined
}

const ownerOf = (admin: AdminRecord): string => `admin:${admin.id}`

/** A secret for the admin's authenticator app: to be shown, and kept sealed until a code confirms it. */
export function newEnrolment({ box }: SecondFactorDeps, admin: AdminRecord) {
  const secret = newTotpSecret()
  return { secret, uri: totpUri(secret, admin.email), sealed: box.seal(secret, ownerOf(admin)) }
}

/**
 * Takes a code of the authenticator app, or a recovery code; neither is good again.
 * To be called in the transaction of what it is for.
 */
export async function takeCode(
  { box, clock }: SecondFactorDeps,
  tx: Tx,
  admin: AdminRecord,
  code: string,
): Promise<'app' | 'recovery' | undefined> {
  const plain = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(plain)) {
    return (await tx.takeRecoveryCode(admin.id, hashRecoveryCode(plain))) ? 'recovery' : undefined
  }
  if (admin.totpSecret === undefined) return undefined
  const step = findTotpStep(box.open(admin.totpSecret, ownerOf(admin)), plain, clock())
  if (step === undefined) return undefined
  return (await tx.takeTotpStep(admin.id, step)) ? 'app' : undefined
}

/** New recovery codes in the place of those there are; to be shown once. */
export async function replaceCodes(tx: Tx, adminId: string): Promise<string[]> {
  const codes = newRecoveryCodes()
  await tx.replaceRecoveryCodes(adminId, codes.map(hashRecoveryCode))
  return codes
}

/** The password was right, and a code is needed. */
export function codeRequired(): ChatError {
  return new ChatError(
    'auth_failed',
    'this account has a second factor: send the code of the authenticator app, or a recovery code, as "code"',
    { details: { reason: 'code_required' } },
  )
}
