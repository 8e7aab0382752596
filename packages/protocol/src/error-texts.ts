import type { ErrorName } from './error-codes.ts'

/** Title and advice of every error: `[what happened, what to do about it]`. */
export const ERROR_TEXTS: Record<ErrorName, readonly [title: string, advice: string]> = {
  internal: [
    'Internal error',
    'Something failed inside the server. Try again with a growing pause; if it stays, look for the request id in the server log.',
  ],
  api_key_invalid: [
    'API key not known',
    'Send the key of an app of this server as query parameter api_key. `parley app list` shows the keys.',
  ],
  invalid_input: [
    'Invalid input',
    'The message names the field, what was received and what is right; details.fields has the same for programs. Change the request.',
  ],
  auth_failed: [
    'Authentication failed',
    'Send a token: header Authorization with stream-auth-type jwt, or stream-auth-type anonymous. The token must carry user_id (or server: true), and user_id must be the id you connect as.',
  ],
  duplicate_username: [
    'User name is taken',
    'The app wants unique names (enforce_unique_usernames). Choose another name; spaces, punctuation and case do not make a difference.',
  ],
  rate_limited: [
    'Too many requests',
    'Wait until X-RateLimit-Reset (or details.retry_after seconds), then go on more slowly. Requests with a server token are exempt.',
  ],
  not_found: ['Does not exist', 'Check the id or the path; what was deleted is not found either.'],
  not_allowed: [
    'Not allowed',
    'The role of the user has no grant for this action here, or the account is deactivated, deleted or banned; the message says which. Do it with a server token, or change the grants.',
  ],
  event_not_supported: [
    'Event type not supported',
    'Send typing.start, typing.stop or a type of your own that contains no dot.',
  ],
  feature_disabled: [
    'Feature is off for this channel',
    'Switch the named feature on in the channel type or in the channel’s config_overrides, or do without it.',
  ],
  message_too_long: [
    'Message is too long',
    'Shorten the text to max_message_length of the channel type, or raise that.',
  ],
  reply_to_reply: [
    'Reply to a reply',
    'Threads have one level: send parent_id of the thread’s first message.',
  ],
  payload_too_large: ['Payload is too large', 'Send less at once; the message says the limit in bytes.'],
  request_timeout: [
    'Request timed out',
    'The body did not arrive in time, or the database took too long. Try again; a message with the same id is not stored twice.',
  ],
  headers_too_large: ['Headers are too large', 'Shorten the query string, the cookies or the token.'],
  token_expired: [
    'Token expired or revoked',
    'Get a new token from your backend and try again. With details.reason "revoked" the old sessions were ended on purpose: sign in again.',
  ],
  token_not_valid_yet: [
    'Token is not valid yet',
    'The nbf claim lies in the future. Check the clock of the machine that signs tokens.',
  ],
  token_used_before_iat: [
    'Token was used before it was issued',
    'The iat claim lies in the future. Check the clock of the machine that signs tokens.',
  ],
  token_signature_invalid: [
    'Token signature is not valid',
    'Sign with HS256 and a secret that belongs to this API key. Development tokens work only while the app has disable_auth_checks on. `parley token inspect` tells what is wrong.',
  ],
  command_handler_missing: [
    'Custom command without a handler',
    'Set custom_action_handler_url in the app settings, or send the text without the slash.',
  ],
  command_handler_failed: [
    'Command handler answered with an error',
    'Look into the log of your command handler.',
  ],
  cooldown: [
    'Slow mode is on',
    'Wait details.retry_after seconds before the next message. Moderators with skip-channel-cooldown need not.',
  ],
  no_access_to_channels: [
    'No access to a requested channel',
    'The filter matches channels that this user may not read. Narrow it, for example with {"members": {"$in": ["<user id>"]}}.',
  ],
  message_moderated: ['Message was blocked by moderation', 'Change the text.'],
  app_suspended: ['App is suspended', 'Ask whoever runs the server.'],
}
