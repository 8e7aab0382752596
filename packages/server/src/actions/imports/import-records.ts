import type { ImportItem } from '@parley/protocol/schemas'
import { newUser } from '../../auth/actor.ts'
import { type Joining, newMember } from '../../domain/members.ts'
import type { ChannelRecord, Json, MemberRecord, MessageRecord, UserRecord } from '../../domain/records.ts'
import { renderHtml } from '../../util/markdown.ts'
import { parseTime } from '../../util/time.ts'

/** How an item is written over what is there. */
export interface Writing {
  readonly appId: number
  /** Custom data is added to what is there, not put in its place. */
  readonly mergeCustom: boolean
  /** When what has no time of its own was made. */
  readonly atUs: number
}

function customOf(
  custom: Json,
  before: { readonly custom: Json } | undefined,
  { mergeCustom }: Writing,
): Json {
  return mergeCustom && before ? { ...before.custom, ...custom } : custom
}

function timeOf(text: string | undefined): number | undefined {
  return text === undefined ? undefined : parseTime(text)
}

/** What is not given stays as it is. */
export function importedUser(
  data: ImportItem<'user'>,
  before: UserRecord | undefined,
  writing: Writing,
): UserRecord {
  const { name, image, ...custom } = customOf(data.custom, before && withNames(before), writing)
  const base = before ?? newUser(writing.appId, data.id, timeOf(data.created_at) ?? writing.atUs)
  return {
    ...base,
    role: data.role ?? base.role,
    name: typeof name === 'string' ? name : base.name,
    image: typeof image === 'string' ? image : base.image,
    language: data.language ?? base.language,
    teams: data.teams ?? base.teams,
    teamsRole: data.teams_role ?? base.teamsRole,
    invisible: data.invisible ?? base.invisible,
    privacySettings: data.privacy_settings ?? base.privacySettings,
    pushPreferences: data.push_preferences ?? base.pushPreferences,
    custom,
    createdAtUs: timeOf(data.created_at) ?? base.createdAtUs,
    updatedAtUs: before ? writing.atUs : base.updatedAtUs,
    deactivatedAtUs: timeOf(data.deactivated_at) ?? base.deactivatedAtUs,
    deletedAtUs: timeOf(data.deleted_at) ?? base.deletedAtUs,
  }
}

/** Name and image are custom data in the file. */
function withNames({ custom, name, image }: UserRecord): { custom: Json } {
  return { custom: { ...custom, ...(name !== undefined && { name }), ...(image !== undefined && { image }) } }
}

export function importedChannel<Before extends Omit<ChannelRecord, 'pk'>>(
  data: ImportItem<'channel'>,
  base: Before,
  isNew: boolean,
  writing: Writing,
): Before {
  return {
    ...base,
    team: data.team ?? base.team,
    createdById: data.created_by,
    frozen: data.frozen ?? base.frozen,
    disabled: data.disabled ?? base.disabled,
    truncatedAtUs: timeOf(data.truncated_at) ?? base.truncatedAtUs,
    custom: customOf(data.custom, isNew ? undefined : base, writing),
    createdAtUs: timeOf(data.created_at) ?? base.createdAtUs,
    updatedAtUs: isNew ? (timeOf(data.created_at) ?? writing.atUs) : writing.atUs,
  }
}

/** Without `last_read` a member has read everything that is imported. */
export function importedMember(
  data: ImportItem<'member'>,
  channelPk: number,
  before: MemberRecord | undefined,
  writing: Writing,
): MemberRecord {
  const createdAtUs = timeOf(data.created_at) ?? before?.createdAtUs ?? writing.atUs
  const joining: Joining = {}
  const base = before ?? newMember(channelPk, { user_id: data.user_id, custom: {} }, createdAtUs, joining)
  return {
    ...base,
    channelRole: data.channel_role ?? base.channelRole,
    invited: data.invited ?? base.invited,
    inviteAcceptedAtUs: timeOf(data.invited_accepted_at) ?? base.inviteAcceptedAtUs,
    inviteRejectedAtUs: timeOf(data.invited_rejected_at) ?? base.inviteRejectedAtUs,
    archivedAtUs: timeOf(data.archived_at) ?? base.archivedAtUs,
    hidden: data.hide_channel ?? base.hidden,
    historyHiddenBeforeUs: timeOf(data.hide_messages_before) ?? base.historyHiddenBeforeUs,
    lastReadAtUs: timeOf(data.last_read) ?? (before ? base.lastReadAtUs : writing.atUs),
    custom: customOf(data.custom, before, writing),
    createdAtUs,
    updatedAtUs: before ? writing.atUs : createdAtUs,
  }
}

/** The time of a message that has none is the import's. */
export function wantedTime(data: ImportItem<'message'>, { atUs }: Writing): number {
  return timeOf(data.created_at) ?? atUs
}

/** `createdAtUs`: a time that is free in the channel; that of a message that is there stays. */
export function importedMessage(
  data: ImportItem<'message'>,
  channel: Pick<ChannelRecord, 'pk' | 'cid'>,
  before: MessageRecord | undefined,
  createdAtUs: number,
  writing: Writing,
): MessageRecord {
  const text = data.text ?? ''
  const deletedAtUs = timeOf(data.deleted_at) ?? (data.type === 'deleted' ? createdAtUs : undefined)
  return {
    appId: writing.appId,
    id: data.id,
    channelPk: channel.pk,
    cid: channel.cid,
    userId: data.user,
    type: data.parent_id !== undefined ? 'reply' : data.type === 'system' ? 'system' : 'regular',
    text,
    html: data.html || renderHtml(text),
    mml: undefined,
    attachments: (data.attachments ?? []) as readonly Json[],
    mentionedUserIds: [...new Set(data.mentioned_users_ids)],
    parentId: data.parent_id,
    showInChannel: data.parent_id !== undefined && data.show_in_channel === true,
    quotedMessageId: data.quoted_message_id,
    silent: data.silent ?? false,
    pinnedAtUs: timeOf(data.pinned_at),
    pinnedById: data.pinned_by_id,
    pinExpiresAtUs: timeOf(data.pin_expires),
    replyCount: before?.replyCount ?? 0,
    deletedReplyCount: before?.deletedReplyCount ?? 0,
    shadowed: false,
    restrictedVisibility: [...new Set(data.restricted_visibility)],
    reactionGroups: before?.reactionGroups,
    pollId: before?.pollId,
    location: before?.location,
    reminded: before?.reminded ?? false,
    custom: customOf(data.custom, before, writing),
    createdAtUs,
    updatedAtUs: before ? writing.atUs : createdAtUs,
    textUpdatedAtUs: undefined,
    deletedAtUs,
  }
}
