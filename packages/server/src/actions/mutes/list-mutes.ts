import type { Mute } from '@parley/protocol'
import type { UserRecord } from '../../domain/records.ts'
import type { Reader } from '../../store/store.ts'
import type { Deps } from '../deps.ts'
import { toMute } from '../wire/mute.ts'
import { loadPeople } from '../wire/people.ts'

/** Whom these users mute, by user id. Without a query when nobody of them mutes anybody. */
export async function listMutes(
  deps: Deps,
  reader: Reader,
  users: readonly UserRecord[],
): Promise<Map<string, Mute[]>> {
  const byUser = new Map<string, Mute[]>()
  const muting = users.filter(user => user.hasMutes)
  const appId = muting[0]?.appId
  if (appId === undefined) return byUser
  const ids = muting.map(user => user.id)
  const mutes = await reader.listMutes(appId, ids, deps.clock())
  const targets = mutes.map(mute => mute.targetId)
  const people = await loadPeople(deps, reader, appId, targets, muting)
  for (const mute of mutes) {
    const of = byUser.get(mute.userId)
    if (of) of.push(toMute(mute, people))
    else byUser.set(mute.userId, [toMute(mute, people)])
  }
  return byUser
}
