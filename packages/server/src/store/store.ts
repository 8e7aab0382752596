import type { Filter, Sort } from '../domain/filters.ts'
import type { ImportRecord } from '../domain/imports.ts'
import type { KeysetPage, Placed } from '../domain/keyset.ts'
import type {
  DeadLetterRecord,
  EphemeralRecord,
  FailingTarget,
  OutboxEntry,
  OutboxLane,
  QueuedEntry,
} from '../domain/outbox.ts'
import type { HiddenMarks, UnreadMark } from '../domain/reads.ts'
import type {
  AppRecord,
  BanRecord,
  BlocklistRecord,
  BlockRecord,
  ChannelMuteRecord,
  ChannelRecord,
  ChannelTypeRecord,
  ChannelUnread,
  DeviceRecord,
  DraftRecord,
  FileRecord,
  FlagRecord,
  FlagReportRecord,
  FutureBanRecord,
  IpBanRecord,
  Json,
  LoggedEvent,
  MemberRecord,
  MembershipRecord,
  MessageRecord,
  MuteRecord,
  PermissionRecord,
  PollOptionRecord,
  PollRecord,
  PollVoteRecord,
  ReactionGroups,
  ReactionRecord,
  ReminderRecord,
  RoleRecord,
  SecretRecord,
  TaskRecord,
  ThreadParticipantRecord,
  ThreadRead,
  ThreadRecord,
  UserRecord,
} from '../domain/records.ts'
import type { Viewer } from '../domain/visibility.ts'
import type { AdminReader, AdminWriter } from './admins.ts'
import type { PruneQuery } from './queries/erase-channel.ts'
import type { HistoryEntry, HistoryQuery, StoredHistoryEntry } from './queries/message-history.ts'
import type { MessageDeletion } from './queries/message-visibility.ts'
import type { Authored } from './queries/messages.ts'
import type { PendingMessage } from './queries/pending-messages.ts'
import type { PinWindow } from './queries/pinned-messages.ts'
import type { UsageReader, UsageWriter } from './usage.ts'

export interface Page {
  readonly limit: number
  readonly offset: number
}

/** Where to cut a channel's messages; at most one bound is set. */
export interface MessageWindow {
  readonly limit: number
  /** Microseconds; messages are returned ascending whatever the bound. */
  readonly before?: { readonly atUs: number; readonly inclusive: boolean }
  readonly after?: { readonly atUs: number; readonly inclusive: boolean }
  readonly aroundUs?: number
  /** Only newer messages than this are visible to the reader. */
  readonly visibleAfterUs?: number
  /** Replies of this parent instead of the channel's own messages. */
  readonly parentId?: string
  /** Whose eyes these are; absent where the channel has nothing that is not for everybody. */
  readonly viewer?: Viewer | undefined
}

/** A page of a channel's messages for an export. */
export interface ExportWindow {
  /** The channel's own, or replies that only their thread shows. */
  readonly inChannel: boolean
  /** Exclusive. */
  readonly afterUs: number
  /** Inclusive. */
  readonly untilUs: number
  readonly limit: number
}

/** Whose eyes a channel query is made with; caller-relative fields need it. */
export interface Perspective {
  readonly userId: string
  /** Bans and mutes that ran out by then are none. */
  readonly nowUs: number
}

/** Everything that can be read. Outside a transaction it sees committed data only. */
export interface Reader extends AdminReader, UsageReader {
  listApps(): Promise<AppRecord[]>
  findApp(key: string): Promise<AppRecord | undefined>
  hasApp(appId: number): Promise<boolean>
  listSecrets(appId: number): Promise<SecretRecord[]>

  findUser(appId: number, userId: string): Promise<UserRecord | undefined>
  /** In no particular order; unknown ids are left out. */
  findUsers(appId: number, userIds: readonly string[]): Promise<UserRecord[]>
  /** Users not deleted whose name has this key (`usernameKey`). */
  findNamesakes(appId: number, nameKey: string): Promise<UserRecord[]>
  queryUsers(appId: number, query: UserQuery): Promise<UserRecord[]>
  /** Also deleted ones, of whom the chat says nothing. */
  listUsers(appId: number, query: UserListQuery): Promise<UserRecord[]>
  listDevices(appId: number, userId: string): Promise<DeviceRecord[]>
  listBlocks(appId: number, userId: string): Promise<BlockRecord[]>
  listBlocksOf(appId: number, userIds: readonly string[]): Promise<BlockRecord[]>
  /** Who of these blocks the user. */
  findBlockersOf(appId: number, blockedUserId: string, among: readonly string[]): Promise<string[]>
  /** The channels of these two and nobody else, the newest 100, and whether the first one hid them. */
  listPairs(
    appId: number,
    userId: string,
    otherId: string,
  ): Promise<{ channel: ChannelRecord; hidden: boolean }[]>
  /** Channels of two that the user shares with somebody they block. */
  findBlockedPairs(appId: number, userId: string, among?: readonly number[]): Promise<Set<number>>

