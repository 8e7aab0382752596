import { WEBHOOK_MAX_MEMBERS } from '@parley/protocol'
import type { Deps } from '../actions/deps.ts'
import { toMember } from '../actions/wire/member.ts'
import { loadPeople } from '../actions/wire/people.ts'
import { parseCid } from '../domain/channels.ts'
import type { ChannelRecord } from '../domain/records.ts'
import type { Delivery } from './courier.ts'

/** Events that say who is in the channel. */
const WITH_MEMBERS = /^(message|channel|reaction)\./

/**
 * The event as a webhook gets it: with the channel's members, at most 50. They are looked up now,
 * not when the event was kept, so that sending a message never waits for it.
 */
export async function webhookBody(deps: Deps, { lane, entry }: Delivery): Promise<string> {
  if (!WITH_MEMBERS.test(entry.type)) return entry.payload
  const ref = parseCid(lane.lane)
  const channel = ref && (await deps.store.read.findChannel(lane.appId, ref.type, ref.id))
  const members = channel ? await membersOf(deps, channel) : []
  return `${entry.payload.slice(0, -1)},"members":${JSON.stringify(members)}}`
}

async function membersOf(deps: Deps, channel: ChannelRecord) {
  const { read } = deps.store
  const members = await read.listMembers(channel.pk, { limit: WEBHOOK_MAX_MEMBERS, offset: 0 })
  const ids = members.map(member => member.userId)
  const people = await loadPeople(deps, read, channel.appId, ids)
  return members.map(member => toMember(channel, member, people))
}
