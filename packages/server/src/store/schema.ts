import type { Generated, Kysely } from 'kysely'

/*
 * The tables, alike in both databases. Times are epoch microseconds, flags 0 or 1.
 * JSON is text on the way in and out (`jsonb` inside PostgreSQL); NULL stands for
 * empty, so that nothing is parsed needlessly.
 */

type JsonText = string
type Flag = number

export interface AppTable {
  id: Generated<number>
  key: string
  name: string
  mode: string
  suspended: Flag
  settings: JsonText | null
  created_at_us: number
  updated_at_us: number
}

export interface AppSecretTable {
  app_id: number
  id: string
  secret: string
  state: string
  retires_at_us: number | null
  created_at_us: number
}

export interface UserTable {
  app_id: number
  id: string
  role: string
  name: string | null
  /** The name folded into words, for searching (`words.ts`). */
  name_words: string | null
  /** The name as it is compared for uniqueness (`usernameKey`); null without letters and digits. */
  name_key: string | null
  image: string | null
  language: string
  teams: JsonText | null
  teams_role: JsonText | null
  invisible: Flag
  banned: Flag
  ban_expires_at_us: number | null
  /** 1 while a ban of the whole app hides what the user writes. */
  shadow_banned: Flag
  /** 1 while the user mutes somebody. */
  has_mutes: Flag
  /** Where the user last connected from, for bans of addresses. */
  last_address: Generated<string | null>
  privacy_settings: JsonText | null
  push_preferences: JsonText | null
  custom: JsonText | null
  created_at_us: number
  updated_at_us: number
  last_active_at_us: number | null
  deactivated_at_us: number | null
  deleted_at_us: number | null
  erased_at_us: number | null
  revoke_tokens_before_us: number | null
  merged_into: string | null
  /** 1 once the user takes part in a thread: only then something may be unread there. */
  in_threads: Generated<Flag>
}

export interface DeviceTable {
  app_id: number
  id: string
  user_id: string
  push_provider: string
  push_provider_name: string | null
  created_at_us: number
  /** Since when the network refuses the device, and why. */
  disabled_at_us: number | null
  disabled_reason: string | null
  /** Of a browser's subscription, as JSON. */
  web_push_keys: string | null
}

export interface BlockTable {
  app_id: number
  user_id: string
  blocked_user_id: string
  created_at_us: number
}

export interface ChannelTypeTable {
  app_id: number
  name: string
  config: JsonText | null
  grants: JsonText | null
  created_at_us: number
  updated_at_us: number
}

export interface ChannelTable {
  pk: Generated<number>
  app_id: number
  cid: string
  type: string
  id: string
  team: string | null
  created_by_id: string | null
  frozen: Flag
  disabled: Flag
  cooldown_seconds: number
  auto_translation_enabled: Flag
  auto_translation_language: string
  filter_tags: JsonText | null
  config_overrides: JsonText | null
  custom: JsonText | null
  /** 1 while somebody is banned from it. */
  has_bans: Flag
  /** The custom `name` folded into words, for searching. */
  name_words: string | null
  member_count: number
  message_count: number
  last_seq: number
  last_event_at_us: number
  last_message_at_us: number | null
  truncated_at_us: number | null
  truncated_by_id: string | null
  /** 1 once some message of the channel was not for everybody to see. */
  has_hidden: Generated<Flag>
  created_at_us: number
  updated_at_us: number
  deleted_at_us: number | null
  erased_at_us: number | null
}

export interface ChannelMuteTable {
  app_id: number
  user_id: string
  channel_pk: number
  expires_at_us: number | null
  created_at_us: number
  updated_at_us: number
}

export interface MemberTable {
  channel_pk: number
  user_id: string
  /** The channel's, so that a user's memberships are found by one index. */
  app_id: number
  channel_role: string
  invited: Flag
  invite_accepted_at_us: number | null
  invite_rejected_at_us: number | null
  banned: Flag
  shadow_banned: Flag
  ban_expires_at_us: number | null
  archived_at_us: number | null
  pinned_at_us: number | null
  hidden: Flag
  history_hidden_before_us: number | null
  last_read_at_us: number
  last_read_message_id: string | null
  last_delivered_at_us: Generated<number | null>
  last_delivered_message_id: Generated<string | null>
  /** 1 once the member saved a draft here: only then somebody looks for one. */
  has_drafts: Generated<Flag>
  custom: JsonText | null
  created_at_us: number
  updated_at_us: number
}

