import type { Channel, ClientEvent } from '@parley/client'
import type { Texts } from '../texts/texts'

/** What happened to the open channel: what to say, and whether it can stay open. */
export interface ChannelNews {
  /** `closed`: it is gone. `doubtful`: whether it may still be read must be asked. */
  outcome: 'open' | 'closed' | 'doubtful'
  type: 'info' | 'error'
  text: (t: Texts, title: string) => string
}

/** What an event means for who has the channel open; undefined: nothing to be told. */
export function channelNews(
  event: ClientEvent,
  { cid = '' }: Channel,
  ownId: string | undefined,
): ChannelNews | undefined {
  if (event.type === 'connection.recovered')
    return (event as Recovered).lost_channels.includes(cid) ? LOST : undefined
  const about = event as Partial<Removal & Ban> & { type: string; cid?: string }
  if (about.type === 'user.banned' || about.type === 'user.unbanned') return banNews(about, cid)
  if (about.cid !== cid) return undefined
  if (about.type === 'channel.deleted' || about.type === 'notification.channel_deleted') return DELETED
  const isOwnRemoval =
    about.type === 'notification.removed_from_channel' ||
    (about.type === 'member.removed' && about.user?.id === ownId)
  return isOwnRemoval ? LEFT : undefined
}

interface Recovered {
  lost_channels: readonly string[]
}

interface Removal {
  user: { id: string } | null
}

interface Ban {
  reason: string
}

const DELETED: ChannelNews = { outcome: 'closed', type: 'info', text: (t, title) => t.channelDeleted(title) }
const LOST: ChannelNews = { outcome: 'closed', type: 'error', text: (t, title) => t.channelLost(title) }
const LEFT: ChannelNews = { outcome: 'doubtful', type: 'info', text: (t, title) => t.channelLeft(title) }

/** Who is banned reads on. A ban without a channel is one of the whole app. */
function banNews(
  event: { type: string; cid?: string; reason?: string },
  cid: string,
): ChannelNews | undefined {
  if (event.cid !== undefined && event.cid !== cid) return undefined
  const isBanned = event.type === 'user.banned'
  return {
    outcome: 'open',
    type: isBanned ? 'error' : 'info',
    text: (t, title) => {
      if (event.cid === undefined) return isBanned ? t.appBanned(event.reason) : t.appUnbanned
      return isBanned ? t.channelBanned(title, event.reason) : t.channelUnbanned(title)
    },
  }
}
