import type { ChannelMute, Mute, OwnUser } from '@parley/protocol'
import type { DeviceRecord, UserRecord } from '../../domain/records.ts'
import { toRfc3339, ZERO_TIME } from '../../util/time.ts'
import { toDevice } from './device.ts'
import { toUser } from './user.ts'
import type { WireDeps } from './wire-deps.ts'

/** What only the user itself is told, read beside the user. */
export interface OwnUserParts {
  readonly devices: readonly DeviceRecord[]
  readonly blockedUserIds: readonly string[]
  readonly channelMutes: readonly ChannelMute[]
  readonly mutes: readonly Mute[]
  readonly unread: UnreadTotals
  /** Cids, the newest first. */
  readonly latestHiddenChannels?: readonly string[]
}

/** Over all channels of the user, and over all threads. */
export interface UnreadTotals {
  readonly messages: number
  readonly channels: number
  readonly threads: number
  readonly threadMessages: number
}

/** The connected user as only that user sees it: `me` of the first frame. */
export function toOwnUser(deps: WireDeps, user: UserRecord, parts: OwnUserParts): OwnUser {
  const own: OwnUser = {
    ...toUser(deps, user, 'private'),
    // Whoever is told this is connected, though the hub may not count them yet.
    online: !user.invisible,
    devices: parts.devices.map(toDevice),
    mutes: [...parts.mutes],
    channel_mutes: [...parts.channelMutes],
    blocked_user_ids: [...parts.blockedUserIds],
    ...unreadCounters(parts.unread),
  }
  if (parts.latestHiddenChannels) own.latest_hidden_channels = [...parts.latestHiddenChannels]
  return own
}

/** The counters as they stand in `me` and in `notification.mark_read`. */
export function unreadCounters(unread: UnreadTotals) {
  return {
    unread_count: unread.messages,
    total_unread_count: unread.messages,
    unread_channels: unread.channels,
    unread_threads: unread.threads,
    unread_thread_messages: unread.threadMessages,
  }
}

/** The anonymous `me`: these keys and no others. */
export function anonymousOwnUser(nowUs: number): OwnUser {
  return {
    id: '!anon',
    role: 'anonymous',
    roles: [],
    created_at: ZERO_TIME,
    updated_at: ZERO_TIME,
    last_active: toRfc3339(nowUs),
    banned: false,
    online: true,
    invisible: false,
    devices: [],
    mutes: [],
    channel_mutes: [],
    unread_count: 0,
    total_unread_count: 0,
    unread_channels: 0,
    language: '',
  }
}
