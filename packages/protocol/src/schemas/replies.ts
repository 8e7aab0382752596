import { z } from 'zod'
import {
  AppSettingsSchema,
  BlockSchema,
  ChannelMuteSchema,
  ChannelSchema,
  ChannelStateSchema,
  ChannelTypeSchema,
  ClientAppSettingsSchema,
  CommandSchema,
  DeadLetterSchema,
  DeviceSchema,
  DraftSchema,
  HookStatusSchema,
  MemberSchema,
  MessageHistoryEntrySchema,
  MessageSchema,
  PollOptionSchema,
  PollSchema,
  PollVoteSchema,
  PushPreferencesSchema,
  PushProviderSchema,
  ReactionSchema,
  ReminderSchema,
  SharedLocationSchema,
  TaskSchema,
  ThreadSchema,
  UnreadCountsSchema,
  UserSchema,
} from './objects.ts'

// Replies to requests. Every one is an object with `duration`.

const duration = z.string().describe('Time the server took, such as "1.52ms"')

/** A reply with these keys beside `duration`. */
export function reply<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object({ ...shape, duration })
}

/** Reply of an endpoint that has nothing to tell. */
export const EmptyReply = reply({})
/** Reply of `GET app` to a server. */
export const AppReply = reply({ app: AppSettingsSchema })
/** Reply of `GET app` to a client. */
export const ClientAppReply = reply({ app: ClientAppSettingsSchema })

/** Reply of `POST users` and `PATCH users`. */
export const UsersByIdReply = reply({ users: z.record(z.string(), UserSchema) })
/** Reply of `GET users`. */
export const QueryUsersReply = reply({ users: z.array(UserSchema) })
/** Reply of what changes one user. */
export const UserReply = reply({ user: UserSchema })
/** Reply of `GET users/{id}/export`. */
export const ExportUserReply = reply({
  user: UserSchema,
  messages: z.array(MessageSchema),
  reactions: z.array(ReactionSchema),
})
/** Reply of `POST guest`. */
export const GuestReply = reply({ user: UserSchema, access_token: z.string() })
/** Reply of what goes on in the background. */
export const TaskStartedReply = reply({ task_id: z.string() })
/** Reply of `GET tasks/{id}`. */
export const TaskReply = z.object({ ...TaskSchema.shape, duration })
/** Reply of `GET devices`. */
export const DevicesReply = reply({ devices: z.array(DeviceSchema) })
/** Reply of `POST users/block`. */
export const BlockReply = reply({
  blocked_by_user_id: z.string(),
  blocked_user_id: z.string(),
  created_at: z.string(),
})
/** Reply of `GET users/block`. */
export const BlocksReply = reply({ blocks: z.array(BlockSchema) })

/** Reply of `GET` and `PUT channeltypes/{name}`: the type at the root. */
export const ChannelTypeReply = z.object({ ...ChannelTypeSchema.shape, duration })
/** Reply of `POST channeltypes`: commands as names. */
export const ChannelTypeCreatedReply = z.object({
  ...ChannelTypeSchema.shape,
  commands: z.array(z.string()),
  duration,
})
/** Reply of `GET channeltypes`. */
export const ChannelTypesReply = reply({ channel_types: z.record(z.string(), ChannelTypeSchema) })

/** Reply of `POST channels/{type}/{id}/query`. */
export const GetOrCreateChannelReply = z.object({ ...ChannelStateSchema.shape, duration })
/** Reply of `POST channels`. */
export const QueryChannelsReply = reply({ channels: z.array(ChannelStateSchema) })
/** Reply of `POST channels/{type}/{id}`. */
export const UpdateChannelReply = reply({
  channel: ChannelSchema,
  members: z.array(MemberSchema),
  message: MessageSchema.exactOptional(),
})
/** Reply of `PATCH` and `DELETE channels/{type}/{id}`. */
export const ChannelReply = reply({ channel: ChannelSchema })
/** Reply of `POST channels/{type}/{id}/truncate`. */
export const TruncateChannelReply = reply({ channel: ChannelSchema, message: MessageSchema.exactOptional() })
/** Reply of `POST moderation/mute/channel`. */
export const MuteChannelReply = reply({ channel_mute: ChannelMuteSchema })
/** Reply of `PATCH channels/{type}/{id}/member/{user_id}`. */
export const MemberReply = reply({ channel_member: MemberSchema })
/** Reply of `GET members`. */
export const QueryMembersReply = reply({ members: z.array(MemberSchema) })

/** Reply of what sends, reads or changes one message. */
export const MessageReply = reply({
  message: MessageSchema,
  pending_message_metadata: z.record(z.string(), z.string()).exactOptional(),
})
/** Reply of `GET channels/{type}/{id}/messages`, `…/pinned_messages` and `GET messages/{id}/replies`. */
export const MessagesReply = reply({ messages: z.array(MessageSchema) })
/** Reply of `POST messages/history`. */
export const MessageHistoryReply = reply({
  message_history: z.array(MessageHistoryEntrySchema),
  next: z.string().exactOptional(),
  prev: z.string().exactOptional(),
})

/** Reply of what gives or takes back a reaction. */
export const ReactionReply = reply({ message: MessageSchema, reaction: ReactionSchema })
/** Reply of `GET messages/{id}/reactions`. */
export const ReactionsReply = reply({ reactions: z.array(ReactionSchema) })

