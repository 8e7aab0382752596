import type { Action } from '@parley/protocol'

/** What the store keeps, as actions see it. Times are epoch microseconds; undefined means unset. */

export type AppMode = 'development' | 'production'

/** One customer's app: a key, its secrets (kept apart) and its settings. */
export interface AppRecord {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly mode: AppMode
  readonly suspended: boolean
  /** Stored settings only; `domain/app-settings.ts` fills in the defaults. */
  readonly settings: Readonly<Record<string, unknown>>
  readonly createdAtUs: number
  readonly updatedAtUs: number
}

export type SecretState = 'active' | 'retiring' | 'revoked'

export interface SecretRecord {
  /** Tokens may name it in their `kid` header. */
  readonly id: string
  readonly appId: number
  readonly secret: string
  readonly state: SecretState
  /** A retiring secret is refused from then on. */
  readonly retiresAtUs: number | undefined
  readonly createdAtUs: number
}

export type Json = Readonly<Record<string, unknown>>

export interface UserRecord {
  readonly appId: number
  readonly id: string
  readonly role: string
  readonly name: string | undefined
  readonly image: string | undefined
  readonly language: string
  readonly teams: readonly string[]
  readonly teamsRole: Readonly<Record<string, string>> | undefined
  readonly invisible: boolean
  readonly banned: boolean
  /** When the ban, shadow or not, ends. */
  readonly banExpiresAtUs: number | undefined
  /** Banned from the whole app without being told: others don't see what they write. */
  readonly shadowBanned: boolean
  /** Mutes somebody: there are mutes to read. */
  readonly hasMutes: boolean
  readonly privacySettings: Json | undefined
  readonly pushPreferences: Json | undefined
  readonly custom: Json
  readonly createdAtUs: number
  readonly updatedAtUs: number
  readonly lastActiveAtUs: number | undefined
  readonly deactivatedAtUs: number | undefined
  readonly deletedAtUs: number | undefined
  /** Set when the user was deleted for good: what is left is a tombstone. */
  readonly erasedAtUs: number | undefined
  readonly revokeTokensBeforeUs: number | undefined
  /** Set on a guest that became a regular user. */
  readonly mergedInto: string | undefined
  /** Takes part in some thread. The store keeps it; writing a user leaves it alone. */
  readonly inThreads: boolean
}

export interface DeviceRecord {
  readonly appId: number
  readonly id: string
  readonly userId: string
  readonly pushProvider: string
  readonly pushProviderName: string | undefined
  /** Of a browser's subscription. */
  readonly webPushKeys: { readonly p256dh: string; readonly auth: string } | undefined
  /** Since when the network refuses it, and why. */
  readonly disabledAtUs: number | undefined
  readonly disabledReason: string | undefined
  readonly createdAtUs: number
}

export interface BlockRecord {
  readonly appId: number
  readonly userId: string
  readonly blockedUserId: string
  readonly createdAtUs: number
}

/** A stored channel type: `config` are the feature flags, `grants` the roles' permission ids. */
export interface ChannelTypeRecord {
  readonly appId: number
  readonly name: string
  readonly config: Json
  readonly grants: Readonly<Record<string, readonly string[]>>
  readonly createdAtUs: number
  readonly updatedAtUs: number
}

export interface ChannelRecord {
  /** The store's own number of the channel; never on the wire. */
  readonly pk: number
  readonly appId: number
  readonly type: string
  readonly id: string
  readonly cid: string
  readonly team: string | undefined
  readonly createdById: string | undefined
  readonly frozen: boolean
  readonly disabled: boolean
  readonly cooldownSeconds: number
  readonly autoTranslationEnabled: boolean
  readonly autoTranslationLanguage: string
  readonly filterTags: readonly string[]
  readonly configOverrides: Json | undefined
  readonly custom: Json
  /** Somebody is banned from it: there are bans to read. */
  readonly hasBans: boolean
  readonly memberCount: number
  readonly messageCount: number
  /** The number of the last logged event; the next one is `lastSeq + 1`. */
  readonly lastSeq: number
  /** Time of the last logged event; the next one is later. */
  readonly lastEventAtUs: number
  readonly lastMessageAtUs: number | undefined
  readonly truncatedAtUs: number | undefined
  readonly truncatedById: string | undefined
  /** Some message is, or was, not for everybody to see; until then nobody need ask. */
  readonly hasHidden: boolean
  readonly createdAtUs: number
  readonly updatedAtUs: number
  readonly deletedAtUs: number | undefined
  /** Deleted for good: what is left is a tombstone, so that the log of a channel made again counts on. */
  readonly erasedAtUs: number | undefined
}

