import type { AppSettings, ClientAppSettings } from '@parley/protocol'
import type { App } from '../../domain/app.ts'
import type { Json } from '../../domain/records.ts'
import { toRfc3339 } from '../../util/time.ts'
import { shownHook } from '../hooks/hook-secrets.ts'
import { toTypeConfig } from '../wire/channel-type.ts'

/** Settings that the server only keeps, with what they are until somebody sets them. */
const DEFAULTS = {
  async_url_enrich_enabled: false,
  auto_translation_enabled: false,
  shared_locations_enabled: false,
  user_response_time_enabled: false,
  image_moderation_enabled: false,
  image_moderation_labels: [],
  reminders_interval: 300,
  cdn_expiration_seconds: 1_209_600,
  before_message_send_hook_url: '',
  custom_action_handler_url: '',
  webhook_url: '',
  webhook_events: [],
  event_hooks: [],
  file_upload_config: {},
  image_upload_config: {},
}

/** Settings that are credentials, or hold some. Not given, they stay, so nobody has to send them back. */
const WRITE_ONLY = [
  'apn_config',
  'firebase_config',
  'huawei_config',
  'xiaomi_config',
  'sqs_key',
  'sqs_secret',
  'sns_key',
  'sns_secret',
]

/** What endpoints of their own show. */
const ELSEWHERE = ['commands', 'push_providers']

/** An app's settings with the defaults filled in, as servers see them. No secret is among them. */
export function getApp(app: App): AppSettings {
  const { settings } = app
  const { push_config: push, max_connections_per_user: _, ...kept } = settings.stored
  return {
    ...DEFAULTS,
    ...shownSettings(kept),
    name: app.name,
    organization: '',
    mode: app.mode,
    suspended: app.suspended,
    suspended_explanation: '',
    channel_configs: Object.fromEntries(
      [...app.channelTypes].map(([name, type]) => [name, toTypeConfig(type)]),
    ),
    policies: {},
    permission_version: 'v2',
    push_notifications: pushNotifications(push),
    ...ownSettings(app),
  }
}

/** Settings as they are stored, without secrets and without what endpoints of their own show. */
export function shownSettings(stored: Json): Json {
  const entries = Object.entries(stored).filter(
    ([key]) => !WRITE_ONLY.includes(key) && !ELSEWHERE.includes(key),
  )
  const shown = Object.fromEntries(entries)
  return Array.isArray(shown.event_hooks)
    ? { ...shown, event_hooks: shown.event_hooks.map(shownHook) }
    : shown
}

/** What of it users may know. */
export function getClientApp(app: App): ClientAppSettings {
  const settings = getApp(app)
  return {
    name: settings.name,
    async_url_enrich_enabled: settings.async_url_enrich_enabled,
    auto_translation_enabled: settings.auto_translation_enabled,
    file_upload_config: settings.file_upload_config,
    guest_user_creation_disabled: settings.guest_user_creation_disabled,
    image_upload_config: settings.image_upload_config,
    multi_tenant_enabled: settings.multi_tenant_enabled,
    shared_locations_enabled: settings.shared_locations_enabled,
  }
}

/** What the server acts on, as it understands it. */
function ownSettings({ settings }: App) {
  const revokedBeforeUs = settings.revokeTokensIssuedBeforeUs
  return {
    grants: copyGrants(settings.grants),
    revoke_tokens_issued_before: revokedBeforeUs === undefined ? null : toRfc3339(revokedBeforeUs),
    disable_auth_checks: settings.disableAuthChecks,
    disable_permissions_checks: settings.disablePermissionsChecks,
    guest_user_creation_disabled: settings.guestUserCreationDisabled,
    multi_tenant_enabled: settings.multiTenantEnabled,
    enforce_unique_usernames: settings.enforceUniqueUsernames,
    user_search_disallowed_roles: [...settings.userSearchDisallowedRoles],
    identity_providers: settings.identityProviders.map(toProvider),
    channel_hide_members_only: settings.channelHideMembersOnly,
    reminders_interval: settings.remindersIntervalUs / 1_000_000,
    ...(settings.maxConnectionsPerUser !== undefined && {
      max_connections_per_user: settings.maxConnectionsPerUser,
    }),
  }
}

function copyGrants(grants: Readonly<Record<string, readonly string[]>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(grants).map(([role, ids]) => [role, [...ids]]))
}

function toProvider(provider: App['settings']['identityProviders'][number]) {
  return {
    issuer: provider.issuer,
    jwks_uri: provider.jwksUri,
    algorithms: [...provider.algorithms],
    user_id_claim: provider.userIdClaim,
    ...(provider.audience !== undefined && { audience: provider.audience }),
    ...(provider.nameClaim !== undefined && { name_claim: provider.nameClaim }),
    ...(provider.teamsClaim !== undefined && { teams_claim: provider.teamsClaim }),
  }
}

function pushNotifications(push: unknown) {
  const given = (typeof push === 'object' && push !== null ? push : {}) as Json
  return {
    version: typeof given.version === 'string' ? given.version : 'v2',
    offline_only: given.offline_only === true,
  }
}
