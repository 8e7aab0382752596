import type { ChannelRecord, UserRecord } from '../../domain/records.ts'
import type { Reader, Tx } from '../../store/store.ts'
import type { Actor, Deps } from '../deps.ts'
import { ChannelLog } from '../events/channel-log.ts'
import { toPlainChannel } from '../wire/channel.ts'
import { loadPeople } from '../wire/people.ts'

/*
 * A channel of two is silent for who blocks the other one: it is as hidden, and nothing of it reaches them but while they watch it.
 */

/**
 * Silences the channels that two share, or ends that; `user` is told of each. Returns the logs to announce.
 */
export async function silencePairs(
  deps: Deps,
  tx: Tx,
  actor: Actor,
  user: UserRecord,
  otherId: string,
  silent: boolean,
): Promise<{ readonly channel: ChannelRecord; readonly log: ChannelLog }[]> {
  const pairs = await tx.listPairs(user.appId, user.id, otherId)
  if (pairs.length === 0) return []
  const makers = pairs.flatMap(({ channel }) => [channel.createdById, channel.truncatedById])
  const people = await loadPeople(deps, tx, user.appId, makers, [user])
  const atUs = deps.clock()
  return pairs.map(({ channel, hidden }) => {
    const log = new ChannelLog(deps, tx, actor, channel)
    log.membership(user.id, !silent)
    const parts = { channel: JSON.stringify(toPlainChannel(channel, people)), user: people.json(user.id) }
    if (silent && !hidden) log.tellUser(user.id, 'channel.hidden', atUs, { ...parts, clear_history: 'false' })
    if (!silent && !hidden) log.tellUser(user.id, 'channel.visible', atUs, parts)
    return { channel, log }
  })
}

/** A channel became one of two, or is one no more: its members hear of it or do not, accordingly. */
export async function resilence(
  tx: Tx,
  log: ChannelLog,
  before: number,
  channel: ChannelRecord,
): Promise<void> {
  if (before === channel.memberCount || (before !== 2 && channel.memberCount !== 2)) return
  const members = await tx.listMembers(channel.pk, { limit: 3, offset: 0 })
  const ids = members.map(member => member.userId)
  const blockers = await blockersAmong(tx, channel.appId, ids)
  for (const id of blockers) log.membership(id, channel.memberCount !== 2)
}

/** Who of two or three blocks another one of them. */
export async function blockersAmong(
  reader: Reader,
  appId: number,
  userIds: readonly string[],
): Promise<Set<string>> {
  const blockers = new Set<string>()
  for (const id of userIds) {
    for (const blocker of await reader.findBlockersOf(appId, id, userIds)) blockers.add(blocker)
  }
  return blockers
}
