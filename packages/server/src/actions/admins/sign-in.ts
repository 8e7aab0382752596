import { newAdminSession } from '../../auth/admin-sessions.ts'
import { type AdminRecord, type AdminSessionRecord, normalEmail } from '../../domain/admins.ts'
import type { Tx } from '../../store/store.ts'
import type { AdminDeps, AdminOrigin } from './admin-deps.ts'
import { audit } from './audit.ts'
import { provePassword } from './prove-password.ts'

export interface SignIn {
  readonly email: string
  readonly password: string
  readonly code?: string | undefined
}

/** Somebody who is signed in from now on, and what their browser is to keep. */
export interface SignedIn {
  readonly token: string
  readonly admin: AdminRecord
  readonly session: AdminSessionRecord
}

/**
 * Opens a session for whoever knows the password, and the code where there is a second factor.
 * @throws ChatError as `provePassword`
 */
export async function signIn(deps: AdminDeps, input: SignIn, origin: AdminOrigin): Promise<SignedIn> {
  const email = normalEmail(input.email)
  const found = await deps.store.read.findAdminByEmail(email)
  const proof = { email, admin: found, password: input.password, code: input.code }
  const signedIn = await provePassword(deps, origin, proof, (tx, admin) =>
    openSession(deps, tx, admin, origin),
  )
  deps.log.info({ admin: email, address: origin.address }, 'signed in to the dashboard')
  deps.metrics.adminSignIns.inc({ outcome: 'accepted' })
  return signedIn
}

/** Opens a session for an admin, in the transaction that let them in. */
export async function openSession(
  deps: AdminDeps,
  tx: Tx,
  admin: AdminRecord,
  origin: AdminOrigin,
): Promise<SignedIn> {
  const nowUs = deps.clock()
  const { token, session } = newAdminSession(admin.id, origin, nowUs)
  await tx.insertAdminSession(session)
  await tx.updateAdmin(admin.id, { lastSignInAtUs: nowUs }, admin.updatedAtUs)
  const change = { action: 'session.start', target: `admin ${admin.email}` }
  await audit(deps, tx, { admin, address: origin.address }, change)
  return { token, admin: { ...admin, lastSignInAtUs: nowUs }, session }
}
