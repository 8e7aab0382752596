import { LATEST_REACTIONS_PER_MESSAGE, THREAD_PARTICIPANTS_PER_MESSAGE } from '@parley/protocol'
import type { MessageRecord, ReactionRecord } from '../../domain/records.ts'
import type { Reader } from '../../store/store.ts'

/** What others added to messages. Asked for only where a message says that there is something. */
export interface MessageExtras {
  readonly latestReactions: ReadonlyMap<string, readonly ReactionRecord[]>
  /** The viewer's own. */
  readonly ownReactions: ReadonlyMap<string, readonly ReactionRecord[]>
  /** Ids of who takes part in the threads of these messages. */
  readonly participants: ReadonlyMap<string, readonly string[]>
  /** Of everybody above. */
  readonly userIds: ReadonlySet<string>
}

const NONE: MessageExtras = {
  latestReactions: new Map(),
  ownReactions: new Map(),
  participants: new Map(),
  userIds: new Set(),
}

/** Three queries at most for a page of messages, and none where nobody reacted or replied. */
export async function loadMessageExtras(
  reader: Reader,
  appId: number,
  messages: readonly MessageRecord[],
  viewerId: string | undefined,
): Promise<MessageExtras> {
  const reacted = idsOf(messages, message => message.reactionGroups !== undefined)
  const parents = idsOf(messages, message => message.replyCount + message.deletedReplyCount > 0)
  if (reacted.length + parents.length === 0) return NONE
  // One after the other: inside of a transaction there is one connection.
  const latest = await reader.listLatestReactions(appId, reacted, LATEST_REACTIONS_PER_MESSAGE)
  const own = viewerId === undefined ? [] : await reader.listOwnReactions(appId, viewerId, reacted)
  const participants = await reader.listThreadParticipants(appId, parents, THREAD_PARTICIPANTS_PER_MESSAGE)
  return {
    latestReactions: Map.groupBy(latest, reaction => reaction.messageId),
    ownReactions: Map.groupBy(own, reaction => reaction.messageId),
    participants: groupIds(participants),
    userIds: new Set([...latest, ...own, ...participants].map(each => each.userId)),
  }
}

/** Each once, though a message may be quoted by another one of the page. */
function idsOf(messages: readonly MessageRecord[], wanted: (message: MessageRecord) => boolean): string[] {
  return [...new Set(messages.filter(wanted).map(message => message.id))]
}

function groupIds(all: readonly { readonly parentId: string; readonly userId: string }[]) {
  const groups = new Map<string, string[]>()
  for (const { parentId, userId } of all) {
    const group = groups.get(parentId)
    if (group) group.push(userId)
    else groups.set(parentId, [userId])
  }
  return groups
}
