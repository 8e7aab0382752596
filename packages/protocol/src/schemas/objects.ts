import { z } from 'zod'
import type {
  ChannelMute,
  ChannelResponse,
  EventHook,
  Member,
  MessageResponse,
  Mute,
  ReminderResponse,
  UserResponse,
} from '../types/index.ts'

// The objects of replies and events, for OpenAPI and for tests. Nothing is parsed with them on
// the way out. `agreement.ts` holds them to the interfaces of `types/`.

const text = z.string()
const optionalText = text.exactOptional()
const count = z.int().min(0)
const time = z.string().describe('RFC 3339, UTC')
const optionalTime = time.exactOptional()
const flag = z.boolean()
const optionalFlag = flag.exactOptional()
const texts = z.array(text)
const anyObject = z.record(text, z.unknown())
const counts = z.record(text, z.int()).nullable()
const grants = z.record(text, texts)

const toggle = z.object({ enabled: flag })

/** What a user lets others see. */
export const PrivacySettingsSchema = z.object({
  typing_indicators: toggle.exactOptional(),
  read_receipts: toggle.exactOptional(),
  delivery_receipts: toggle.exactOptional(),
})

/** What a user wants to be pushed. */
export const PushPreferencesSchema = z.object({
  chat_level: z.enum(['all', 'mentions', 'none']).exactOptional(),
  call_level: z.enum(['all', 'none']).exactOptional(),
  disabled_until: time.nullable().exactOptional(),
})

const userFields = {
  id: text,
  name: optionalText,
  image: optionalText,
  role: text,
  roles: texts.exactOptional(),
  teams: texts.exactOptional(),
  teams_role: z.record(text, text).exactOptional(),
  language: text,
  online: flag,
  invisible: optionalFlag,
  status: optionalText,
  last_active: optionalTime,
  banned: flag,
  shadow_banned: optionalFlag,
  created_at: time,
  updated_at: time,
  deactivated_at: optionalTime,
  deleted_at: optionalTime,
  merged_into: optionalText,
  revoke_tokens_issued_before: time.nullable().exactOptional(),
  privacy_settings: PrivacySettingsSchema.exactOptional(),
  push_preferences: PushPreferencesSchema.exactOptional(),
  blocked_user_ids: texts.exactOptional(),
}

const lazyMute: z.ZodType<Mute> = z.lazy(() => MuteSchema)
const lazyChannelMute: z.ZodType<ChannelMute> = z.lazy(() => ChannelMuteSchema)
const lazyUser: z.ZodType<UserResponse> = z.lazy(() => UserSchema)
const lazyMessage: z.ZodType<MessageResponse> = z.lazy(() => MessageSchema)

/** A user. */
export const UserSchema = z.looseObject({
  ...userFields,
  mutes: z.array(lazyMute).exactOptional(),
  channel_mutes: z.array(lazyChannelMute).exactOptional(),
})

/** A device that may be pushed to. */
export const DeviceSchema = z.object({
  id: text,
  user_id: text,
  push_provider: z.enum(['apn', 'firebase', 'huawei', 'xiaomi', 'web']),
  push_provider_name: optionalText,
  created_at: time,
  disabled: optionalFlag,
  disabled_reason: optionalText,
})

const unreadCounters = {
  total_unread_count: count,
  unread_count: count,
  unread_channels: count,
  unread_threads: count.exactOptional(),
  unread_thread_messages: count.exactOptional(),
}

/** The connected user, as only that user sees it; `me`. */
export const OwnUserSchema = z.looseObject({
  ...userFields,
  ...unreadCounters,
  devices: z.array(DeviceSchema),
  mutes: z.array(lazyMute),
  channel_mutes: z.array(lazyChannelMute),
  latest_hidden_channels: texts.exactOptional(),
})

/** A slash command. */
export const CommandSchema = z.object({
  name: text,
  description: text,
  args: text,
  set: text,
  created_at: optionalTime,
  updated_at: optionalTime,
})

const behavior = z.enum(['flag', 'block'])

