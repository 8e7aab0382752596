import type { Member } from '@parley/protocol'
import type { Deps } from '../actions/deps.ts'
import { loadUnread, totalsOf } from '../actions/reads/load-unread.ts'
import { unreadCounters } from '../actions/wire/own-user.ts'
import { parseCid } from '../domain/channels.ts'
import type { ChannelRecord, Json } from '../domain/records.ts'
import type { Delivery } from './courier.ts'
import { webhookMembers } from './webhook-members.ts'

/** Events that say who is in the channel. */
const WITH_MEMBERS = /^(message|channel|reaction)\./

/**
 * The event as a webhook gets it: with the channel's members, at most 50, and what is unread. Both are
 * looked up now, not when the event was kept, so that sending a message never waits for it.
 */
export async function webhookBody(deps: Deps, { lane, entry }: Delivery): Promise<string> {
  const { type, payload } = entry
  if (!WITH_MEMBERS.test(type)) return payload
  const ref = parseCid(lane.lane)
  const channel = ref && (await deps.store.read.findChannel(lane.appId, ref.type, ref.id))
  const members = channel ? await webhookMembers(deps, channel, type.startsWith('message.')) : []
  const json = JSON.stringify(members)
  if (type === 'channel.created') return `${withinChannel(payload, members).slice(0, -1)},"members":${json}}`
  const body = type === 'message.read' && channel ? await withCounters(deps, channel, payload) : payload
  return `${body.slice(0, -1)},"members":${json}}`
}

/** A new channel is shown with who is in it. */
function withinChannel(payload: string, members: readonly Member[]): string {
  const event = JSON.parse(payload) as Json & { readonly channel: Json }
  return JSON.stringify({ ...event, channel: { ...event.channel, members } })
}

/** Who read has counters, of this channel and of all. */
async function withCounters(deps: Deps, { appId, cid }: ChannelRecord, payload: string): Promise<string> {
  const event = JSON.parse(payload) as Json & { readonly user: Json & { readonly id: string } }
  const reader = await deps.store.read.findUser(appId, event.user.id)
  if (!reader) return payload
  const unread = await loadUnread(deps.store.read, reader)
  const counters = {
    ...unreadCounters(totalsOf(unread)),
    channel_unread_count: unread.channels.find(each => each.cid === cid)?.unread ?? 0,
    channel_last_read_at: event.channel_last_read_at,
  }
  return JSON.stringify({ ...event, user: { ...event.user, ...counters } })
}
