import type { DraftEventMap, DraftResponse } from '@parley/protocol'
import type { Announcement } from '../../bus/bus.ts'
import type { ChannelRecord, UserRecord } from '../../domain/records.ts'
import type { Deps } from '../deps.ts'
import { channelFrame } from '../wire/channel-event.ts'

/** For the author's own connections. Not logged: nobody else may know of it. */
export function tellDraft(
  deps: Deps,
  type: keyof DraftEventMap,
  channel: ChannelRecord,
  userId: UserRecord['id'],
  draft: DraftResponse,
): Announcement {
  const { parent_id: parentId } = draft
  const parts = {
    draft: JSON.stringify(draft),
    parent_id: parentId === undefined ? undefined : JSON.stringify(parentId),
  }
  const frame = channelFrame(type, channel, { atUs: deps.clock() }, parts)
  return { to: 'user', appId: channel.appId, userId, type, frame }
}