  /** A ban of the whole app where `cid` is undefined; one that ran out may still be there. */
  findBan(appId: number, cid: string | undefined, userId: string): Promise<BanRecord | undefined>
  /** Bans that have not run out. */
  queryBans(appId: number, query: BanQuery): Promise<BanRecord[]>
  /** Of every app, to be lifted. */
  listExpiredBans(nowUs: number, limit: number): Promise<BanRecord[]>
  /** Who of these is banned from the channels that `bannedById` makes. */
  findFutureBans(
    appId: number,
    bannedById: string,
    userIds: readonly string[],
    nowUs: number,
  ): Promise<FutureBanRecord[]>
  queryFutureBans(appId: number, query: FutureBanQuery): Promise<FutureBanRecord[]>
  /** Where the user last connected from. */
  findLastAddress(appId: number, userId: string): Promise<string | undefined>
  listIpBans(appId: number): Promise<IpBanRecord[]>
  /** Mutes of these users that have not run out, the first one first. */
  listMutes(appId: number, userIds: readonly string[], nowUs: number): Promise<MuteRecord[]>
  /** Who of these users mutes the target; for pushes and notifications. */
  findMuters(appId: number, targetId: string, userIds: readonly string[], nowUs: number): Promise<string[]>
  /** Of every app, to be lifted. */
  listExpiredMutes(nowUs: number, limit: number): Promise<MuteRecord[]>
  findFlagReport(appId: number, reportId: string): Promise<FlagReportRecord | undefined>
  findFlagReports(appId: number, reportIds: readonly string[]): Promise<FlagReportRecord[]>
  /** The report of a message; of a user where `messageId` is undefined. */
  findReportOf(
    appId: number,
    messageId: string | undefined,
    userId: string,
  ): Promise<FlagReportRecord | undefined>
  /** The newest first. */
  queryFlagReports(appId: number, query: FlagQuery): Promise<FlagReportRecord[]>
  /** Of one report, the newest first. */
  listFlags(appId: number, reportId: string, limit: number): Promise<FlagRecord[]>
  /** Flags of messages, the newest first. */
  queryMessageFlags(appId: number, query: FlagQuery): Promise<FlagRecord[]>
  /** By name, words included: megabytes, so never on the way of a message. */
  listBlocklists(appId: number): Promise<BlocklistRecord[]>
  listRoles(appId: number): Promise<RoleRecord[]>
  /** One user who lives and has the role. */
  findUserWithRole(appId: number, role: string): Promise<string | undefined>
  listPermissions(appId: number): Promise<PermissionRecord[]>

  listChannelTypes(appId: number): Promise<ChannelTypeRecord[]>
  findChannelType(appId: number, name: string): Promise<ChannelTypeRecord | undefined>
  /** Deleted channels are none. */
  hasChannels(appId: number, type: string): Promise<boolean>

  /** Also finds deleted channels: look at `deletedAtUs`. */
  findChannel(appId: number, type: string, id: string): Promise<ChannelRecord | undefined>
  findChannels(appId: number, cids: readonly string[]): Promise<ChannelRecord[]>
  /** By their number, of channels that exist; both lists must fit where both are given. */
  listChannelsOf(
    appId: number,
    selection: ChannelSelection,
    afterPk: number,
    limit: number,
  ): Promise<ChannelRecord[]>
  findChannelByPk(channelPk: number): Promise<ChannelRecord | undefined>
  /** Channels that the user made, deleted ones too, by their numbers. */
  listCreatedChannels(appId: number, userId: string, afterPk: number, limit: number): Promise<ChannelRecord[]>
  queryChannels(appId: number, query: ChannelQuery): Promise<ChannelRecord[]>

  findChannelMute(appId: number, userId: string, channelPk: number): Promise<ChannelMuteRecord | undefined>
  /** Those in force, of channels that exist, the newest first. */
  listChannelMutes(
    appId: number,
    userIds: readonly string[],
    nowUs: number,
    limit: number,
  ): Promise<{ mute: ChannelMuteRecord; channel: ChannelRecord }[]>
  /** Which of these channels the user has muted. */
  findMutedChannels(
    appId: number,
    userId: string,
    channelPks: readonly number[],
    nowUs: number,
  ): Promise<Set<number>>
  /** Which of these users have muted the channel. */
  findChannelMuters(channelPk: number, userIds: readonly string[], nowUs: number): Promise<Set<string>>
  countChannelMutes(appId: number, userId: string, nowUs: number): Promise<number>
  /** Of every app, those that ran out longest ago first. */
  listExpiredChannelMutes(nowUs: number, limit: number): Promise<ChannelMuteRecord[]>

  findMember(channelPk: number, userId: string): Promise<MemberRecord | undefined>
  findMembers(channelPk: number, userIds: readonly string[]): Promise<MemberRecord[]>
  /** Memberships of any of these users in any of these channels. */
  findMembersOf(channelPks: readonly number[], userIds: readonly string[]): Promise<MemberRecord[]>
  /** The most recently added first. */
  listMembers(channelPk: number, page: Page): Promise<MemberRecord[]>
  /** The first so many of each channel. */
  listMembersOf(channelPks: readonly number[], limit: number): Promise<MemberRecord[]>
  /** Fields of PROTOCOL.md §11; the default order is the oldest first. */
  queryMembers(channelPk: number, query: MemberQuery): Promise<MemberRecord[]>
  /** The memberships of a user in channels that exist, for the socket's notifications. */
  listMemberships(appId: number, userId: string): Promise<MembershipRecord[]>

  findMessage(appId: number, messageId: string): Promise<MessageRecord | undefined>
  findMessages(appId: number, messageIds: readonly string[]): Promise<MessageRecord[]>
  listMessages(channelPk: number, window: MessageWindow): Promise<MessageRecord[]>
  /** So many of each channel, its newest pin first. */
  listPinnedMessages(channelPks: readonly number[], limit: number): Promise<MessageRecord[]>
  /** So many of each channel's newest messages, ascending within it; for windows without another bound or viewer. */
  listNewestOf(
    windows: readonly { readonly channelPk: number; readonly visibleAfterUs: number }[],
    limit: number,
  ): Promise<MessageRecord[]>
  /** The channels that an author's messages are in. */
  listAuthoredCids(authored: Authored, afterCid: string, limit: number): Promise<string[]>
  /** The oldest first. */
  listAuthored(channelPk: number, authored: Authored, limit: number): Promise<MessageRecord[]>
  /** The reactions to a message, the newest first. */
  listReactions(appId: number, messageId: string, page: Page): Promise<ReactionRecord[]>
  /** Reactions of one user, wherever. */
  listReactionsOf(appId: number, userId: string, limit: number): Promise<ReactionRecord[]>
  /** The newest reactions to each of some messages, the newest first. */
  listLatestReactions(appId: number, messageIds: readonly string[], limit: number): Promise<ReactionRecord[]>
  /** One user's reactions to some messages, the newest first. */
  listOwnReactions(appId: number, userId: string, messageIds: readonly string[]): Promise<ReactionRecord[]>
  /** Reactions to one message; one row more than the page wants, if there is one. */
  queryReactions(appId: number, messageId: string, query: ReactionQuery): Promise<Placed<ReactionRecord>[]>
  findReactionTimes(
    appId: number,
    messageId: string,
    type: string,
  ): Promise<{ firstAtUs: number; lastAtUs: number } | undefined>

