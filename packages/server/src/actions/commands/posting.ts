import type { Attachment, MessageResponse } from '@parley/protocol'
import { EPHEMERAL_MESSAGE_MINUTES } from '@parley/protocol'
import type { Json, UserRecord } from '../../domain/records.ts'
import { renderHtml } from '../../util/markdown.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { OpenChannel } from '../channels/open-channel.ts'
import type { Actor, Deps } from '../deps.ts'
import type { MessageInput } from '../messages/message-draft.ts'
import { toUser } from '../wire/user.ts'

/** Somebody about to say something, before anything of it is stored. */
export interface Posting {
  readonly deps: Deps
  readonly actor: Actor
  readonly author: UserRecord
  readonly open: OpenChannel
  readonly message: MessageInput
}

/** What is shown to the sender alone. */
export interface Shown {
  readonly type: 'error' | 'ephemeral'
  readonly text: string
  readonly attachments?: readonly Attachment[]
  readonly command?: string | undefined
  readonly args?: string | undefined
}

/** A message for its sender's eyes, never stored among the channel's. */
export function toShown({ deps, author, open, message }: Posting, shown: Shown): MessageResponse {
  const at = toRfc3339(deps.clock())
  const { parent_id: parentId, custom } = message
  return {
    ...custom,
    id: message.id ?? Bun.randomUUIDv7(),
    cid: open.channel.cid,
    type: shown.type,
    text: shown.text,
    html: renderHtml(shown.text),
    user_id: author.id,
    user: toUser(deps, author),
    ...(open.member && { member: { channel_role: open.member.channelRole } }),
    attachments: [...(shown.attachments ?? [])],
    mentioned_users: [],
    latest_reactions: [],
    own_reactions: [],
    reaction_counts: {},
    reaction_scores: {},
    reaction_groups: null,
    ...(parentId !== undefined && { parent_id: parentId, show_in_channel: message.show_in_channel === true }),
    reply_count: 0,
    deleted_reply_count: 0,
    silent: false,
    shadowed: false,
    pinned: false,
    pinned_at: null,
    pinned_by: null,
    pin_expires: null,
    ...(shown.command !== undefined && { command: shown.command, args: shown.args ?? '' }),
    created_at: at,
    updated_at: at,
  }
}

/** Keeps a message that has buttons, so that they can be pressed for a while. */
export async function keepEphemeral(deps: Deps, appId: number, message: MessageResponse): Promise<void> {
  const expiresAtUs = deps.clock() + EPHEMERAL_MESSAGE_MINUTES * 60_000_000
  const { id, cid, user_id: userId } = message
  const record = { appId, id, cid, userId, message: { ...message } as Json, expiresAtUs }
  await deps.store.transaction(tx => tx.putEphemeral(record))
}
