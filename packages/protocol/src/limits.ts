/**
 * Every number of the wire, with its unit in the name (PROTOCOL.md §13). Lengths are in UTF-16 code units unless the name says bytes.
 */

// Identifiers
export const USER_ID_MAX_LENGTH = 255
/** `type` of a channel, name of a channel type, of a role, of a reaction type. */
export const NAME_MAX_LENGTH = 64
export const CHANNEL_ID_MAX_LENGTH = 64
export const MESSAGE_ID_MAX_LENGTH = 255
export const TEAM_MAX_BYTES = 100
export const DEVICE_ID_MAX_LENGTH = 1024
/** `id` of a client's socket frame, echoed as `reply_to`. */
export const FRAME_ID_MAX_LENGTH = 64
export const EVENT_TYPE_MAX_LENGTH = 128
/** Any string that has no limit of its own (names, titles, addresses, …). */
export const TEXT_MAX_LENGTH = 20_000

// Custom data, as UTF-8 bytes of its JSON
export const USER_CUSTOM_MAX_BYTES = 5 * 1024
export const CHANNEL_CUSTOM_MAX_BYTES = 5 * 1024
export const MEMBER_CUSTOM_MAX_BYTES = 5 * 1024
export const MESSAGE_CUSTOM_MAX_BYTES = 5 * 1024
export const EVENT_CUSTOM_MAX_BYTES = 5 * 1024
export const REACTION_CUSTOM_MAX_BYTES = 1024
/** Levels of objects and arrays inside one request body; filters included. */
export const JSON_MAX_DEPTH = 20

// Messages
export const MESSAGE_TEXT_DEFAULT_MAX_LENGTH = 5_000
export const MESSAGE_TEXT_LOWEST_MAX_LENGTH = 1
export const MESSAGE_TEXT_HIGHEST_MAX_LENGTH = 20_000
export const MESSAGE_MAX_ATTACHMENTS = 30
export const MESSAGE_ATTACHMENTS_MAX_BYTES = 5 * 1024
export const MESSAGE_MAX_MENTIONED_USERS = 25
export const MESSAGE_MAX_RESTRICTED_VISIBILITY = 100
export const MESSAGE_IDS_PER_REQUEST = 100
export const COOLDOWN_MAX_SECONDS = 120
export const DELETE_FOR_ME_MAX_PER_CHANNEL = 100
export const MESSAGE_REMINDERS_PER_USER = 250
export const PENDING_MESSAGE_HOOKS_PER_APP = 2

// Per request
export const USERS_PER_REQUEST = 100
export const MEMBERS_PER_REQUEST = 100
export const CHANNELS_PER_DELETE = 100
export const CHANNELS_PER_EXPORT = 25
export const USERS_PER_EXPORT = 25
export const MESSAGES_PER_USER_EXPORT = 10_000

// Per user, per app
export const TEAMS_PER_USER = 250
export const DEVICES_PER_USER = 25
export const PUSH_PROVIDERS_PER_APP = 25
export const CHANNEL_TYPES_PER_APP = 50
export const PARTITION_TTL_MIN_SECONDS = 60
export const CUSTOM_ROLES_PER_APP = 25
export const BLOCKLISTS_PER_APP = 15
export const BLOCKLIST_MAX_WORDS = 10_000
export const BLOCKLIST_WORD_MAX_LENGTH = 40
export const FILTER_TAGS_PER_CHANNEL = 50
export const CHANNEL_MUTES_PER_USER = 500
/** The newest ones; a frame must stay one that a connection takes. */
export const CHANNEL_MUTES_IN_OWN_USER = 100

// Moderation
/** `timeout` of bans and mutes; 100 years. */
export const MODERATION_TIMEOUT_MAX_MINUTES = 100 * 525_600
/** Why somebody was banned or flagged, and what a review came to. */
export const MODERATION_REASON_MAX_LENGTH = 255
export const MUTES_PER_USER = 1_000
export const FLAG_CUSTOM_MAX_BYTES = 5 * 1024
export const CUSTOM_PERMISSIONS_PER_APP = 100
/** Addresses that one IP ban takes along. */
export const ADDRESSES_PER_IP_BAN = 10

// Uploads
export const UPLOAD_MAX_BYTES = 100 * 1024 * 1024
export const IMPORT_FILE_MAX_BYTES = 300 * 1024 * 1024
/** A picture with more is neither resized nor looked into. */
export const IMAGE_RESIZE_MAX_PIXELS = 16_800_000
/** A picture with more is refused: no camera makes it, and it would fill the memory of whoever shows it. */
export const IMAGE_MAX_PIXELS = 200_000_000
/** `w` and `h` of a resized picture. */
export const IMAGE_RESIZE_MAX_EDGE = 4_096
export const FILE_NAME_MAX_LENGTH = 200
/** How long an uploaded file's address is good, unless the app's `cdn_expiration_seconds` says otherwise. */
export const FILE_URL_SECONDS = 14 * 24 * 60 * 60
export const EXPORT_URL_SECONDS = 24 * 60 * 60
export const EXPORT_KEPT_DAYS = 60
export const IMPORT_URL_SECONDS = 60 * 60
export const IMPORT_ERRORS_SHOWN = 100

