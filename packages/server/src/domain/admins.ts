import { ChatError } from '@parley/protocol'

/** What people of the dashboard may do: everything; change apps; look. */
export const ADMIN_ROLES = ['owner', 'admin', 'viewer'] as const

export type AdminRole = (typeof ADMIN_ROLES)[number]

/** Somebody who signs in to the dashboard. Not a user of any app. */
export interface AdminRecord {
  readonly id: string
  /** As `normalEmail` makes it; nobody else has the same. */
  readonly email: string
  readonly name: string
  readonly role: AdminRole
  /** Undefined: all apps, also those to come. */
  readonly appIds: readonly number[] | undefined
  /** A hash, in the form of `Bun.password`. */
  readonly passwordHash: string
  /** Sealed. It counts once `totpSinceUs` is set: until then the enrolment is not confirmed. */
  readonly totpSecret: string | undefined
  readonly totpSinceUs: number | undefined
  readonly createdAtUs: number
  readonly updatedAtUs: number
  readonly lastSignInAtUs: number | undefined
}

/** A signed-in browser. The id that its cookie holds is stored as a hash only. */
export interface AdminSessionRecord {
  readonly hash: string
  /** Names it in lists; proves nothing. */
  readonly id: string
  readonly adminId: string
  readonly createdAtUs: number
  readonly seenAtUs: number
  /** Whatever happens, it ends then. */
  readonly expiresAtUs: number
  /** Until then secrets may be asked for: the password was given a moment ago. */
  readonly confirmedUntilUs: number | undefined
  readonly address: string
  readonly userAgent: string
}

export type AdminLinkKind = 'setup' | 'invitation'

/** A link that works once: to become the first admin, or to join. Its token is stored as a hash only. */
export interface AdminLinkRecord {
  readonly hash: string
  readonly id: string
  readonly kind: AdminLinkKind
  readonly role: AdminRole
  /** Of an invitation: whom it is for. */
  readonly email: string | undefined
  readonly appIds: readonly number[] | undefined
  readonly createdBy: string | undefined
  readonly createdAtUs: number
  readonly expiresAtUs: number
}

/** One change, and who made it. Never with a secret in it. */
export interface AuditRecord {
  readonly id: number
  readonly atUs: number
  /** Undefined: the server itself, at its start. */
  readonly adminId: string | undefined
  /** Stays when the admin is gone. */
  readonly adminEmail: string
  /** Undefined for what concerns no app. */
  readonly appId: number | undefined
  /** `app.update`, `admin.remove` */
  readonly action: string
  /** Names what was changed: `app 3f2a`, `admin ada@example.com`. */
  readonly target: string
  readonly before: Readonly<Record<string, unknown>> | undefined
  readonly after: Readonly<Record<string, unknown>> | undefined
  readonly address: string
}

export const EMAIL_MAX_LENGTH = 254
export const PASSWORD_MIN_LENGTH = 12
export const PASSWORD_MAX_LENGTH = 256

/** How an e-mail address is compared. */
export function normalEmail(email: string): string {
  return email.trim().toLowerCase()
}

/** What is wrong with an e-mail address; undefined for one that can be used. */
export function findEmailProblem(email: string): string | undefined {
  const fits = email.length <= EMAIL_MAX_LENGTH && /^[^\s@"<>\p{Cc}]+@[^\s@"<>\p{Cc}]+$/u.test(email)
  return fits ? undefined : 'must be an e-mail address such as ada@example.com'
}

/** What is wrong with a new password; undefined for one that can be used. */
export function findPasswordProblem(password: string, email: string): string | undefined {
  if (password.length < PASSWORD_MIN_LENGTH) return `must have at least ${PASSWORD_MIN_LENGTH} characters`
  if (password.length > PASSWORD_MAX_LENGTH) return `must have at most ${PASSWORD_MAX_LENGTH} characters`
  if (normalEmail(password) === email) return 'must not be the e-mail address'
  if (new Set(password).size < 5) return 'must not be a few characters over and over'
  return undefined
}

/** An owner sees every app, whatever else is stored. */
export function canSeeApp({ role, appIds }: Pick<AdminRecord, 'role' | 'appIds'>, appId: number): boolean {
  return role === 'owner' || appIds === undefined || appIds.includes(appId)
}

const RANK: Readonly<Record<AdminRole, number>> = { viewer: 0, admin: 1, owner: 2 }

export function hasRole({ role }: Pick<AdminRecord, 'role'>, needed: AdminRole): boolean {
  return RANK[role] >= RANK[needed]
}

/** @throws ChatError `not_allowed` saying what is needed. */
export function checkRole(admin: Pick<AdminRecord, 'role'>, needed: AdminRole): void {
  if (hasRole(admin, needed)) return
  const who = needed === 'owner' ? 'an owner' : 'an admin or an owner'
  throw new ChatError(
    'not_allowed',
    `this takes ${who} of the dashboard, and you are ${withArticle(admin.role)}`,
    {
      details: { reason: 'role', role: admin.role, needed },
    },
  )
}

function withArticle(role: AdminRole): string {
  return role === 'viewer' ? 'a viewer' : `an ${role}`
}
