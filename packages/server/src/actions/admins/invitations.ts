import { ChatError } from '@parley/protocol'
import { hashAdminToken, newAdminId, newAdminToken } from '../../auth/admin-tokens.ts'
import type { AdminLinkRecord, AdminRole } from '../../domain/admins.ts'
import type { AdminActor, AdminDeps } from './admin-deps.ts'
import { appIdsOf } from './app-access.ts'
import { audit } from './audit.ts'
import { checkNewEmail } from './set-up.ts'
import { appKeys, showInvitation } from './show-admin.ts'

const INVITATION_US = 7 * 24 * 3_600e6
/** A list that people read. */
const MAX_OPEN = 100

export interface Invitation {
  readonly email: string
  readonly role: AdminRole
  /** API keys of the apps that they may see; null for all. */
  readonly apps?: readonly string[] | null | undefined
}

/**
 * Makes a link that lets somebody become an admin, once. Its token is answered and never again.
 * @throws ChatError `invalid_input`; `not_allowed` for somebody who is one, or when too many are open
 */
export async function invite(deps: AdminDeps, actor: AdminActor, input: Invitation) {
  const email = checkNewEmail(input.email)
  const { role } = input
  const appIds = await appIdsOf(deps.store, role, input.apps)
  const token = newAdminToken()
  const nowUs = deps.clock()
  const link: AdminLinkRecord = {
    hash: hashAdminToken(token),
    id: newAdminId('lnk'),
    kind: 'invitation',
    role,
    email,
    appIds,
    createdBy: actor.admin.id,
    createdAtUs: nowUs,
    expiresAtUs: nowUs + INVITATION_US,
  }
  const invitation = showInvitation(link, await appKeys(deps.store))
  await deps.store.transaction(async tx => {
    if (await tx.findAdminByEmail(email)) throw new ChatError('not_allowed', `"${email}" is an admin already`)
    const open = await tx.listAdminLinks('invitation')
    if (open.length >= MAX_OPEN)
      throw new ChatError('not_allowed', 'too many invitations are open; cancel some')
    // A new invitation takes the place of one before.
    for (const { id, email: other } of open) if (other === email) await tx.deleteAdminLink(id)
    await tx.insertAdminLink(link)
    const after = { role, apps: invitation.apps, expires_at: invitation.expires_at }
    await audit(deps, tx, actor, { action: 'invitation.create', target: `invitation of ${email}`, after })
  })
  return { invitation, token }
}

/** Those that were not accepted yet and are good still, the newest first. */
export async function listInvitations({ store, clock }: AdminDeps) {
  const keys = await appKeys(store)
  const nowUs = clock()
  const links = await store.read.listAdminLinks('invitation')
  return links.filter(link => nowUs < link.expiresAtUs).map(link => showInvitation(link, keys))
}

/** @throws ChatError `not_found` */
export async function cancelInvitation(deps: AdminDeps, actor: AdminActor, id: string): Promise<void> {
  await deps.store.transaction(async tx => {
    const link = (await tx.listAdminLinks('invitation')).find(each => each.id === id)
    if (!link) throw new ChatError('not_found', 'there is no such invitation; it may have been accepted')
    await tx.deleteAdminLink(id)
    await audit(deps, tx, actor, { action: 'invitation.cancel', target: `invitation of ${link.email}` })
  })
}