  findThread(appId: number, parentId: string): Promise<ThreadRecord | undefined>
  /** The first participants of each of some threads, in the order they came. */
  listThreadParticipants(
    appId: number,
    parentIds: readonly string[],
    limit: number,
  ): Promise<ThreadParticipantRecord[]>
  /** Ids of who takes part in a thread, the latest replier first. */
  listLatestRepliers(appId: number, parentId: string, limit: number): Promise<string[]>
  /** What one user has read of some threads; those that they don't take part in are left out. */
  listThreadReads(appId: number, userId: string, parentIds: readonly string[]): Promise<ThreadRead[]>
  /** Threads with at least one unread reply, the newest reply first. */
  listUnreadThreads(appId: number, userId: string, limit: number): Promise<ThreadRead[]>
  /** Threads that a user takes part in; one row more than the page wants, if there is one. */
  queryThreads(appId: number, userId: string, query: ThreadQuery): Promise<Placed<FoundThread>[]>

  /** When the user last sent a message there, replies and deleted ones included; for slow mode. */
  findLastSentAtUs(channelPk: number, userId: string): Promise<number | undefined>

  /** In no particular order; unknown ids are left out. */
  findPolls(appId: number, pollIds: readonly string[]): Promise<PollRecord[]>
  /** Each poll's in its order. */
  listPollOptions(appId: number, pollIds: readonly string[]): Promise<PollOptionRecord[]>
  /** In no particular order; unknown ids are left out. */
  findVotes(appId: number, voteIds: readonly string[]): Promise<PollVoteRecord[]>
  /** A user's votes and answers in some polls, the oldest first. */
  listVotesOf(appId: number, userId: string, pollIds: readonly string[]): Promise<PollVoteRecord[]>
  /** The messages that have the poll, the oldest first. */
  listPollMessages(appId: number, pollId: string): Promise<MessageRecord[]>
  queryPolls(appId: number, query: KeysetQuery): Promise<Placed<PollRecord>[]>
  queryVotes(appId: number, pollId: string, query: KeysetQuery): Promise<Placed<PollVoteRecord>[]>

  findDraft(userId: string, channelPk: number, parentId: string | undefined): Promise<DraftRecord | undefined>
  /** A user's drafts for these channels themselves, not for threads. */
  listChannelDrafts(userId: string, channelPks: readonly number[]): Promise<DraftRecord[]>
  /** A user's drafts of replies to these messages. */
  listThreadDrafts(appId: number, userId: string, parentIds: readonly string[]): Promise<DraftRecord[]>
  queryDrafts(appId: number, userId: string, query: KeysetQuery): Promise<Placed<DraftRecord>[]>

  findReminders(appId: number, userId: string, messageIds: readonly string[]): Promise<ReminderRecord[]>
  countReminders(appId: number, userId: string): Promise<number>
  queryReminders(appId: number, userId: string, query: ReminderQuery): Promise<ReminderRecord[]>
  /** The reminder of any app that is due next and was not told yet. */
  findNextDueReminder(): Promise<{ appId: number; dueAtUs: number } | undefined>

  /** A user's messages with a location that is live at that time, the newest first. */
  listLiveLocations(appId: number, userId: string, nowUs: number, limit: number): Promise<MessageRecord[]>

  /** Channels with at least one unread message, newest message first. */
  listUnread(appId: number, userId: string, limit: number): Promise<ChannelUnread[]>
  countUnread(channelPk: number, userId: string, lastReadAtUs: number): Promise<number>
  /**
   * Time and author of the messages after a time that count as unread, newest first: the unread
   * counts of many members are made from them at once.
   */
  listUnreadMarks(
    channels: readonly { readonly channelPk: number; readonly afterUs: number }[],
    limit: number,
  ): Promise<(UnreadMark & { channelPk: number })[]>
  /** What a member has not read in each of these channels, by their number; muted ones count, too. */
  countOwnUnread(userId: string, channelPks: readonly number[]): Promise<Map<number, number>>
  /** Likewise where one member's count differs from everybody's; for channels with `hasHidden`. */
  listHiddenMarks(channelPk: number, afterUs: number, limit: number): Promise<HiddenMarks>
  /** Which of these messages the user deleted for themselves. */
  findDeletedFor(appId: number, userId: string, messageIds: readonly string[]): Promise<Set<string>>
  /** Who wrote what the message says now, if it was ever changed in somebody's name. */
  findLastEditorId(appId: number, messageId: string): Promise<string | undefined>
  queryHistory(appId: number, query: HistoryQuery): Promise<StoredHistoryEntry[]>
  /** The next channels of a type, by their number, and which of them have messages that old. */
  listChannelsToPrune(
    appId: number,
    type: string,
    query: PruneQuery,
  ): Promise<{ pk: number; isDue: boolean }[]>
  listPins(channelPk: number, window: PinWindow): Promise<MessageRecord[]>
  findPendings(appId: number, messageIds: readonly string[]): Promise<PendingMessage[]>
  /** One user's in one channel, the newest ones, ascending. */
  listPending(channelPk: number, userId: string, limit: number): Promise<PendingMessage[]>
  /** What nobody committed in time, of all apps. */
  listExpiredPending(nowUs: number, limit: number): Promise<PendingMessage[]>
  countMessageDeletions(channelPk: number, userId: string): Promise<number>

