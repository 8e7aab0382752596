import { anonymousUser } from '../../auth/actor.ts'
import type { Bus, Control } from '../../bus/bus.ts'
import type { App } from '../../domain/app.ts'
import { parseCid } from '../../domain/channels.ts'
import { can, channelResource } from '../../domain/permissions.ts'
import type { UserRecord } from '../../domain/records.ts'
import { ANONYMOUS_USER_ID } from '../../domain/user-ids.ts'
import type { LiveConnection } from '../../hub/connection.ts'
import { endOfTurn } from '../../util/end-of-turn.ts'
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
 * another role, or because the channel has another team, or it, its type or the app grants less.
 * @returns how to stop doing so.
 */
export function followLostRights(deps: ConnectionDeps): ReturnType<Bus['subscribe']> {
  const granted = new Map<number, string>()
  return deps.bus.subscribe(announcement => {
    if (announcement.to !== 'nodes') return
    const checked = checkAgain(deps, granted, announcement.control)
    checked?.catch((error: unknown) => {
      deps.log.error({ err: error }, 'could not check whether somebody may still watch')
    })
  })
}

function checkAgain(
  deps: ConnectionDeps,
  granted: Map<number, string>,
  control: Control,
): Promise<void> | undefined {
  const { hub } = deps
  if (control.kind === 'membership' && !control.member) {
    const { appId, userId, cid } = control
    const watching = hub.connectionsOf(appId, userId).filter(each => hub.isWatching(each, cid))
    return recheck(deps, appId, watching, cid)
  }
  if (control.kind === 'rights') {
    const { appId, of } = control
    return 'cid' in of
      ? recheck(deps, appId, hub.watching(appId, of.cid), of.cid)
      : recheck(deps, appId, hub.connectionsOf(appId, of.userId))
  }
  return control.kind === 'app' ? recheckApp(deps, granted, control.appId) : undefined
}

/** `granted`: what each app granted when it was last looked at, so that other changes of it cost nothing. */
async function recheckApp(deps: ConnectionDeps, granted: Map<number, string>, appId: number): Promise<void> {
  // By then this node has forgotten what it knew of the app.
  await endOfTurn()
  const watching = deps.hub.watching(appId)
  if (watching.length === 0) return
  const grants = grantsOf(await deps.apps.get(appId))
  if (grants !== undefined && granted.get(appId) === grants) return
  granted.set(appId, grants ?? '')
  await recheck(deps, appId, watching)
}

/** What may be read follows from it, beside who asks and the channel; undefined where that can't be compared. */
function grantsOf({ settings, channelTypes, rules }: App): string | undefined {
  if (rules.permissions.size > 0) return undefined
  const { disablePermissionsChecks, multiTenantEnabled, grants } = settings
  const ofTypes = [...channelTypes.values()].map(type => [type.name, type.grants])
  return JSON.stringify([disablePermissionsChecks, multiTenantEnabled, grants, ofTypes])
}

/** Rare, and one user after the other, each in a turn of its own: the server has other things to do. */
async function recheck(
  deps: ConnectionDeps,
  appId: number,
  connections: readonly LiveConnection[],
  cid?: string,
): Promise<void> {
  for (const [userId, own] of Map.groupBy(connections, each => each.userId)) {
    const cids = cid === undefined ? own.flatMap(each => deps.hub.watchedCids(each)) : [cid]
    if (cids.length === 0) continue
    await recheckUser(deps, await deps.apps.get(appId), userId, own, [...new Set(cids)])
    await endOfTurn()
  }
}

/** Connections of one user, or of everybody who is anonymous. */
async function recheckUser(
  deps: ConnectionDeps,
  app: App,
  userId: string,
  connections: readonly LiveConnection[],
  cids: readonly string[],
): Promise<void> {
  const isAnonymous = userId === ANONYMOUS_USER_ID
  const user = isAnonymous ? anonymousUser(app) : await deps.store.read.findUser(app.id, userId)
  if (!user) return
  for (const cid of await findLostChannels(deps, app, user, cids)) {
    let stopped = false
    // Who became somebody else meanwhile was looked at by that.
    for (const connection of connections.filter(each => each.userId === userId)) {
      stopped = deps.hub.unwatch(connection, cid) || stopped
    }
    if (stopped && !isAnonymous) announceWatchingOf(deps, app, user, cid, 'user.watching.stop')
  }
}
