import { z } from 'zod'
import {
  AppSettingsSchema,
  BlockSchema,
  ChannelSchema,
  ChannelStateSchema,
  ChannelTypeSchema,
  DeviceSchema,
  MemberSchema,
  MessageSchema,
  UnreadCountsSchema,
  UserSchema,
} from './objects.ts'

// Replies to requests. Every one is an object with `duration`.

const duration = z.string().describe('Time the server took, such as "1.52ms"')

function reply<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object({ ...shape, duration })
}

export const EmptyReply = reply({})
export const AppReply = reply({ app: AppSettingsSchema })

export const UsersByIdReply = reply({ users: z.record(z.string(), UserSchema) })
export const QueryUsersReply = reply({ users: z.array(UserSchema) })
export const UserReply = reply({ user: UserSchema })
export const GuestReply = reply({ user: UserSchema, access_token: z.string() })
export const TaskStartedReply = reply({ task_id: z.string() })
export const DevicesReply = reply({ devices: z.array(DeviceSchema) })
export const BlockReply = reply({
  blocked_by_user_id: z.string(),
  blocked_user_id: z.string(),
  created_at: z.string(),
})
export const BlocksReply = reply({ blocks: z.array(BlockSchema) })

export const ChannelTypeReply = z.object({ ...ChannelTypeSchema.shape, duration })
export const ChannelTypeCreatedReply = z.object({
  ...ChannelTypeSchema.shape,
  commands: z.array(z.string()),
  duration,
})
export const ChannelTypesReply = reply({ channel_types: z.record(z.string(), ChannelTypeSchema) })

export const GetOrCreateChannelReply = z.object({ ...ChannelStateSchema.shape, duration })
export const QueryChannelsReply = reply({ channels: z.array(ChannelStateSchema) })
export const UpdateChannelReply = reply({
  channel: ChannelSchema,
  members: z.array(MemberSchema),
  message: MessageSchema.exactOptional(),
})
export const ChannelReply = reply({ channel: ChannelSchema })
export const MemberReply = reply({ channel_member: MemberSchema })
export const QueryMembersReply = reply({ members: z.array(MemberSchema) })

export const MessageReply = reply({ message: MessageSchema })
export const MessagesReply = reply({ messages: z.array(MessageSchema) })

const event = z.looseObject({ type: z.string(), created_at: z.string() })

export const EventReply = reply({ event })
export const UnreadCountsReply = z.object({ ...UnreadCountsSchema.shape, duration })
export const UnreadBatchReply = reply({ counts_by_user: z.record(z.string(), UnreadCountsSchema) })
export const SyncReply = reply({ events: z.array(event), inaccessible_cids: z.array(z.string()) })
export const LongPollReply = reply({
  connection_id: z.string(),
  events: z.array(z.looseObject({})),
  close: z.object({ code: z.int(), reason: z.string() }).exactOptional(),
})

const quotas = z
  .record(z.string(), z.object({ limit: z.int(), remaining: z.int(), reset: z.int() }))
  .exactOptional()

export const RateLimitsReply = reply({ server_side: quotas, android: quotas, ios: quotas, web: quotas })