export interface MessageTable {
  pk: Generated<number>
  app_id: number
  id: string
  channel_pk: number
  cid: string
  user_id: string
  type: string
  text: string
  html: string
  mml: string | null
  attachments: JsonText | null
  mentioned_user_ids: JsonText | null
  parent_id: string | null
  show_in_channel: Flag
  /** 0 for replies that only their thread shows. */
  in_channel: Flag
  /** 1 while the message makes the channel unread for the others, 2 for those only who may see it. */
  counts_unread: number
  quoted_message_id: string | null
  silent: Flag
  pinned_at_us: number | null
  pinned_by_id: string | null
  pin_expires_at_us: number | null
  reply_count: number
  poll_id: string | null
  location: JsonText | null
  location_ends_at_us: number | null
  /** 1 once somebody set a reminder: only then somebody looks for one. */
  reminded: Generated<Flag>
  deleted_reply_count: number
  shadowed: Flag
  /** An array of user ids. */
  restricted_visibility: JsonText | null
  /** Counts of reactions by type; NULL without any, so that nobody looks for them. */
  reaction_groups: Generated<JsonText | null>
  custom: JsonText | null
  created_at_us: number
  updated_at_us: number
  text_updated_at_us: number | null
  deleted_at_us: number | null
}

export interface ReactionTable {
  pk: Generated<number>
  app_id: number
  message_id: string
  user_id: string
  type: string
  score: number
  emoji_code: string | null
  custom: JsonText | null
  created_at_us: number
  updated_at_us: number
}

export interface ThreadTable {
  app_id: number
  parent_id: string
  channel_pk: number
  created_by_id: string
  title: string | null
  custom: JsonText | null
  participant_count: number
  /** Of the newest reply. */
  last_message_at_us: number
  created_at_us: number
  updated_at_us: number
}

export interface ThreadParticipantTable {
  pk: Generated<number>
  app_id: number
  parent_id: string
  user_id: string
  last_read_at_us: number
  last_read_message_id: string | null
  /** Of their newest reply; NULL for who only wrote the parent. */
  last_message_at_us: number | null
  created_at_us: number
}

export interface PollTable {
  app_id: number
  id: string
  name: string
  description: string
  voting_visibility: string
  enforce_unique_vote: Flag
  max_votes_allowed: number | null
  allow_user_suggested_options: Flag
  allow_answers: Flag
  is_closed: Flag
  vote_count: number
  answers_count: number
  latest_answer_ids: JsonText | null
  teams: JsonText | null
  created_by_id: string
  custom: JsonText | null
  created_at_us: number
  updated_at_us: number
}

export interface PollOptionTable {
  app_id: number
  poll_id: string
  id: string
  position: number
  text: string
  custom: JsonText | null
  vote_count: number
  latest_vote_ids: JsonText | null
}

export interface PollVoteTable {
  app_id: number
  id: string
  poll_id: string
  /** NULL for an answer. */
  option_id: string | null
  user_id: string
  answer_text: string | null
  created_at_us: number
  updated_at_us: number
}

export interface DraftTable {
  app_id: number
  user_id: string
  channel_pk: number
  /** Empty for a draft of the channel itself. */
  parent_id: string
  cid: string
  message: JsonText
  created_at_us: number
}

export interface ReminderTable {
  app_id: number
  user_id: string
  message_id: string
  channel_pk: number
  cid: string
  remind_at_us: number | null
  /** `remind_at_us` until that was told. */
  due_at_us: number | null
  created_at_us: number
  updated_at_us: number
}

export interface ChannelEventTable {
  pk: Generated<number>
  channel_pk: number
  seq: number
  at_us: number
  type: string
  frame: string
  /** An `Audience`; NULL for everybody. */
  audience: JsonText | null
}

/** Messages that wait to be committed. */
export interface PendingMessageTable {
  app_id: number
  id: string
  channel_pk: number
  user_id: string
  /** The `MessageRecord`. */
  message: JsonText
  /** What was asked for, for what is stored along with the message later. */
  input: JsonText
  metadata: JsonText | null
  created_at_us: number
  expires_at_us: number
}

/** Who deleted which message for themselves. */
export interface MessageDeletionTable {
  app_id: number
  user_id: string
  message_id: string
  channel_pk: number
  /** The message's. */
  created_at_us: number
  /** 1 when the message would count as unread for that user. */
  counts_unread: Flag
}

/** What messages said before they were changed. */
export interface MessageHistoryTable {
  pk: Generated<number>
  app_id: number
  message_id: string
  updated_by_id: string
  /** Who made the change, and so wrote what came then. */
  editor_id: string | null
  updated_at_us: number
  text: string
  attachments: JsonText | null
  custom: JsonText | null
  is_deleted: Flag
}

