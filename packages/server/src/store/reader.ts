import { findAdminLink, listAdminLinks } from './queries/admin-links.ts'
import { findAdminSession, listAdminSessions } from './queries/admin-sessions.ts'
import {
  countOwners,
  countRecoveryCodes,
  findAdmin,
  findAdminByEmail,
  hasAdmins,
  listAdmins,
} from './queries/admins.ts'
import { findApp, hasApp, listApps, listSecrets } from './queries/apps.ts'
import { queryAudit } from './queries/audit.ts'
import {
  findBan,
  findFutureBans,
  listExpiredBans,
  listIpBans,
  queryBans,
  queryFutureBans,
} from './queries/bans.ts'
import { listBlocklists } from './queries/blocklists.ts'
import { findBlockedPairs, findBlockersOf, listBlocks, listBlocksOf, listPairs } from './queries/blocks.ts'
import {
  countChannelMutes,
  findChannelMute,
  findChannelMuters,
  findMutedChannels,
  listChannelMutes,
  listExpiredChannelMutes,
} from './queries/channel-mutes.ts'
import { findChannelType, hasChannels, listChannelTypes } from './queries/channel-types.ts'
import {
  findChannel,
  findChannelByPk,
  findChannels,
  listChannelsOf,
  listCreatedChannels,
} from './queries/channels.ts'
import { listDeadLetters } from './queries/dead-letters.ts'
import { listDevices } from './queries/devices.ts'
import { findDraft, listChannelDrafts, listThreadDrafts, queryDrafts } from './queries/drafts.ts'
import { findEphemeral } from './queries/ephemeral-messages.ts'
import { listChannelPks } from './queries/erase-app.ts'
import { listChannelsToPrune } from './queries/erase-channel.ts'
import { findOldestEvent, listEventsAfterSeq, listEventsAfterTime } from './queries/events.ts'
import { exportMessages, exportMessagesOfUser, exportReactionsOfUser } from './queries/exports.ts'
import { findFile, findServerKey, listRemovedFiles } from './queries/files.ts'
import {
  findFlagReport,
  findFlagReports,
  findReportOf,
  listFlags,
  queryFlagReports,
  queryMessageFlags,
} from './queries/flags.ts'
import { findImport, listImports } from './queries/imports.ts'
import { listUsers } from './queries/list-users.ts'
import { listLiveLocations } from './queries/locations.ts'
import {
  findMember,
  findMembers,
  findMemberships,
  findMembersOf,
  listMembers,
  listMemberships,
  listMembersOf,
} from './queries/members.ts'
import { findLastEditorId, queryHistory } from './queries/message-history.ts'
import { listMessages, listNewestOf } from './queries/message-pages.ts'
import { countMessageDeletions, findDeletedFor } from './queries/message-visibility.ts'
import {
  findLastSentAtUs,
  findMessage,
  findMessages,
  listAuthored,
  listAuthoredCids,
  listPinnedMessages,
} from './queries/messages.ts'
import { findMuters, listExpiredMutes, listMutes } from './queries/mutes.ts'
import {
  countAllWaiting,
  countWaiting,
  findFailingTarget,
  findNextDue,
  readLane,
} from './queries/outbox-work.ts'
import { findPendings, listExpiredPending, listPending } from './queries/pending-messages.ts'
import { listPins } from './queries/pinned-messages.ts'
import { findVotes, listVotesOf, queryVotes } from './queries/poll-votes.ts'
import { findPolls, listPollMessages, listPollOptions, queryPolls } from './queries/polls.ts'
import {
  findChannelPushPreferences,
  listDevicesOf,
  listMembersWithDevices,
  listPushPreferences,
} from './queries/push.ts'
import { queryChannels } from './queries/query-channels.ts'
import { queryMembers } from './queries/query-members.ts'
import { queryReactions } from './queries/query-reactions.ts'
import { queryThreads } from './queries/query-threads.ts'
import { queryUsers } from './queries/query-users.ts'
import {
  findReactionTimes,
  listLatestReactions,
  listOwnReactions,
  listReactions,
  listReactionsOf,
} from './queries/reactions.ts'
import { countReminders, findNextDueReminder, findReminders, queryReminders } from './queries/reminders.ts'
import { findUserWithRole, listPermissions, listRoles } from './queries/roles.ts'
import { searchMessages } from './queries/search.ts'
import { listSecretUsage } from './queries/secret-usage.ts'
import { countActiveUsers, listConnectionPeaks } from './queries/statistics.ts'
import { findTask } from './queries/tasks.ts'
import {
  countAllTeamMessages,
  countTeamActivity,
  countTeamMessages,
  countTeamNewcomers,
  countTeamUsers,
  countTeamWindows,
  listTeamPeaks,
  listTeams,
} from './queries/team-usage.ts'
import {
  listLatestRepliers,
  listThreadParticipants,
  listThreadReads,
  listUnreadThreads,
} from './queries/thread-participants.ts'
import { findThread } from './queries/threads.ts'
import {
  countOwnUnread,
  countUnread,
  listHiddenMarks,
  listUnread,
  listUnreadMarks,
} from './queries/unread.ts'
import { findFirstUsageDay, listUsage, listUsageTeams } from './queries/usage-counts.ts'
import { listMessageUsage } from './queries/usage-messages.ts'
import { findLastAddress, findNamesakes, findUser, findUsers } from './queries/users.ts'
import type { Session } from './session.ts'
import type { Reader } from './store.ts'

