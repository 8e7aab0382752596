import { BANS_DEFAULT_LIMIT, type Ban } from '@parley/protocol'
import type { QueryBannedUsersPayload } from '@parley/protocol/schemas'
import type { z } from 'zod'
import { BAN_FIELDS } from '../../domain/ban-fields.ts'
import { namedIn } from '../../domain/filters.ts'
import { parseFilter } from '../../domain/parse-filter.ts'
import { parseSort } from '../../domain/parse-sort.ts'
import { APP_RESOURCE, checkCan, mayKnow } from '../../domain/permissions.ts'
import type { BanRecord, ChannelRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { Actor, Deps } from '../deps.ts'
import { openNamedChannels } from '../moderation/named-channels.ts'
import { toPlainChannel } from '../wire/channel.ts'
import { loadPeople, type People } from '../wire/people.ts'
import { checkMayBanHere } from './ban-user.ts'

export type QueryBansInput = z.output<typeof QueryBannedUsersPayload>

/**
 * Bans that have not run out, the oldest first unless sorted. Clients see those of channels that the
 * filter names and they moderate, or all with `ban-user`.
 * @throws ChatError `invalid_input` | `not_allowed`
 */
export async function queryBans(
  deps: Deps,
  actor: Exclude<Actor, { kind: 'anonymous' }>,
  input: QueryBansInput,
): Promise<Ban[]> {
  const filter = parseFilter(input.filter_conditions, BAN_FIELDS, { perspective: false })
  const sort = parseSort(input.sort, BAN_FIELDS, { perspective: false })
  const cids = namedIn(filter, 'channel_cid')
  if (cids) {
    for (const open of await openNamedChannels(deps, actor, cids)) checkMayBanHere(actor, open)
  } else checkCan(actor, 'ban-user', APP_RESOURCE)
  const { limit = BANS_DEFAULT_LIMIT, offset } = input
  const page = { filter, sort, nowUs: deps.clock(), limit, offset }
  return show(deps, actor, await deps.store.read.queryBans(actor.app.id, page))
}

async function show(deps: Deps, actor: Actor, bans: readonly BanRecord[]): Promise<Ban[]> {
  const { id: appId } = actor.app
  const cids = [...new Set(bans.map(ban => ban.cid).filter(cid => cid !== undefined))]
  const channels = new Map(
    (await deps.store.read.findChannels(appId, cids)).map(channel => [channel.cid, channel]),
  )
  const ids = bans.flatMap(ban => [ban.userId, ban.bannedById, channels.get(ban.cid ?? '')?.createdById])
  const people = await loadPeople(deps, deps.store.read, appId, ids)
  return bans.filter(ban => isShown(actor, ban, people)).map(ban => toBan(ban, people, channels))
}

/** With multi-tenancy people of other teams do not exist, but for who may search them. */
function isShown(actor: Actor, ban: BanRecord, people: People): boolean {
  const user = people.record(ban.userId)
  return user !== undefined && mayKnow(actor, user)
}

function toBan(ban: BanRecord, people: People, channels: ReadonlyMap<string, ChannelRecord>): Ban {
  const channel = ban.cid === undefined ? undefined : channels.get(ban.cid)
  return {
    user: people.userOrGhost(ban.userId),
    banned_by: people.user(ban.bannedById),
    ...(channel && { channel: toPlainChannel(channel, people) }),
    ...(ban.reason !== undefined && { reason: ban.reason }),
    ...(ban.expiresAtUs !== undefined && { expires: toRfc3339(ban.expiresAtUs) }),
    shadow: ban.shadow,
    created_at: toRfc3339(ban.createdAtUs),
  }
}
