import type { z } from 'zod'
import type { ErrorBody } from '../chat-error.ts'
import type * as wire from '../types/index.ts'
import type * as bans from './bans.ts'
import type * as blocklists from './blocklists.ts'
import type * as exported from './exports.ts'
import type * as files from './files.ts'
import type * as flags from './flags.ts'
import type * as imports from './imports.ts'
import type * as mutes from './mutes.ts'
import type * as objects from './objects.ts'
import type * as replies from './replies.ts'
import type * as roles from './roles.ts'
import type * as search from './search.ts'
import type * as stats from './stats.ts'

/** True when each may stand where the other is wanted. */
type Same<A, B> = [A] extends [B] ? ([B] extends [A] ? true : false) : false

/** The keys with names, without the index signature. */
type NamedKeys<T> = keyof {
  [Key in keyof T as string extends Key ? never : number extends Key ? never : Key]: 1
}

/** NOTE: an optional key that only one of them has breaks no assignment, so keys are compared too. */
type Agrees<Schema extends z.ZodType, Interface> =
  Same<NamedKeys<z.output<Schema>>, NamedKeys<Interface>> extends true
    ? Same<z.output<Schema>, Interface>
    : false

type AllTrue<Checks extends true[]> = Checks

/**
 * Does not compile when a reply's schema and its interface say different things.
 *
 * The interfaces are written by hand, for the SDK's declarations; this keeps both one truth.
 */
