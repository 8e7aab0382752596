import type { ChannelMute } from '@parley/protocol'
import type { ChannelMuteRecord, ChannelRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import { toPlainChannel } from './channel.ts'
import type { People } from './people.ts'

/** A mute as its user sees it; `people` has the user and who made the channel. */
export function toChannelMute(mute: ChannelMuteRecord, channel: ChannelRecord, people: People): ChannelMute {
  return {
    user: people.userOrGhost(mute.userId),
    channel: toPlainChannel(channel, people),
    expires: mute.expiresAtUs === undefined ? null : toRfc3339(mute.expiresAtUs),
    created_at: toRfc3339(mute.createdAtUs),
    updated_at: toRfc3339(mute.updatedAtUs),
  }
}
