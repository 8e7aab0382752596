import { hasSecondFactor } from '../auth/second-factor.ts'
import { normalEmail } from '../domain/admins.ts'
import { toRfc3339 } from '../util/time.ts'
import { CliError } from './cli-error.ts'
import { type Output, table } from './output.ts'
import type { Session } from './session.ts'

/** `parley admin list` */
export async function listAdmins({ store }: Session): Promise<Output> {
  const admins = (await store.read.listAdmins()).map(admin => ({
    email: admin.email,
    name: admin.name,
    role: admin.role,
    second_factor: hasSecondFactor(admin),
    last_sign_in_at: admin.lastSignInAtUs === undefined ? null : toRfc3339(admin.lastSignInAtUs),
  }))
  const rows = admins.map(({ email, role, second_factor, last_sign_in_at }) => [
    email,
    role,
    second_factor ? 'on' : 'off',
    last_sign_in_at ?? 'never',
  ])
  const none = 'no admins yet: the next start of the server prints a set-up link'
  return { json: { admins }, text: table(['E-MAIL', 'ROLE', 'SECOND FACTOR', 'LAST SIGN-IN'], rows, none) }
}

/**
 * `parley admin remove`: also the last owner, since whoever runs this has the database anyway. It is
 * the way back for an owner without password or phone: the next start prints a set-up link.
 */
export async function removeAdmin({ store, clock }: Session, given: string): Promise<Output> {
  const email = normalEmail(given)
  const left = await store.transaction(async tx => {
    await tx.lockOwners()
    const admin = await tx.findAdminByEmail(email)
    if (!admin)
      throw new CliError(`there is no admin "${email}": \`parley admin list\` shows those there are`)
    await tx.deleteAdmin(admin.id)
    await tx.insertAudit({
      atUs: clock(),
      adminId: undefined,
      adminEmail: '',
      appId: undefined,
      action: 'admin.remove',
      target: `admin ${email}`,
      before: { role: admin.role },
      after: { by: 'parley admin remove' },
      address: '',
    })
    return (await tx.listAdmins()).length
  })
  const next = left === 0 ? '\nNobody is left: the next start of the server prints a set-up link.' : ''
  return { json: { removed: email, left }, text: `${email} is removed, and signed out everywhere.${next}` }
}