/** Somebody does not want to hear a channel. One that expired is none. */
export interface ChannelMuteRecord {
  readonly appId: number
  readonly userId: string
  readonly channelPk: number
  /** Undefined: for good. */
  readonly expiresAtUs: number | undefined
  readonly createdAtUs: number
  readonly updatedAtUs: number
}

export interface MemberRecord {
  readonly channelPk: number
  readonly userId: string
  readonly channelRole: string
  readonly invited: boolean
  readonly inviteAcceptedAtUs: number | undefined
  readonly inviteRejectedAtUs: number | undefined
  readonly banned: boolean
  readonly shadowBanned: boolean
  readonly banExpiresAtUs: number | undefined
  readonly archivedAtUs: number | undefined
  readonly pinnedAtUs: number | undefined
  readonly hidden: boolean
  /** Messages up to then are not this member's to see. */
  readonly historyHiddenBeforeUs: number | undefined
  readonly lastReadAtUs: number
  readonly lastReadMessageId: string | undefined
  /** Moved by delivery receipts alone; writing a member leaves both alone. */
  readonly lastDeliveredAtUs: number | undefined
  readonly lastDeliveredMessageId: string | undefined
  /** Has drafts here, perhaps; kept by drafts alone, writing a member leaves it alone. */
  readonly hasDrafts: boolean
  readonly custom: Json
  readonly createdAtUs: number
  readonly updatedAtUs: number
}

export interface MessageRecord {
  readonly appId: number
  readonly id: string
  readonly channelPk: number
  readonly cid: string
  readonly userId: string
  readonly type: string
  readonly text: string
  readonly html: string
  readonly mml: string | undefined
  readonly attachments: readonly Json[]
  readonly mentionedUserIds: readonly string[]
  readonly parentId: string | undefined
  readonly showInChannel: boolean
  readonly quotedMessageId: string | undefined
  readonly silent: boolean
  readonly pinnedAtUs: number | undefined
  readonly pinnedById: string | undefined
  readonly pinExpiresAtUs: number | undefined
  readonly replyCount: number
  readonly pollId: string | undefined
  readonly location: LocationRecord | undefined
  /** Somebody set a reminder once; writing a message leaves it alone. */
  readonly reminded: boolean
  readonly deletedReplyCount: number
  /** Its author was shadow banned when it was sent. */
  readonly shadowed: boolean
  /** Ids of who may see it beside the author; empty for everybody. */
  readonly restrictedVisibility: readonly string[]
  /** By type; undefined without reactions. Moved by reactions alone; writing a message leaves it alone. */
  readonly reactionGroups: ReactionGroups | undefined
  readonly custom: Json
  /** Also the message's place in its channel: unique there, in the order of the log. */
  readonly createdAtUs: number
  readonly updatedAtUs: number
  readonly textUpdatedAtUs: number | undefined
  readonly deletedAtUs: number | undefined
}

/** Whom an entry of a log is for, when it is not for everybody. */
export interface Audience {
  readonly userIds: readonly string[]
  /**
   * `restricted`: also for who may read such messages; `shadowed`: also for servers; `own`: it
   * concerns these users and nobody else.
   */
  readonly why: 'restricted' | 'shadowed' | 'own'
}

/** Reactions of one type to one message. */
export interface ReactionGroup {
  readonly count: number
  readonly sumScores: number
  readonly firstAtUs: number
  readonly lastAtUs: number
}

export type ReactionGroups = Readonly<Record<string, ReactionGroup>>

export interface ReactionRecord {
  readonly appId: number
  readonly messageId: string
  readonly userId: string
  readonly type: string
  readonly score: number
  readonly emojiCode: string | undefined
  readonly custom: Json
  readonly createdAtUs: number
  readonly updatedAtUs: number
}