const typeSettings = {
  typing_events: flag,
  read_events: flag,
  connect_events: flag,
  custom_events: flag,
  delivery_events: flag,
  reactions: flag,
  search: flag,
  replies: flag,
  quotes: flag,
  mutes: flag,
  uploads: flag,
  url_enrichment: flag,
  push_notifications: flag,
  count_messages: flag,
  reminders: flag,
  user_message_reminders: flag,
  mark_messages_pending: flag,
  polls: flag,
  shared_locations: flag,
  skip_last_msg_update_for_system_msgs: flag,
  message_retention: text,
  max_message_length: count,
  automod: z.enum(['disabled', 'simple', 'AI']),
  automod_behavior: behavior,
  automod_thresholds: z
    .record(text, z.object({ flag: z.number().exactOptional(), block: z.number().exactOptional() }))
    .nullable()
    .exactOptional(),
  blocklist: optionalText,
  blocklist_behavior: behavior.exactOptional(),
  blocklists: z.array(z.object({ blocklist: text, behavior })).exactOptional(),
  partition_size: count.nullable().exactOptional(),
  partition_ttl: text.nullable().exactOptional(),
  message_throttle: z.object({ per_second: count, burst: count }).nullable().exactOptional(),
}

/** What holds for one channel: its type's settings under its own overrides. */
export const ChannelConfigSchema = z.object({
  name: text,
  ...typeSettings,
  commands: z.array(CommandSchema),
  grants: grants.exactOptional(),
  created_at: time,
  updated_at: time,
})

/** A channel type, commands as objects. */
export const ChannelTypeSchema = z.object({
  name: text,
  ...typeSettings,
  commands: z.array(CommandSchema),
  permissions: z.array(z.unknown()),
  grants,
  created_at: time,
  updated_at: time,
})

/** A channel. */
export const ChannelSchema = z.looseObject({
  id: text,
  type: text,
  cid: text,
  name: optionalText,
  image: optionalText,
  team: optionalText,
  created_by: lazyUser.nullable(),
  created_at: time,
  updated_at: time,
  deleted_at: optionalTime,
  last_message_at: optionalTime,
  frozen: flag,
  disabled: flag,
  cooldown: count.exactOptional(),
  member_count: count,
  message_count: count.exactOptional(),
  config: ChannelConfigSchema.exactOptional(),
  truncated_at: optionalTime,
  truncated_by: lazyUser.nullable().exactOptional(),
  auto_translation_enabled: optionalFlag,
  auto_translation_language: optionalText,
  filter_tags: texts.exactOptional(),
  hidden: optionalFlag,
  muted: optionalFlag,
  blocked: optionalFlag,
  own_capabilities: texts.exactOptional(),
})

const channel: z.ZodType<ChannelResponse> = ChannelSchema

/** Somebody does not want to hear somebody. */
export const MuteSchema = z.object({
  user: lazyUser,
  target: lazyUser,
  expires: time.nullable(),
  created_at: time,
  updated_at: time,
})

/** A channel that somebody does not want to hear. */
export const ChannelMuteSchema = z.object({
  user: lazyUser,
  channel,
  expires: time.nullable(),
  created_at: time,
  updated_at: time,
})

/** Somebody blocked somebody. */
export const BlockSchema = z.object({
  user_id: text,
  user: UserSchema,
  blocked_user_id: text,
  blocked_user: UserSchema,
  created_at: time,
})

/** Somebody's membership of a channel. */
export const MemberSchema = z.looseObject({
  user_id: text,
  user: UserSchema,
  role: text,
  channel_role: text,
  is_moderator: optionalFlag,
  status: z.enum(['member', 'invited', 'rejected']),
  invited: optionalFlag,
  invite_accepted_at: optionalTime,
  invite_rejected_at: optionalTime,
  banned: flag,
  shadow_banned: flag,
  ban_expires: optionalTime,
  archived_at: optionalTime,
  pinned_at: optionalTime,
  notifications_muted: flag,
  created_at: time,
  updated_at: time,
})

const member: z.ZodType<Member> = MemberSchema

/** An attachment of a message. */
export const AttachmentSchema = z.looseObject({
  type: optionalText,
  author_name: optionalText,
  title: optionalText,
  title_link: optionalText,
  text: optionalText,
  image_url: optionalText,
  thumb_url: optionalText,
  asset_url: optionalText,
  og_scrape_url: optionalText,
  mime_type: optionalText,
  fallback: optionalText,
  actions: z
    .array(
      z.object({
        name: text,
        text,
        style: optionalText,
        type: optionalText,
        value: optionalText,
      }),
    )
    .readonly()
    .exactOptional(),
})

