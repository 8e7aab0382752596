import type { Bus } from '../../bus/bus.ts'
import type { App } from '../../domain/app.ts'
import { parseCid } from '../../domain/channels.ts'
import { can, channelResource } from '../../domain/permissions.ts'
import type { UserRecord } from '../../domain/records.ts'
import type { Deps } from '../deps.ts'
import type { ConnectionDeps } from './connection-deps.ts'
import { announceWatchingOf } from './watching.ts'

/** Those of the channels that the user may not read (any more). */
export async function findLostChannels(
  { store }: Deps,
  app: App,
  user: UserRecord,
  cids: readonly string[],
): Promise<string[]> {
  if (cids.length === 0) return []
  const channels = new Map(
    (await store.read.findChannels(app.id, cids)).map(channel => [channel.cid, channel]),
  )
  const lost: string[] = []
  for (const cid of cids) {
    const channel = channels.get(cid)
    const type = app.channelTypes.get(parseCid(cid)?.type ?? '')
    const member = channel && (await store.read.findMember(channel.pk, user.id))
    const subject = { kind: user.role === 'anonymous' ? 'anonymous' : 'user', app, user } as const
    const readable = channel && type && can(subject, 'read-channel', channelResource(channel, type, member))
    if (!readable) lost.push(cid)
  }
  return lost
}

/**
 * Who is not a member any more, and may read the channel for no other reason, watches no more.
 * @returns how to stop doing so.
 */
export function followMembershipLosses(deps: ConnectionDeps): ReturnType<Bus['subscribe']> {
  return deps.bus.subscribe(announcement => {
    if (announcement.to !== 'nodes' || announcement.control.kind !== 'membership') return
    const { appId, userId, cid, member } = announcement.control
    if (member) return
    const watching = deps.hub.connectionsOf(appId, userId).some(other => deps.hub.isWatching(other, cid))
    if (!watching) return
    recheck(deps, appId, userId, cid).catch((error: unknown) => {
      deps.log.error({ err: error, cid }, 'could not check whether a former member may watch')
    })
  })
}

async function recheck(deps: ConnectionDeps, appId: number, userId: string, cid: string): Promise<void> {
  const [app, user] = await Promise.all([deps.apps.get(appId), deps.store.read.findUser(appId, userId)])
  if (!user || (await findLostChannels(deps, app, user, [cid])).length === 0) return
  let stopped = false
  for (const connection of deps.hub.connectionsOf(appId, userId)) {
    stopped = deps.hub.unwatch(connection, cid) || stopped
  }
  if (stopped) announceWatchingOf(deps, app, user, cid, 'user.watching.stop')
}
