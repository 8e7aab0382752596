import type { ChannelConfig, ChannelResponse } from '@parley/protocol'
import type { ChannelRecord } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import type { People } from './people.ts'

/** What of a channel depends on who looks. */
export interface ChannelView {
  readonly config: ChannelConfig
  /** What the caller may do; servers are not told. */
  readonly ownCapabilities?: readonly string[] | undefined
  readonly hidden?: boolean | undefined
  readonly muted?: boolean | undefined
  readonly blocked?: boolean | undefined
}

/** The channel as the wire shows it, custom data at the root. */
export function toChannel(channel: ChannelRecord, people: People, view: ChannelView): ChannelResponse {
  const response = toPlainChannel(channel, people)
  response.config = view.config
  if (view.config.count_messages) response.message_count = channel.messageCount
  if (view.ownCapabilities) response.own_capabilities = [...view.ownCapabilities]
  if (view.hidden !== undefined) response.hidden = view.hidden
  if (view.muted !== undefined) response.muted = view.muted
  if (view.blocked) response.blocked = true
  return response
}

/** The channel without what depends on config and caller, as notifications carry it. */
export function toPlainChannel(channel: ChannelRecord, people: People): ChannelResponse {
  const response: ChannelResponse = {
    ...channel.custom,
    id: channel.id,
    type: channel.type,
    cid: channel.cid,
    created_by: people.user(channel.createdById),
    created_at: toRfc3339(channel.createdAtUs),
    updated_at: toRfc3339(channel.updatedAtUs),
    frozen: channel.frozen,
    disabled: channel.disabled,
    member_count: channel.memberCount,
  }
  addOptional(response, channel)
  if (channel.truncatedAtUs !== undefined) {
    response.truncated_at = toRfc3339(channel.truncatedAtUs)
    response.truncated_by = people.user(channel.truncatedById)
  }
  return response
}

function addOptional(response: ChannelResponse, channel: ChannelRecord): void {
  if (channel.team !== undefined) response.team = channel.team
  if (channel.cooldownSeconds > 0) response.cooldown = channel.cooldownSeconds
  if (channel.lastMessageAtUs !== undefined) response.last_message_at = toRfc3339(channel.lastMessageAtUs)
  if (channel.deletedAtUs !== undefined) response.deleted_at = toRfc3339(channel.deletedAtUs)
  if (channel.autoTranslationEnabled) response.auto_translation_enabled = true
  if (channel.autoTranslationLanguage !== '') {
    response.auto_translation_language = channel.autoTranslationLanguage
  }
  if (channel.filterTags.length > 0) response.filter_tags = [...channel.filterTags]
}
