import { ChatError } from '@parley/protocol'
import { hasSecondFactor, newEnrolment, replaceCodes, takeCode } from '../../auth/second-factor.ts'
import { findPasswordProblem } from '../../domain/admins.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { AdminActor, AdminDeps } from './admin-deps.ts'
import { audit, difference } from './audit.ts'
import { provePassword } from './prove-password.ts'
import { appKeys, showAdmin } from './show-admin.ts'

/** Who is signed in, and until when. */
export async function showAccount({ store }: AdminDeps, { admin, session }: AdminActor) {
  const { confirmedUntilUs } = session
  return {
    admin: showAdmin(admin, await appKeys(store)),
    session: {
      id: session.id,
      expires_at: toRfc3339(session.expiresAtUs),
      confirmed_until: confirmedUntilUs === undefined ? null : toRfc3339(confirmedUntilUs),
    },
    recovery_codes: await store.read.countRecoveryCodes(admin.id),
  }
}

/** Changes what the admin says of themselves. */
export async function changeAccount(deps: AdminDeps, actor: AdminActor, name: string): Promise<void> {
  const change = difference({ name: actor.admin.name }, { name })
  if (!change) return
  await deps.store.transaction(async tx => {
    await tx.updateAdmin(actor.admin.id, { name }, deps.clock())
    await audit(deps, tx, actor, { action: 'admin.update', target: `admin ${actor.admin.email}`, ...change })
  })
}

/**
 * Changes the admin's password; their other sessions end.
 * @throws ChatError as `provePassword`; `invalid_input` for a password that can't be used
 */
export async function changePassword(
  deps: AdminDeps,
  actor: AdminActor,
  input: { readonly password: string; readonly new_password: string; readonly code?: string | undefined },
): Promise<void> {
  const { admin, session } = actor
  const problem = findPasswordProblem(input.new_password, admin.email)
  if (problem) throw invalidField('new_password', problem)
  const passwordHash = await deps.passwords.hash(input.new_password)
  const proof = { email: admin.email, admin, password: input.password, code: input.code }
  await provePassword(deps, actor, proof, async tx => {
    await tx.updateAdmin(admin.id, { passwordHash }, deps.clock())
    const ended = await tx.deleteAdminSessions(admin.id, { except: session.id })
    const change = {
      action: 'admin.password',
      target: `admin ${admin.email}`,
      after: { sessions_ended: ended },
    }
    await audit(deps, tx, actor, change)
  })
}

/**
 * Begins a second factor: a secret for the authenticator app. It counts once a code confirmed it.
 * @throws ChatError `not_allowed` when there is one already
 */
export async function enrolSecondFactor(deps: AdminDeps, { admin }: AdminActor) {
  if (hasSecondFactor(admin))
    throw new ChatError('not_allowed', 'there is a second factor; switch it off first')
  const { secret, uri, sealed } = newEnrolment(deps, admin)
  await deps.store.transaction(tx => tx.updateAdmin(admin.id, { totpSecret: sealed }, deps.clock()))
  return { secret, uri }
}

/**
 * Switches the second factor on. Returns recovery codes, shown this once; other sessions end.
 * @throws ChatError `auth_failed` with the reason `wrong_code`; `not_allowed` before enrolment
 */
export async function confirmSecondFactor(deps: AdminDeps, actor: AdminActor, code: string) {
  const { admin, session } = actor
  if (hasSecondFactor(admin)) throw new ChatError('not_allowed', 'the second factor is on already')
  if (admin.totpSecret === undefined) {
    throw new ChatError('not_allowed', 'begin with POST /dashboard/api/account/second_factor')
  }
  const attempt = deps.throttle.begin(admin.email, actor.address)
  const codes = await deps.store.transaction(async tx => {
    if ((await takeCode(deps, tx, admin, code)) !== 'app') return undefined
    const nowUs = deps.clock()
    await tx.updateAdmin(admin.id, { totpSinceUs: nowUs }, nowUs)
    await tx.deleteAdminSessions(admin.id, { except: session.id })
    await audit(deps, tx, actor, {
      action: 'admin.second_factor',
      target: `admin ${admin.email}`,
      after: { on: true },
    })
    return replaceCodes(tx, admin.id)
  })
  if (!codes) {
    throw new ChatError(
      'auth_failed',
      'the code is wrong: check the clock of your phone, and try the next code',
      {
        details: { reason: 'wrong_code' },
      },
    )
  }
  attempt.succeed()
  return { recovery_codes: codes }
}

/** Switches the second factor off. */
export async function removeSecondFactor(deps: AdminDeps, actor: AdminActor): Promise<void> {
  const { admin } = actor
  await deps.store.transaction(async tx => {
    await tx.updateAdmin(admin.id, { totpSecret: undefined, totpSinceUs: undefined }, deps.clock())
    await tx.replaceRecoveryCodes(admin.id, [])
    if (!hasSecondFactor(admin)) return
    await audit(deps, tx, actor, {
      action: 'admin.second_factor',
      target: `admin ${admin.email}`,
      after: { on: false },
    })
  })
}

/** New recovery codes; the earlier ones are good no more. @throws ChatError `not_allowed` */
export async function renewRecoveryCodes(deps: AdminDeps, actor: AdminActor) {
  const { admin } = actor
  if (!hasSecondFactor(admin)) throw new ChatError('not_allowed', 'there is no second factor to recover')
  return deps.store.transaction(async tx => {
    const codes = await replaceCodes(tx, admin.id)
    await audit(deps, tx, actor, { action: 'admin.recovery_codes', target: `admin ${admin.email}` })
    return { recovery_codes: codes }
  })
}