  /** The log after `seq` (exclusive), ascending. */
  listEventsAfterSeq(channelPk: number, seq: number, limit: number): Promise<LoggedEvent[]>
  /** The log after a time (exclusive), ascending. */
  listEventsAfterTime(channelPk: number, atUs: number, limit: number): Promise<LoggedEvent[]>
  /** The oldest entry still kept; undefined for an empty log. */
  findOldestEvent(channelPk: number): Promise<{ seq: number; atUs: number } | undefined>

  /** The memberships of one user in some of the channels. */
  findMemberships(appId: number, userId: string, channelPks: readonly number[]): Promise<MemberRecord[]>
  searchMessages(search: MessageSearch): Promise<MessageRecord[]>

  findTask(appId: number, taskId: string): Promise<TaskRecord | undefined>

  /** When the next lane of the outbox that nobody has may be taken; undefined when there is none. */
  findNextDue(nowUs: number): Promise<number | undefined>
  /** The first entries of a lane, and how many it ever had, counted before they were read. */
  readLane(lanePk: number, limit: number): Promise<{ added: number; entries: QueuedEntry[] }>
  /** Entries that wait for a target, counted up to a limit. */
  countWaiting(target: OutboxTarget, limit: number): Promise<number>
  /** As `countWaiting`, for all targets of an app. */
  countAllWaiting(appId: number, limit: number): Promise<number>
  findFailingTarget(target: OutboxTarget): Promise<FailingTarget | undefined>
  /** The newest first. */
  listDeadLetters(appId: number, page: DeadLetterPage): Promise<DeadLetterRecord[]>
  /** A message that only its sender sees, unless its time is over. */
  findEphemeral(appId: number, id: string, nowUs: number): Promise<EphemeralRecord | undefined>

  /** Ids of a channel's members who have a device that can be pushed to, after one of them. */
  listMembersWithDevices(channelPk: number, after: string, limit: number): Promise<string[]>
  /** The devices of some users that can be pushed to. */
  listDevicesOf(appId: number, userIds: readonly string[]): Promise<DeviceRecord[]>
  /** What some users want pushed of a channel, other than of all, by user. */
  findChannelPushPreferences(
    appId: number,
    cid: string,
    userIds: readonly string[],
  ): Promise<Map<string, Json>>
  /** What one user wants pushed of some channels, other than of all, by cid. */
  listPushPreferences(appId: number, userId: string, cids: readonly string[]): Promise<Map<string, Json>>

  /** Monthly active users of a month such as `2026-11`. */
  countActiveUsers(appId: number, month: string): Promise<{ regular: number; guest: number }>
  listConnectionPeaks(
    appId: number,
    fromMinute: number,
    toMinute: number,
  ): Promise<{ minute: number; peak: number }[]>

  /** Teams of users and channels after this one, by code point; `''` is not among them. */
  listTeams(appId: number, after: string, limit: number): Promise<string[]>
  /** Users that came to be, by day; those before `from` are counted on `from - 1`. */
  countTeamUsers(days: TeamDays): Promise<DayCount[]>
  /** Messages sent to the team's channels, by day. */
  countTeamMessages(days: TeamDays): Promise<DayCount[]>
  /** Messages ever sent to the team's channels. */
  countAllTeamMessages(appId: number, team: string): Promise<number>
  /** Distinct users by day. */
  countTeamActivity(days: TeamDays, activity: Activity): Promise<DayCount[]>
  /**
   * Distinct users within windows of so many days: by day, how many more (or fewer) there are in the
   * window that ends then than in the one before.
   */
  countTeamWindows(days: TeamDays, activity: Activity, windowDays: number): Promise<DayCount[]>
  /** By day, users whose first activity since `from` was then. */
  countTeamNewcomers(days: TeamDays, activity: Activity): Promise<DayCount[]>
  listTeamPeaks(days: TeamDays): Promise<(TeamPeak & { readonly day: number })[]>

  /** Messages of a channel, deleted ones too, by time. */
  exportMessages(channelPk: number, window: ExportWindow): Promise<MessageRecord[]>
  /** A user's reactions, by message and type. */
  exportReactionsOfUser(
    appId: number,
    userId: string,
    after: { readonly messageId: string; readonly type: string },
    limit: number,
  ): Promise<ReactionRecord[]>
  /** Whatever a user sent, by channel and time. */
  exportMessagesOfUser(
    appId: number,
    userId: string,
    after: { readonly channelPk: number; readonly atUs: number },
    limit: number,
  ): Promise<MessageRecord[]>

  findImport(appId: number, id: string): Promise<ImportRecord | undefined>
  /** The newest first. */
  listImports(appId: number, page: Page): Promise<ImportRecord[]>

  /** Also finds removed files: look at `removeAtUs`. */
  findFile(id: string): Promise<FileRecord | undefined>
  /** Files whose content is to be thrown away, of all apps, the longest overdue first. */
  listRemovedFiles(beforeUs: number, limit: number): Promise<FileRecord[]>
  /** The server's own key of that name, sealed. */
  findServerKey(name: string): Promise<string | undefined>
}

/** A hook of an app, or `push`, or another receiver of the outbox. */
export type OutboxTarget = Pick<OutboxLane, 'appId' | 'target'>

