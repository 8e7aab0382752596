import type { ChannelRecord, MessageRecord, UserRecord } from '../../domain/records.ts'
import type { Deps } from '../deps.ts'
import type { PushEvent } from '../messages/message-work.ts'
import { loadPeople } from '../wire/people.ts'
import { type PushSubject, TEMPLATE_MEMBERS } from './push-message.ts'

/** Loads what templates of a push can name. */
export async function loadSubject(
  deps: Deps,
  type: PushEvent,
  channel: ChannelRecord,
  message: MessageRecord,
  sender: UserRecord,
  reaction?: object,
): Promise<PushSubject> {
  const { read } = deps.store
  const listed = await read.listMembers(channel.pk, { limit: TEMPLATE_MEMBERS, offset: 0 })
  const memberIds = listed.map(member => member.userId)
  const ids = [message.userId, channel.createdById, ...message.mentionedUserIds, ...memberIds]
  const people = await loadPeople(deps, read, channel.appId, ids, [sender])
  const members = memberIds.flatMap(id => people.record(id) ?? [])
  return { type, channel, message, sender, reaction, people, members }
}
