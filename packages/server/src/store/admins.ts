import type {
  AdminLinkKind,
  AdminLinkRecord,
  AdminRecord,
  AdminSessionRecord,
  AuditRecord,
} from '../domain/admins.ts'

/** A page of the audit log, the newest first. */
export interface AuditQuery {
  /** Undefined: all apps, and what concerns none. */
  readonly appIds?: readonly number[] | undefined
  readonly adminId?: string | undefined
  /** How the action begins: `app`, `app.secret`. */
  readonly action?: string | undefined
  readonly fromUs?: number | undefined
  readonly toUs?: number | undefined
  /** Exclusive. */
  readonly beforeId?: number | undefined
  readonly limit: number
}

/** Which sessions of an admin: one, or all but one; all when neither is named. */
export interface SessionSelection {
  readonly id?: string
  readonly except?: string
}

/** How often an app's secret was used in one hour; `sketch` is of `util/distinct.ts`. */
export interface SecretUsageRecord {
  readonly appId: number
  readonly secretId: string
  /** Since 1970. */
  readonly hour: number
  readonly sketch: string
  readonly lastUsedAtUs: number
}

/** What of an admin changes. */
export type AdminChange = Partial<
  Pick<
    AdminRecord,
    'name' | 'role' | 'appIds' | 'passwordHash' | 'totpSecret' | 'totpSinceUs' | 'lastSignInAtUs'
  >
>

export interface AdminPage {
  /** An e-mail address. */
  readonly after: string | undefined
  readonly limit: number
}

/** What the dashboard reads. */
export interface AdminReader {
  hasAdmins(): Promise<boolean>
  /** By e-mail address; those after one, and so many of them, where that is given. */
  listAdmins(page?: AdminPage): Promise<AdminRecord[]>
  countOwners(): Promise<number>
  findAdmin(id: string): Promise<AdminRecord | undefined>
  findAdminByEmail(email: string): Promise<AdminRecord | undefined>
  countRecoveryCodes(adminId: string): Promise<number>
  findAdminSession(hash: string): Promise<AdminSessionRecord | undefined>
  /** The last used first. */
  listAdminSessions(adminId: string): Promise<AdminSessionRecord[]>
  findAdminLink(hash: string): Promise<AdminLinkRecord | undefined>
  /** The newest first. */
  listAdminLinks(kind: AdminLinkKind): Promise<AdminLinkRecord[]>
  queryAudit(query: AuditQuery): Promise<AuditRecord[]>
  listSecretUsage(appId: number, sinceHour: number): Promise<SecretUsageRecord[]>
  /** Some channels of an app, deleted ones too. */
  listChannelPks(appId: number, limit: number): Promise<number[]>
}

/** What the dashboard writes. */
export interface AdminWriter {
  /** Everybody else who wants to change owners waits until this transaction is over. */
  lockOwners(): Promise<void>
  /** False when the id or the e-mail address is taken. */
  insertAdmin(admin: AdminRecord): Promise<boolean>
  /** A key that is there with undefined is cleared. */
  updateAdmin(id: string, change: AdminChange, atUs: number): Promise<void>
  /** With sessions and recovery codes. */
  deleteAdmin(id: string): Promise<void>
  /** Takes the code of a time step; false when it, or a later one, was taken before. */
  takeTotpStep(adminId: string, step: number): Promise<boolean>
  replaceRecoveryCodes(adminId: string, hashes: readonly string[]): Promise<void>
  /** False when there is none. */
  takeRecoveryCode(adminId: string, hash: string): Promise<boolean>
  insertAdminSession(session: AdminSessionRecord): Promise<void>
  updateAdminSession(
    hash: string,
    change: Partial<Pick<AdminSessionRecord, 'seenAtUs' | 'confirmedUntilUs' | 'address' | 'userAgent'>>,
  ): Promise<void>
  /** How many ended. */
  deleteAdminSessions(adminId: string, which: SessionSelection): Promise<number>
  /** Those not seen since, and those over by then. */
  pruneAdminSessions(seenBeforeUs: number, nowUs: number): Promise<void>
  insertAdminLink(link: AdminLinkRecord): Promise<void>
  /** Takes a link out; undefined when there is none. */
  takeAdminLink(hash: string): Promise<AdminLinkRecord | undefined>
  /** False when there is none. */
  deleteAdminLink(id: string): Promise<boolean>
  deleteAdminLinks(kind: AdminLinkKind): Promise<void>
  /** Returns its id. */
  insertAudit(entry: Omit<AuditRecord, 'id'>): Promise<number>
  /** Says what came of a change that was written down before it was made. */
  updateAudit(id: number, change: Pick<AuditRecord, 'before' | 'after'>): Promise<void>
  /** For a change that was not made after all. */
  deleteAudit(id: number): Promise<void>
  /** Over an earlier one of the hour. */
  saveSecretUsage(usage: SecretUsageRecord): Promise<void>
  pruneSecretUsage(beforeHour: number): Promise<void>
  /** The row of a channel without messages and members; its log goes with it. */
  dropChannel(channelPk: number): Promise<void>
  /** Everything of an app whose channels are dropped, and the app. Its files are marked to be thrown away. */
  eraseApp(appId: number, atUs: number): Promise<void>
}
