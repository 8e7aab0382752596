import {
  type DraftResponse,
  THREAD_PARTICIPANTS_DEFAULT_LIMIT,
  THREAD_REPLIES_DEFAULT_LIMIT,
  type ThreadResponse,
} from '@parley/protocol'
import type {
  MessageRecord,
  ThreadParticipantRecord,
  ThreadRead,
  ThreadRecord,
  UserRecord,
} from '../../domain/records.ts'
import { capabilitiesOf, type OpenChannel, visibleWindow } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { loadThreadDrafts } from '../drafts/show-drafts.ts'
import { showMessages } from '../messages/show-messages.ts'
import { toChannel } from '../wire/channel.ts'
import { toThreadBase, toThreadRead } from '../wire/thread.ts'

/** A thread with the channel it is in, as the viewer sees that. */
export interface OpenThread {
  readonly thread: ThreadRecord
  readonly parent: MessageRecord
  readonly open: OpenChannel
}

/** How much of each thread is shown. */
export interface ThreadLimits {
  readonly replies: number
  readonly participants: number
}

/** 0 is unset, as the limit of any page. */
export function threadLimits(options: {
  readonly reply_limit?: number | undefined
  readonly participant_limit?: number | undefined
}): ThreadLimits {
  return {
    replies: options.reply_limit || THREAD_REPLIES_DEFAULT_LIMIT,
    participants: options.participant_limit || THREAD_PARTICIPANTS_DEFAULT_LIMIT,
  }
}

interface Loaded {
  readonly participants: ReadonlyMap<string, readonly ThreadParticipantRecord[]>
  readonly reads: ReadonlyMap<string, ThreadRead>
  readonly drafts: ReadonlyMap<string, DraftResponse>
}

/** Threads with their newest replies and who takes part. Servers are not shown `read` (PROTOCOL.md §9). */
export async function showThreads(
  deps: Deps,
  actor: Actor,
  threads: readonly OpenThread[],
  viewer: UserRecord | undefined,
  limits: ThreadLimits,
): Promise<ThreadResponse[]> {
  const reader = deps.store.read
  const ids = threads.map(({ thread }) => thread.parentId)
  const { id: appId } = actor.app
  const [participants, reads, drafts] = await Promise.all([
    reader.listThreadParticipants(appId, ids, limits.participants),
    viewer && actor.kind !== 'server' ? reader.listThreadReads(appId, viewer.id, ids) : [],
    loadThreadDrafts(deps, actor, threads, viewer),
  ])
  const loaded: Loaded = {
    participants: Map.groupBy(participants, participant => participant.parentId),
    reads: new Map(reads.map(read => [read.parentId, read])),
    drafts,
  }
  return Promise.all(threads.map(each => showThread(deps, actor, each, viewer, limits, loaded)))
}

async function showThread(
  deps: Deps,
  actor: Actor,
  { thread, parent, open }: OpenThread,
  viewer: UserRecord | undefined,
  limits: ThreadLimits,
  loaded: Loaded,
): Promise<ThreadResponse> {
  const reader = deps.store.read
  const { channel, config } = open
  const window = visibleWindow(actor, open, { limit: limits.replies, parentId: thread.parentId })
  const replies = await reader.listMessages(channel.pk, window)
  const participants = loaded.participants.get(thread.parentId) ?? []
  const { people, show } = await showMessages(deps, reader, channel, [parent, ...replies], {
    users: viewer ? [viewer] : [],
    userIds: [
      thread.createdById,
      channel.createdById,
      channel.truncatedById,
      ...participants.map(participant => participant.userId),
    ],
    viewerId: viewer?.id,
    showShadowed: actor.kind === 'server',
  })
  const response: ThreadResponse = {
    ...toThreadBase(thread, parent, participants, people),
    channel: toChannel(channel, people, { config, ownCapabilities: capabilitiesOf(deps, actor, open) }),
    parent_message: show(parent),
    latest_replies: replies.map(show),
  }
  const read = loaded.reads.get(thread.parentId)
  if (read && viewer) response.read = toThreadRead(read, viewer, people)
  const draft = loaded.drafts.get(thread.parentId)
  if (draft) response.draft = draft
  return response
}
