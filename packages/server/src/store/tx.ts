import { deleteAdminLink, deleteAdminLinks, insertAdminLink, takeAdminLink } from './queries/admin-links.ts'
import {
  deleteAdminSessions,
  insertAdminSession,
  pruneAdminSessions,
  updateAdminSession,
} from './queries/admin-sessions.ts'
import {
  deleteAdmin,
  insertAdmin,
  lockOwners,
  replaceRecoveryCodes,
  takeRecoveryCode,
  takeTotpStep,
  updateAdmin,
} from './queries/admins.ts'
import { insertApp, insertSecret, updateApp, updateSecret } from './queries/apps.ts'
import { deleteAudit, insertAudit, updateAudit } from './queries/audit.ts'
import { deleteBan, deleteFutureBan, noteBans, putBan, putFutureBan, replaceIpBans } from './queries/bans.ts'
import { deleteBlocklist, putBlocklist } from './queries/blocklists.ts'
import { deleteBlock, insertBlock, replaceBlocks } from './queries/blocks.ts'
import { deleteChannelMute, upsertChannelMute } from './queries/channel-mutes.ts'
import { deleteChannelType, insertChannelType, updateChannelType } from './queries/channel-types.ts'
import { insertChannel, nextSeq, setHasHidden, updateChannel } from './queries/channels.ts'
import { insertDeadLetter, pruneDeadLetters, takeDeadLetter } from './queries/dead-letters.ts'
import { hardDeleteUser } from './queries/delete-user.ts'
import { deleteDevice, upsertDevice } from './queries/devices.ts'
import { deleteDraft, saveDraft } from './queries/drafts.ts'
import { deleteEphemeral, pruneEphemeral, putEphemeral } from './queries/ephemeral-messages.ts'
import { dropChannel, eraseApp } from './queries/erase-app.ts'
import {
  eraseChannel,
  eraseEvents,
  eraseMembers,
  eraseMessages,
  recountChannel,
  reviveChannel,
} from './queries/erase-channel.ts'
import { appendEvent, pruneEvents } from './queries/events.ts'
import { deleteFile, insertServerKey, removeFilesOfUser, saveFile, setFilesRemoved } from './queries/files.ts'
import { deleteFlag, deleteFlagReport, insertFlagReport, putFlag, updateFlagReport } from './queries/flags.ts'
import { holdApp, holdChannel, holdChannelByPk, holdChannels, holdMessage, holdUser } from './queries/hold.ts'
import {
  findMessageTimes,
  recountImportedChannel,
  recountImportedReactions,
  recountImportedReplies,
  saveImport,
} from './queries/imports.ts'
import { freeLeases } from './queries/leases.ts'
import {
  deleteMember,
  insertMember,
  setDelivered,
  setRead,
  unhideMembers,
  updateMember,
} from './queries/members.ts'
import { mergeUser } from './queries/merge-user.ts'
import { insertHistory } from './queries/message-history.ts'
import { insertMessageDeletion, recountDeletions } from './queries/message-visibility.ts'
import {
  addReplies,
  hardDeleteMessage,
  hardDeleteMessages,
  insertMessage,
  softDeleteMessages,
  updateMessage,
} from './queries/messages.ts'
import { deleteMutes, noteMutes, putMute } from './queries/mutes.ts'
import { addToOutbox } from './queries/outbox.ts'
import {
  claimLanes,
  claimProbe,
  dropLane,
  extendLanes,
  forgetFailingTarget,
  moveLanes,
  releaseLane,
  removeFromOutbox,
  saveFailingTarget,
  updateOutbox,
} from './queries/outbox-work.ts'
import { deletePending, deletePendingOf, insertPending } from './queries/pending-messages.ts'
import { deleteVote, insertVote, pruneVotes, updateVote } from './queries/poll-votes.ts'
import {
  deletePoll,
  deletePollOption,
  insertPoll,
  lockPoll,
  savePollOption,
  updatePoll,
} from './queries/polls.ts'
import { disableDevice, noteUnreadReminder, putChannelPushPreferences } from './queries/push.ts'
import { deleteReaction, setReactionGroups, upsertReaction } from './queries/reactions.ts'
import { claimDueReminders, deleteReminder, insertReminder, updateReminder } from './queries/reminders.ts'
import { deletePermission, deleteRole, insertRole, putPermission } from './queries/roles.ts'
import { indexMessages } from './queries/search-index.ts'
import { pruneSecretUsage, saveSecretUsage } from './queries/secret-usage.ts'
import { recordConnectionPeak } from './queries/statistics.ts'
import { claimTask, extendTask, insertTask, pruneTasks, settleTask } from './queries/tasks.ts'
import { pruneActiveDays, recordActiveDay, recordTeamPeaks } from './queries/team-usage.ts'
import { setThreadRead } from './queries/thread-participants.ts'
import { addToThread, updateThread } from './queries/threads.ts'
import { pruneUsage, recordActiveUsers, recordPeaks } from './queries/usage-counts.ts'
import { countMessages } from './queries/usage-messages.ts'
import { insertUser, touchUsers, updateUser } from './queries/users.ts'
import { createReader } from './reader.ts'
import type { Session } from './session.ts'
import type { Tx } from './store.ts'

