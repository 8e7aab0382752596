import { ChatError } from '@parley/protocol'
import { hashAdminToken } from '../../auth/admin-tokens.ts'
import { newAdmin } from '../../auth/first-admin.ts'
import {
  type AdminLinkKind,
  type AdminLinkRecord,
  type AdminRecord,
  findEmailProblem,
  findPasswordProblem,
  normalEmail,
} from '../../domain/admins.ts'
import { isBeingDeleted } from '../../domain/app.ts'
import type { Store, Tx } from '../../store/store.ts'
import { invalidField } from '../../util/invalid-input.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { AdminDeps, AdminOrigin } from './admin-deps.ts'
import { audit } from './audit.ts'
import { openSession, type SignedIn } from './sign-in.ts'

/** Who comes with the set-up link. */
export interface SetUp {
  readonly token: string
  readonly email: string
  readonly name: string
  readonly password: string
}

/**
 * Makes the first admin, an owner, and signs them in. The link is good no more.
 * @throws ChatError `auth_failed` for a link that is not good; `invalid_input`; `rate_limited`
 */
export async function setUp(deps: AdminDeps, input: SetUp, origin: AdminOrigin): Promise<SignedIn> {
  const email = checkNewEmail(input.email)
  return enterByLink(deps, 'setup', { ...input, email }, origin, async tx => {
    // Whoever was there first has ended the link's use, also where it was another node's.
    await tx.lockOwners()
    if (await tx.hasAdmins()) throw new ChatError('not_allowed', 'the dashboard is set up already: sign in')
    await tx.deleteAdminLinks('setup')
  })
}

/**
 * Accepts an invitation: makes the admin whom it describes, and signs them in.
 * @throws ChatError as `setUp`; `not_allowed` when there is an admin with this e-mail address
 */
export async function acceptInvitation(
  deps: AdminDeps,
  input: Pick<SetUp, 'token' | 'name' | 'password'>,
  origin: AdminOrigin,
): Promise<SignedIn> {
  return enterByLink(deps, 'invitation', input, origin, () => Promise.resolve())
}

/**
 * Whom an invitation is for, and what they will see, so that its page can say it.
 * @throws ChatError `auth_failed` for a link that is not good; `rate_limited`
 */
export async function readInvitation(deps: AdminDeps, token: string, origin: AdminOrigin) {
  const { email, role, appIds, expiresAtUs } = await checkLink(deps, 'invitation', token, origin)
  const app_names = appIds === undefined ? null : await appNames(deps.store, appIds)
  return { email: email ?? '', role, app_names, expires_at: toRfc3339(expiresAtUs) }
}

async function appNames({ read }: Store, ids: readonly number[]): Promise<string[]> {
  const apps = (await read.listApps()).filter(app => ids.includes(app.id) && !isBeingDeleted(app))
  return apps.map(({ name }) => name)
}

async function enterByLink(
  deps: AdminDeps,
  kind: AdminLinkKind,
  input: Omit<SetUp, 'email'> & { readonly email?: string },
  origin: AdminOrigin,
  first: (tx: Tx) => Promise<void>,
): Promise<SignedIn> {
  const link = await checkLink(deps, kind, input.token, origin)
  const email = link.email ?? input.email ?? ''
  const problem = findPasswordProblem(input.password, email)
  if (problem) throw invalidField('password', problem)
  const passwordHash = await deps.passwords.hash(input.password)
  const { name } = input
  const admin = newAdmin({ email, name, passwordHash, role: link.role, appIds: link.appIds }, deps.clock())
  return deps.store.transaction(async tx => {
    if (!(await tx.takeAdminLink(link.hash))) throw notGood(kind)
    await first(tx)
    if (!(await tx.insertAdmin(admin)))
      throw new ChatError('not_allowed', `"${email}" is an admin already: sign in`)
    await auditNew(deps, tx, admin, origin, kind)
    return openSession(deps, tx, admin, origin)
  })
}

async function auditNew(
  deps: AdminDeps,
  tx: Tx,
  admin: AdminRecord,
  { address }: AdminOrigin,
  by: AdminLinkKind,
): Promise<void> {
  const change = { action: 'admin.create', target: `admin ${admin.email}`, after: { role: admin.role, by } }
  await audit(deps, tx, { admin, address }, change)
}

async function checkLink(
  { store, throttle, clock }: AdminDeps,
  kind: AdminLinkKind,
  token: string,
  { address }: AdminOrigin,
): Promise<AdminLinkRecord> {
  const attempt = throttle.begin(undefined, address)
  const link = await store.read.findAdminLink(hashAdminToken(token))
  if (!link || link.kind !== kind || clock() >= link.expiresAtUs) throw notGood(kind)
  attempt.succeed()
  return link
}

function notGood(kind: AdminLinkKind): ChatError {
  const advice =
    kind === 'setup'
      ? 'restart the server: while there is no admin it prints a new one'
      : 'ask an owner of the dashboard for a new one'
  return new ChatError('auth_failed', `this link is not good, was used, or is too old; ${advice}`, {
    details: { reason: 'link' },
  })
}

/** @throws ChatError `invalid_input` */
export function checkNewEmail(given: string): string {
  const email = normalEmail(given)
  const problem = findEmailProblem(email)
  if (problem) throw invalidField('email', problem)
  return email
}
