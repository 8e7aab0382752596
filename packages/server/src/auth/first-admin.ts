import {
  type AdminLinkRecord,
  type AdminRecord,
  findEmailProblem,
  findPasswordProblem,
  normalEmail,
} from '../domain/admins.ts'
import type { Store } from '../store/store.ts'
import type { Clock } from '../util/time.ts'
import type { AdminPasswords } from './admin-passwords.ts'
import { hashAdminToken, newAdminId, newAdminToken } from './admin-tokens.ts'

const HOUR_US = 3_600e6
const SETUP_LINK_US = 24 * HOUR_US

export interface FirstAdminDeps {
  readonly store: Store
  readonly clock: Clock
  readonly passwords: AdminPasswords
}

/** `PARLEY_ADMIN_EMAIL` and `PARLEY_ADMIN_PASSWORD`: both or neither. */
export interface ConfiguredAdmin {
  readonly adminEmail: string | undefined
  readonly adminPassword: string | undefined
}

/** What is wrong with the configured admin; undefined when it can be used. */
export function findConfiguredAdminProblem({
  adminEmail,
  adminPassword,
}: ConfiguredAdmin): string | undefined {
  if (adminEmail === undefined || adminPassword === undefined) return undefined
  const email = findEmailProblem(adminEmail)
  if (email) return `PARLEY_ADMIN_EMAIL ${email}`
  const password = findPasswordProblem(adminPassword, normalEmail(adminEmail))
  return password && `PARLEY_ADMIN_PASSWORD ${password}`
}

/**
 * While nobody can sign in to the dashboard: makes the configured admin, or a link to become the
 * first one. A link from an earlier start is good no more. The token is to be shown once.
 */
export async function ensureFirstAdmin(
  deps: FirstAdminDeps,
  { adminEmail, adminPassword }: ConfiguredAdmin,
): Promise<{ readonly setupToken: string | undefined }> {
  if (await deps.store.read.hasAdmins()) return { setupToken: undefined }
  if (adminEmail === undefined || adminPassword === undefined) return { setupToken: await newSetupLink(deps) }
  const passwordHash = await deps.passwords.hash(adminPassword)
  const owner = newAdmin({ email: normalEmail(adminEmail), name: '', passwordHash }, deps.clock())
  await deps.store.transaction(async tx => {
    if (await tx.hasAdmins()) return
    if (!(await tx.insertAdmin(owner))) return
    await tx.deleteAdminLinks('setup')
    await tx.insertAudit({
      atUs: owner.createdAtUs,
      adminId: undefined,
      adminEmail: '',
      appId: undefined,
      action: 'admin.create',
      target: `admin ${owner.email}`,
      before: undefined,
      after: { role: owner.role, by: 'PARLEY_ADMIN_EMAIL' },
      address: '',
    })
  })
  return { setupToken: undefined }
}

async function newSetupLink({ store, clock }: FirstAdminDeps): Promise<string | undefined> {
  const token = newAdminToken()
  const nowUs = clock()
  const link: AdminLinkRecord = {
    hash: hashAdminToken(token),
    id: newAdminId('lnk'),
    kind: 'setup',
    role: 'owner',
    email: undefined,
    appIds: undefined,
    createdBy: undefined,
    createdAtUs: nowUs,
    expiresAtUs: nowUs + SETUP_LINK_US,
  }
  return store.transaction(async tx => {
    if (await tx.hasAdmins()) return undefined
    await tx.deleteAdminLinks('setup')
    await tx.insertAdminLink(link)
    return token
  })
}

/** An owner, unless said otherwise. */
export function newAdmin(
  given: Pick<AdminRecord, 'email' | 'name' | 'passwordHash'> & Partial<Pick<AdminRecord, 'role' | 'appIds'>>,
  nowUs: number,
): AdminRecord {
  return {
    id: newAdminId('adm'),
    role: 'owner',
    appIds: undefined,
    totpSecret: undefined,
    totpSinceUs: undefined,
    createdAtUs: nowUs,
    updatedAtUs: nowUs,
    lastSignInAtUs: undefined,
    ...given,
  }
}