type Query<Args extends unknown[], Result> = (session: Session, ...args: Args) => Result

/** All reads, run in the given session. */
export function createReader(session: Session): Reader {
  const on =
    <Args extends unknown[], Result>(query: Query<Args, Result>) =>
    (...args: Args) =>
      query(session, ...args)
  return {
    listApps: on(listApps),
    hasApp: on(hasApp),
    findApp: on(findApp),
    listSecrets: on(listSecrets),
    findUser: on(findUser),
    findUsers: on(findUsers),
    findNamesakes: on(findNamesakes),
    queryUsers: on(queryUsers),
    listUsers: on(listUsers),
    listDevices: on(listDevices),
    listBlocks: on(listBlocks),
    listBlocksOf: on(listBlocksOf),
    findBan: on(findBan),
    queryBans: on(queryBans),
    listExpiredBans: on(listExpiredBans),
    findFutureBans: on(findFutureBans),
    queryFutureBans: on(queryFutureBans),
    findLastAddress: on(findLastAddress),
    listIpBans: on(listIpBans),
    listMutes: on(listMutes),
    findMuters: on(findMuters),
    listExpiredMutes: on(listExpiredMutes),
    findFlagReport: on(findFlagReport),
    findFlagReports: on(findFlagReports),
    findReportOf: on(findReportOf),
    listFlags: on(listFlags),
    queryFlagReports: on(queryFlagReports),
    queryMessageFlags: on(queryMessageFlags),
    listBlocklists: on(listBlocklists),
    listRoles: on(listRoles),
    findUserWithRole: on(findUserWithRole),
    listPermissions: on(listPermissions),
    findBlockedPairs: on(findBlockedPairs),
    findBlockersOf: on(findBlockersOf),
    listPairs: on(listPairs),
    listChannelTypes: on(listChannelTypes),
    findChannelType: on(findChannelType),
    hasChannels: on(hasChannels),
    findChannel: on(findChannel),
    findChannels: on(findChannels),
    findChannelByPk: on(findChannelByPk),
    listChannelsOf: on(listChannelsOf),
    listCreatedChannels: on(listCreatedChannels),
    queryChannels: on(queryChannels),
    findChannelMute: on(findChannelMute),
    listChannelMutes: on(listChannelMutes),
    listExpiredChannelMutes: on(listExpiredChannelMutes),
    findMutedChannels: on(findMutedChannels),
    findChannelMuters: on(findChannelMuters),
    countChannelMutes: on(countChannelMutes),
    findMember: on(findMember),
    findMembers: on(findMembers),
    findMembersOf: on(findMembersOf),
    listMembersOf: on(listMembersOf),
    listNewestOf: on(listNewestOf),
    listMembers: on(listMembers),
    queryMembers: on(queryMembers),
    listMemberships: on(listMemberships),
    findMessage: on(findMessage),
    findMessages: on(findMessages),
    listMessages: on(listMessages),
    listPinnedMessages: on(listPinnedMessages),
    listReactions: on(listReactions),
    listReactionsOf: on(listReactionsOf),
    listLatestReactions: on(listLatestReactions),
    listOwnReactions: on(listOwnReactions),
    queryReactions: on(queryReactions),
    findReactionTimes: on(findReactionTimes),
    findThread: on(findThread),
    listThreadParticipants: on(listThreadParticipants),
    listLatestRepliers: on(listLatestRepliers),
    listThreadReads: on(listThreadReads),
    listUnreadThreads: on(listUnreadThreads),
    queryThreads: on(queryThreads),
    findLastSentAtUs: on(findLastSentAtUs),
    findPolls: on(findPolls),
    listPollOptions: on(listPollOptions),
    findVotes: on(findVotes),
    listVotesOf: on(listVotesOf),
    listPollMessages: on(listPollMessages),
    queryPolls: on(queryPolls),
    queryVotes: on(queryVotes),
    findDraft: on(findDraft),
    listChannelDrafts: on(listChannelDrafts),
    listThreadDrafts: on(listThreadDrafts),
    queryDrafts: on(queryDrafts),
    findReminders: on(findReminders),
    countReminders: on(countReminders),
    queryReminders: on(queryReminders),
    findNextDueReminder: on(findNextDueReminder),
    listLiveLocations: on(listLiveLocations),
    listUnread: on(listUnread),
    countUnread: on(countUnread),
    listUnreadMarks: on(listUnreadMarks),
    countOwnUnread: on(countOwnUnread),
    listHiddenMarks: on(listHiddenMarks),
    findDeletedFor: on(findDeletedFor),
    listAuthored: on(listAuthored),
    listAuthoredCids: on(listAuthoredCids),
    findPendings: on(findPendings),
    findLastEditorId: on(findLastEditorId),
    queryHistory: on(queryHistory),
    listPins: on(listPins),
    listChannelsToPrune: on(listChannelsToPrune),
    listPending: on(listPending),
    listExpiredPending: on(listExpiredPending),
    countMessageDeletions: on(countMessageDeletions),
    listEventsAfterSeq: on(listEventsAfterSeq),
    listEventsAfterTime: on(listEventsAfterTime),
    findOldestEvent: on(findOldestEvent),
    findMemberships: on(findMemberships),
    searchMessages: on(searchMessages),
    findTask: on(findTask),
    findNextDue: on(findNextDue),
    readLane: on(readLane),
    countWaiting: on(countWaiting),
    countAllWaiting: on(countAllWaiting),
    findFailingTarget: on(findFailingTarget),
    listDeadLetters: on(listDeadLetters),
    findEphemeral: on(findEphemeral),
    listMembersWithDevices: on(listMembersWithDevices),
    listDevicesOf: on(listDevicesOf),
    findChannelPushPreferences: on(findChannelPushPreferences),
    listPushPreferences: on(listPushPreferences),
    countActiveUsers: on(countActiveUsers),
    listConnectionPeaks: on(listConnectionPeaks),
    listTeams: on(listTeams),
    countTeamUsers: on(countTeamUsers),
    countTeamMessages: on(countTeamMessages),
    countAllTeamMessages: on(countAllTeamMessages),
    countTeamActivity: on(countTeamActivity),
    countTeamWindows: on(countTeamWindows),
    countTeamNewcomers: on(countTeamNewcomers),
    listTeamPeaks: on(listTeamPeaks),
    exportMessages: on(exportMessages),
    exportMessagesOfUser: on(exportMessagesOfUser),
    exportReactionsOfUser: on(exportReactionsOfUser),
    findFile: on(findFile),
    listRemovedFiles: on(listRemovedFiles),
    findServerKey: on(findServerKey),
    findImport: on(findImport),
    listImports: on(listImports),
    hasAdmins: on(hasAdmins),
    listAdmins: on(listAdmins),
    countOwners: on(countOwners),
    findAdmin: on(findAdmin),
    findAdminByEmail: on(findAdminByEmail),
    countRecoveryCodes: on(countRecoveryCodes),
    findAdminSession: on(findAdminSession),
    listAdminSessions: on(listAdminSessions),
    findAdminLink: on(findAdminLink),
    listAdminLinks: on(listAdminLinks),
    queryAudit: on(queryAudit),
    listSecretUsage: on(listSecretUsage),
    listUsage: on(listUsage),
    listMessageUsage: on(listMessageUsage),
    listUsageTeams: on(listUsageTeams),
    findFirstUsageDay: on(findFirstUsageDay),
    listChannelPks: on(listChannelPks),
  }
}
