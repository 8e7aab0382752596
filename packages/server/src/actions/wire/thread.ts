import type { ReadState, ThreadBase, ThreadParticipant } from '@parley/protocol'
import type {
  MessageRecord,
  ThreadParticipantRecord,
  ThreadRead,
  ThreadRecord,
  UserRecord,
} from '../../domain/records.ts'
import { showsReads } from '../../domain/users-privacy.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { People } from './people.ts'

/** What of a thread does not depend on who looks. `parent` is its first message. */
export function toThreadBase(
  thread: ThreadRecord,
  parent: MessageRecord,
  participants: readonly ThreadParticipantRecord[],
  people: People,
): ThreadBase {
  const isDeleted = parent.deletedAtUs !== undefined
  const base: ThreadBase = {
    channel_cid: parent.cid,
    parent_message_id: thread.parentId,
    title: thread.title ?? (isDeleted ? '' : parent.text),
    created_by_user_id: thread.createdById,
    created_by: people.user(thread.createdById),
    reply_count: parent.replyCount,
    participant_count: thread.participantCount,
    active_participant_count: thread.participantCount,
    thread_participants: participants.map(each => toParticipant(parent, each, people)),
    last_message_at: toRfc3339(thread.lastMessageAtUs),
    created_at: toRfc3339(thread.createdAtUs),
    updated_at: toRfc3339(thread.updatedAtUs),
    custom: { ...thread.custom },
  }
  if (parent.deletedAtUs !== undefined) base.deleted_at = toRfc3339(parent.deletedAtUs)
  return base
}

function toParticipant(
  parent: MessageRecord,
  participant: ThreadParticipantRecord,
  people: People,
): ThreadParticipant {
  const { userId, createdAtUs, lastReadAtUs, lastMessageAtUs } = participant
  const user = people.record(userId)
  const shown: ThreadParticipant = {
    channel_cid: parent.cid,
    thread_id: parent.id,
    user_id: userId,
    user: people.user(userId),
    created_at: toRfc3339(createdAtUs),
    last_read_at: toRfc3339(user && !showsReads(user) ? createdAtUs : lastReadAtUs),
  }
  if (lastMessageAtUs !== undefined) shown.last_thread_message_at = toRfc3339(lastMessageAtUs)
  return shown
}

/** How far the viewer has read a thread. */
export function toThreadRead(read: ThreadRead, viewer: UserRecord, people: People): ReadState {
  return {
    user: people.userOrGhost(viewer.id),
    last_read: toRfc3339(read.lastReadAtUs),
    ...(read.lastReadMessageId !== undefined && { last_read_message_id: read.lastReadMessageId }),
    unread_messages: read.unread,
  }
}
