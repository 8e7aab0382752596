import { LARGE_ROOM_WATCHERS, LARGE_ROOM_WATCHING_BATCH_SECONDS } from '@parley/protocol'
import type { App } from '../../domain/app.ts'
import type { UserRecord } from '../../domain/records.ts'
import type { Hub } from '../../hub/hub.ts'
import type { Deps } from '../deps.ts'
import { channelFrame, type EventScope } from '../wire/channel-event.ts'
import { userJson } from '../wire/user.ts'

type WatchingType = 'user.watching.start' | 'user.watching.stop'

/** Users that one event names at most. */
const BATCH_MAX_USERS = 100

/** Who came and went in a large room since it was last told. */
interface Batch {
  readonly scope: EventScope
  readonly came: Map<string, string>
  readonly went: Map<string, string>
}

const batches = new WeakMap<Hub, Map<string, Batch>>()

/**
 * Tells the channel's watchers that a user began to watch it; call it when `hub.watch` says so.
 * Above 100 watchers one event per 5 s tells of many. Best effort, never logged; anonymous users
 * come and go unannounced.
 */
export function announceWatchingStart(deps: Deps, app: App, user: UserRecord, channel: EventScope): void {
  announce(deps, app, user, channel, 'user.watching.start')
}

/** Tells the channel's watchers that a user watches it no more; call it when `hub.unwatch` says so. */
export function announceWatchingStop(deps: Deps, app: App, user: UserRecord, channel: EventScope): void {
  announce(deps, app, user, channel, 'user.watching.stop')
}

function announce(deps: Deps, app: App, user: UserRecord, channel: EventScope, type: WatchingType): void {
  if (user.role === 'anonymous' || user.invisible) return
  if (app.channelTypes.get(channel.type)?.config.connect_events === false) return
  const json = userJson(deps, user)
  if (deps.hub.watcherCount(app.id, channel.cid) <= LARGE_ROOM_WATCHERS) {
    publish(deps, app.id, channel, type, { user: json })
    return
  }
  const batch = batchOf(deps, app.id, channel)
  const [into, outOf] = type === 'user.watching.start' ? [batch.came, batch.went] : [batch.went, batch.came]
  // Who came and went (or the other way round) between two events is as before.
  if (!outOf.delete(user.id)) into.set(user.id, json)
}

function batchOf(deps: Deps, appId: number, channel: EventScope): Batch {
  const ofHub = batches.get(deps.hub) ?? new Map<string, Batch>()
  batches.set(deps.hub, ofHub)
  const key = `${appId}:${channel.cid}`
  const known = ofHub.get(key)
  if (known) return known
  const { type, id, cid, team } = channel
  const batch: Batch = { scope: { type, id, cid, team }, came: new Map(), went: new Map() }
  ofHub.set(key, batch)
  deps.hub.later(LARGE_ROOM_WATCHING_BATCH_SECONDS, () => {
    ofHub.delete(key)
    publishBatch(deps, appId, batch.scope, 'user.watching.start', batch.came)
    publishBatch(deps, appId, batch.scope, 'user.watching.stop', batch.went)
  })
  return batch
}

function publishBatch(
  deps: Deps,
  appId: number,
  scope: EventScope,
  type: WatchingType,
  users: ReadonlyMap<string, string>,
): void {
  const newest = [...users.values()].slice(-BATCH_MAX_USERS)
  const last = newest.at(-1)
  if (last !== undefined) publish(deps, appId, scope, type, { user: last, users: `[${newest.join(',')}]` })
}

function publish(
  deps: Deps,
  appId: number,
  scope: EventScope,
  type: WatchingType,
  parts: Readonly<Record<string, string>>,
): void {
  const watcherCount = String(deps.hub.watcherCount(appId, scope.cid))
  const frame = channelFrame(type, scope, { atUs: deps.clock() }, { ...parts, watcher_count: watcherCount })
  deps.bus.publish({ to: 'channel', appId, cid: scope.cid, type, frame })
}
