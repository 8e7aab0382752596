import { randomUUID } from 'node:crypto'
import type {
  AppRecord,
  ChannelRecord,
  ChannelTypeRecord,
  MemberRecord,
  MessageRecord,
  UserRecord,
} from '../../src/domain/records.ts'
import type { Store, Tx } from '../../src/store/store.ts'

/** A time in 2026 that tests count from. */
export const T0 = Date.UTC(2026, 0, 1) * 1000

export function appOf(key: string = randomUUID()): Omit<AppRecord, 'id'> {
  return {
    key,
    name: 'test',
    mode: 'development',
    suspended: false,
    settings: {},
    createdAtUs: T0,
    updatedAtUs: T0,
  }
}

export function userOf(appId: number, id: string, fields: Partial<UserRecord> = {}): UserRecord {
  return {
    appId,
    id,
    role: 'user',
    name: undefined,
    image: undefined,
    language: '',
    teams: [],
    teamsRole: undefined,
    invisible: false,
    banned: false,
    banExpiresAtUs: undefined,
    shadowBanned: false,
    hasMutes: false,
    privacySettings: undefined,
    pushPreferences: undefined,
    custom: {},
    createdAtUs: T0,
    updatedAtUs: T0,
    lastActiveAtUs: undefined,
    deactivatedAtUs: undefined,
    deletedAtUs: undefined,
    erasedAtUs: undefined,
    revokeTokensBeforeUs: undefined,
    mergedInto: undefined,
    inThreads: false,
    ...fields,
  }
}

export function typeOf(appId: number, name: string): ChannelTypeRecord {
  return {
    appId,
    name,
    config: { replies: true },
    grants: { user: ['read-channel'] },
    createdAtUs: T0,
    updatedAtUs: T0,
  }
}

export function channelOf(
  appId: number,
  id: string,
  fields: Partial<ChannelRecord> = {},
): Omit<ChannelRecord, 'pk'> {
  return {
    appId,
    type: 'messaging',
    id,
    cid: `${fields.type ?? 'messaging'}:${id}`,
    team: undefined,
    createdById: undefined,
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
    lastEventAtUs: 0,
    lastMessageAtUs: undefined,
    truncatedAtUs: undefined,
    truncatedById: undefined,
    hasHidden: false,
    createdAtUs: T0,
    updatedAtUs: T0,
    deletedAtUs: undefined,
    erasedAtUs: undefined,
    ...fields,
  }
}

export function memberOf(
  channelPk: number,
  userId: string,
  fields: Partial<MemberRecord> = {},
): MemberRecord {
  return {
    channelPk,
    userId,
    channelRole: 'channel_member',
    invited: false,
    inviteAcceptedAtUs: undefined,
    inviteRejectedAtUs: undefined,
    banned: false,
    shadowBanned: false,
    banExpiresAtUs: undefined,
    archivedAtUs: undefined,
    pinnedAtUs: undefined,
    hidden: false,
    historyHiddenBeforeUs: undefined,
    lastReadAtUs: 0,
    lastReadMessageId: undefined,
    lastDeliveredAtUs: undefined,
    lastDeliveredMessageId: undefined,
    hasDrafts: false,
    custom: {},
    createdAtUs: T0,
    updatedAtUs: T0,
    ...fields,
  }
}

export function messageOf(
  channel: ChannelRecord,
  userId: string,
  createdAtUs: number,
  fields: Partial<MessageRecord> = {},
): MessageRecord {
  return {
    appId: channel.appId,
    id: randomUUID(),
    channelPk: channel.pk,
    cid: channel.cid,
    userId,
    type: 'regular',
    text: 'hello',
    html: '<p>hello</p>',
    mml: undefined,
    attachments: [],
    mentionedUserIds: [],
    parentId: undefined,
    showInChannel: false,
    quotedMessageId: undefined,
    silent: false,
    pinnedAtUs: undefined,
    pinnedById: undefined,
    pinExpiresAtUs: undefined,
    replyCount: 0,
    deletedReplyCount: 0,
    shadowed: false,
    restrictedVisibility: [],
    reactionGroups: undefined,
    pollId: undefined,
    location: undefined,
    reminded: false,
    custom: {},
    createdAtUs,
    updatedAtUs: createdAtUs,
    textUpdatedAtUs: undefined,
    deletedAtUs: undefined,
    ...fields,
  }
}

export function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('expected a value')
  return value
}

/** A fresh app of a store, and the few steps most tests begin with. */
export class Scene {
  readonly store: Store
  readonly appId: number

  private constructor(store: Store, appId: number) {
    this.store = store
    this.appId = appId
  }

  static async in(store: Store): Promise<Scene> {
    const app = await store.transaction(tx => tx.insertApp(appOf()))
    return new Scene(store, app.id)
  }

  write<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.store.transaction(work)
  }

  async user(id: string, fields: Partial<UserRecord> = {}): Promise<UserRecord> {
    const user = userOf(this.appId, id, fields)
    await this.write(tx => tx.insertUser(user))
    return user
  }

  async channel(
    id: string,
    members: readonly string[] = [],
    fields: Partial<ChannelRecord> = {},
  ): Promise<ChannelRecord> {
    return this.write(async tx => {
      const channel = must(await tx.insertChannel(channelOf(this.appId, id, fields)))
      for (const userId of members) await tx.insertMember(memberOf(channel.pk, userId))
      return channel
    })
  }

  async message(
    channel: ChannelRecord,
    userId: string,
    createdAtUs: number,
    fields: Partial<MessageRecord> = {},
  ): Promise<MessageRecord> {
    const message = messageOf(channel, userId, createdAtUs, fields)
    await this.write(async tx => {
      await tx.nextSeq(channel.pk, createdAtUs, { movesLastMessage: true })
      await tx.insertMessage(message)
    })
    return message
  }

  async find(channel: ChannelRecord): Promise<ChannelRecord> {
    return must(await this.store.read.findChannel(this.appId, channel.type, channel.id))
  }
}