export type Agreement = AllTrue<
  [
    Agrees<typeof objects.UserSchema, wire.UserResponse>,
    Agrees<typeof objects.OwnUserSchema, wire.OwnUser>,
    Agrees<typeof objects.DeviceSchema, wire.Device>,
    Agrees<typeof objects.MuteSchema, wire.Mute>,
    Agrees<typeof objects.ChannelMuteSchema, wire.ChannelMute>,
    Agrees<typeof objects.BlockSchema, wire.Block>,
    Agrees<typeof objects.CommandSchema, wire.Command>,
    Agrees<typeof objects.ChannelConfigSchema, wire.ChannelConfig>,
    Agrees<typeof objects.ChannelTypeSchema, wire.ChannelType>,
    Agrees<typeof objects.ChannelSchema, wire.ChannelResponse>,
    Agrees<typeof objects.ChannelStateSchema, wire.ChannelStateResponse>,
    Agrees<typeof objects.MemberSchema, wire.Member>,
    Agrees<typeof objects.AttachmentSchema, wire.Attachment>,
    Agrees<typeof objects.ReactionSchema, wire.ReactionResponse>,
    Agrees<typeof objects.ReactionGroupSchema, wire.ReactionGroup>,
    Agrees<typeof objects.MessageSchema, wire.MessageResponse>,
    Agrees<typeof objects.MessageHistoryEntrySchema, wire.MessageHistoryEntry>,
    Agrees<typeof objects.ReadStateSchema, wire.ReadState>,
    Agrees<typeof objects.ThreadParticipantSchema, wire.ThreadParticipant>,
    Agrees<typeof objects.ThreadSchema, wire.ThreadResponse>,
    Agrees<typeof objects.UnreadCountsSchema, wire.UnreadCounts>,
    Agrees<typeof objects.IdentityProviderSchema, wire.IdentityProvider>,
    Agrees<typeof objects.AppSettingsSchema, wire.AppSettings>,
    Agrees<typeof objects.ClientAppSettingsSchema, wire.ClientAppSettings>,
    Agrees<typeof objects.SharedLocationSchema, wire.SharedLocation>,
    Agrees<typeof objects.PollOptionSchema, wire.PollOption>,
    Agrees<typeof objects.PollVoteSchema, wire.PollVote>,
    Agrees<typeof objects.PollSchema, wire.PollResponse>,
    Agrees<typeof objects.DraftSchema, wire.DraftResponse>,
    Agrees<typeof objects.ReminderSchema, wire.ReminderResponse>,
    Agrees<typeof objects.ErrorBodySchema, ErrorBody>,
    Agrees<typeof replies.EmptyReply, wire.EmptyResponse>,
    Agrees<typeof replies.AppReply, wire.AppResponse>,
    Agrees<typeof replies.ClientAppReply, wire.ClientAppResponse>,
    Agrees<typeof replies.UsersByIdReply, wire.UsersByIdResponse>,
    Agrees<typeof replies.QueryUsersReply, wire.QueryUsersResponse>,
    Agrees<typeof replies.UserReply, wire.UserReply>,
    Agrees<typeof replies.ExportUserReply, wire.ExportUserResponse>,
    Agrees<typeof replies.GuestReply, wire.GuestResponse>,
    Agrees<typeof replies.DevicesReply, wire.DevicesResponse>,
    Agrees<typeof replies.BlockReply, wire.BlockResponse>,
    Agrees<typeof replies.BlocksReply, wire.BlocksResponse>,
    Agrees<typeof replies.ChannelTypeReply, wire.ChannelTypeResponse>,
    Agrees<typeof replies.ChannelTypeCreatedReply, wire.ChannelTypeResponse<string[]>>,
    Agrees<typeof replies.ChannelTypesReply, wire.ChannelTypesResponse>,
    Agrees<typeof replies.GetOrCreateChannelReply, wire.GetOrCreateChannelResponse>,
    Agrees<typeof replies.QueryChannelsReply, wire.QueryChannelsResponse>,
    Agrees<typeof replies.UpdateChannelReply, wire.UpdateChannelResponse>,
    Agrees<typeof replies.ChannelReply, wire.ChannelReply>,
    Agrees<typeof replies.TruncateChannelReply, wire.TruncateChannelResponse>,
    Agrees<typeof replies.MuteChannelReply, wire.MuteChannelResponse>,
    Agrees<typeof replies.MemberReply, wire.MemberReply>,
    Agrees<typeof replies.QueryMembersReply, wire.QueryMembersResponse>,
    Agrees<typeof replies.MessageReply, wire.MessageReply>,
    Agrees<typeof replies.MessagesReply, wire.MessagesReply>,
    Agrees<typeof replies.MessageHistoryReply, wire.MessageHistoryResponse>,
    Agrees<typeof replies.ReactionReply, wire.ReactionReply>,
    Agrees<typeof replies.ReactionsReply, wire.ReactionsReply>,
    Agrees<typeof replies.QueryReactionsReply, wire.QueryReactionsResponse>,
    Agrees<typeof replies.QueryThreadsReply, wire.QueryThreadsResponse>,
    Agrees<typeof replies.ThreadReply, wire.ThreadReply>,
    Agrees<typeof replies.UnreadCountsReply, wire.UnreadCountsResponse>,
    Agrees<typeof replies.UnreadBatchReply, wire.UnreadBatchResponse>,
    Agrees<typeof replies.TaskStartedReply, wire.TaskStartedResponse>,
    Agrees<typeof replies.TaskReply, wire.TaskReply>,
    Agrees<typeof bans.BanSchema, wire.Ban>,
    Agrees<typeof bans.FutureChannelBanSchema, wire.FutureChannelBan>,
    Agrees<typeof bans.QueryBannedUsersReply, wire.QueryBannedUsersResponse>,
    Agrees<typeof bans.QueryFutureChannelBansReply, wire.QueryFutureChannelBansResponse>,
    Agrees<typeof mutes.MuteUserReply, wire.MuteUserResponse>,
    Agrees<typeof flags.FlagSchema, wire.Flag>,
    Agrees<typeof flags.MessageFlagSchema, wire.MessageFlag>,
    Agrees<typeof flags.FlagReportSchema, wire.FlagReport>,
    Agrees<typeof flags.FlagReply, wire.FlagResponse>,
    Agrees<typeof flags.QueryMessageFlagsReply, wire.QueryMessageFlagsResponse>,
    Agrees<typeof flags.QueryFlagReportsReply, wire.QueryFlagReportsResponse>,
    Agrees<typeof flags.ReviewFlagReportReply, wire.ReviewFlagReportResponse>,
    Agrees<typeof blocklists.BlocklistReply, wire.BlocklistResponse>,
    Agrees<typeof blocklists.BlocklistsReply, wire.BlocklistsResponse>,
    Agrees<typeof roles.RoleReply, wire.RoleResponse>,
    Agrees<typeof roles.RolesReply, wire.RolesResponse>,
    Agrees<typeof roles.PermissionReply, wire.PermissionResponse>,
    Agrees<typeof roles.PermissionsReply, wire.PermissionsResponse>,
    Agrees<typeof replies.PollReply, wire.PollReply>,
    Agrees<typeof replies.QueryPollsReply, wire.QueryPollsResponse>,
    Agrees<typeof replies.PollOptionReply, wire.PollOptionReply>,
    Agrees<typeof replies.PollVoteReply, wire.PollVoteReply>,
    Agrees<typeof replies.QueryVotesReply, wire.QueryVotesResponse>,
    Agrees<typeof replies.DraftReply, wire.DraftReply>,
    Agrees<typeof replies.QueryDraftsReply, wire.QueryDraftsResponse>,
    Agrees<typeof replies.ReminderReply, wire.ReminderReply>,
    Agrees<typeof replies.QueryRemindersReply, wire.QueryRemindersResponse>,
    Agrees<typeof replies.LiveLocationsReply, wire.LiveLocationsResponse>,
    Agrees<typeof replies.LiveLocationReply, wire.LiveLocationResponse>,
    Agrees<typeof search.SearchReply, wire.SearchResponse>,
    Agrees<typeof replies.RateLimitsReply, wire.RateLimitsResponse>,
    Agrees<typeof objects.PushProviderSchema, wire.PushProvider>,
    Agrees<typeof objects.DeadLetterSchema, wire.DeadLetter>,
    Agrees<typeof objects.HookStatusSchema, wire.HookStatus>,
    Agrees<typeof replies.CommandReply, wire.CommandReply>,
    Agrees<typeof replies.CommandAtRootReply, wire.CommandResponse>,
    Agrees<typeof replies.CommandsReply, wire.CommandsResponse>,
    Agrees<typeof replies.DeleteCommandReply, wire.DeleteCommandResponse>,
    Agrees<typeof replies.MessageActionReply, wire.MessageActionResponse>,
    Agrees<typeof replies.PushProviderReply, wire.PushProviderResponse>,
    Agrees<typeof replies.PushProvidersReply, wire.PushProvidersResponse>,
    Agrees<typeof replies.PushPreferencesReply, wire.PushPreferencesResponse>,
    Agrees<typeof replies.CheckPushReply, wire.CheckPushResponse>,
    Agrees<typeof replies.CheckQueueReply, wire.CheckQueueResponse>,
    Agrees<typeof replies.HooksReply, wire.HooksResponse>,
    Agrees<typeof replies.DeadLettersReply, wire.DeadLettersResponse>,
    Agrees<typeof files.FileUploadReply, wire.FileUploadResponse>,
    Agrees<typeof exported.ExportResultSchema, wire.ExportResult>,
    Agrees<typeof imports.ImportTaskSchema, wire.ImportTask>,
    Agrees<typeof imports.ImportUrlReply, wire.ImportUrlResponse>,
    Agrees<typeof imports.ImportTaskReply, wire.ImportTaskReply>,
    Agrees<typeof imports.ImportTasksReply, wire.ImportTasksReply>,
    Agrees<typeof stats.TeamUsageStatsSchema, wire.TeamUsageStats>,
    Agrees<typeof stats.TeamUsageReply, wire.TeamUsageResponse>,
  ]
>
