import { ChatError } from '@parley/protocol'
import type { AdminRecord, AdminSessionRecord } from '../domain/admins.ts'
import type { Store } from '../store/store.ts'
import type { Clock } from '../util/time.ts'
import { hashAdminToken, newAdminId, newAdminToken } from './admin-tokens.ts'

const HOUR_US = 3_600e6
/** A session ends when nothing was heard of it for so long, */
export const SESSION_IDLE_US = 8 * HOUR_US
/** and after so long whatever happens. */
export const SESSION_MAX_US = 7 * 24 * HOUR_US
/** For so long after the password was given again, secrets may be asked for. */
export const CONFIRMED_US = 10 * 60e6
/** Being seen is written down this often at most. */
const SEEN_EVERY_US = 60e6
const USER_AGENT_MAX_LENGTH = 255

/** Where a request of the dashboard comes from. */
export interface AdminOrigin {
  readonly address: string
  readonly userAgent: string
}

/** Who acts in the dashboard. */
export interface AdminActor extends AdminOrigin {
  readonly admin: AdminRecord
  readonly session: AdminSessionRecord
}

export interface SessionDeps {
  readonly store: Store
  readonly clock: Clock
}

/** A new session, as it is stored, and what the browser's cookie holds. */
export function newAdminSession(
  adminId: string,
  origin: AdminOrigin,
  nowUs: number,
): { token: string; session: AdminSessionRecord } {
  const token = newAdminToken()
  const session = {
    hash: hashAdminToken(token),
    id: newAdminId('ses'),
    adminId,
    createdAtUs: nowUs,
    seenAtUs: nowUs,
    expiresAtUs: nowUs + SESSION_MAX_US,
    confirmedUntilUs: undefined,
    address: origin.address,
    userAgent: origin.userAgent.slice(0, USER_AGENT_MAX_LENGTH),
  }
  return { token, session }
}

/**
 * Who a cookie belongs to. Asks the database every time: a session that was ended, or an admin who
 * was removed, is refused at once on every node.
 * @throws ChatError `auth_failed` with the reason `not_signed_in`
 */
export async function authenticateAdmin(
  { store, clock }: SessionDeps,
  token: string | undefined,
  origin: AdminOrigin,
): Promise<AdminActor> {
  if (token === undefined) throw notSignedIn('sign in to the dashboard first')
  const session = await store.read.findAdminSession(hashAdminToken(token))
  const nowUs = clock()
  if (!session || isOver(session, nowUs)) throw notSignedIn('the session is over: sign in again')
  const admin = await store.read.findAdmin(session.adminId)
  if (!admin) throw notSignedIn('the session is over: sign in again')
  if (nowUs < session.seenAtUs + SEEN_EVERY_US) return { admin, session, ...origin }
  const seen = { seenAtUs: nowUs, address: origin.address }
  await store.transaction(tx => tx.updateAdminSession(session.hash, seen))
  return { admin, session: { ...session, ...seen }, ...origin }
}

/** Whether a session has ended by itself. */
export function isOver({ seenAtUs, expiresAtUs }: AdminSessionRecord, nowUs: number): boolean {
  return nowUs >= expiresAtUs || nowUs >= seenAtUs + SESSION_IDLE_US
}

function notSignedIn(message: string): ChatError {
  return new ChatError('auth_failed', message, { details: { reason: 'not_signed_in' } })
}

/** @throws ChatError `not_allowed` with the reason `confirmation_required` */
export function checkConfirmed({ session }: AdminActor, nowUs: number): void {
  if (session.confirmedUntilUs !== undefined && nowUs < session.confirmedUntilUs) return
  throw new ChatError(
    'not_allowed',
    'give your password once more to do this: POST /dashboard/api/session/confirm',
    { details: { reason: 'confirmation_required' } },
  )
}

/** Forgets sessions that ended by themselves. */
export async function sweepAdminSessions({ store, clock }: SessionDeps): Promise<void> {
  const nowUs = clock()
  await store.transaction(tx => tx.pruneAdminSessions(nowUs - SESSION_IDLE_US, nowUs))
}
