import type { AdminRole } from '../api/types'

/** What people of the dashboard may do, in words. */
export const ROLE_TEXTS: Readonly<Record<AdminRole, { readonly name: string; readonly may: string }>> = {
  owner: {
    name: 'Owner',
    may: 'May do everything: also invite, change and remove admins, and see every app.',
  },
  admin: {
    name: 'Admin',
    may: 'May change apps and what is in them, and read what the audit log says of them.',
  },
  viewer: { name: 'Viewer', may: 'May look at everything but secrets, and change nothing.' },
}

export const ROLES: readonly AdminRole[] = ['owner', 'admin', 'viewer']