export interface ActiveUserTable {
  app_id: number
  month: string
  user_id: string
  guest: Flag
}

export interface ConnectionPeakTable {
  app_id: number
  minute: number
  peak: number
}

export interface TaskTable {
  id: string
  app_id: number
  kind: string
  input: JsonText | null
  status: string
  result: JsonText | null
  error: string | null
  attempts: number
  /** Until then the runner that took it has it. */
  lease_until_us: number
  created_at_us: number
  updated_at_us: number
}

/** Deliveries to one target that must stay in order: a channel's, or a user's. */
export interface OutboxLaneTable {
  pk: Generated<number>
  app_id: number
  /** A hook's id, or `push`. */
  target: string
  lane: string
  /** When a worker may take it. */
  due_at_us: number
  /** Until then the worker that took it has it. */
  leased_until_us: number
  /** Counts what was ever added, so that a lane is not dropped while somebody adds to it. */
  added: number
}

export interface OutboxTable {
  pk: Generated<number>
  lane_pk: number
  id: string
  type: string
  payload: string
  attempts: number
  progress: string | null
  created_at_us: number
}

/** A target that does not answer. */
export interface OutboxTargetTable {
  app_id: number
  target: string
  version: string
  failures: number
  paused_until_us: number | null
  error: string
}

export interface DeadLetterTable {
  app_id: number
  id: string
  target: string
  lane: string
  type: string
  payload: string
  attempts: number
  error: string
  created_at_us: number
  died_at_us: number
}

/** Of which unread stretch a member was reminded: the one that begins after this time. */
export interface UnreadReminderTable {
  app_id: number
  user_id: string
  channel_pk: number
  read_at_us: number
}

/** What a user wants pushed of one channel, other than of all. */
export interface ChannelPushPreferencesTable {
  app_id: number
  user_id: string
  cid: string
  preferences: JsonText
}

export interface EphemeralMessageTable {
  app_id: number
  id: string
  cid: string
  user_id: string
  message: JsonText
  expires_at_us: number
}

export interface BanTable {
  app_id: number
  /** `''`: the whole app. */
  cid: string
  user_id: string
  banned_by_id: string | null
  reason: string | null
  shadow: Flag
  expires_at_us: number | null
  created_at_us: number
}

export interface FutureBanTable {
  app_id: number
  banned_by_id: string
  user_id: string
  reason: string | null
  shadow: Flag
  expires_at_us: number | null
  created_at_us: number
}

export interface IpBanTable {
  app_id: number
  ip: string
  user_id: string
  expires_at_us: number | null
}

export interface MuteTable {
  app_id: number
  user_id: string
  target_id: string
  expires_at_us: number | null
  created_at_us: number
  updated_at_us: number
}

export interface FlagReportTable {
  app_id: number
  id: string
  message_id: string | null
  user_id: string
  channel_cid: string | null
  team: string | null
  flags_count: number
  review_result: string | null
  review_details: JsonText | null
  reviewed_by_id: string | null
  reviewed_at_us: number | null
  created_at_us: number
  updated_at_us: number
}

export interface FlagTable {
  app_id: number
  report_id: string
  /** `''`: the server. */
  user_id: string
  reason: string | null
  custom: JsonText | null
  moderation_result: JsonText | null
  created_at_us: number
  updated_at_us: number
}

export interface BlocklistTable {
  app_id: number
  name: string
  words: JsonText | null
  created_at_us: number
  updated_at_us: number
}

export interface RoleTable {
  app_id: number
  name: string
  created_at_us: number
  updated_at_us: number
}

export interface PermissionTable {
  app_id: number
  id: string
  name: string
  description: string
  action: string
  owner: Flag
  same_team: Flag
  condition: JsonText | null
}

export interface FileTable {
  id: string
  app_id: number
  area: string
  name: string
  mime_type: string
  size_bytes: number
  etag: string
  width: number | null
  height: number | null
  user_id: string | null
  channel_pk: number | null
  created_at_us: number
  remove_at_us: number | null
}

export interface ImportTable {
  id: string
  app_id: number
  path: string
  mode: string
  merge_custom: Flag
  state: string
  size_bytes: number
  result: JsonText | null
  history: JsonText | null
  created_at_us: number
  updated_at_us: number
}

/** Who was active on a day (of the epoch, UTC); kept for apps with teams. */
export interface ActiveDayTable {
  app_id: number
  day: number
  user_id: string
}

