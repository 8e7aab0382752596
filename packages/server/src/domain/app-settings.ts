import { ChatError, type Command, DEFAULT_APP_GRANTS } from '@parley/protocol'
import { parseTime, toRfc3339, ZERO_TIME } from '../util/time.ts'
import type { AppSettings } from './app.ts'
import { parseHooks } from './hooks.ts'
import { parseIdentityProviders } from './identity-providers.ts'
import { parsePushProviders } from './push-providers.ts'
import type { AppMode, Json } from './records.ts'

const DEFAULT_REMINDERS_SECONDS = 300

/** Fills in the defaults of settings as they are stored. Lenient: what is stored was checked before. */
export function parseAppSettings(stored: Json, mode: AppMode): AppSettings {
  const unique = stored.enforce_unique_usernames
  const connections = stored.max_connections_per_user
  return {
    // Also here, so that no row written by hand opens an app in production mode.
    disableAuthChecks: stored.disable_auth_checks === true && mode === 'development',
    disablePermissionsChecks: stored.disable_permissions_checks === true,
    multiTenantEnabled: stored.multi_tenant_enabled === true,
    guestUserCreationDisabled: stored.guest_user_creation_disabled === true,
    revokeTokensIssuedBeforeUs: revocationOf(stored),
    userSearchDisallowedRoles: textsOf(stored.user_search_disallowed_roles),
    enforceUniqueUsernames: unique === 'app' || unique === 'team' ? unique : 'no',
    channelHideMembersOnly: stored.channel_hide_members_only === true,
    grants: { ...DEFAULT_APP_GRANTS, ...grantsOf(stored.grants) },
    identityProviders: parseIdentityProviders(stored.identity_providers),
    hooks: parseHooks(stored),
    pushProviders: parsePushProviders(stored),
    pushOfflineOnly: (stored.push_config as Json | undefined)?.offline_only === true,
    remindersIntervalUs: (Number(stored.reminders_interval) || DEFAULT_REMINDERS_SECONDS) * 1_000_000,
    beforeSendHookUrl: textOf(stored.before_message_send_hook_url),
    commandHandlerUrl: textOf(stored.custom_action_handler_url),
    commands: Array.isArray(stored.commands) ? (stored.commands as Command[]) : [],
    maxConnectionsPerUser: typeof connections === 'number' && connections > 0 ? connections : undefined,
    stored,
  }
}

/**
 * Keys of the settings object that no update writes. They are ignored, not refused: backends
 * send a whole object back that they read, and one SDK sends these as zeroes on every call.
 */
const READ_ONLY: ReadonlySet<string> = new Set([
  'id',
  'name',
  'organization',
  'mode',
  'suspended',
  'suspended_explanation',
  'channel_configs',
  'policies',
  'push_notifications',
  'permission_version',
  // Written by endpoints of their own.
  'commands',
  'push_providers',
  'created_at',
  'updated_at',
  'duration',
])

/** Settings whose value is an object; PHP sends an empty one as `[]`. */
const OBJECTS: ReadonlySet<string> = new Set([
  'grants',
  'push_config',
  'apn_config',
  'firebase_config',
  'xiaomi_config',
  'huawei_config',
  'file_upload_config',
  'image_upload_config',
  'async_moderation_config',
])

/** Settings that `null` puts back to their default; in others null means "not given". */
const RESETTABLE: ReadonlySet<string> = new Set(['grants', 'max_connections_per_user'])

/**
 * What is stored after an update: keys not given stay, read-only ones are ignored.
 *
 * A `revoke_tokens_issued_before` of null takes a revocation back only in a body that sets nothing
 * else: SDKs send that null with every unrelated update. Returns the same object when nothing changed.
 * @throws ChatError `not_allowed` when auth checks are to be switched off outside development mode;
 *   `invalid_input` for a time or identity providers that can't be used.
 */
export function mergeAppSettings(stored: Json, mode: AppMode, patch: Json): Json {
  const given = Object.entries(patch).filter(([key, value]) => isGiven(key, value))
  const next: Record<string, unknown> = { ...stored }
  for (const [key, value] of given) {
    if (value === null) delete next[key]
    else next[key] = mergedValue(key, value, stored, mode)
  }
  if (given.length === 0 && cancelsRevocation(patch)) delete next.revoke_tokens_issued_before
  return JSON.stringify(next) === JSON.stringify(stored) ? stored : next
}

/**
 * Settings after a change of mode: production has auth checks, always.
 */
export function settingsForMode(stored: Json, mode: AppMode): Json {
  if (mode === 'development' || stored.disable_auth_checks !== true) return stored
  return { ...stored, disable_auth_checks: false }
}

function isGiven(key: string, value: unknown): boolean {
  if (READ_ONLY.has(key) || value === undefined) return false
  if (key === 'revoke_tokens_issued_before') return !isUnsetTime(value)
  return value !== null || RESETTABLE.has(key)
}

function cancelsRevocation(patch: Json): boolean {
  return 'revoke_tokens_issued_before' in patch && isUnsetTime(patch.revoke_tokens_issued_before)
}

function isUnsetTime(value: unknown): boolean {
  return value === null || value === '' || value === 0 || value === ZERO_TIME
}

function mergedValue(key: string, value: unknown, stored: Json, mode: AppMode): unknown {
  switch (key) {
    case 'disable_auth_checks':
      return checkAuthSwitch(value === true, mode)
    case 'revoke_tokens_issued_before':
      return toRfc3339(revocationTime(value))
    case 'grants':
      return { ...grantsOf(stored.grants), ...grantsOf(value) }
    case 'identity_providers':
      return checkIdentityProviders(value, mode)
    default:
      return OBJECTS.has(key) && Array.isArray(value) && value.length === 0 ? {} : value
  }
}

function checkAuthSwitch(off: boolean, mode: AppMode): boolean {
  if (!off || mode === 'development') return off
  throw new ChatError(
    'not_allowed',
    'disable_auth_checks can be switched on only for an app in development mode; this app is in production mode',
    { details: { setting: 'disable_auth_checks', mode } },
  )
}

function checkIdentityProviders(value: unknown, mode: AppMode): unknown {
  parseIdentityProviders(value, { strict: true, mode })
  return value
}

/** RFC 3339, or whole epoch seconds as the PHP SDK may send. */
function revocationTime(value: unknown): number {
  const atUs =
    typeof value === 'string'
      ? parseTime(value)
      : Number.isSafeInteger(value)
        ? Number(value) * 1e6
        : undefined
  if (atUs !== undefined && atUs > 0 && atUs < 253_402_300_800e6) return atUs
  const problem = 'must be an RFC 3339 time such as 2026-01-31T12:00:00Z, or null'
  throw new ChatError('invalid_input', `revoke_tokens_issued_before ${problem}`, {
    details: { fields: { revoke_tokens_issued_before: problem } },
  })
}

function revocationOf(stored: Json): number | undefined {
  const text = stored.revoke_tokens_issued_before
  return typeof text === 'string' ? parseTime(text) : undefined
}

function grantsOf(value: unknown): Record<string, readonly string[]> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {}
  return Object.fromEntries(Object.entries(value).map(([role, ids]) => [role, textsOf(ids)]))
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
}