/** A reaction to a message. */
export const ReactionSchema = z.looseObject({
  message_id: text,
  user_id: text,
  user: UserSchema.nullable(),
  type: text,
  score: z.int(),
  emoji_code: optionalText,
  created_at: time,
  updated_at: time,
})

/** All reactions of one type on one message. */
export const ReactionGroupSchema = z.object({
  count,
  sum_scores: z.int(),
  first_reaction_at: time,
  last_reaction_at: time,
})

/** Where somebody is or was, shared with a message. */
export const SharedLocationSchema = z.object({
  message_id: text,
  channel_cid: text,
  user_id: text,
  latitude: z.number(),
  longitude: z.number(),
  created_by_device_id: optionalText,
  end_at: optionalTime,
  created_at: time,
  updated_at: time,
})

/** A thing to vote for. */
export const PollOptionSchema = z.looseObject({ id: text, text })

/** A vote or an answer. */
export const PollVoteSchema = z.object({
  id: text,
  poll_id: text,
  option_id: optionalText,
  is_answer: flag,
  answer_text: optionalText,
  user_id: optionalText,
  user: UserSchema.nullable().exactOptional(),
  created_at: time,
  updated_at: time,
})

/** A poll. */
export const PollSchema = z.looseObject({
  id: text,
  name: text,
  description: text,
  voting_visibility: z.enum(['public', 'anonymous']),
  enforce_unique_vote: flag,
  max_votes_allowed: count.nullable(),
  allow_user_suggested_options: flag,
  allow_answers: flag,
  is_closed: flag,
  options: z.array(PollOptionSchema),
  vote_count: count,
  vote_counts_by_option: z.record(text, count),
  answers_count: count,
  latest_votes_by_option: z.record(text, z.array(PollVoteSchema)),
  latest_answers: z.array(PollVoteSchema),
  own_votes: z.array(PollVoteSchema),
  created_by_id: text,
  created_by: UserSchema.nullable(),
  created_at: time,
  updated_at: time,
})

/** A message to come back to. */
export const ReminderSchema = z.object({
  channel_cid: text,
  channel_id: text,
  message_id: text,
  user_id: text,
  remind_at: time.nullable(),
  created_at: time,
  updated_at: time,
  message: lazyMessage.exactOptional(),
  channel: channel.exactOptional(),
  user: UserSchema.exactOptional(),
})

const reminder: z.ZodType<ReminderResponse> = ReminderSchema

/** A message. */
export const MessageSchema = z.looseObject({
  id: text,
  cid: text,
  text,
  html: text,
  mml: optionalText,
  type: z.enum(['regular', 'reply', 'system', 'ephemeral', 'error', 'deleted']),
  user: UserSchema.nullable(),
  user_id: text,
  member: z.object({ channel_role: text }).exactOptional(),
  attachments: z.array(AttachmentSchema),
  mentioned_users: z.array(UserSchema),
  latest_reactions: z.array(ReactionSchema),
  own_reactions: z.array(ReactionSchema),
  reaction_counts: counts,
  reaction_scores: counts,
  reaction_groups: z.record(text, ReactionGroupSchema).nullable(),
  parent_id: optionalText,
  show_in_channel: optionalFlag,
  reply_count: count,
  deleted_reply_count: count,
  thread_participants: z.array(UserSchema).exactOptional(),
  quoted_message_id: optionalText,
  quoted_message: lazyMessage.nullable().exactOptional(),
  silent: flag,
  shadowed: flag,
  pinned: flag,
  pinned_at: time.nullable(),
  pinned_by: UserSchema.nullable(),
  pin_expires: time.nullable(),
  command: optionalText,
  args: optionalText,
  i18n: z.record(text, text).exactOptional(),
  image_labels: z.record(text, texts).exactOptional(),
  restricted_visibility: texts.exactOptional(),
  poll_id: optionalText,
  poll: PollSchema.exactOptional(),
  shared_location: SharedLocationSchema.exactOptional(),
  reminder: reminder.exactOptional(),
  deleted_at: optionalTime,
  deleted_for_me: optionalFlag,
  message_text_updated_at: optionalTime,
  created_at: time,
  updated_at: time,
})

