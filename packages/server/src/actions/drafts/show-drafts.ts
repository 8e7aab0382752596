import type { DraftResponse } from '@parley/protocol'
import type { DraftRecord, MessageRecord, UserRecord } from '../../domain/records.ts'
import type { Reader } from '../../store/store.ts'
import { type OpenChannel, visibleOf } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import { showMessages } from '../messages/show-messages.ts'
import { toDraft } from '../wire/draft.ts'

interface ShowOptions {
  /** Also the channel and the thread's parent: what does not stand around the draft already. */
  readonly alone: boolean
}

/** Drafts of one user in one channel. What they quote is shown as far as the user may see it. */
export async function showDrafts(
  deps: Deps,
  reader: Reader,
  actor: Actor,
  open: OpenChannel,
  drafts: readonly DraftRecord[],
  { alone }: ShowOptions,
): Promise<DraftResponse[]> {
  const { channel } = open
  const messages = await loadRelated(reader, actor, open, drafts, alone)
  const { people, show } = await showMessages(deps, reader, channel, [...messages.values()], {
    userIds: [
      ...drafts.flatMap(({ message }) => message.mentionedUserIds),
      ...(alone ? [channel.createdById, channel.truncatedById] : []),
    ],
  })
  const shown = (id: string | undefined) => {
    const message = id === undefined ? undefined : messages.get(id)
    return message && show(message)
  }
  return drafts.map(draft =>
    toDraft(draft, {
      people,
      channel: alone ? channel : undefined,
      parent: alone ? shown(draft.parentId) : undefined,
      quoted: shown(draft.message.quotedMessageId),
    }),
  )
}

async function loadRelated(
  reader: Reader,
  actor: Actor,
  open: OpenChannel,
  drafts: readonly DraftRecord[],
  alone: boolean,
): Promise<Map<string, MessageRecord>> {
  const ids = new Set<string>()
  for (const { parentId, message } of drafts) {
    if (alone && parentId !== undefined) ids.add(parentId)
    if (message.quotedMessageId !== undefined) ids.add(message.quotedMessageId)
  }
  if (ids.size === 0) return new Map()
  const found = await reader.findMessages(open.channel.appId, [...ids])
  const here = found.filter(message => message.channelPk === open.channel.pk)
  return new Map((await visibleOf(reader, actor, open, here)).map(message => [message.id, message]))
}

/**
 * The viewer's drafts of some channels, by cid: one query, and none where all are channels whose
 * member the viewer is and has no draft.
 */
export async function loadChannelDrafts(
  deps: Deps,
  actor: Actor,
  channels: readonly OpenChannel[],
  viewer: UserRecord | undefined,
): Promise<ReadonlyMap<string, DraftResponse>> {
  if (!viewer || actor.kind === 'anonymous') return new Map()
  const perhaps = channels.filter(({ member }) => member?.hasDrafts ?? true)
  const pks = perhaps.map(({ channel }) => channel.pk)
  const reader = deps.store.read
  const drafts = await reader.listChannelDrafts(viewer.id, pks)
  const shown = new Map<string, DraftResponse>()
  for (const draft of drafts) {
    const open = perhaps.find(({ channel }) => channel.pk === draft.channelPk)
    const [own] = open ? await showDrafts(deps, reader, actor, open, [draft], { alone: false }) : []
    if (own) shown.set(draft.cid, own)
  }
  return shown
}

/** The viewer's drafts of replies in some threads, by the parent's id: one query. */
export async function loadThreadDrafts(
  deps: Deps,
  actor: Actor,
  threads: readonly { readonly parent: MessageRecord; readonly open: OpenChannel }[],
  viewer: UserRecord | undefined,
): Promise<ReadonlyMap<string, DraftResponse>> {
  if (!viewer || actor.kind === 'anonymous') return new Map()
  const perhaps = threads.filter(({ open }) => open.member?.hasDrafts ?? true)
  const reader = deps.store.read
  const ids = perhaps.map(({ parent }) => parent.id)
  const shown = new Map<string, DraftResponse>()
  for (const draft of await reader.listThreadDrafts(viewer.appId, viewer.id, ids)) {
    const open = perhaps.find(({ parent }) => parent.id === draft.parentId)?.open
    const [own] = open ? await showDrafts(deps, reader, actor, open, [draft], { alone: false }) : []
    if (own && draft.parentId !== undefined) shown.set(draft.parentId, own)
  }
  return shown
}