/** What a member has not read: everything after a time. */
export interface UnreadStretch {
  readonly appId: number
  readonly userId: string
  readonly channelPk: number
  readonly readAtUs: number
}

/** What a merge of users leaves to be told. */
export interface MergedUser {
  /** Of every channel concerned. */
  readonly cids: readonly string[]
  /** Messages whose reactions, or votes in their poll, are fewer than before. */
  readonly recountedIds: readonly string[]
}

export interface LaneClaim {
  readonly nowUs: number
  readonly untilUs: number
  readonly limit: number
  readonly except: readonly OutboxTarget[]
}

export interface DeadLetterPage {
  readonly target: string | undefined
  readonly limit: number
  /** The last one of the page before. */
  readonly after: { readonly diedAtUs: number; readonly id: string } | undefined
}

/** Something that happened so often on a day of the epoch (UTC). */
export interface DayCount {
  readonly day: number
  readonly count: number
}

/** What a team did from one day to another, both inclusive. */
export interface TeamDays {
  readonly appId: number
  /** `''`: what belongs to no team. */
  readonly team: string
  readonly from: number
  readonly to: number
}

/** Who counts: whoever was connected, or only who sent something. */
export type Activity = 'active' | 'engaged'

export interface TeamPeak {
  readonly team: string
  readonly users: number
  readonly connections: number
}

/** Channels by name or by type. */
export interface ChannelSelection {
  readonly cids?: readonly string[] | undefined
  readonly types?: readonly string[] | undefined
}

export interface UserQuery extends Page {
  readonly filter: Filter
  readonly sort: readonly Sort[]
  readonly includeDeactivated: boolean
}

/** Which users the dashboard lists. */
export type UserStanding = 'all' | 'active' | 'guest' | 'banned' | 'deactivated' | 'deleted'

/** A page of users, the latest first; `all` are those not deleted. */
export interface UserListQuery {
  readonly standing: UserStanding
  readonly filter: Filter
  /** How an id, or a word of the name, begins. */
  readonly search: string | undefined
  /** `last_active`: only those who ever were. */
  readonly order: 'created_at' | 'last_active'
  /** Exclusive: the last one of the page before. */
  readonly after: { readonly atUs: number; readonly id: string } | undefined
  /** Nobody else; for those who are online. */
  readonly among: readonly string[] | undefined
  /** Bans that ran out by then are none. */
  readonly nowUs: number
  readonly limit: number
}

/** Fields of PROTOCOL.md §11; the newest matches in these channels. */
export interface MessageSearch {
  readonly channelPks: readonly number[]
  readonly filter: Filter
  readonly limit: number
}

export interface BanQuery extends Page {
  readonly filter: Filter
  readonly sort: readonly Sort[]
  readonly nowUs: number
}

export interface FutureBanQuery extends Page {
  readonly bannedById: string | undefined
  readonly userId: string | undefined
  /** Leaves those out that have run out by then. */
  readonly notExpiredAtUs: number | undefined
}

export interface FlagQuery extends Page {
  readonly filter: Filter
}

export interface ReactionQuery {
  readonly filter: Filter
  readonly page: KeysetPage
}

export interface ThreadQuery {
  readonly filter: Filter
  readonly page: KeysetPage
}

/** A thread with where it is. */
export interface FoundThread {
  readonly thread: ThreadRecord
  readonly cid: string
}

export interface MemberQuery extends Page {
  readonly filter: Filter
  readonly sort: readonly Sort[]
}

export interface ReminderQuery extends Page {
  readonly filter: Filter
  readonly sort: readonly Sort[]
}

/** A page of what a filter finds, by place instead of by offset. */
export interface KeysetQuery {
  readonly filter: Filter
  readonly page: KeysetPage
}

export interface ChannelQuery extends Page {
  readonly filter: Filter
  readonly sort: readonly Sort[]
  readonly perspective: Perspective | undefined
  /** Deleted channels are never returned; hidden ones only when the filter mentions `hidden`. */
}

/**
 * What can be written. Everything inside one transaction is kept together or not at all.
 *
 * What `findApp`, `findUser`, `findChannel`, `findChannels`, `findChannelByPk` and `findMessage` (with
 * its channel) find here nobody else changes before the transaction ends, also on PostgreSQL, where
 * others run beside it: it is safe to decide by a record, and to write it back whole.
 */
export interface Tx extends Reader, AdminWriter, UsageWriter {
  /** Reads without keeping others from changing it: for what writes nothing that others decide by. */
  readonly unheld: Reader
  insertApp(app: Omit<AppRecord, 'id'>): Promise<AppRecord>
  updateApp(
    appId: number,
    change: Partial<Pick<AppRecord, 'name' | 'mode' | 'suspended' | 'settings'>>,
    atUs: number,
  ): Promise<AppRecord>
  insertSecret(secret: SecretRecord): Promise<void>
  updateSecret(
    appId: number,
    secretId: string,
    change: Pick<SecretRecord, 'state' | 'retiresAtUs'>,
  ): Promise<void>

  /** Inserts the user; returns false (and writes nothing) when the id is taken. */
  insertUser(user: UserRecord): Promise<boolean>
  /** Writes every field of the record over the stored one. */
  updateUser(user: UserRecord): Promise<void>
  /** Forgets who the user was; the row stays as a tombstone. */
  hardDeleteUser(appId: number, userId: string, atUs: number): Promise<void>
  upsertDevice(device: DeviceRecord): Promise<void>
  deleteDevice(appId: number, userId: string, deviceId: string): Promise<boolean>
  insertBlock(block: BlockRecord): Promise<BlockRecord>
  deleteBlock(appId: number, userId: string, blockedUserId: string): Promise<boolean>
  replaceBlocks(appId: number, userId: string, blockedUserIds: readonly string[], atUs: number): Promise<void>
  /** Makes what a guest wrote, joined and reacted with a regular user's; where both have a row the regular user's stays. */
  mergeUser(appId: number, fromUserId: string, toUserId: string, atUs: number): Promise<MergedUser>