/** What a message said before a change. */
export const MessageHistoryEntrySchema = z.looseObject({
  message_id: text,
  message_updated_by_id: text,
  message_updated_at: time,
  text,
  attachments: z.array(AttachmentSchema),
  is_deleted: flag,
})

/** How far somebody has read. */
export const ReadStateSchema = z.object({
  user: UserSchema,
  last_read: time,
  last_read_message_id: optionalText,
  unread_messages: count,
  last_delivered_at: optionalTime,
  last_delivered_message_id: optionalText,
})

/** A message that is not sent yet. */
export const DraftSchema = z.object({
  channel_cid: text,
  created_at: time,
  message: z.object({
    id: text,
    text,
    html: text,
    mml: optionalText,
    type: z.enum(['regular', 'system', 'reply']),
    parent_id: optionalText,
    show_in_channel: optionalFlag,
    attachments: z.array(AttachmentSchema),
    mentioned_users: z.array(UserSchema),
    quoted_message_id: optionalText,
    poll_id: optionalText,
    silent: flag,
    custom: anyObject,
  }),
  channel: ChannelSchema.exactOptional(),
  parent_id: optionalText,
  parent_message: MessageSchema.exactOptional(),
  quoted_message: MessageSchema.exactOptional(),
})

/** Somebody who takes part in a thread. */
export const ThreadParticipantSchema = z.object({
  channel_cid: text,
  thread_id: text,
  user_id: text,
  user: UserSchema.nullable(),
  created_at: time,
  last_read_at: time,
  last_thread_message_at: optionalTime,
})

/** A thread. */
export const ThreadSchema = z.object({
  channel_cid: text,
  channel: ChannelSchema,
  parent_message_id: text,
  parent_message: MessageSchema,
  title: text,
  created_by_user_id: text,
  created_by: UserSchema.nullable(),
  reply_count: count,
  participant_count: count,
  active_participant_count: count,
  thread_participants: z.array(ThreadParticipantSchema),
  last_message_at: time,
  created_at: time,
  updated_at: time,
  deleted_at: optionalTime,
  custom: anyObject,
  latest_replies: z.array(MessageSchema),
  read: ReadStateSchema.exactOptional(),
  draft: DraftSchema.exactOptional(),
})

/** A channel with what a screen needs first. */
export const ChannelStateSchema = z.object({
  channel: ChannelSchema,
  messages: z.array(MessageSchema),
  pinned_messages: z.array(MessageSchema),
  pending_messages: z.array(MessageSchema),
  members: z.array(MemberSchema),
  member_count: count,
  watcher_count: count,
  watchers: z.array(UserSchema).exactOptional(),
  read: z.array(ReadStateSchema),
  membership: member.exactOptional(),
  hidden: optionalFlag,
  push_preferences: PushPreferencesSchema.exactOptional(),
  draft: DraftSchema.exactOptional(),
  seq: count,
})

/** Where a user has something to read. */
export const UnreadCountsSchema = z.object({
  total_unread_count: count,
  total_unread_threads_count: count,
  total_unread_count_by_team: z.record(text, count).exactOptional(),
  channels: z.array(
    z.object({
      channel_id: text.describe('NOTE: the cid, type:id'),
      unread_count: count,
      last_read: time,
    }),
  ),
  channel_type: z.array(z.object({ channel_type: text, channel_count: count, unread_count: count })),
  threads: z.array(
    z.object({
      parent_message_id: text,
      unread_count: count,
      last_read: time,
      last_read_message_id: text,
    }),
  ),
})

const uploadConfig = z.object({
  allowed_file_extensions: texts.exactOptional(),
  blocked_file_extensions: texts.exactOptional(),
  allowed_mime_types: texts.exactOptional(),
  blocked_mime_types: texts.exactOptional(),
  size_limit: count.exactOptional(),
})

const eventHook: z.ZodType<EventHook> = z.looseObject({
  id: text,
  hook_type: text,
  enabled: flag,
  event_types: texts.exactOptional(),
  created_at: time,
  updated_at: time,
})

