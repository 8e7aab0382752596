import { isShadowed } from '../../domain/bans.ts'
import { newLocation } from '../../domain/locations.ts'
import type { ChannelRecord, MessageRecord } from '../../domain/records.ts'
import { audienceOf, isLimited } from '../../domain/visibility.ts'
import type { OpenChannel } from '../channels/open-channel.ts'
import type { Deps } from '../deps.ts'
import type { Place } from '../events/channel-log.ts'
import type { Sending } from './sending.ts'

/** Who may see a message. */
export type Limits = Pick<MessageRecord, 'shadowed' | 'restrictedVisibility'>

const FOR_ALL: Limits = { shadowed: false, restrictedVisibility: [] }

/** Who may see it: a reply to what is not for everybody is not either. */
export function limitsOf(
  deps: Deps,
  open: OpenChannel,
  { author, message }: Sending,
  parent: MessageRecord | undefined,
): Limits {
  const shadowed = isShadowed(author, open, deps.clock)
  const asked = message.restricted_visibility ?? []
  if (!shadowed && asked.length === 0 && (!parent || !isLimited(parent))) return FOR_ALL
  const inherited = parent && audienceOf(parent)?.userIds
  return { shadowed, restrictedVisibility: asked.length > 0 ? asked : (inherited ?? []) }
}

/** The row of a message on its way, once its place in the channel is known. */
export function recordOf(
  channel: ChannelRecord,
  sending: Sending,
  { atUs }: Pick<Place, 'atUs'>,
  limits: Limits,
): MessageRecord {
  const { message, author, id, draft } = sending
  const parentId = message.parent_id
  return {
    appId: channel.appId,
    id,
    channelPk: channel.pk,
    cid: channel.cid,
    userId: author.id,
    type: parentId !== undefined ? 'reply' : message.type === 'system' ? 'system' : 'regular',
    text: draft.text,
    html: draft.html,
    mml: draft.mml,
    attachments: draft.attachments,
    mentionedUserIds: draft.mentionedUserIds,
    parentId,
    showInChannel: parentId !== undefined && message.show_in_channel === true,
    quotedMessageId: draft.quotedMessageId,
    silent: draft.silent,
    pinnedAtUs: draft.pinned ? atUs : undefined,
    pinnedById: draft.pinned ? author.id : undefined,
    pinExpiresAtUs: draft.pinned ? draft.pinExpiresAtUs : undefined,
    replyCount: 0,
    deletedReplyCount: 0,
    ...limits,
    reactionGroups: undefined,
    pollId: message.poll_id,
    location: message.shared_location && newLocation(message.shared_location, atUs),
    reminded: false,
    custom: draft.custom,
    createdAtUs: atUs,
    updatedAtUs: atUs,
    textUpdatedAtUs: undefined,
    deletedAtUs: undefined,
  }
}
