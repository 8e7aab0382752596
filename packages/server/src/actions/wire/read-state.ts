import type { ReadState } from '@parley/protocol'
import type { MemberRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { People } from './people.ts'

/** How far a member has read, and how much is left. */
export function toReadState(member: MemberRecord, unread: number, people: People): ReadState {
  return {
    user: people.userOrGhost(member.userId),
    last_read: toRfc3339(member.lastReadAtUs),
    ...(member.lastReadMessageId !== undefined && { last_read_message_id: member.lastReadMessageId }),
    unread_messages: unread,
  }
}