/** Somebody else whose tokens the app takes. */
export const IdentityProviderSchema = z.object({
  issuer: text,
  jwks_uri: text,
  audience: optionalText,
  algorithms: texts,
  user_id_claim: text,
  name_claim: optionalText,
  teams_claim: optionalText,
})

/** An app's settings, as a server token sees them. */
export const AppSettingsSchema = z.object({
  name: text,
  organization: text,
  mode: z.enum(['development', 'production']),
  suspended: flag,
  suspended_explanation: text,
  channel_configs: z.record(text, ChannelConfigSchema),
  policies: anyObject,
  grants,
  revoke_tokens_issued_before: time.nullable(),
  disable_auth_checks: flag,
  disable_permissions_checks: flag,
  guest_user_creation_disabled: flag,
  multi_tenant_enabled: flag,
  enforce_unique_usernames: z.enum(['no', 'app', 'team']),
  user_search_disallowed_roles: texts,
  identity_providers: z.array(IdentityProviderSchema),
  max_connections_per_user: count.exactOptional(),
  channel_hide_members_only: flag,
  permission_version: text,
  async_url_enrich_enabled: flag,
  auto_translation_enabled: flag,
  shared_locations_enabled: flag,
  user_response_time_enabled: flag,
  image_moderation_enabled: flag,
  image_moderation_labels: texts,
  reminders_interval: count,
  cdn_expiration_seconds: count,
  before_message_send_hook_url: text,
  custom_action_handler_url: text,
  webhook_url: text,
  webhook_events: texts,
  event_hooks: z.array(eventHook),
  file_upload_config: uploadConfig,
  image_upload_config: uploadConfig,
  push_notifications: z.looseObject({ version: text, offline_only: flag }),
})

/** What of an app's settings its users may know. */
export const ClientAppSettingsSchema = AppSettingsSchema.pick({
  name: true,
  async_url_enrich_enabled: true,
  auto_translation_enabled: true,
  file_upload_config: true,
  guest_user_creation_disabled: true,
  image_upload_config: true,
  multi_tenant_enabled: true,
  shared_locations_enabled: true,
})

/** Something that goes on in the background. */
export const TaskSchema = z.object({
  task_id: text,
  status: z.enum(['waiting', 'running', 'completed', 'failed']),
  created_at: time,
  updated_at: time,
  result: anyObject.nullable(),
  error: z.object({ description: text }).exactOptional(),
})

/** The body of a refused request, and `error` of an error frame. */
export const ErrorBodySchema = z.object({
  code: z.int(),
  message: text,
  StatusCode: z.int(),
  more_info: text,
  duration: text,
  details: anyObject.exactOptional(),
  exception_fields: z.record(text, text).exactOptional(),
  request_id: optionalText,
})

/** How pushes reach one kind of device; no secret is in it. */
export const PushProviderSchema = z.object({
  type: z.enum(['apn', 'firebase', 'huawei', 'xiaomi', 'web']),
  name: text,
  description: optionalText,
  disabled_at: optionalTime,
  disabled_reason: optionalText,
  apn_key_id: optionalText,
  apn_team_id: optionalText,
  apn_topic: optionalText,
  apn_development: optionalFlag,
  apn_notification_template: optionalText,
  firebase_notification_template: optionalText,
  firebase_data_template: optionalText,
  firebase_apn_template: optionalText,
  huawei_app_id: optionalText,
  xiaomi_package_name: optionalText,
  vapid_public_key: optionalText,
  vapid_subject: optionalText,
  web_notification_template: optionalText,
  event_templates: z.record(text, text).exactOptional(),
  api_url: optionalText,
  auth_url: optionalText,
  created_at: time,
  updated_at: time,
})

/** A delivery that was given up. */
export const DeadLetterSchema = z.object({
  id: text.describe('X-Webhook-Id'),
  hook_id: text,
  type: text,
  attempts: count,
  error: text,
  payload: anyObject,
  created_at: time,
  died_at: time,
})

/** How a hook is doing. */
export const HookStatusSchema = z.object({
  id: text,
  hook_type: text,
  waiting: count,
  failures: count,
  error: optionalText,
  paused_until: optionalTime,
})