/** The replies to one message. Made by the first reply. */
export interface ThreadRecord {
  readonly appId: number
  /** The message replied to. */
  readonly parentId: string
  readonly channelPk: number
  /** Author of the first reply. */
  readonly createdById: string
  /** Undefined: the parent's text. */
  readonly title: string | undefined
  readonly custom: Json
  readonly participantCount: number
  /** Of the newest reply. */
  readonly lastMessageAtUs: number
  readonly createdAtUs: number
  readonly updatedAtUs: number
}

export interface ThreadParticipantRecord {
  readonly appId: number
  readonly parentId: string
  readonly userId: string
  readonly lastReadAtUs: number
  readonly lastReadMessageId: string | undefined
  /** Of their newest reply; undefined for who only wrote the parent. */
  readonly lastMessageAtUs: number | undefined
  readonly createdAtUs: number
}

/** How far one user has read a thread, and what is left. */
export interface ThreadRead {
  readonly parentId: string
  readonly unread: number
  readonly lastReadAtUs: number
  readonly lastReadMessageId: string | undefined
}

/** Where the author of a message is or was. */
export interface LocationRecord {
  readonly latitude: number
  readonly longitude: number
  readonly deviceId: string | undefined
  /** Undefined: a place that does not move. */
  readonly endsAtUs: number | undefined
  readonly updatedAtUs: number
}

export interface PollRecord {
  readonly appId: number
  readonly id: string
  readonly name: string
  readonly description: string
  readonly votingVisibility: 'public' | 'anonymous'
  readonly enforceUniqueVote: boolean
  /** Undefined: any number. */
  readonly maxVotesAllowed: number | undefined
  readonly allowUserSuggestedOptions: boolean
  readonly allowAnswers: boolean
  readonly isClosed: boolean
  /** These three are moved by votes alone; writing a poll leaves them alone. */
  readonly voteCount: number
  readonly answersCount: number
  readonly latestAnswerIds: readonly string[]
  /** Its maker's when it was made. */
  readonly teams: readonly string[]
  readonly createdById: string
  readonly custom: Json
  readonly createdAtUs: number
  readonly updatedAtUs: number
}

export interface PollOptionRecord {
  readonly appId: number
  readonly pollId: string
  readonly id: string
  readonly position: number
  readonly text: string
  readonly custom: Json
  /** Moved by votes alone, as the ids. */
  readonly voteCount: number
  /** The newest first. */
  readonly latestVoteIds: readonly string[]
}

/** Without an option it is an answer. */
export interface PollVoteRecord {
  readonly appId: number
  readonly id: string
  readonly pollId: string
  readonly optionId: string | undefined
  readonly userId: string
  readonly answerText: string | undefined
  readonly createdAtUs: number
  readonly updatedAtUs: number
}

/** What a draft says, as it is stored. */
export interface DraftContent {
  readonly id: string
  readonly type: string
  readonly text: string
  readonly html: string
  readonly mml?: string | undefined
  readonly attachments: readonly Json[]
  readonly mentionedUserIds: readonly string[]
  readonly showInChannel: boolean
  readonly quotedMessageId?: string | undefined
  readonly pollId?: string | undefined
  readonly silent: boolean
  readonly custom: Json
}

export interface DraftRecord {
  readonly appId: number
  readonly userId: string
  readonly channelPk: number
  readonly cid: string
  /** Undefined: for the channel itself. */
  readonly parentId: string | undefined
  readonly message: DraftContent
  readonly createdAtUs: number
}

export interface ReminderRecord {
  readonly appId: number
  readonly userId: string
  readonly messageId: string
  readonly channelPk: number
  readonly cid: string
  /** Undefined: a bookmark. */
  readonly remindAtUs: number | undefined
  readonly createdAtUs: number
  readonly updatedAtUs: number
}

/** One entry of a channel's log: exactly the frame that watchers got. */
export interface LoggedEvent {
  readonly channelPk: number
  readonly seq: number
  readonly atUs: number
  readonly type: string
  readonly frame: string
  readonly audience?: Audience | undefined
}

/** Unread messages of one user in one channel. */
export interface ChannelUnread {
  readonly cid: string
  readonly channelType: string
  readonly team: string | undefined
  readonly unread: number
  readonly lastReadAtUs: number
}

/** Membership of a user with what a connection needs of it. */
export interface MembershipRecord {
  readonly cid: string
  readonly channelPk: number
  readonly hidden: boolean
  readonly lastMessageAtUs: number | undefined
}