  /** Banning again overwrites. */
  putBan(ban: BanRecord): Promise<void>
  deleteBan(appId: number, cid: string | undefined, userId: string): Promise<boolean>
  /** Sets the channel's `hasBans` to what is. */
  noteBans(appId: number, cid: string): Promise<void>
  putFutureBan(ban: FutureBanRecord): Promise<void>
  deleteFutureBan(appId: number, bannedById: string, userId: string): Promise<void>
  /** The addresses that are banned along with the user; returns whether anything changed. */
  replaceIpBans(
    appId: number,
    userId: string,
    ips: readonly string[],
    expiresAtUs: number | undefined,
  ): Promise<boolean>
  /** Muting again gives the mute another end and keeps its beginning. */
  putMute(mute: MuteRecord): Promise<MuteRecord>
  /** Returns those targets that were muted. */
  deleteMutes(appId: number, userId: string, targetIds: readonly string[]): Promise<string[]>
  /** Sets the user's `hasMutes` to what is; returns how many there are. */
  noteMutes(appId: number, userId: string): Promise<number>
  /** False (and nothing is written) when there is one already. */
  insertFlagReport(report: FlagReportRecord): Promise<boolean>
  updateFlagReport(report: FlagReportRecord): Promise<void>
  /** Its flags go with it. */
  deleteFlagReport(appId: number, reportId: string): Promise<void>
  /** Flagging again changes what was said. */
  putFlag(flag: FlagRecord): Promise<{ flag: FlagRecord; isNew: boolean }>
  deleteFlag(appId: number, reportId: string, userId: string): Promise<boolean>
  putBlocklist(list: BlocklistRecord): Promise<void>
  deleteBlocklist(appId: number, name: string): Promise<boolean>
  /** False when there is one of that name. */
  insertRole(role: RoleRecord): Promise<boolean>
  deleteRole(appId: number, name: string): Promise<boolean>
  putPermission(permission: PermissionRecord): Promise<void>
  deletePermission(appId: number, id: string): Promise<boolean>

  insertChannelType(type: ChannelTypeRecord): Promise<void>
  updateChannelType(type: ChannelTypeRecord): Promise<void>
  deleteChannelType(appId: number, name: string): Promise<void>

  /** Inserts the channel; undefined (and writes nothing) when type and id are taken. */
  insertChannel(channel: Omit<ChannelRecord, 'pk'>): Promise<ChannelRecord | undefined>
  /** Writes data columns of the record (not counters, not the log's position). */
  updateChannel(channel: ChannelRecord): Promise<void>
  /**
   * Makes a deleted channel anew in its old row, with nobody and nothing in it; older messages stay out
   * of sight by `truncatedAtUs`. Its log counts on from `lastSeq`. False when somebody else did so first.
   */
  reviveChannel(channel: ChannelRecord): Promise<boolean>
  /** Sets what the channel counts to what its truncation left. */
  recountChannel(channelPk: number): Promise<Pick<ChannelRecord, 'messageCount' | 'lastMessageAtUs'>>
  /** Deletes the oldest messages up to a time for good; returns how many went. */
  eraseMessages(channelPk: number, untilUs: number, limit: number): Promise<number>
  /** Forgets the oldest log entries up to a place; returns how many went. */
  eraseEvents(channelPk: number, untilSeq: number, limit: number): Promise<number>
  /** Ends memberships of a deleted channel; returns how many went. */
  eraseMembers(channelPk: number, limit: number): Promise<number>
  /** Forgets what a deleted channel was; the row stays as a tombstone. */
  eraseChannel(channel: ChannelRecord): Promise<void>
  /**
   * Hands out the next place in the channel's log and locks it until commit. Times within a channel
   * strictly increase. With `message` the place is a new message's: counted along, in one write.
   */
  nextSeq(
    channelPk: number,
    nowUs: number,
    message?: { readonly movesLastMessage: boolean },
  ): Promise<{ seq: number; atUs: number }>
  appendEvent(event: LoggedEvent): Promise<void>
  /** From now on some message of the channel is not for everybody to see. */
  setHasHidden(channelPk: number): Promise<void>

  /** Mutes anew, or for another time. */
  upsertChannelMute(mute: ChannelMuteRecord): Promise<void>
  deleteChannelMute(appId: number, userId: string, channelPk: number): Promise<void>

  /** Inserts the member; false when they already are one. Keeps `member_count`. */
  insertMember(member: MemberRecord): Promise<boolean>
  updateMember(member: MemberRecord): Promise<void>
  /** Keeps `member_count`; false when there was no such member. */
  deleteMember(channelPk: number, userId: string): Promise<boolean>
  /**
   * New message: clears the `hidden` flag of everyone who neither muted the channel nor, in a channel
   * of two, blocks the author. Returns whose it was.
   */
  unhideMembers(channelPk: number, authorId: string, nowUs: number): Promise<string[]>
  setDelivered(channelPk: number, userId: string, atUs: number, messageId: string): Promise<void>
  setRead(
    channelPk: number,
    userId: string,
    lastReadAtUs: number,
    messageId: string | undefined,
  ): Promise<void>