type Query<Args extends unknown[], Result> = (session: Session, ...args: Args) => Result

/** All reads and writes, run in a session that is inside a transaction. */
export function createTx(session: Session): Tx {
  const on =
    <Args extends unknown[], Result>(query: Query<Args, Result>) =>
    (...args: Args) =>
      query(session, ...args)
  const unheld = createReader(session)
  return {
    ...unheld,
    unheld,
    findApp: on(holdApp),
    findUser: on(holdUser),
    findChannel: on(holdChannel),
    findChannels: on(holdChannels),
    findChannelByPk: on(holdChannelByPk),
    findMessage: on(holdMessage),
    insertApp: on(insertApp),
    updateApp: on(updateApp),
    insertSecret: on(insertSecret),
    updateSecret: on(updateSecret),
    insertUser: on(insertUser),
    updateUser: on(updateUser),
    hardDeleteUser: on(hardDeleteUser),
    upsertDevice: on(upsertDevice),
    deleteDevice: on(deleteDevice),
    insertBlock: on(insertBlock),
    deleteBlock: on(deleteBlock),
    replaceBlocks: on(replaceBlocks),
    mergeUser: on(mergeUser),
    putBan: on(putBan),
    deleteBan: on(deleteBan),
    noteBans: on(noteBans),
    putFutureBan: on(putFutureBan),
    deleteFutureBan: on(deleteFutureBan),
    replaceIpBans: on(replaceIpBans),
    putMute: on(putMute),
    deleteMutes: on(deleteMutes),
    noteMutes: on(noteMutes),
    insertFlagReport: on(insertFlagReport),
    updateFlagReport: on(updateFlagReport),
    deleteFlagReport: on(deleteFlagReport),
    putFlag: on(putFlag),
    deleteFlag: on(deleteFlag),
    putBlocklist: on(putBlocklist),
    deleteBlocklist: on(deleteBlocklist),
    insertRole: on(insertRole),
    deleteRole: on(deleteRole),
    putPermission: on(putPermission),
    deletePermission: on(deletePermission),
    insertChannelType: on(insertChannelType),
    updateChannelType: on(updateChannelType),
    deleteChannelType: on(deleteChannelType),
    insertChannel: on(insertChannel),
    updateChannel: on(updateChannel),
    reviveChannel: on(reviveChannel),
    recountChannel: on(recountChannel),
    eraseMessages: on(eraseMessages),
    eraseEvents: on(eraseEvents),
    eraseMembers: on(eraseMembers),
    eraseChannel: on(eraseChannel),
    nextSeq: on(nextSeq),
    appendEvent: on(appendEvent),
    setHasHidden: on(setHasHidden),
    upsertChannelMute: on(upsertChannelMute),
    deleteChannelMute: on(deleteChannelMute),
    insertMember: on(insertMember),
    updateMember: on(updateMember),
    deleteMember: on(deleteMember),
    unhideMembers: on(unhideMembers),
    setRead: on(setRead),
    setDelivered: on(setDelivered),
    insertMessage: on(insertMessage),
    updateMessage: on(updateMessage),
    hardDeleteMessage: on(hardDeleteMessage),
    insertMessageDeletion: on(insertMessageDeletion),
    insertPending: on(insertPending),
    deletePending: on(deletePending),
    deletePendingOf: on(deletePendingOf),
    hardDeleteMessages: on(hardDeleteMessages),
    softDeleteMessages: on(softDeleteMessages),
    recountDeletions: on(recountDeletions),
    insertHistory: on(insertHistory),
    addReplies: on(addReplies),
    indexMessages: on(indexMessages),
    upsertReaction: on(upsertReaction),
    deleteReaction: on(deleteReaction),
    setReactionGroups: on(setReactionGroups),
    addToThread: on(addToThread),
    updateThread: on(updateThread),
    setThreadRead: on(setThreadRead),
    lockPoll: on(lockPoll),
    insertPoll: on(insertPoll),
    updatePoll: on(updatePoll),
    deletePoll: on(deletePoll),
    savePollOption: on(savePollOption),
    deletePollOption: on(deletePollOption),
    insertVote: on(insertVote),
    updateVote: on(updateVote),
    deleteVote: on(deleteVote),
    pruneVotes: on(pruneVotes),
    saveDraft: on(saveDraft),
    deleteDraft: on(deleteDraft),
    insertReminder: on(insertReminder),
    updateReminder: on(updateReminder),
    deleteReminder: on(deleteReminder),
    claimDueReminders: on(claimDueReminders),
    insertTask: on(insertTask),
    claimTask: on(claimTask),
    extendTask: on(extendTask),
    settleTask: on(settleTask),
    pruneTasks: on(pruneTasks),
    touchUsers: on(touchUsers),
    recordActiveUsers: on(recordActiveUsers),
    recordConnectionPeak: on(recordConnectionPeak),
    pruneEvents: on(pruneEvents),
    addToOutbox: on(addToOutbox),
    recordActiveDay: on(recordActiveDay),
    recordTeamPeaks: on(recordTeamPeaks),
    pruneActiveDays: on(pruneActiveDays),
    saveFile: on(saveFile),
    setFilesRemoved: on(setFilesRemoved),
    removeFilesOfUser: on(removeFilesOfUser),
    deleteFile: on(deleteFile),
    insertServerKey: on(insertServerKey),
    claimLanes: on(claimLanes),
    extendLanes: on(extendLanes),
    freeLeases: on(freeLeases),
    releaseLane: on(releaseLane),
    dropLane: on(dropLane),
    moveLanes: on(moveLanes),
    removeFromOutbox: on(removeFromOutbox),
    updateOutbox: on(updateOutbox),
    saveFailingTarget: on(saveFailingTarget),
    forgetFailingTarget: on(forgetFailingTarget),
    claimProbe: on(claimProbe),
    insertDeadLetter: on(insertDeadLetter),
    takeDeadLetter: on(takeDeadLetter),
    pruneDeadLetters: on(pruneDeadLetters),
    putEphemeral: on(putEphemeral),
    disableDevice: on(disableDevice),
    noteUnreadReminder: on(noteUnreadReminder),
    putChannelPushPreferences: on(putChannelPushPreferences),
    deleteEphemeral: on(deleteEphemeral),
    pruneEphemeral: on(pruneEphemeral),
    saveImport: on(saveImport),
    findMessageTimes: on(findMessageTimes),
    recountImportedChannel: on(recountImportedChannel),
    recountImportedReplies: on(recountImportedReplies),
    recountImportedReactions: on(recountImportedReactions),
    lockOwners: on(lockOwners),
    insertAdmin: on(insertAdmin),
    updateAdmin: on(updateAdmin),
    deleteAdmin: on(deleteAdmin),
    takeTotpStep: on(takeTotpStep),
    replaceRecoveryCodes: on(replaceRecoveryCodes),
    takeRecoveryCode: on(takeRecoveryCode),
    insertAdminSession: on(insertAdminSession),
    updateAdminSession: on(updateAdminSession),
    deleteAdminSessions: on(deleteAdminSessions),
    pruneAdminSessions: on(pruneAdminSessions),
    insertAdminLink: on(insertAdminLink),
    takeAdminLink: on(takeAdminLink),
    deleteAdminLink: on(deleteAdminLink),
    deleteAdminLinks: on(deleteAdminLinks),
    insertAudit: on(insertAudit),
    updateAudit: on(updateAudit),
    deleteAudit: on(deleteAudit),
    saveSecretUsage: on(saveSecretUsage),
    countMessages: on(countMessages),
    recordPeaks: on(recordPeaks),
    pruneUsage: on(pruneUsage),
    pruneSecretUsage: on(pruneSecretUsage),
    dropChannel: on(dropChannel),
    eraseApp: on(eraseApp),
  }
}
