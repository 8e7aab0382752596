import { ChatError } from '@parley/protocol'
import { codeRequired, hasSecondFactor, takeCode } from '../../auth/second-factor.ts'
import type { Attempt } from '../../auth/sign-in-throttle.ts'
import type { AdminRecord } from '../../domain/admins.ts'
import type { Tx } from '../../store/store.ts'
import type { AdminDeps, AdminOrigin } from './admin-deps.ts'
import { audit } from './audit.ts'

/** What somebody proves with that they are an admin. */
export interface Proof {
  readonly email: string
  /** Undefined when nobody has this e-mail address. */
  readonly admin: AdminRecord | undefined
  readonly password: string
  /** Of the second factor. */
  readonly code: string | undefined
}

/**
 * Checks a password and, where there is a second factor, a code; runs `then` in the transaction in
 * which the code is taken. Failures are counted, logged and, of a known admin, audited.
 * @throws ChatError `rate_limited`; `auth_failed` with the reason `wrong_password`, `code_required` or `wrong_code`
 */
export async function provePassword<T>(
  deps: AdminDeps,
  origin: AdminOrigin,
  proof: Proof,
  then: (tx: Tx, admin: AdminRecord) => Promise<T>,
): Promise<T> {
  const attempt = deps.throttle.begin(proof.email, origin.address)
  const { admin } = proof
  const right = await deps.passwords.verify(proof.password, admin?.passwordHash)
  if (!admin || !right) throw await refuse(deps, origin, proof, attempt, wrongPassword())
  if (hasSecondFactor(admin) && proof.code === undefined) {
    attempt.forgive()
    throw codeRequired()
  }
  const done = await deps.store.transaction(async tx => {
    if (hasSecondFactor(admin) && !(await takeCode(deps, tx, admin, proof.code ?? ''))) return undefined
    return { result: await then(tx, admin) }
  })
  if (!done) throw await refuse(deps, origin, proof, attempt, wrongCode())
  attempt.succeed()
  return done.result
}

function wrongPassword(): ChatError {
  return new ChatError('auth_failed', 'e-mail address or password is wrong', {
    details: { reason: 'wrong_password' },
  })
}

function wrongCode(): ChatError {
  return new ChatError(
    'auth_failed',
    'the code is wrong, too old, or was used before; wait for the next one',
    {
      details: { reason: 'wrong_code' },
    },
  )
}

/** What was typed where nobody is known may be a password: it is not written down. */
async function refuse(
  deps: AdminDeps,
  { address }: AdminOrigin,
  { admin }: Proof,
  { failures }: Attempt,
  error: ChatError,
): Promise<ChatError> {
  const reason = error.details?.reason
  const who = admin ? { admin: admin.email } : { admin: 'nobody known' }
  deps.log.warn({ ...who, address, failures, reason }, 'a sign-in to the dashboard was refused')
  deps.metrics.adminSignIns.inc({ outcome: 'refused' })
  if (admin) {
    const change = { action: 'session.refuse', target: `admin ${admin.email}`, after: { reason } }
    await deps.store.transaction(tx => audit(deps, tx, { admin, address }, change))
  }
  return error
}
