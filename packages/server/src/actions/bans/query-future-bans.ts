import { BANS_DEFAULT_LIMIT, type FutureChannelBan } from '@parley/protocol'
import type { QueryFutureChannelBansPayload } from '@parley/protocol/schemas'
import type { z } from 'zod'
import type { FutureBanRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Actor, Deps } from '../deps.ts'
import { loadPeople, type People } from '../wire/people.ts'

export type QueryFutureBansInput = z.output<typeof QueryFutureChannelBansPayload>

/** Who is banned from channels yet to be made, the oldest first. Clients see the bans they made. */
export async function queryFutureBans(
  deps: Deps,
  actor: Exclude<Actor, { kind: 'anonymous' }>,
  input: QueryFutureBansInput,
): Promise<FutureChannelBan[]> {
  const { id: appId } = actor.app
  const { limit = BANS_DEFAULT_LIMIT, offset, target_user_id: userId } = input
  const bans = await deps.store.read.queryFutureBans(appId, {
    bannedById: actor.kind === 'server' ? input.user_id : actor.user.id,
    userId,
    notExpiredAtUs: input.exclude_expired_bans ? deps.clock() : undefined,
    limit,
    offset,
  })
  const ids = bans.flatMap(ban => [ban.bannedById, ...(userId === undefined ? [ban.userId] : [])])
  const people = await loadPeople(deps, deps.store.read, appId, ids)
  return bans.map(ban => toFutureBan(ban, people, userId === undefined))
}

function toFutureBan(ban: FutureBanRecord, people: People, withUser: boolean): FutureChannelBan {
  return {
    ...(withUser && { user: people.userOrGhost(ban.userId) }),
    banned_by: people.userOrGhost(ban.bannedById),
    ...(ban.reason !== undefined && { reason: ban.reason }),
    ...(ban.expiresAtUs !== undefined && { expires: toRfc3339(ban.expiresAtUs) }),
    shadow: ban.shadow,
    created_at: toRfc3339(ban.createdAtUs),
  }
}