// Queries: page sizes and offsets
export const CHANNELS_DEFAULT_LIMIT = 10
export const CHANNELS_MAX_LIMIT = 30
/** `next` and `prev`, whatever they are of. */
export const CURSOR_MAX_LENGTH = 4096
export const MESSAGES_DEFAULT_LIMIT = 25
export const MESSAGES_MAX_LIMIT = 300
export const MEMBERS_DEFAULT_LIMIT = 100
export const MEMBERS_MAX_LIMIT = 100
/** `members.limit` and `watchers.limit` of get-or-create. */
export const CHANNEL_MEMBERS_MAX_LIMIT = 300
export const CHANNEL_MEMBERS_MAX_OFFSET = 10_000
export const USERS_DEFAULT_LIMIT = 30
export const USERS_MAX_LIMIT = 100
export const QUERY_MAX_OFFSET = 1_000
export const BANS_DEFAULT_LIMIT = 100
export const BANS_MAX_LIMIT = 300
export const FLAGS_DEFAULT_LIMIT = 25
export const FLAGS_MAX_LIMIT = 100
export const WATCHERS_DEFAULT_LIMIT = 100
export const IMPORTS_DEFAULT_LIMIT = 25
export const IMPORTS_MAX_LIMIT = 100
export const TEAM_USAGE_MAX_LIMIT = 30
export const TEAM_USAGE_MAX_DAYS = 365
/** Read states that a channel's state carries; the caller's own always among them. */
export const READS_PER_CHANNEL_STATE = 100
export const PINNED_MESSAGES_PER_CHANNEL_STATE = 10
/** The caller's own. */
export const PENDING_MESSAGES_PER_CHANNEL_STATE = 100
export const PINNED_MESSAGES_DEFAULT_LIMIT = 10
export const MESSAGE_HISTORY_DEFAULT_LIMIT = 100
export const MESSAGE_HISTORY_MAX_LIMIT = 100
/** A message that nobody commits is deleted then, unless a hook says otherwise. */
export const PENDING_MESSAGE_DAYS = 3
export const LATEST_REACTIONS_PER_MESSAGE = 10
export const REACTIONS_DEFAULT_LIMIT = 25
export const REACTIONS_MAX_LIMIT = 300
/** Whole numbers from minus this to this. */
export const REACTION_MAX_SCORE = 1_000_000
/** `thread_participants` of a message. */
export const THREAD_PARTICIPANTS_PER_MESSAGE = 10
export const THREADS_DEFAULT_LIMIT = 10
export const THREADS_MAX_LIMIT = 100
export const THREAD_REPLIES_DEFAULT_LIMIT = 2
export const THREAD_REPLIES_MAX_LIMIT = 25
export const THREAD_PARTICIPANTS_DEFAULT_LIMIT = 100
export const THREAD_PARTICIPANTS_MAX_LIMIT = 100
export const THREAD_TITLE_MAX_LENGTH = 255
export const THREAD_CUSTOM_MAX_BYTES = 5 * 1024
/** Who replied last is notified of another reply, if they do not watch. */
export const THREAD_PARTICIPANTS_NOTIFIED = 100
/** `GET unread` looks at the newest unread threads only. */
export const UNREAD_MAX_THREADS = 100
/** Counting unread messages of a channel, or unread replies of a thread, ends here. */
export const UNREAD_MAX_COUNT = 1_000
export const DELIVERED_PER_REQUEST = 100
export const FILTER_MAX_CONDITIONS = 100
export const FILTER_MAX_VALUES = 100
/** Over all conditions of one filter. */
export const FILTER_MAX_VALUES_IN_ALL = 1000
export const FILTER_MAX_DEPTH = 10
export const SORT_MAX_FIELDS = 10
/** `GET unread` looks at the newest unread channels only. */
export const UNREAD_MAX_CHANNELS = 100

// Transport
export const REQUEST_BODY_MAX_BYTES = 1024 * 1024
export const REQUEST_HEADERS_MAX_BYTES = 16 * 1024
export const REQUEST_TIMEOUT_SECONDS = 30

// Tokens
export const TOKEN_MAX_BYTES = 4 * 1024
/** For `nbf` and `iat`; `exp` has none. */
export const TOKEN_LEEWAY_SECONDS = 5
/** `connection.token_expiring` comes so long before `exp`, or … */
export const TOKEN_EXPIRING_SECONDS = 60
/** … this part of the token's life before, whichever is shorter. */
export const TOKEN_EXPIRING_LIFE_FRACTION = 0.2
export const JWKS_REFETCH_MIN_SECONDS = 60

