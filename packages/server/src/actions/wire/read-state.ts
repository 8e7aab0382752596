import type { ReadState } from '@parley/protocol'
import type { MemberRecord } from '../../domain/records.ts'
import { showsDelivery } from '../../domain/users-privacy.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { People } from './people.ts'

/** How far a member has read, what is left, and what reached them: the viewer, or who lets others know. */
export function toReadState(
  member: MemberRecord,
  unread: number,
  people: People,
  viewerId: string | undefined,
): ReadState {
  const state: ReadState = {
    user: people.userOrGhost(member.userId),
    last_read: toRfc3339(member.lastReadAtUs),
    ...(member.lastReadMessageId !== undefined && { last_read_message_id: member.lastReadMessageId }),
    unread_messages: unread,
  }
  const { lastDeliveredAtUs, lastDeliveredMessageId } = member
  if (lastDeliveredAtUs === undefined || lastDeliveredMessageId === undefined) return state
  const user = people.record(member.userId)
  if (user && user.id !== viewerId && !showsDelivery(user)) return state
  state.last_delivered_at = toRfc3339(lastDeliveredAtUs)
  state.last_delivered_message_id = lastDeliveredMessageId
  return state
}