/** The most that a team had connected at once on a day. */
export interface TeamPeakTable {
  app_id: number
  team: string
  day: number
  users: number
  connections: number
}

/** What an app was used for, counted: `store/usage.ts`. */
export interface UsageCountTable {
  app_id: number
  scope: string
  what: string
  grain: string
  at: number
  kind: string
  value: number
}

/** Who was active on the latest days, so that nobody is counted twice. */
export interface UsageActiveTable {
  app_id: number
  day: number
  user_id: string
}

/** Messages that were deleted before they were counted. */
export interface UsageGoneTable {
  pk: Generated<number>
  message_pk: number
  app_id: number
  user_id: string
  team: string | null
  created_at_us: number
}

/** One row: up to which number messages are counted. */
export interface UsageStateTable {
  id: number
  counted_pk: number
}

export interface ServerKeyTable {
  name: string
  secret: string
}

export interface AdminTable {
  id: string
  email: string
  name: string
  role: string
  /** NULL: all apps. */
  app_ids: JsonText | null
  password_hash: string
  totp_secret: string | null
  totp_since_us: number | null
  /** The newest time step whose code was taken: no code is good twice. */
  totp_last_step: number | null
  created_at_us: number
  updated_at_us: number
  last_sign_in_at_us: number | null
}

export interface AdminRecoveryCodeTable {
  admin_id: string
  hash: string
}

export interface AdminSessionTable {
  hash: string
  id: string
  admin_id: string
  created_at_us: number
  seen_at_us: number
  expires_at_us: number
  confirmed_until_us: number | null
  address: string
  user_agent: string
}

export interface AdminLinkTable {
  hash: string
  id: string
  kind: string
  role: string
  email: string | null
  app_ids: JsonText | null
  created_by: string | null
  created_at_us: number
  expires_at_us: number
}

export interface AuditTable {
  pk: Generated<number>
  at_us: number
  admin_id: string | null
  admin_email: string
  app_id: number | null
  action: string
  target: string
  before: JsonText | null
  after: JsonText | null
  address: string
}

/** Which tokens of a secret were used in an hour, as a sketch that tells how many (`util/distinct.ts`). */
export interface SecretUsageTable {
  app_id: number
  secret_id: string
  hour: number
  sketch: string
  last_used_at_us: number
}

export interface MigrationTable {
  id: number
  name: string
  applied_at_us: number
}

export interface Tables {
  apps: AppTable
  app_secrets: AppSecretTable
  users: UserTable
  devices: DeviceTable
  blocks: BlockTable
  channel_types: ChannelTypeTable
  channels: ChannelTable
  channel_mutes: ChannelMuteTable
  members: MemberTable
  messages: MessageTable
  reactions: ReactionTable
  threads: ThreadTable
  thread_participants: ThreadParticipantTable
  channel_events: ChannelEventTable
  polls: PollTable
  poll_options: PollOptionTable
  poll_votes: PollVoteTable
  drafts: DraftTable
  reminders: ReminderTable
  pending_messages: PendingMessageTable
  message_deletions: MessageDeletionTable
  message_history: MessageHistoryTable
  active_users: ActiveUserTable
  connection_peaks: ConnectionPeakTable
  tasks: TaskTable
  outbox_lanes: OutboxLaneTable
  outbox: OutboxTable
  outbox_targets: OutboxTargetTable
  dead_letters: DeadLetterTable
  ephemeral_messages: EphemeralMessageTable
  bans: BanTable
  future_bans: FutureBanTable
  ip_bans: IpBanTable
  mutes: MuteTable
  flag_reports: FlagReportTable
  flags: FlagTable
  blocklists: BlocklistTable
  roles: RoleTable
  permissions: PermissionTable
  files: FileTable
  imports: ImportTable
  server_keys: ServerKeyTable
  usage_counts: UsageCountTable
  usage_actives: UsageActiveTable
  usage_gone: UsageGoneTable
  usage_state: UsageStateTable
  active_days: ActiveDayTable
  team_peaks: TeamPeakTable
  channel_push_preferences: ChannelPushPreferencesTable
  unread_reminders: UnreadReminderTable
  admins: AdminTable
  admin_recovery_codes: AdminRecoveryCodeTable
  admin_sessions: AdminSessionTable
  admin_links: AdminLinkTable
  audit_log: AuditTable
  secret_usage: SecretUsageTable
  migrations: MigrationTable
}

export type Db = Kysely<Tables>
