import { ChatError } from '@parley/protocol'
import type { AppRecord, UserRecord } from '../../domain/records.ts'
import type { AdminDeps } from '../admins/admin-deps.ts'
import { showListed } from './browse-users.ts'

/** A user, deleted or not, with where they last came from. @throws ChatError `not_found` */
export async function showUser(deps: AdminDeps, app: AppRecord, userId: string) {
  const user = await findUser(deps, app, userId)
  const address = await deps.store.read.findLastAddress(app.id, user.id)
  return { user: showListed(deps, user), custom: user.custom, last_address: address ?? null }
}

/** @throws ChatError `not_found` */
export async function findUser({ store }: AdminDeps, app: AppRecord, userId: string): Promise<UserRecord> {
  const user = await store.read.findUser(app.id, userId)
  if (user) return user
  throw new ChatError('not_found', `there is no user "${userId.slice(0, 255)}" in this app`)
}
