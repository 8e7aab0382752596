import type { Announcement } from '../../bus/bus.ts'
import { parseCid } from '../../domain/channels.ts'
import type { BanRecord, UserRecord } from '../../domain/records.ts'
import type { Tx } from '../../store/store.ts'
import { ChannelChange } from '../channels/channel-change.ts'
import { withMember } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { announceAll } from '../events/channel-log.ts'
import { announceApp, touchApp } from '../moderation/touch-app.ts'
import { banEvent } from './ban-event.ts'
import { announceMarked } from './ban-user.ts'
import { markMember, markUser } from './mark-banned.ts'

/** What to tell once the ban is lifted for good. */
export interface Lifted {
  readonly announcements: readonly Announcement[]
  readonly before?: UserRecord
  readonly after?: UserRecord
  readonly addresses?: boolean
}

const NOTHING: Lifted = { announcements: [] }

/** Lifts a ban that is stored, within a transaction; follow with `announceLifted`. */
export async function liftBan(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  ban: BanRecord,
  by: UserRecord | undefined,
): Promise<Lifted> {
  const { appId, cid, userId } = ban
  await tx.deleteBan(appId, cid, userId)
  const user = await tx.findUser(appId, userId)
  if (!user) return NOTHING
  return cid === undefined
    ? liftEverywhere(deps, tx, actor, ban, user, by)
    : liftHere(deps, tx, actor, { ...ban, cid }, user, by)
}

async function liftEverywhere(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  ban: BanRecord,
  user: UserRecord,
  by: UserRecord | undefined,
): Promise<Lifted> {
  const atUs = deps.clock()
  const after = await markUser(tx, user, undefined, atUs)
  const addresses = await tx.replaceIpBans(user.appId, user.id, [], undefined)
  if (addresses) await touchApp(deps, tx, actor.app)
  const event = { type: 'user.unbanned', ban, user: after, by, channel: undefined, atUs } as const
  return { announcements: await banEvent(deps, tx, actor, event), before: user, after, addresses }
}

async function liftHere(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  ban: BanRecord & { readonly cid: string },
  user: UserRecord,
  by: UserRecord | undefined,
): Promise<Lifted> {
  const ref = parseCid(ban.cid)
  const channel = ref && (await tx.findChannel(ban.appId, ref.type, ref.id))
  if (!channel || channel.deletedAtUs !== undefined) return NOTHING
  const change = new ChannelChange(deps, tx, actor, withMember(actor, channel, undefined), by)
  await markMember(change, user.id, undefined)
  const event = { type: 'user.unbanned', ban, user, by, channel, atUs: deps.clock() } as const
  return { announcements: [...change.log.announcements, ...(await banEvent(deps, tx, actor, event))] }
}

export function announceLifted(deps: Deps, actor: Actor, lifted: Lifted): void {
  const { announcements, before, after, addresses } = lifted
  if (before && after) announceMarked(deps, before, after)
  if (addresses) announceApp(deps, actor.app)
  announceAll(deps, announcements)
}