  /** Inserts the message; false when the id is taken. What the channel counts is `nextSeq`'s. */
  insertMessage(message: MessageRecord): Promise<boolean>
  updateMessage(message: MessageRecord): Promise<void>
  hardDeleteMessage(message: MessageRecord): Promise<void>
  /** With the threads below them. Keeps the channel's count and last message. */
  hardDeleteMessages(
    channel: Pick<ChannelRecord, 'appId' | 'pk'>,
    messageIds: readonly string[],
  ): Promise<void>
  /** They stay in their place; with `prune` nothing is kept of what they said. */
  softDeleteMessages(
    appId: number,
    messageIds: readonly string[],
    atUs: number,
    how: { readonly prune: boolean },
  ): Promise<void>
  /** False when the user deleted it for themselves before. */
  insertMessageDeletion(deletion: MessageDeletion): Promise<boolean>
  /** False when the id is taken. */
  insertPending(pending: PendingMessage): Promise<boolean>
  deletePending(appId: number, messageId: string): Promise<boolean>
  /** All of one user's, in one channel or everywhere. */
  deletePendingOf(appId: number, userId: string, cid: string | undefined): Promise<void>
  /** After a message was deleted or brought back, which some users may have deleted for themselves. */
  recountDeletions(message: MessageRecord): Promise<void>
  insertHistory(entry: HistoryEntry): Promise<void>
  /** Adds to a parent's `reply_count` and `deleted_reply_count`. */
  addReplies(appId: number, parentId: string, delta: number, deleted?: number): Promise<void>
  /** Replaces the user's reaction of that type, if there is one; when it was made first stays. */
  upsertReaction(reaction: ReactionRecord): Promise<void>
  deleteReaction(reaction: ReactionRecord): Promise<void>
  setReactionGroups(appId: number, messageId: string, groups: ReactionGroups | undefined): Promise<void>

  /** A reply came: makes the thread if it is the first, and its participants. */
  addToThread(parent: MessageRecord, reply: MessageRecord): Promise<void>
  /** Writes title, custom data and when they changed. */
  updateThread(thread: ThreadRecord): Promise<void>
  setThreadRead(
    appId: number,
    parentId: string,
    userId: string,
    lastReadAtUs: number,
    messageId: string | undefined,
  ): Promise<void>

  /** Brings the words of up to so many messages into the index of searches; 0 when it is complete. */
  indexMessages(limit: number): Promise<number>

  /** Whoever changes a poll or votes in it does so one after another: by this first. */
  lockPoll(appId: number, pollId: string): Promise<PollRecord | undefined>
  /** Inserts the poll, without votes; false when the id is taken. */
  insertPoll(poll: PollRecord): Promise<boolean>
  /** Writes everything but what votes count. */
  updatePoll(poll: PollRecord): Promise<void>
  /** Takes it out of its messages too; its votes are left to `pruneVotes`. */
  deletePoll(appId: number, pollId: string): Promise<void>
  /** Inserts the option, or writes its text, place and custom data. */
  savePollOption(option: PollOptionRecord): Promise<void>
  /** Takes its votes off the poll's count; the votes themselves are left to `pruneVotes`. */
  deletePollOption(option: PollOptionRecord): Promise<void>
  /** These three keep the counts and the newest votes of poll and option. */
  insertVote(vote: PollVoteRecord): Promise<void>
  updateVote(before: PollVoteRecord, vote: PollVoteRecord): Promise<void>
  deleteVote(vote: PollVoteRecord): Promise<void>
  /**
   * Forgets votes of a deleted poll, or of one option, that were cast before then: some hundred at
   * once. Returns how many went.
   */
  pruneVotes(appId: number, pollId: string, optionId: string | undefined, beforeUs: number): Promise<number>

  /** Gives back every lane and task that is taken; for who knows that nobody works on them any more. */
  freeLeases(): Promise<void>

  /** One per user and place; a member's flag follows. */
  saveDraft(draft: DraftRecord): Promise<void>
  deleteDraft(place: Pick<DraftRecord, 'userId' | 'channelPk' | 'parentId'>): Promise<DraftRecord | undefined>

  /** False when the user has one for the message. */
  insertReminder(reminder: ReminderRecord): Promise<boolean>
  /** A time that is new, or old but written again, is due again. */
  updateReminder(reminder: ReminderRecord): Promise<void>
  deleteReminder(reminder: ReminderRecord): Promise<void>
  /** Takes reminders of an app that are due, so that each is told by one node only. */
  claimDueReminders(appId: number, nowUs: number, limit: number): Promise<ReminderRecord[]>

  insertTask(task: TaskRecord): Promise<void>
  /** Takes the oldest task of these kinds that nobody has, until `leaseUntilUs`; undefined when there is none. */
  claimTask(kinds: readonly string[], nowUs: number, leaseUntilUs: number): Promise<TaskRecord | undefined>
  /** Keeps a claimed task for longer. */
  extendTask(taskId: string, leaseUntilUs: number): Promise<void>
  /** What came of a claimed task; `waiting` gives it back. */
  settleTask(
    taskId: string,
    outcome: Pick<TaskRecord, 'status' | 'result' | 'error'>,
    atUs: number,
  ): Promise<void>
  /** Forgets tasks that ended before then, some hundred at once; returns how many. */
  pruneTasks(beforeUs: number): Promise<number>

  /** Batched: `last_active` of users, and where they connected from. */
  touchUsers(
    appId: number,
    users: readonly {
      readonly userId: string
      readonly atUs: number
      readonly address?: string | undefined
    }[],
  ): Promise<void>
  /** Batched: keeps the larger of stored and given peak of a minute (epoch minutes). */
  recordConnectionPeak(appId: number, minute: number, peak: number): Promise<void>
  /**
   * Forgets log entries beyond the newest `keep` of each channel older than `beforeUs`. A few
   * thousand go at once; returns how many went, so call it until that is 0.
   */
  pruneEvents(beforeUs: number, keep: number): Promise<number>