const cursors = { next: z.string().exactOptional(), prev: z.string().exactOptional() }

/** Reply of `POST messages/{id}/reactions`. */
export const QueryReactionsReply = reply({ reactions: z.array(ReactionSchema), ...cursors })
/** Reply of `POST threads`. */
export const QueryThreadsReply = reply({ threads: z.array(ThreadSchema), ...cursors })
/** Reply of `GET` and `PATCH threads/{message_id}`. */
export const ThreadReply = reply({ thread: ThreadSchema })

const event = z.looseObject({ type: z.string(), created_at: z.string() })

/** Reply of `POST channels/{type}/{id}/event` and `…/read`. */
export const EventReply = reply({ event })
/** Reply of `GET unread`. */
export const UnreadCountsReply = z.object({ ...UnreadCountsSchema.shape, duration })
/** Reply of `POST unread_batch`. */
export const UnreadBatchReply = reply({ counts_by_user: z.record(z.string(), UnreadCountsSchema) })
/** Reply of `POST sync`. */
export const SyncReply = reply({ events: z.array(event), inaccessible_cids: z.array(z.string()) })

const quotas = z
  .record(z.string(), z.object({ limit: z.int(), remaining: z.int(), reset: z.int() }))
  .exactOptional()

/** Reply of `GET rate_limits`. */
export const RateLimitsReply = reply({ server_side: quotas, android: quotas, ios: quotas, web: quotas })

const pages = { next: z.string().exactOptional(), prev: z.string().exactOptional() }

/** Reply of what makes, reads or changes a poll. */
export const PollReply = reply({ poll: PollSchema })
/** Reply of `POST polls/query`. */
export const QueryPollsReply = reply({ polls: z.array(PollSchema), ...pages })
/** Reply of what makes, reads or changes an option. */
export const PollOptionReply = reply({ poll_option: PollOptionSchema })
/** Reply of what casts or removes a vote. */
export const PollVoteReply = reply({ vote: PollVoteSchema, poll: PollSchema })
/** Reply of `POST polls/{poll_id}/votes`. */
export const QueryVotesReply = reply({ votes: z.array(PollVoteSchema), ...pages })
/** Reply of `POST` and `GET channels/{type}/{id}/draft`. */
export const DraftReply = reply({ draft: DraftSchema })
/** Reply of `POST drafts/query`. */
export const QueryDraftsReply = reply({ drafts: z.array(DraftSchema), ...pages })
/** Reply of `POST` and `PATCH messages/{id}/reminders`. */
export const ReminderReply = reply({ reminder: ReminderSchema })
/** Reply of `POST reminders/query`. */
export const QueryRemindersReply = reply({ reminders: z.array(ReminderSchema) })
/** Reply of `GET users/live_locations`. */
export const LiveLocationsReply = reply({ active_live_locations: z.array(SharedLocationSchema) })
/** Reply of `PUT users/live_locations`: the location at the root. */
export const LiveLocationReply = z.object({ ...SharedLocationSchema.shape, duration })
/** Reply of `POST commands` and `PUT commands/{name}`. */
export const CommandReply = reply({ command: CommandSchema })
/** Reply of `GET commands/{name}`: the command at the root. */
export const CommandAtRootReply = z.object({ ...CommandSchema.shape, duration })
/** Reply of `GET commands`. */
export const CommandsReply = reply({ commands: z.array(CommandSchema) })
/** Reply of `DELETE commands/{name}`. */
export const DeleteCommandReply = reply({ name: z.string() })
/** Reply of `POST messages/{id}/action`. */
export const MessageActionReply = reply({ message: MessageSchema.exactOptional() })

/** Reply of `POST push_providers`. */
export const PushProviderReply = reply({ push_provider: PushProviderSchema })
/** Reply of `GET push_providers`. */
export const PushProvidersReply = reply({ push_providers: z.array(PushProviderSchema) })
/** Reply of `POST push_preferences`. */
export const PushPreferencesReply = reply({
  user_preferences: z.record(z.string(), PushPreferencesSchema),
  user_channel_preferences: z.record(z.string(), z.record(z.string(), PushPreferencesSchema)),
})
/** Reply of `POST check_push`. */
export const CheckPushReply = reply({
  device_errors: z.record(
    z.string(),
    z.object({ provider: z.string(), provider_name: z.string(), error_message: z.string() }),
  ),
  general_errors: z.array(z.string()),
  skip_devices: z.boolean(),
  rendered_apn_template: z.string(),
  rendered_firebase_template: z.string(),
  rendered_message: z.record(z.string(), z.string()),
})
/** Reply of `POST check_sqs` and `POST check_sns`. */
export const CheckQueueReply = reply({
  status: z.enum(['ok', 'error']),
  error: z.string(),
  data: z.record(z.string(), z.unknown()),
})

/** Reply of `GET hooks`. */
export const HooksReply = reply({ hooks: z.array(HookStatusSchema) })
/** Reply of `GET hooks/dead_letters`. */
export const DeadLettersReply = reply({
  dead_letters: z.array(DeadLetterSchema),
  next: z.string().exactOptional(),
})
