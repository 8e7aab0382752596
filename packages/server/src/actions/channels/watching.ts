import {
  type ChannelConfig,
  ChatError,
  LARGE_ROOM_WATCHERS,
  LARGE_ROOM_WATCHING_BATCH_SECONDS,
} from '@parley/protocol'
import type { ChannelRecord, UserRecord } from '../../domain/records.ts'
import type { Connection, Hub } from '../../hub/hub.ts'
import type { Actor, Deps } from '../deps.ts'
import { channelFrame, type EventScope } from '../wire/channel-event.ts'
import { userJson } from '../wire/user.ts'
import { checkRead, type OpenChannel, openChannel } from './open-channel.ts'

/**
 * The caller's open connection, which `watch` and `presence` are tied to.
 * @throws ChatError `invalid_input` when it is missing, unknown or somebody else's.
 */
export function getConnection(deps: Deps, actor: Actor, connectionId: string | undefined): Connection {
  if (!connectionId) {
    throw badConnection(
      'is missing: watch and presence need the id of an open connection (connection_id of its first frame) in the query',
    )
  }
  const connection = deps.hub.findConnection(actor.app.id, connectionId, actor.user?.id)
  if (connection) return connection
  throw badConnection(
    'is not an open connection of this user: it closed, or belongs to somebody else; connect again and use the new id',
  )
}

function badConnection(why: string): ChatError {
  return new ChatError('invalid_input', `connection_id ${why}`, {
    details: { fields: { connection_id: why } },
  })
}

/** Subscribes a connection to a channel and tells those who watch already. */
export function startWatching(
  deps: Deps,
  connection: Connection,
  { channel, config }: Pick<OpenChannel, 'channel' | 'config'>,
  user: UserRecord | undefined,
): void {
  const isNew = deps.hub.watch(connection, channel.cid)
  if (isNew && user && config.connect_events && connection.kind !== 'anonymous') {
    announceWatching(deps, 'user.watching.start', channel, user)
  }
}

/**
 * Watches a channel and reads it anew: subscribed first, so that nothing falls between. Whoever
 * lost the right to read while this went on does not stay subscribed.
 * @throws ChatError `not_allowed` | `not_found`
 */
export async function watchAndReopen(
  deps: Deps,
  actor: Actor,
  connection: Connection,
  { channel, config }: OpenChannel,
): Promise<OpenChannel> {
  startWatching(deps, connection, { channel, config }, actor.user)
  try {
    const open = await openChannel(deps.store.read, actor, channel)
    checkRead(actor, open)
    return open
  } catch (error) {
    endWatching(deps, connection, channel, config, actor.user)
    throw error
  }
}

/** Ends a subscription; telling others when no connection of the user watches any more. */
export function endWatching(
  deps: Deps,
  connection: Connection,
  channel: ChannelRecord,
  config: ChannelConfig,
  user: UserRecord | undefined,
): void {
  const isGone = deps.hub.unwatch(connection, channel.cid)
  if (isGone && user && config.connect_events && connection.kind !== 'anonymous') {
    announceWatching(deps, 'user.watching.stop', channel, user)
  }
}

export type WatchingType = 'user.watching.start' | 'user.watching.stop'

/** What happened in one large room since its last announcement, by user: who came back did not leave. */
interface Batch {
  readonly scope: EventScope & Pick<ChannelRecord, 'appId'>
  readonly users: Map<string, { readonly type: WatchingType; readonly user: UserRecord }>
}

const batches = new WeakMap<Hub, Map<string, Batch>>()

const MAX_USERS_PER_EVENT = 100

/**
 * Tells a channel's watchers who came or went; above 100 of them once per 5 s. Invisible users come
 * and go unannounced.
 */
export function announceWatching(
  deps: Deps,
  type: WatchingType,
  channel: EventScope & Pick<ChannelRecord, 'appId'>,
  user: UserRecord,
): void {
  if (user.invisible) return
  if (deps.hub.watcherCount(channel.appId, channel.cid) <= LARGE_ROOM_WATCHERS) {
    publish(deps, type, channel, [user])
    return
  }
  batchOf(deps, channel).users.set(user.id, { type, user })
}

function batchOf(deps: Deps, scope: Batch['scope']): Batch {
  let open = batches.get(deps.hub)
  if (!open) {
    open = new Map()
    batches.set(deps.hub, open)
  }
  const key = `${scope.appId} ${scope.cid}`
  let batch = open.get(key)
  if (!batch) {
    batch = { scope, users: new Map() }
    open.set(key, batch)
    const timer = setTimeout(() => closeBatch(deps, key), LARGE_ROOM_WATCHING_BATCH_SECONDS * 1000)
    timer.unref()
  }
  return batch
}

function closeBatch(deps: Deps, key: string): void {
  const batch = batches.get(deps.hub)?.get(key)
  batches.get(deps.hub)?.delete(key)
  if (!batch) return
  for (const type of ['user.watching.start', 'user.watching.stop'] as const) {
    const users = [...batch.users.values()].filter(each => each.type === type).map(each => each.user)
    if (users.length > 0) publish(deps, type, batch.scope, users)
  }
}

function publish(
  deps: Deps,
  type: WatchingType,
  channel: Batch['scope'],
  users: readonly UserRecord[],
): void {
  const { appId, cid } = channel
  const last = users.at(-1)
  if (!last) return
  const listed = users.slice(-MAX_USERS_PER_EVENT).map(user => userJson(deps, user))
  const frame = channelFrame(
    type,
    channel,
    { atUs: deps.clock() },
    {
      user: userJson(deps, last),
      users: users.length > 1 ? `[${listed.join(',')}]` : undefined,
      watcher_count: String(deps.hub.watcherCount(appId, cid)),
    },
  )
  deps.bus.publish({ to: 'channel', appId, cid, type, frame })
}