export type TaskStatus = 'waiting' | 'running' | 'completed' | 'failed'

/** What goes on in the background. */
export interface TaskRecord {
  readonly id: string
  readonly appId: number
  /** One of `actions/tasks/kinds.ts`. */
  readonly kind: string
  readonly input: Json
  readonly status: TaskStatus
  readonly result: Json | undefined
  /** Why it failed. */
  readonly error: string | undefined
  /** How often it was begun. */
  readonly attempts: number
  readonly createdAtUs: number
  readonly updatedAtUs: number
}

/** What a file was made for; also a part of its address. */
export type FileArea = 'files' | 'images' | 'exports/channels' | 'exports/users' | 'imports'

/** A file that is kept in the storage. */
export interface FileRecord {
  /** 128 random bits; unique in the whole server. */
  readonly id: string
  readonly appId: number
  readonly area: FileArea
  /** As it stands in its address. */
  readonly name: string
  readonly mimeType: string
  readonly sizeBytes: number
  /** SHA-256 of its content, hexadecimal. */
  readonly etag: string
  /** Of pictures, where they are known. */
  readonly width: number | undefined
  readonly height: number | undefined
  /** Who uploaded it. */
  readonly userId: string | undefined
  /** The channel it was uploaded to. */
  readonly channelPk: number | undefined
  readonly createdAtUs: number
  /** From then on it is gone for everybody, and soon from the storage. */
  readonly removeAtUs: number | undefined
}

export type UserKind = 'regular' | 'guest' | 'anonymous'

/** Somebody may not write. */
export interface BanRecord {
  readonly appId: number
  /** Undefined: the whole app. */
  readonly cid: string | undefined
  readonly userId: string
  /** Undefined: a server, in nobody's name. */
  readonly bannedById: string | undefined
  readonly reason: string | undefined
  readonly shadow: boolean
  readonly expiresAtUs: number | undefined
  readonly createdAtUs: number
}

/** A ban from every channel that somebody will make or add the user to. */
export interface FutureBanRecord extends Omit<BanRecord, 'cid' | 'bannedById'> {
  readonly bannedById: string
}

/** An address from which nobody may write. */
export interface IpBanRecord {
  readonly appId: number
  readonly ip: string
  /** Whose ban it came with. */
  readonly userId: string
  readonly expiresAtUs: number | undefined
}

/** Somebody does not want to hear somebody. */
export interface MuteRecord {
  readonly appId: number
  readonly userId: string
  readonly targetId: string
  readonly expiresAtUs: number | undefined
  readonly createdAtUs: number
  readonly updatedAtUs: number
}

/** All flags of one message, or of one user. */
export interface FlagReportRecord {
  readonly appId: number
  readonly id: string
  /** Undefined: a user is flagged. */
  readonly messageId: string | undefined
  /** The message's author, or the user flagged. */
  readonly userId: string
  readonly channelCid: string | undefined
  readonly team: string | undefined
  readonly flagsCount: number
  readonly reviewResult: string | undefined
  readonly reviewDetails: Json | undefined
  readonly reviewedById: string | undefined
  readonly reviewedAtUs: number | undefined
  readonly createdAtUs: number
  readonly updatedAtUs: number
}

export interface FlagRecord {
  readonly appId: number
  readonly reportId: string
  /** Undefined: the server itself. */
  readonly userId: string | undefined
  readonly reason: string | undefined
  readonly custom: Json | undefined
  /** What the server found. */
  readonly moderationResult: Json | undefined
  readonly createdAtUs: number
  readonly updatedAtUs: number
}

export interface BlocklistRecord {
  readonly appId: number
  readonly name: string
  readonly words: readonly string[]
  readonly createdAtUs: number
  readonly updatedAtUs: number
}

/** A role of the app's own. */
export interface RoleRecord {
  readonly appId: number
  readonly name: string
  readonly createdAtUs: number
  readonly updatedAtUs: number
}

/** A permission of the app's own. */
export interface PermissionRecord {
  readonly appId: number
  readonly id: string
  readonly name: string
  readonly description: string
  readonly action: Action
  readonly owner: boolean
  readonly sameTeam: boolean
  readonly condition: Json | undefined
}
