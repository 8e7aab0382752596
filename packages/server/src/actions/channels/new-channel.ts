import { cidOf } from '../../domain/channels.ts'
import type { ChannelRecord } from '../../domain/records.ts'
import type { ChannelRef } from './open-channel.ts'

/** A channel that has nothing yet but who made it. */
export function newChannel(
  appId: number,
  { type, id }: ChannelRef,
  createdById: string,
  nowUs: number,
): Omit<ChannelRecord, 'pk'> {
  return {
    appId,
    type,
    id,
    cid: cidOf(type, id),
    team: undefined,
    createdById,
    frozen: false,
    disabled: false,
    cooldownSeconds: 0,
    autoTranslationEnabled: false,
    autoTranslationLanguage: '',
    filterTags: [],
    configOverrides: undefined,
    custom: {},
    hasBans: false,
    memberCount: 0,
    messageCount: 0,
    lastSeq: 0,
    lastEventAtUs: nowUs,
    lastMessageAtUs: undefined,
    truncatedAtUs: undefined,
    truncatedById: undefined,
    hasHidden: false,
    createdAtUs: nowUs,
    updatedAtUs: nowUs,
    deletedAtUs: undefined,
    erasedAtUs: undefined,
  }
}