// The socket
export const AUTH_FRAME_TIMEOUT_SECONDS = 10
/** The server's `health.check` to everyone. */
export const HEALTH_CHECK_SECONDS = 30
/** The client's own `health.check`. */
export const CLIENT_HEALTH_CHECK_SECONDS = 25
/** A connection that sent nothing for so long is closed (4008). */
export const SILENT_CLOSE_SECONDS = 60
export const CLIENT_FRAME_MAX_BYTES = 64 * 1024
/** What a slow reader may leave unread before it is closed (4008). */
export const SEND_BUFFER_MAX_BYTES = 1024 * 1024
export const CONNECTIONS_PER_USER_PRODUCTION = 50
export const CONNECTIONS_PER_USER_DEVELOPMENT = 10
/** `last_active` of a connected user is refreshed so often. */
export const LAST_ACTIVE_REFRESH_SECONDS = 15 * 60

// Reconnecting
export const RECONNECT_MIN_MS = 250
export const RECONNECT_MAX_MS = 25_000
export const RESTART_SPREAD_MS = 10_000
/** Failures in a row of the token provider until `connection.failed`. */
export const TOKEN_PROVIDER_MAX_FAILURES = 5
export const TOKEN_PROVIDER_SLOW_RETRY_MS = 30_000
/** Failed sockets in a row until long polling, when that is enabled. */
export const FALLBACK_AFTER_FAILURES = 2
export const LONGPOLL_HOLD_SECONDS = 25

// Sync
export const SYNC_MAX_EVENTS = 1_000
export const SYNC_MAX_CHANNELS = 255
/** A channel's log keeps at least its newest entries, and everything younger than so many days. */
export const LOG_KEPT_ENTRIES = 1_000
export const LOG_KEPT_DAYS = 14

// Large rooms: above so many watchers typing and read events are not sent to the room
export const LARGE_ROOM_WATCHERS = 100
/** … and watching start/stop come together once in so long. */
export const LARGE_ROOM_WATCHING_BATCH_SECONDS = 5
/** A `typing.start` that no other follows ends by itself. */
export const TYPING_TIMEOUT_SECONDS = 7

// Rate limits: requests per user and endpoint
export const RATE_LIMIT_WRITES_PER_MINUTE = 300
export const RATE_LIMIT_WRITES_PER_SECOND = 15
export const RATE_LIMIT_READS_PER_MINUTE = 1_200
export const RATE_LIMIT_SIGNALS_PER_MINUTE = 600
/** Per address. */
export const RATE_LIMIT_GUESTS_PER_MINUTE = 30
/** Per address; only further bad tokens are refused then. */
export const RATE_LIMIT_BAD_TOKENS_PER_MINUTE = 60

/** How long it can be asked what came of a task. */
export const TASKS_KEPT_DAYS = 60

// Polls
export const POLL_NAME_MAX_LENGTH = 255
export const POLL_DESCRIPTION_MAX_LENGTH = 1_000
export const POLL_CUSTOM_MAX_BYTES = 5 * 1024
/** Few enough for a vote's event, which has the newest votes of each, to stay small. */
export const POLL_MAX_OPTIONS = 32
export const POLL_OPTION_TEXT_MAX_LENGTH = 255
export const POLL_OPTION_CUSTOM_MAX_BYTES = 1024
export const POLL_ANSWER_MAX_LENGTH = 1_000
export const POLL_HIGHEST_MAX_VOTES = 10
/** Messages that one poll can be sent with. */
export const POLL_MAX_MESSAGES = 20
export const LATEST_VOTES_PER_OPTION = 10
export const POLLS_DEFAULT_LIMIT = 25
export const POLLS_MAX_LIMIT = 100

// Drafts, reminders
export const DRAFTS_DEFAULT_LIMIT = 25
export const DRAFTS_MAX_LIMIT = 100
export const DRAFT_CUSTOM_MAX_BYTES = 5 * 1024
export const REMINDERS_DEFAULT_LIMIT = 25
export const REMINDERS_MAX_LIMIT = 100
/** The newest ones of a user. */
export const LIVE_LOCATIONS_MAX = 100
// Search
export const SEARCH_DEFAULT_LIMIT = 100
export const SEARCH_MAX_LIMIT = 100
/** Of the channels that match so many are searched, the last updated ones. */
export const SEARCH_MAX_CHANNELS = 500
/** So many of the newest matches are put in order. */
export const SEARCH_MAX_HITS = 1_000
// Hooks and pushes
/** A webhook that was not delivered by then goes to the dead letters. */
export const WEBHOOK_RETRIED_HOURS = 24
/** What a receiver may take to answer. */
export const WEBHOOK_TIMEOUT_SECONDS = 10
/** Of an event for SQS or SNS: they take 256 KiB, attributes included. */
export const HOOK_QUEUE_MAX_BYTES = 255 * 1024
/** `members` of a webhook's event. */
export const WEBHOOK_MAX_MEMBERS = 50
export const DEAD_LETTERS_KEPT_DAYS = 7
export const DEAD_LETTERS_MAX_LIMIT = 100
/** For the hooks that a request waits for. */
export const BLOCKING_HOOK_TIMEOUT_MS = 1_000
export const CUSTOM_COMMANDS_PER_APP = 100
/** What a command showed to its sender alone may be acted on for so long. */
export const EPHEMERAL_MESSAGE_MINUTES = 60
export const PUSH_TEMPLATE_MAX_LENGTH = 8_192
export const PUSH_PREFERENCES_PER_REQUEST = 100
