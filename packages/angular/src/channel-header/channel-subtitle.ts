import type { ChannelState } from '@parley/client'
import { directPartner } from '../format/channel-title'
import { timeAgo } from '../format/time-format'
import type { Texts } from '../texts/texts'

/** Who looks, in which language, and when. */
export interface SubtitleContext {
  ownId: string | undefined
  t: Texts
  nowMs: number
}

/** Who is there: of two whether the other one is online, of more how many are in it. */
export function channelSubtitle(state: ChannelState, { ownId, t, nowMs }: SubtitleContext): string {
  const partner = directPartner(state, ownId)?.user
  if (partner) {
    if (partner.online) return t.online
    return partner.last_active ? t.lastSeen(timeAgo(partner.last_active, t.locale, nowMs)) : t.offline
  }
  const members = state.channel?.member_count ?? 0
  const online = Object.values(state.members).filter(({ user }) => user.online).length
  const parts = members > 0 ? [t.memberCount(members)] : []
  if (members > 0 && online > 0) parts.push(t.onlineCount(online))
  // a room of spectators: who watches counts more than who is a member
  if (state.watcher_count > online) parts.push(t.watcherCount(state.watcher_count))
  return parts.join(' · ')
}