  /** Notes whose last activity was in that time (`untilUs` exclusive) as active on that day. */
  recordActiveDay(appId: number, day: number, sinceUs: number, untilUs: number): Promise<void>
  /** Keeps the larger of stored and given numbers of each team on that day. */
  recordTeamPeaks(appId: number, day: number, peaks: readonly TeamPeak[]): Promise<void>
  /** Forgets what days before that one say. */
  pruneActiveDays(beforeDay: number): Promise<void>

  /** Inserts the import or writes how far the one of this id is. */
  saveImport(record: ImportRecord): Promise<void>
  /** Those of the times at which there is a message of the channel, or a reply. */
  findMessageTimes(channelPk: number, times: readonly number[]): Promise<number[]>
  /** Counts of a channel after members and messages came in other ways than one by one. */
  recountImportedChannel(channelPk: number): Promise<void>
  /** Counts of parents whose replies came so; whoever takes part has read them. */
  recountImportedReplies(appId: number, parentIds: readonly string[]): Promise<void>
  recountImportedReactions(appId: number, messageIds: readonly string[]): Promise<void>

  /** Inserts the file or overwrites the one of this id. */
  saveFile(file: FileRecord): Promise<void>
  /** From `atUs` on the files are gone for everybody; undefined keeps them for good. */
  setFilesRemoved(ids: readonly string[], atUs: number | undefined): Promise<void>
  /** What a user uploaded up to then to that channel, or to none. */
  removeFilesOfUser(appId: number, userId: string, channelPk: number | undefined, atUs: number): Promise<void>
  /** Forgets a file whose content is gone. */
  deleteFile(id: string): Promise<void>
  /** Does nothing when there is one of that name already. */
  insertServerKey(name: string, secret: string): Promise<void>

  /** Keeps something to be delivered outside once this is committed (`hooks/`). */
  addToOutbox(entry: OutboxEntry): Promise<void>
  /**
   * Takes lanes that are due: nobody else gets them before `untilUs`. Those of `except` are left
   * alone. The longest due come first.
   */
  claimLanes(claim: LaneClaim): Promise<OutboxLane[]>
  /** Keeps lanes that are taken for longer. */
  extendLanes(lanePks: readonly number[], untilUs: number): Promise<void>
  /** Gives a lane back, to be taken again from a time on. */
  releaseLane(lanePk: number, dueAtUs: number): Promise<void>
  /** Forgets a lane that was read empty; false when something was added since. */
  dropLane(lanePk: number, added: number): Promise<boolean>
  /** Moves when the lanes of a target are due; with `sooner` those due later stay. */
  moveLanes(target: OutboxTarget, dueAtUs: number, which: 'sooner' | 'all'): Promise<void>
  removeFromOutbox(entryPk: number): Promise<void>
  updateOutbox(entryPk: number, state: Pick<QueuedEntry, 'attempts' | 'progress'>): Promise<void>
  saveFailingTarget(failing: FailingTarget): Promise<void>
  forgetFailingTarget(target: OutboxTarget): Promise<void>
  /** Of many who find a pause over, one gets to try: it moves the pause on. */
  claimProbe(target: OutboxTarget, nowUs: number, untilUs: number): Promise<boolean>
  insertDeadLetter(letter: DeadLetterRecord): Promise<void>
  /** Takes a dead letter out; undefined when there is none of that id. */
  takeDeadLetter(appId: number, id: string): Promise<DeadLetterRecord | undefined>
  /** Forgets the oldest, a few thousand at once; returns how many went. */
  pruneDeadLetters(beforeUs: number): Promise<number>
  /** Writes it over an earlier one of the same id. */
  putEphemeral(record: EphemeralRecord): Promise<void>
  /** False when somebody else took it already. */
  deleteEphemeral(appId: number, id: string): Promise<boolean>
  pruneEphemeral(nowUs: number): Promise<void>
  /** The network does not know the device any more. Registering it again brings it back. */
  disableDevice(appId: number, deviceId: string, reason: string, atUs: number): Promise<void>
  /** Remembers that a member was reminded of what they have not read since; false when they were already. */
  noteUnreadReminder(stretch: UnreadStretch): Promise<boolean>
  /** Empty ones are forgotten. */
  putChannelPushPreferences(
    key: { readonly appId: number; readonly userId: string; readonly cid: string },
    preferences: Json,
  ): Promise<void>
}

/**
 * Where everything is kept. SQLite and PostgreSQL behave alike.
 * An acknowledged transaction survives `kill -9` and power loss.
 */
export interface Store {
  readonly read: Reader
  /** Whether several servers may work on the same database. */
  readonly shared: boolean
  /** The same, for work that nobody waits for: its statements take as long as they take. */
  readonly patient: Store
  /**
   * Runs `work` in one transaction. On SQLite transactions run one after another and are committed
   * in groups: `work` must await nothing but `tx`. On PostgreSQL `work` may run again after a
   * serialisation failure, so it must not have side effects.
   * `afterCommit` runs once, after the commit, before the promise resolves; within a channel whose
   * `nextSeq` was called in the order of its log, on SQLite in the order of all commits.
   */
  transaction<T>(work: (tx: Tx) => Promise<T>, afterCommit?: (result: T) => void): Promise<T>
  /** Calls the listener after each commit of this node that added to the outbox. */
  onOutbox(listener: () => void): void
  /** Resolves when a trivial read works; for `/readyz`. */
  ping(): Promise<void>
  /** Transactions waiting for their turn; for `/metrics`. */
  readonly queueDepth: number
  /** Copies the whole database to a file while serving (SQLite), or throws saying what to use instead. */
  backup(path: string): Promise<void>
  close(): Promise<void>
}

export type { AdminChange, AuditQuery, SecretUsageRecord, SessionSelection } from './admins.ts'
export type { Frontier, PeakRecord, UsageCount, UsageScope, UsageSpan, UsageWhat } from './usage.ts'
export type { Json, PendingMessage, PinWindow, StoredHistoryEntry }
