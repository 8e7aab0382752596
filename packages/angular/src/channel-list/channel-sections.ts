import type { Channel } from '@parley/client'

/** The channels of a list by where they stand. */
export interface ChannelSections {
  /** The latest pinned first. */
  pinned: readonly Channel[]
  others: readonly Channel[]
  archived: readonly Channel[]
}

/**
 * What was archived is archived, even if it was pinned before. The order is kept, but of the pinned.
 * Those that one is only invited to are in none: they wait for an answer.
 */
export function channelSections(channels: readonly Channel[]): ChannelSections {
  const archived = channels.filter(channel => channel.state.membership?.archived_at !== undefined)
  const rest = channels.filter(
    ({ state: { membership } }) => membership?.archived_at === undefined && membership?.status !== 'invited',
  )
  const pinned = rest.filter(channel => pinnedAt(channel) !== undefined)
  const others = rest.filter(channel => pinnedAt(channel) === undefined)
  return { pinned: pinned.toSorted(byLatestPin), others, archived }
}

function pinnedAt(channel: Channel): string | undefined {
  return channel.state.membership?.pinned_at
}

function byLatestPin(a: Channel, b: Channel): number {
  return (pinnedAt(b) ?? '').localeCompare(pinnedAt(a) ?? '')
}
