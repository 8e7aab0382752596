import { ChatError } from '@parley/protocol'
import { CONFIRMED_US, isOver } from '../../auth/admin-sessions.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { AdminActor, AdminDeps } from './admin-deps.ts'
import { audit } from './audit.ts'
import { provePassword } from './prove-password.ts'
import { showSession } from './show-admin.ts'

/** Ends this session. */
export async function signOut(deps: AdminDeps, actor: AdminActor): Promise<void> {
  await endSession(deps, actor, actor.session.id)
}

/** Ends all sessions of the admin, this one too; how many there were. */
export async function signOutEverywhere(deps: AdminDeps, actor: AdminActor): Promise<number> {
  return deps.store.transaction(async tx => {
    const ended = await tx.deleteAdminSessions(actor.admin.id, {})
    const change = { action: 'session.end_all', target: `admin ${actor.admin.email}`, after: { ended } }
    await audit(deps, tx, actor, change)
    return ended
  })
}

/**
 * Ends one session of the admin's own.
 * @throws ChatError `not_found`
 */
export async function endSession(deps: AdminDeps, actor: AdminActor, id: string): Promise<void> {
  await deps.store.transaction(async tx => {
    if ((await tx.deleteAdminSessions(actor.admin.id, { id })) === 0) {
      throw new ChatError('not_found', 'you have no such session; it may be over already')
    }
    await audit(deps, tx, actor, { action: 'session.end', target: `session ${id}` })
  })
}

/** Where the admin is signed in, the last used first. */
export async function listSessions({ store, clock }: AdminDeps, { admin, session }: AdminActor) {
  const nowUs = clock()
  const sessions = await store.read.listAdminSessions(admin.id)
  return sessions.filter(each => !isOver(each, nowUs)).map(each => showSession(each, session))
}

/**
 * The password once more: for ten minutes this session may do what takes a confirmation.
 * @throws ChatError as `provePassword`
 */
export async function confirmSession(
  deps: AdminDeps,
  actor: AdminActor,
  { password, code }: { readonly password: string; readonly code?: string | undefined },
): Promise<{ confirmed_until: string }> {
  const confirmedUntilUs = deps.clock() + CONFIRMED_US
  const { admin, session } = actor
  await provePassword(deps, actor, { email: admin.email, admin, password, code }, tx =>
    tx.updateAdminSession(session.hash, { confirmedUntilUs }),
  )
  return { confirmed_until: toRfc3339(confirmedUntilUs) }
}
