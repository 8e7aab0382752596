import type { Bus, Control } from '../../bus/bus.ts'
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
 * Who may not read a channel any more watches no more: no longer a member, in another team, with
 * another role, or because the channel has other grants or another team.
 * @returns how to stop doing so.
 */
export function followLostRights(deps: ConnectionDeps): ReturnType<Bus['subscribe']> {
  return deps.bus.subscribe(announcement => {
    if (announcement.to !== 'nodes') return
    const checked = checkAgain(deps, announcement.control)
    checked?.catch((error: unknown) => {
      deps.log.error({ err: error }, 'could not check whether somebody may still watch')
    })
  })
}

function checkAgain(deps: ConnectionDeps, control: Control): Promise<void> | undefined {
  const { hub } = deps
  if (control.kind === 'membership') {
    const { appId, userId, cid, member } = control
    const watching = !member && hub.connectionsOf(appId, userId).some(each => hub.isWatching(each, cid))
    return watching ? recheckUser(deps, appId, userId, [cid]) : undefined
  }
  if (control.kind !== 'rights') return undefined
  const { appId, of } = control
  if ('cid' in of) return recheckChannel(deps, appId, of.cid)
  const cids = new Set(hub.connectionsOf(appId, of.userId).flatMap(each => hub.watchedCids(each)))
  return cids.size > 0 ? recheckUser(deps, appId, of.userId, [...cids]) : undefined
}

/** Rare, and one after the other: the server has other things to do. */
async function recheckChannel(deps: ConnectionDeps, appId: number, cid: string): Promise<void> {
  for (const userId of deps.hub.watcherIds(appId, cid, Number.MAX_SAFE_INTEGER, 0)) {
    await recheckUser(deps, appId, userId, [cid])
  }
}

async function recheckUser(
  deps: ConnectionDeps,
  appId: number,
  userId: string,
  cids: readonly string[],
): Promise<void> {
  const [app, user] = await Promise.all([deps.apps.get(appId), deps.store.read.findUser(appId, userId)])
  if (!user) return
  for (const cid of await findLostChannels(deps, app, user, cids)) {
    let stopped = false
    for (const connection of deps.hub.connectionsOf(appId, userId)) {
      stopped = deps.hub.unwatch(connection, cid) || stopped
    }
    if (stopped) announceWatchingOf(deps, app, user, cid, 'user.watching.stop')
  }
}
